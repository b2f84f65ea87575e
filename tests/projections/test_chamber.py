"""What a screen shows, to whom, and until when somebody may expect to wait."""

import json
from datetime import timedelta

import pytest

from prachum.projections.chamber import Screens, shown
from prachum.projections.parts.plain import instant
from prachum.projections.views import View
from prachum.rules import agenda, conclusions, lines, meeting, proposals
from prachum.rules.conclusions import Verb
from prachum.rules.decisions import consensus, positions
from prachum.rules.floor.points import RaisePointOfOrder, RuleOnPointOfOrder
from prachum.rules.floor.speakers import CloseListOfSpeakers, ReorderListOfSpeakers, RequestFloor, TakeAsRead
from prachum.rules.floor.turns import GiveFloor, InterruptSpeaker, YieldFloor
from prachum.rules.order import CLOCK, DOOR, ItemId, PersonId
from prachum.rules.presets import Kind
from prachum.rules.visibility import ROLES, Audience
from tests.projections.assembly import in_session
from tests.rules.chamber import (
    ANN,
    ASEAN,
    BOUN,
    CANADA,
    CHAIR,
    LAOS,
    NINE,
    OBSERVER,
    ONE,
    RITA,
    SOMSAK,
    TEXT,
    THAILAND,
    THIDA,
    THREE,
    TIDA_ALTERNATE,
    TWO,
    VAN,
    VIETNAM,
    Sitting,
    asked,
    chair_drops,
    confirmed,
    created,
    drops,
    en,
    give,
    opened,
    period_running,
    scheduled,
    speaking,
    text_put,
)


def seen_by(sitting: Sitting, person: PersonId) -> View:
    return Screens().view(sitting.state, Audience.of(sitting.state.actor(person)))


def test_a_turn_is_shown_with_what_is_needed_to_count_its_time_down() -> None:
    sitting = speaking(THIDA)
    turn = seen_by(sitting, OBSERVER)["floor"]["holder"]
    assert (turn["delegation"], turn["speaker"], turn["kind"], turn["item"]) == (THAILAND, THIDA, Kind.STATEMENT, ONE)
    assert turn["clock"] == {"limit": 300, "spent": 0, "since": instant(sitting.now)}


def test_times_are_written_to_the_millisecond_in_utc() -> None:
    assert instant(NINE + timedelta(milliseconds=40)) == "2022-06-21T02:00:00.040Z"


def test_while_the_chair_interrupts_the_screen_says_why_the_clock_stands() -> None:
    sitting = speaking(THIDA)
    sitting.does(CHAIR, InterruptSpeaker(), after=5)
    floor = seen_by(sitting, THIDA)["floor"]
    assert (floor["runs"], floor["stands"]) == (False, "interrupted")
    assert floor["holder"]["clock"] == {"limit": 300, "spent": 5000}


def test_why_the_speakers_clock_stands_is_always_said() -> None:
    sitting = speaking(THIDA)
    assert "stands" not in seen_by(sitting, THIDA)["floor"]
    drops(sitting, THAILAND)
    assert seen_by(sitting, THIDA)["floor"]["stands"] == "line"
    chair_drops(sitting)
    assert seen_by(sitting, THIDA)["floor"]["stands"] == "chair_line"
    sitting = speaking(THIDA)
    sitting.does(VAN, RaisePointOfOrder())
    assert seen_by(sitting, THIDA)["floor"]["stands"] == "point_of_order"
    give(sitting, VAN)
    assert "stands" not in seen_by(sitting, THIDA)["floor"]
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=True))
    sitting.does(CHAIR, meeting.SuspendMeeting(en("Lunch.")))
    view = seen_by(sitting, THIDA)
    assert (view["floor"]["stands"], view["meeting"]["reason"]) == ("suspended", en("Lunch."))


def test_a_point_of_order_shows_who_raised_it_and_whom_it_stopped() -> None:
    sitting = speaking(THIDA)
    sitting.does(VAN, RaisePointOfOrder())
    floor = seen_by(sitting, OBSERVER)["floor"]
    assert "holder" not in floor
    assert floor["held_over"]["delegation"] == THAILAND
    assert floor["point"] == {"delegation": VIETNAM, "speaker": VAN, "raised": instant(sitting.now), "heard": False}


