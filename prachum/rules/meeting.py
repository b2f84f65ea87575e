"""A meeting is scheduled, open, suspended or closed, and exactly one chair presides."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias, assert_never

from prachum.rules.floor.holding import Ending
from prachum.rules.floor.turns import FloorTakenBack
from prachum.rules.order import (
    DELEGATES,
    NOBODY,
    PODIUM,
    Actor,
    Entry,
    OutOfOrder,
    PersonId,
    Standing,
    Text,
)
from prachum.rules.parties import Person
from prachum.rules.presets import Rules
from prachum.rules.setup import UNCREATED
from prachum.rules.setup import ApprovedFact as ApprovedFact
from prachum.rules.setup import Setup as Setup

if TYPE_CHECKING:
    from prachum.rules.procedure import State


class Phase(StrEnum):
    SCHEDULED = "scheduled"
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class CreateMeeting:
    """The first entry of every journal; whether it is a rehearsal is said here and never changes."""

    setup: Setup


@dataclass(frozen=True, slots=True)
class OpenMeeting:
    """The presiding chair declares the meeting open."""


@dataclass(frozen=True, slots=True)
class SuspendMeeting:
    """The presiding chair suspends the meeting; the secretariat may when the chair's line has been lost for long."""

    reason: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResumeMeeting:
    """The presiding chair resumes a suspended meeting."""


@dataclass(frozen=True, slots=True)
class CloseMeeting:
    """The presiding chair declares the meeting closed; nothing follows but departures and erasure."""


@dataclass(frozen=True, slots=True)
class PassTheChair:
    """The presiding chair hands the gavel to another chair."""

    to: PersonId


@dataclass(frozen=True, slots=True)
class TakeTheChair:
    """A co-chair takes the gavel because the presiding chair's line is lost."""


@dataclass(frozen=True, slots=True)
class HandTheChair:
    """The secretariat gives the gavel to an acting chair when the presiding chair's line has been lost for long."""

    to: PersonId


@dataclass(frozen=True, slots=True)
class ReportChairLineLost:
    """The last device of the presiding chair is gone; clocks and objection periods stand still at once."""

    chair: PersonId


@dataclass(frozen=True, slots=True)
class ReportChairLineRestored:
    """The presiding chair, not replaced meanwhile, is back."""

    chair: PersonId


@dataclass(frozen=True, slots=True)
class ReportChairAbsence:
    """The clock: the presiding chair's line has been lost for so long that the secretariat may act."""

    chair: PersonId


@dataclass(frozen=True, slots=True)
class ReportClockStep:
    """The machine's wall clock jumped by so many milliseconds; no running time is changed by it."""

    milliseconds: int


Command: TypeAlias = (
    CreateMeeting
    | OpenMeeting
    | SuspendMeeting
    | ResumeMeeting
    | CloseMeeting
    | PassTheChair
    | TakeTheChair
    | HandTheChair
    | ReportChairLineLost
    | ReportChairLineRestored
    | ReportChairAbsence
    | ReportClockStep
)


@dataclass(frozen=True, slots=True)
class MeetingCreated:
    setup: Setup


@dataclass(frozen=True, slots=True)
class MeetingOpened:
    """`present` of `members` deciding parties were there."""

    present: int
    members: int


@dataclass(frozen=True, slots=True)
class MeetingSuspended:
    reason: Text


@dataclass(frozen=True, slots=True)
class MeetingResumed:
    pass


@dataclass(frozen=True, slots=True)
class MeetingClosed:
    pass


@dataclass(frozen=True, slots=True)
class ChairPassed:
    """The gavel went to `to`: passed, taken because the line was lost, or handed by the secretariat (`acting`)."""

    to: PersonId
    acting: bool = False


@dataclass(frozen=True, slots=True)
class ChairLineLost:
    chair: PersonId


@dataclass(frozen=True, slots=True)
class ChairLineRestored:
    chair: PersonId


@dataclass(frozen=True, slots=True)
class ChairFoundAbsent:
    chair: PersonId


@dataclass(frozen=True, slots=True)
class ClockStepped:
    milliseconds: int


Event: TypeAlias = (
    MeetingCreated
    | MeetingOpened
    | MeetingSuspended
    | MeetingResumed
    | MeetingClosed
    | ChairPassed
    | ChairLineLost
    | ChairLineRestored
    | ChairFoundAbsent
    | ClockStepped
)

