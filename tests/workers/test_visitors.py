"""Whoever takes a seat acts there alone: the script leaves its steps to them, and goes on when they have left."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Thread
from uuid import UUID, uuid4

import pytest

from prachum.journal import read
from prachum.journal.perform import perform
from prachum.meetingfile.read import loads
from prachum.meetingfile.script import Step
from prachum.ready import make_ready
from prachum.registry import seats, taking
from prachum.registry.models import Meeting
from prachum.rules.agenda import AdoptAgenda, OpenAgendaItem
from prachum.rules.floor.speakers import FloorRequested, RequestFloor
from prachum.rules.floor.turns import FloorGiven, GiveFloor
from prachum.rules.meeting import CloseMeeting, MeetingClosed, OpenMeeting
from prachum.rules.order import DelegationId, ItemId, PersonId
from prachum.rules.procedure import Command
from prachum.workers.pace import Pace
from prachum.workers.rehearsal import NoStage, Unseen, begin
from prachum.workers.visited import VisitedRehearsal
from tests.meetingfile.small import SMALL

SCRIPT = (
    SMALL.partition("script:")[0]
    + """\
script:
  - {by: tha, do: open-meeting}
  - {by: can, do: request-floor, with: {item: a}}
  - {by: can, do: withdraw-request, with: {item: a, request: CAN}}
  - {by: tha, do: close-meeting}
"""
)
ASKS = "Ask for the floor under item 1, “First”"
GIVEN = (
    SMALL.partition("script:")[0]
    + """\
script:
  - {by: tha, do: open-meeting, says: {en: Good morning., th: สวัสดี}, note: {en: It opens., th: เปิดประชุม}}
  - {by: tha, do: adopt-agenda}
  - {by: tha, do: open-agenda-item, with: {item: b}}
  - {by: can, do: request-floor, with: {item: b}}
  - {by: tha, do: give-floor, with: {to: CAN, speaker: can}}
  - {by: can, says: {en: We are ready., th: พร้อมแล้ว}}
  - {by: can, do: yield-floor}
  - {by: tha, do: close-meeting}
"""
)


@dataclass
class Visited(Unseen):
    """Does something when a step is left to a visitor, as somebody in another process would."""

    deed: Callable[[], object] = lambda: None
    waited: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    met: list[str] = field(default_factory=list)

    def step(self, number: int, step: Step) -> None:
        self.said += (*step.says.values(), *step.note.values())

    def refused(self, step: Step, code: str) -> None:
        self.met.append(code)

    def waits(self, fact: Mapping[str, object]) -> None:
        act = fact["act"]
        assert isinstance(act, dict)
        self.waited.append(act["en"])
        elsewhere = Thread(target=self.deed)
        elsewhere.start()
        elsewhere.join()


class Heard(NoStage):
    """Visitors check their devices before they enter."""

    speaks = True


@dataclass
class Held:
    """A rehearsal in which a visitor has a seat from the beginning."""

    rehearsal: VisitedRehearsal
    screen: Visited
    token: str

    @property
    def meeting(self) -> UUID:
        return self.rehearsal.meeting

    def hold(self) -> list[object]:
        """Return what was entered, once it has been held."""
        departures = asyncio.run(self.rehearsal.hold())
        assert departures == []
        return [entry.event for entry in read.entries(self.meeting)]


def begun(script: str, person: str) -> Held:
    make_ready()
    pace, screen = Pace(datetime.now(UTC), None), Visited()
    file = loads(script.encode(), "visited.yaml")
    meeting = begin(file, script, now=pace.began)
    token = taking.take(Meeting.objects.get(id=meeting), person, None)
    return Held(VisitedRehearsal(meeting, file, pace, screen), screen, token)


@pytest.fixture
def held() -> Held:
    return begun(SCRIPT, "can")


def test_what_a_visitor_does_not_do_is_not_done_and_the_meeting_goes_on(held: Held) -> None:
    entered = held.hold()
    assert held.screen.waited == [ASKS]
    assert not any(isinstance(event, FloorRequested) for event in entered)
    assert isinstance(entered[-1], MeetingClosed)


def test_what_a_visitor_does_is_not_done_again(held: Held) -> None:
    def asks() -> None:
        if len(held.screen.waited) == 1:
            perform(held.meeting, RequestFloor(ItemId("a")), by=PersonId("can"), command_id=uuid4())

    held.screen.deed = asks
    entered = held.hold()
    assert sum(isinstance(event, FloorRequested) for event in entered) == 1


def test_when_the_visitor_leaves_the_script_goes_on_by_itself(held: Held) -> None:
    def leaves() -> None:
        session = seats.live_session(held.token, bearer=False)
        assert session is not None
        taking.end(session, "left")

    held.screen.deed = leaves
    entered = held.hold()
    assert held.screen.waited == [ASKS]
    assert sum(isinstance(event, FloorRequested) for event in entered) == 1
    assert isinstance(entered[-1], MeetingClosed)


PRESIDES: Mapping[str, Command] = {
    "Open the meeting": OpenMeeting(),
    "Adopt the agenda": AdoptAgenda(),
    "Open item 2": OpenAgendaItem(ItemId("b")),
    "Give the floor": GiveFloor(DelegationId("CAN"), PersonId("can")),
    "Close the meeting": CloseMeeting(),
}


def presiding(*leaves_undone: str) -> Held:
    """A visitor presides as the script would, a few things apart."""
    held = begun(GIVEN, "tha")

    def presides() -> None:
        deeds = (deed for asked, deed in PRESIDES.items() if held.screen.waited[-1].startswith(asked))
        if (deed := next(deeds, None)) is not None and not held.screen.waited[-1].startswith(leaves_undone or ("-",)):
            perform(held.meeting, deed, by=PersonId("tha"), command_id=uuid4())

    held.screen.deed = presides
    return held


def test_who_is_given_the_floor_by_a_visitor_speaks_and_nobody_speaks_for_the_visitor() -> None:
    held = presiding()
    held.hold()
    assert held.screen.said == ["We are ready.", "พร้อมแล้ว"]


def test_who_is_not_given_the_floor_says_nothing_and_gives_nothing_back() -> None:
    held = presiding("Give the floor")
    entered = held.hold()
    assert (held.screen.said, held.screen.met) == ([], [])
    assert not any(isinstance(event, FloorGiven) for event in entered)
    assert isinstance(entered[-1], MeetingClosed)


def test_who_has_just_sat_down_to_be_heard_is_waited_for_twice(held: Held) -> None:
    held.rehearsal.stage = Heard()
    held.hold()
    assert held.screen.waited == [ASKS] * 2