def test_the_list_is_in_the_order_in_which_the_floor_will_be_given() -> None:
    sitting = asked(THIDA, VAN, BOUN)
    sitting.does(CHAIR, ReorderListOfSpeakers(ONE, (LAOS, THAILAND, VIETNAM)))
    view = seen_by(sitting, OBSERVER)
    listed = view["floor"]["lists"][ONE]
    assert (listed["order"], listed["by_hand"], listed["open"]) == ([LAOS, THAILAND, VIETNAM], True, True)
    assert view["floor"]["on_deck"] == LAOS
    assert [view["delegations"][code].get("place") for code in (LAOS, THAILAND, VIETNAM, CANADA)] == [1, 2, 3, None]


def test_who_waits_sees_when_to_expect_the_floor() -> None:
    sitting = asked(THIDA, VAN, BOUN)
    give(sitting, THIDA)
    requests = seen_by(sitting, VAN)["floor"]["lists"][ONE]["requests"]
    assert requests[VIETNAM]["due"] == {"from": instant(sitting.now), "plus": 300}
    assert requests[LAOS]["due"] == {"from": instant(sitting.now), "plus": 600}
    sitting.does(CHAIR, InterruptSpeaker(), after=100)
    assert seen_by(sitting, VAN)["floor"]["lists"][ONE]["requests"][VIETNAM]["due"]["plus"] == 200


def test_with_the_floor_free_the_next_may_be_heard_at_once() -> None:
    sitting = asked(THIDA, VAN)
    requests = seen_by(sitting, VAN)["floor"]["lists"][ONE]["requests"]
    assert [requests[code]["due"]["plus"] for code in (THAILAND, VIETNAM)] == [0, 300]
    assert requests[THAILAND]["due"]["from"] <= instant(sitting.now)


def test_who_is_inscribed_under_a_later_item_waits_for_the_item() -> None:
    sitting = opened()
    sitting.does(VAN, RequestFloor(TWO))
    view = seen_by(sitting, VAN)
    assert view["floor"]["lists"][TWO]["requests"][VIETNAM]["due"] == view["agenda"]["items"][TWO]["due"]


def test_the_clock_of_the_day_moves_what_is_still_to_come() -> None:
    sitting = opened()
    items = seen_by(sitting, OBSERVER)["agenda"]["items"]
    assert "due" not in items[ONE]
    assert items[TWO]["due"] == {"from": items[ONE]["opened"], "plus": 600}
    assert items[THREE]["due"] == {"from": items[ONE]["opened"], "plus": 1200}
    sitting.does(CHAIR, agenda.CloseAgendaItem(), after=240)
    sitting.does(CHAIR, agenda.OpenAgendaItem(TWO))
    items = seen_by(sitting, OBSERVER)["agenda"]["items"]
    assert items[ONE]["spent"] == 240_000
    assert items[THREE]["due"] == {"from": items[TWO]["opened"], "plus": 600}


def test_the_minutes_of_sub_items_are_part_of_their_item() -> None:
    sitting = scheduled()
    sub = agenda.AddAgendaItem(ItemId("one-a"), "1.1", en("Part"), 4, ONE)
    sitting.does(SOMSAK, sub)
    items = seen_by(sitting, OBSERVER)["agenda"]["items"]
    assert [items[item]["due"]["plus"] for item in (ONE, "one-a", TWO)] == [0, 360, 600]


def test_interventions_and_totals_are_shown_as_they_grow() -> None:
    sitting = opened()
    sitting.does(VAN, RequestFloor(ONE, ASEAN, (LAOS,)))
    give(sitting, VAN)
    sitting.does(VAN, YieldFloor(), after=60)
    sitting.does(BOUN, TakeAsRead(ONE, en("We agree.")))
    floor = seen_by(sitting, OBSERVER)["floor"]
    assert floor["interventions"]["order"] == ["1", "2"]
    first, second = (floor["interventions"]["by"][number] for number in ("1", "2"))
    assert (first["delegation"], first["spent"], first["bloc"], first["aligned"]) == (VIETNAM, 60_000, ASEAN, [LAOS])
    assert (second["delegation"], second["spent"], second["text"]) == (LAOS, 0, en("We agree."))
    assert (floor["spoken"], floor["spoken_for"]) == ({VIETNAM: 60_000}, {ASEAN: 60_000})


def test_a_nameplate_is_shown_as_it_is_that_day_and_leaves_out_what_it_does_not_say() -> None:
    view = seen_by(in_session(), OBSERVER)
    head, other = view["people"][THIDA], view["people"][TIDA_ALTERNATE]
    assert head["name"]["th"] == "ธิดา ส."
    assert "name" not in other
    assert "capacity" not in other
    assert view["delegations"][THAILAND]["people"] == [THIDA, TIDA_ALTERNATE, "tha-adviser"]