PRESIDING = frozenset({Standing.PRESIDING})
MAY: Mapping[type[Command], frozenset[Standing]] = {
    CreateMeeting: frozenset({Standing.OPERATOR}),
    OpenMeeting: PRESIDING,
    SuspendMeeting: PODIUM,
    ResumeMeeting: PRESIDING,
    CloseMeeting: PRESIDING,
    PassTheChair: PRESIDING,
    TakeTheChair: frozenset({Standing.CO_CHAIR}),
    HandTheChair: frozenset({Standing.SECRETARIAT}),
    ReportChairLineLost: frozenset({Standing.DOOR}),
    ReportChairLineRestored: frozenset({Standing.DOOR}),
    ReportChairAbsence: frozenset({Standing.CLOCK}),
    ReportClockStep: frozenset({Standing.CLOCK}),
}


@dataclass(frozen=True, slots=True)
class Sitting:
    """From opening or resuming to suspending or closing."""

    began: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """`chair_lost` says since when the presiding chair has no line; `reason` is that of the suspension that lasts."""

    setup: Setup = UNCREATED
    phase: Phase = Phase.SCHEDULED
    presiding: PersonId = NOBODY
    acting: bool = False
    chair_lost: datetime | None = None
    chair_absent: bool = False
    sittings: tuple[Sitting, ...] = ()
    reason: Text = field(default_factory=dict)

    @property
    def rules(self) -> Rules:
        return self.setup.rules

    @property
    def created(self) -> bool:
        return bool(self.setup.meeting)

    @property
    def runs(self) -> bool:
        """Whether business goes on: open, and with a chair on the line."""
        return self.phase is Phase.OPEN and self.chair_lost is None


def decide(state: "State", command: Command, by: Actor, at: datetime) -> tuple[Event | FloorTakenBack, ...]:
    meeting = state.meeting
    match command:
        case CreateMeeting(setup):
            if meeting.created:
                raise OutOfOrder("meeting.already_created")
            if not setup.chairs or not setup.meeting:
                raise OutOfOrder("meeting.no_chair")
            if len(setup.chairs) > setup.rules.co_chairs:
                raise OutOfOrder("meeting.too_many_chairs")
            return (MeetingCreated(setup),)
        case OpenMeeting():
            if meeting.phase is not Phase.SCHEDULED:
                raise OutOfOrder("meeting.already_opened")
            _must_have_a_chair(meeting)
            present, members = len(state.deciding_present()), len(state.delegations.deciding())
            if (quorum := meeting.rules.quorum_to_open) and not quorum.met(present, members):
                raise OutOfOrder("meeting.no_quorum_to_open")
            return (MeetingOpened(present, members),)
        case SuspendMeeting(reason):
            if meeting.phase is not Phase.OPEN:
                raise OutOfOrder("meeting.not_open")
            if not by.presides:
                _must_have_waited_for_the_chair(meeting)
            return (MeetingSuspended(reason),)
        case ResumeMeeting():
            if meeting.phase is not Phase.SUSPENDED:
                raise OutOfOrder("meeting.not_suspended")
            _must_have_a_chair(meeting)
            return (MeetingResumed(),)
        case CloseMeeting():
            return _close(state)
        case PassTheChair(to):
            if to not in meeting.setup.chairs or to == meeting.presiding:
                raise OutOfOrder("meeting.not_another_chair")
            _must_be_on_line(state, state.delegations.people.get(to))
            return (ChairPassed(to),)
        case TakeTheChair():
            if meeting.chair_lost is None:
                raise OutOfOrder("meeting.chair_on_line")
            _must_be_on_line(state, by)
            return (ChairPassed(by.person),)
        case HandTheChair(to):
            _must_have_waited_for_the_chair(meeting)
            person = state.delegations.people.get(to)
            if to == meeting.presiding or person is None or person.standing not in DELEGATES - {Standing.ADVISER}:
                raise OutOfOrder("meeting.cannot_preside")
            _must_be_on_line(state, person)
            return (ChairPassed(to, acting=to not in meeting.setup.chairs),)
        case ReportChairLineLost(chair):
            if chair != meeting.presiding or meeting.chair_lost is not None:
                raise OutOfOrder("meeting.not_the_chairs_line")
            return (ChairLineLost(chair),)
        case ReportChairLineRestored(chair):
            if chair != meeting.presiding or meeting.chair_lost is None:
                raise OutOfOrder("meeting.not_the_chairs_line")
            return (ChairLineRestored(chair),)
        case ReportChairAbsence(chair):
            if chair != meeting.presiding or meeting.chair_lost is None or meeting.chair_absent:
                raise OutOfOrder("meeting.not_the_chairs_line")
            if at < meeting.chair_lost + timedelta(seconds=meeting.rules.chair_line_grace):
                raise OutOfOrder("meeting.chair_may_return")
            return (ChairFoundAbsent(chair),)
        case ReportClockStep(milliseconds):
            return (ClockStepped(milliseconds),)
    assert_never(command)


