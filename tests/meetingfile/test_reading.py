"""What a file leaves out is what one would expect, and what it says is what is entered."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from prachum.meetingfile.entering import commands, setup
from prachum.meetingfile.read import loads
from prachum.meetingfile.script import SCRIPTED, Step, spoken_seconds
from prachum.rules.order import OPERATOR, Entry, kind
from prachum.rules.parties import SeatOrder
from prachum.rules.presets import PRESETS, Kind
from prachum.rules.procedure import COMMANDS, apply, decide, new
from tests.meetingfile.small import SMALL, changed


def test_a_country_is_named_by_its_code_in_every_language_of_the_meeting() -> None:
    thailand, canada, secretariat = loads(SMALL.encode(), "small").parties
    assert thailand.names == {"en": "Thailand", "th": "ไทย"}
    assert canada.names == {"en": "Canada", "th": "แคนาดา"}
    assert secretariat.names == {"en": "ASEAN Secretariat"}


def test_a_name_in_the_file_wins_over_the_usual_one() -> None:
    file = loads(changed("code: CAN\n", "{code: CAN, names: {th: ประเทศแคนาดา}}\n"), "small")
    assert file.parties[1].names == {"en": "Canada", "th": "ประเทศแคนาดา"}


def test_an_hour_without_an_offset_is_in_the_meetings_zone() -> None:
    at_two = datetime(2022, 6, 21, 2, tzinfo=UTC)
    assert loads(SMALL.encode(), "small").scheduled() == at_two
    assert loads(changed("T09:00", "T04:00+02:00"), "small").scheduled() == at_two


def test_the_rules_are_the_presets_but_for_what_the_file_says() -> None:
    rules = loads(SMALL.encode(), "small").rules_of_procedure()
    preset = PRESETS["asean-dialogue"]
    assert rules.limits == {**preset.limits, Kind.STATEMENT: 60}
    assert (rules.order, rules.objection_period) == (preset.order, preset.objection_period)


def test_null_takes_a_quorum_away() -> None:
    text = changed("preset: asean-dialogue,", "preset: unga, co_chairs: 2, quorum_to_open: null,")
    rules = loads(text, "small").rules_of_procedure()
    assert rules.quorum_to_open is None
    assert rules.quorum_to_decide == PRESETS["unga"].quorum_to_decide


def test_null_takes_no_other_rule_away() -> None:
    with pytest.raises(Exception, match=r"rules\.grace"):
        loads(changed("preset: asean-dialogue,", "preset: unga, grace: null,"), "small")


def test_a_file_is_entered_in_the_order_in_which_its_parts_need_each_other() -> None:
    file = loads(SMALL.encode(), "small")
    first = setup(file, uuid4())
    assert [kind(type(command)) for command in commands(file, first)] == [
        "meeting.create_meeting",
        *["delegations.accredit_person"] * 3,
        "delegations.arrange_seats",
        *["agenda.add_agenda_item"] * 3,
        "decisions.enter_text",
    ]
    state, at = new(), datetime.now(UTC)
    for command in commands(file, first):
        for event in decide(state, command, OPERATOR, at):
            state = apply(state, Entry(state.seq + 1, at, OPERATOR, event))
    assert list(state.agenda.items) == ["a", "a1", "b"]
    assert state.agenda.items["a1"].parent == "a"  # type: ignore[index]
    assert state.delegations.seating is not None
    assert state.delegations.seating.order is SeatOrder.LOT
    assert state.meeting.setup == first


def test_every_command_but_the_creation_of_a_meeting_can_be_scripted_under_two_names() -> None:
    assert set(SCRIPTED.values()) == set(COMMANDS) - {"meeting.create_meeting"}
    assert len(SCRIPTED) == 2 * (len(COMMANDS) - 1)
    assert SCRIPTED["request-floor"] == SCRIPTED["floor.request_floor"] == "floor.request_floor"


def test_a_step_waits_as_long_as_the_words_before_it_take_unless_it_says_otherwise() -> None:
    spoken = Step(by="tha", says={"th": "ก" * 100, "en": "a" * 100})
    assert Step(by="tha", do="open-meeting").pause(spoken, "th") == 3 + 10
    assert Step(by="tha", do="open-meeting").pause(spoken, "en") == 3 + 8
    assert Step(by="tha", do="open-meeting", after=1).pause(spoken, "th") == 1
    assert Step(by="tha", do="open-meeting").pause(None, "th") == 3
    assert spoken_seconds({}, "th") == 0