def test_presence_says_who_is_here_lost_or_away_and_since_when() -> None:
    sitting = opened()
    drops(sitting, THAILAND)
    lost = sitting.now
    sitting.does(DOOR, lines.ReportDeparture(VIETNAM))
    seen = seen_by(sitting, OBSERVER)["delegations"]
    assert seen[CANADA]["presence"] == "here"
    assert (seen[THAILAND]["presence"], seen[THAILAND]["since"]) == ("lost", instant(lost))
    assert (seen[VIETNAM]["presence"], "since" in seen[VIETNAM]) == ("away", False)


def test_the_public_is_not_told_whose_line_is_lost_for_a_moment() -> None:
    sitting = text_put()
    confirmed(sitting)
    drops(sitting, THAILAND)
    chair_drops(sitting)
    public = Screens().view(sitting.state, ROLES["public"])
    assert public["delegations"][THAILAND]["presence"] == "here"
    assert "chair_lost" not in public["meeting"]
    assert (public["before"]["confirmed"], public["before"]["missing"]) == ([], [])


def test_the_chair_sees_who_is_missing_and_why_the_period_stands() -> None:
    sitting = text_put()
    before = seen_by(sitting, CHAIR)["before"]
    assert (before["runs"], before["stands"]) == (False, "missing")
    assert before["missing"] == before["entitled"] == ["CAN", "LAO", "MYS", "THA", "VNM"]
    confirmed(sitting)
    before = seen_by(sitting, CHAIR)["before"]
    assert before["runs"]
    assert "stands" not in before
    assert before["clock"]["since"] == instant(sitting.now)
    sitting.does(VAN, RaisePointOfOrder())
    assert seen_by(sitting, CHAIR)["before"]["stands"] == "point_of_order"


def test_an_open_objection_is_shown_to_all_and_stops_the_period() -> None:
    sitting = period_running()
    sitting.does(VAN, consensus.ObjectToText(TEXT, 1, openly=True, reason=en("Not yet.")))
    before = seen_by(sitting, OBSERVER)["before"]
    assert before["objections"] == {VIETNAM: {"reason": en("Not yet."), "at": instant(sitting.now)}}
    assert before["stands"] == "objection"


def test_an_objection_to_the_chair_alone_is_shown_to_the_chair_and_to_its_author_only() -> None:
    sitting = period_running()
    sitting.does(VAN, consensus.ObjectToText(TEXT, 1, openly=False, reason=en("Between us.")))
    assert seen_by(sitting, CHAIR)["before"]["to_chair"][VIETNAM]["reason"] == en("Between us.")
    assert seen_by(sitting, VAN)["before"]["objected"] is True
    for person in (ANN, THIDA, SOMSAK, RITA, OBSERVER):
        assert "Between us." not in json.dumps(seen_by(sitting, person))
        assert not {"to_chair", "objected"} & seen_by(sitting, person)["before"].keys()
        assert seen_by(sitting, person)["before"]["runs"]


def test_a_decision_keeps_its_words_and_what_was_entered_after_it() -> None:
    sitting = period_running(seconds=10)
    sitting.does(CLOCK, consensus.ConcludeObjectionPeriod(TEXT, 1), after=10)
    sitting.does(VAN, positions.EnterReservation(TEXT, en("With a reservation.")))
    sitting.does(VAN, positions.EnterReservation(TEXT, en("And another.")))
    sitting.does(THIDA, positions.ExplainPosition(TEXT, en("We are glad.")))
    view = seen_by(sitting, OBSERVER)
    decision = view["decisions"]["by"]["1"]
    assert "before" not in view
    assert (decision["adopted"], decision["words"]) == (True, en("The Meeting took note."))
    assert decision["reservations"] == {VIETNAM: en("With a reservation.\nAnd another.")}
    assert decision["explanations"] == {THAILAND: en("We are glad.")}


def test_a_text_set_aside_keeps_the_reason_and_the_objectors() -> None:
    sitting = period_running()
    sitting.does(VAN, consensus.ObjectToText(TEXT, 1, openly=True))
    sitting.does(CHAIR, consensus.SetTextAside(en("No consensus.")))
    decision = seen_by(sitting, OBSERVER)["decisions"]["by"]["1"]
    assert (decision["adopted"], decision["reason"]) == (False, en("No consensus."))
    assert decision["objectors"] == [VIETNAM]