def _close(state: "State") -> tuple[Event | FloorTakenBack, ...]:
    state.must_have_begun()
    _must_have_a_chair(state.meeting)
    if state.decisions.before is not None:
        raise OutOfOrder("decisions.text_before_meeting")
    holder = state.floor.holder
    return (*((FloorTakenBack(holder.delegation, Ending.CLOSING),) if holder else ()), MeetingClosed())


def _must_have_waited_for_the_chair(meeting: Meeting) -> None:
    if meeting.chair_lost is None:
        raise OutOfOrder("meeting.chair_on_line")
    if not meeting.chair_absent:
        raise OutOfOrder("meeting.chair_may_return")


def deadline(state: "State") -> tuple[datetime, ReportChairAbsence] | None:
    """When the clock will have to say that the presiding chair is absent."""
    meeting = state.meeting
    if meeting.chair_lost is None or meeting.chair_absent or meeting.phase is Phase.CLOSED:
        return None
    absent = meeting.chair_lost + timedelta(seconds=meeting.rules.chair_line_grace)
    return absent, ReportChairAbsence(meeting.presiding)


def _must_have_a_chair(meeting: Meeting) -> None:
    if meeting.chair_lost is not None:
        raise OutOfOrder("meeting.chair_line_lost")


def _must_be_on_line(state: "State", chair: Person | Actor | None) -> None:
    if chair is None or chair.delegation is None or not state.lines.on_line(chair.delegation):
        raise OutOfOrder("meeting.not_on_line")


def apply(meeting: Meeting, event: Event, entry: Entry) -> Meeting:
    match event:
        case MeetingCreated(setup):
            return Meeting(setup, presiding=setup.chairs[0])
        case MeetingOpened() | MeetingResumed():
            return replace(meeting, phase=Phase.OPEN, sittings=(*meeting.sittings, Sitting(entry.at)), reason={})
        case MeetingSuspended(reason):
            sittings = _ended(meeting.sittings, entry.at)
            return replace(meeting, phase=Phase.SUSPENDED, sittings=sittings, reason=reason)
        case MeetingClosed():
            return replace(meeting, phase=Phase.CLOSED, sittings=_ended(meeting.sittings, entry.at), reason={})
        case ChairPassed(to, acting):
            return replace(meeting, presiding=to, acting=acting, chair_lost=None, chair_absent=False)
        case ChairLineLost():
            return replace(meeting, chair_lost=entry.at)
        case ChairLineRestored():
            return replace(meeting, chair_lost=None, chair_absent=False)
        case ChairFoundAbsent():
            return replace(meeting, chair_absent=True)
        case ClockStepped():
            return meeting
    assert_never(event)


def _ended(sittings: tuple[Sitting, ...], at: datetime) -> tuple[Sitting, ...]:
    return tuple(replace(sitting, ended=sitting.ended or at) for sitting in sittings)


def probes(state: "State", by: Actor) -> tuple[tuple[str, Command], ...]:
    """One sample of each command per target (a person), for those who might, to learn what is permitted."""
    meeting = state.meeting
    samples: list[tuple[str, Command]] = [
        ("", CreateMeeting(meeting.setup)),
        ("", OpenMeeting()),
        ("", SuspendMeeting()),
        ("", ResumeMeeting()),
        ("", CloseMeeting()),
        ("", TakeTheChair()),
        ("", ReportChairLineLost(meeting.presiding)),
        ("", ReportChairLineRestored(meeting.presiding)),
        ("", ReportChairAbsence(meeting.presiding)),
        ("", ReportClockStep(0)),
    ]
    samples += [(chair, PassTheChair(chair)) for chair in meeting.setup.chairs]
    people = state.delegations.people if by.standings & MAY[HandTheChair] else ()
    return (*samples, *((person, HandTheChair(person)) for person in people))
