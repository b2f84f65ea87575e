"""The shipped meetings run by their scripts, and their journals are what they were."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from prachum.journal import codec, verify
from prachum.projections.record import sentences
from prachum.rules.floor.holding import Ending
from prachum.rules.meeting import MeetingCreated, Phase
from prachum.rules.order import Entry, PersonId, kind
from prachum.rules.procedure import State, replay
from tests.meetings.golden import FILES, golden, held_anew

NAMES = [file.stem for file in FILES]
each_meeting = pytest.mark.parametrize("file", FILES, ids=NAMES)


def entries(file: Path) -> list[Entry]:
    """A golden journal in the rules' own words."""
    found = []
    for line in golden(file).read_text().splitlines():
        said = json.loads(line)
        by, event = PersonId(said["by"]), None
        if said["kind"] == codec.SEALED:
            by, event = codec.unseal(json.dumps(said["body"]))
        else:
            event = codec.decode_event(said["kind"], json.dumps(said["body"]))
        found.append(Entry(said["seq"], datetime.fromisoformat(said["at"]), by, event))
    return found


def ended(name: str) -> State:
    return replay(entries(next(file for file in FILES if file.stem == name)))


@each_meeting
def test_a_shipped_meeting_held_again_is_its_golden_journal(file: Path) -> None:
    assert held_anew(file) == golden(file).read_text().splitlines()


@each_meeting
def test_a_golden_journal_verifies(file: Path) -> None:
    lines = golden(file).read_text().splitlines()
    assert verify.verify(lines).seq == len(lines)
    with pytest.raises(verify.Broken):
        verify.verify([*lines[:7], lines[7].replace("accredited", "expelled"), *lines[8:]])


@each_meeting
def test_a_shipped_meeting_is_a_rehearsal_that_ends_closed(file: Path) -> None:
    first = entries(file)[0].event
    assert isinstance(first, MeetingCreated)
    assert first.setup.rehearsal
    assert replay(entries(file)).meeting.phase is Phase.CLOSED


@each_meeting
@pytest.mark.parametrize("language", ["en", "th", "fr"])
def test_every_entry_of_a_shipped_meeting_is_one_sentence_in_each_language(file: Path, language: str) -> None:
    said = [sentence for _, sentence in sentences(entries(file), language)]
    assert len(said) == len(entries(file))
    assert all(sentence.strip() and "{" not in sentence for sentence in said)


def test_at_the_som_thailand_tables_three_areas_and_the_text_is_adopted() -> None:
    state = ended("asean-canada-som-19")
    assert [len(area.points) for area in state.proposals["p1"].areas] == [4, 1, 2]
    assert state.proposals["p1"].delegation == "THA"
    assert state.decisions.adopted("outcome")
    assert len(state.delegations.parties) == 12
    assert state.meeting.setup.chairs == ("mys-head", "can-head")
    assert {one.by for one in entries(FILES[0]) if kind(type(one.event)) == "agenda.agenda_item_opened"} == {
        "mys-head",
        "can-head",
    }


def test_at_the_som_the_clocks_show_its_day() -> None:
    first, *_, last = entries(FILES[0])
    assert f"{first.at:%Y-%m-%d %H:%M}" == "2022-06-21 02:00"
    assert 9 * 60 <= (last.at - first.at).total_seconds() <= 11 * 60


def test_at_the_assembly_a_text_is_set_aside_and_its_next_version_adopted_without_one_garden() -> None:
    aside, adopted = ended("assembly-plain").decisions.taken
    assert (aside.adopted, aside.objectors) == (False, ("cork",))
    assert (adopted.adopted, adopted.without, adopted.text.version) == (True, ("birch",), 2)
    assert [delegation for delegation, _ in adopted.reservations] == ["holly"]


def test_at_the_assembly_the_clock_takes_the_floor_back_from_who_speaks_too_long() -> None:
    endings = Counter(one.ending for one in ended("assembly-plain").floor.interventions)
    assert endings[Ending.TIME_OVER] == 1


def test_at_the_plenary_a_state_replies_twice_and_never_a_third_time() -> None:
    floor = ended("unga-plenary").floor
    assert floor.replies == {("maps", "arcadia"): 2, ("maps", "lyonesse"): 1}
    limits = [
        one.event.limit
        for one in entries(FILES[2])
        if getattr(one.event, "reason", "") == "right_of_reply" and hasattr(one.event, "limit")
    ]
    assert limits == [30, 30, 15]