def test_a_proposal_is_shown_in_its_numbered_areas() -> None:
    sitting = opened()
    areas = (proposals.Area(en("Health"), en("More."), (en("Vaccines"),)), proposals.Area(en("Trade")))
    sitting.does(THIDA, proposals.TableProposal(en("Three areas"), areas))
    sitting.does(ANN, proposals.SupportProposal("p1"))
    proposal = seen_by(sitting, OBSERVER)["proposals"]["by"]["p1"]
    assert (proposal["delegation"], proposal["supporters"]) == (THAILAND, [CANADA])
    assert [area["title"]["en"] for area in proposal["areas"]] == ["Health", "Trade"]
    assert proposal["areas"][0]["points"] == [en("Vaccines")]


def test_a_conclusion_is_seen_by_those_who_draft_until_the_chair_confirms_it() -> None:
    sitting = opened()
    sitting.does(RITA, conclusions.EnterConclusion(ONE, Verb.NOTED, en("The report.")))
    for person in (CHAIR, ANN, RITA, SOMSAK):
        assert seen_by(sitting, person)["conclusions"]["order"] == ["c1"]
    for person in (THIDA, OBSERVER):
        assert seen_by(sitting, person)["conclusions"]["order"] == []
    sitting.does(CHAIR, conclusions.ConfirmConclusion("c1"))
    assert seen_by(sitting, OBSERVER)["conclusions"]["by"]["c1"]["stands"] == "confirmed"


def test_a_correction_and_what_it_corrects_point_at_each_other() -> None:
    sitting = opened()
    sitting.does(RITA, conclusions.EnterConclusion(ONE, Verb.NOTED, en("The report.")))
    sitting.does(CHAIR, conclusions.ConfirmConclusion("c1"))
    sitting.does(RITA, conclusions.CorrectConclusion("c1", Verb.STRESSED, en("The report!")))
    assert "corrected_by" not in seen_by(sitting, OBSERVER)["conclusions"]["by"]["c1"]
    sitting.does(CHAIR, conclusions.ConfirmConclusion("c2"))
    by = seen_by(sitting, OBSERVER)["conclusions"]["by"]
    assert (by["c1"]["corrected_by"], by["c1"]["stands"], by["c2"]["corrects"]) == ("c2", "corrected", "c1")


def test_the_acts_are_what_the_rules_permit() -> None:
    sitting = opened()
    sitting.does(CHAIR, CloseListOfSpeakers(ONE))
    acts = seen_by(sitting, THIDA)["acts"]
    assert acts["floor.raise_point_of_order"] is True
    asking = acts["floor.request_floor"]
    assert isinstance(asking, dict)
    assert asking[ONE] == "floor.list_closed"
    assert acts["floor.give_floor"] == "floor.not_in_your_role"


def test_the_view_says_for_whom_it_is() -> None:
    sitting = opened()
    assert seen_by(sitting, THIDA)["me"] == {"standings": ["head"], "delegation": THAILAND, "leave": False}
    assert Screens().view(sitting.state, ROLES["public"])["me"] == {"standings": [], "leave": False}


def test_quorum_is_shown_for_what_comes_next() -> None:
    sitting = scheduled(preset="unga")
    assert seen_by(sitting, CHAIR)["meeting"]["quorum"] == {
        "present": 5,
        "members": 5,
        "to_open": 2,
        "to_decide": 3,
        "met": True,
    }
    assert not seen_by(created(preset="unga"), CHAIR)["meeting"]["quorum"]["met"]


def test_who_is_to_be_heard_is_part_of_the_view() -> None:
    media = seen_by(speaking(THIDA), OBSERVER)["media"]
    assert (media["heard"], media["ducked"]) == ([CHAIR, THIDA], [])
    assert {CHAIR, ANN, THIDA} == set(media["microphone"])


def test_a_closed_meeting_shows_the_digest_of_its_last_entry() -> None:
    sitting = opened()
    sitting.does(CHAIR, meeting.CloseMeeting())
    audience = ROLES["observer"]
    assert Screens().view(sitting.state, audience, head="ab12")["head"] == "ab12"
    assert "head" not in Screens().view(sitting.state, audience)
    assert "began" not in Screens().view(sitting.state, audience)["meeting"]


@pytest.mark.parametrize("part", ["parties", "blocs", "people", "rules", "proposals", "texts", "decisions"])
def test_what_did_not_change_is_not_written_again(part: str) -> None:
    sitting = asked(THIDA, VAN)
    sitting.does(SOMSAK, consensus.EnterText(TEXT, 1, en("Outcome"), en("The Meeting took note.")))
    earlier = shown(sitting.state)
    sitting.does(CHAIR, GiveFloor(THAILAND, THIDA))
    later = shown(sitting.state, earlier)
    assert later.everybody[part] is earlier.everybody[part]  # type: ignore[literal-required]
    assert later.everybody["floor"]["lists"][TWO] is earlier.everybody["floor"]["lists"][TWO]
