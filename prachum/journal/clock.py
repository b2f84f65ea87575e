"""A meeting's time runs evenly and never back, whatever happens to the machine's wall clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from uuid import UUID

from prachum.rules.meeting import CreateMeeting, Phase
from prachum.rules.procedure import Command, State

TOLERATED = timedelta(seconds=2)
"""How far the wall clock may be off before that is entered."""


@dataclass
class Timepiece:
    """The wall clock as read once, and the monotonic time since; `stepped` says what each meeting was told already."""

    wall: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    stepped: dict[UUID, timedelta] = field(default_factory=dict)
    ahead: dict[UUID, timedelta] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Read the wall clock: whoever was loaded long ago and serves only now begins with today's time."""
        self.began, self.since = self.wall(), self.monotonic()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.began + self.monotonic() - self.since, UTC)

    def at(self, state: State, shift: timedelta) -> datetime:
        """The meeting's time now, never before its last entry.

        Where the last entry is ahead of this process (another one began with another wall clock), time goes on from
        there instead of standing still until the wall clock catches up.
        """
        now, meeting = self.now() + shift, UUID(state.meeting.setup.meeting) if state.meeting.created else None
        if meeting is None:
            return now
        with self.lock:
            ahead = self.ahead[meeting] = max(state.at - now, self.ahead.get(meeting, timedelta()))
        return now + ahead

    def step(self, meeting: UUID) -> int:
        """By how many milliseconds the wall clock has stepped since this meeting was told; 0 while tolerated."""
        off = datetime.fromtimestamp(self.wall(), UTC) - self.now() - self.stepped.get(meeting, timedelta())
        return off // timedelta(milliseconds=1) if abs(off) > TOLERATED else 0

    def told(self, meeting: UUID, milliseconds: int) -> None:
        self.stepped[meeting] = self.stepped.get(meeting, timedelta()) + timedelta(milliseconds=milliseconds)


TIMEPIECE = Timepiece()


def at(state: State, now: datetime | None = None) -> datetime:
    """The meeting's time, in whole milliseconds: true time plus its shift, never before its last entry.

    `now` is true time where somebody else keeps it (a rehearsal that is held faster).
    """
    shift = timedelta(milliseconds=state.meeting.setup.shift)
    return whole_milliseconds(TIMEPIECE.at(state, shift) if now is None else max(now + shift, state.at))


def at_creation(command: Command, state: State, now: datetime | None = None) -> datetime:
    """The same for the command that creates a meeting, whose shift is not in the state yet."""
    if not isinstance(command, CreateMeeting) or state.meeting.created:
        return at(state, now)
    return whole_milliseconds((now or TIMEPIECE.now()) + timedelta(milliseconds=command.setup.shift))


def whole_milliseconds(at: datetime) -> datetime:
    """The moment as it can be written."""
    return at.astimezone(UTC).replace(microsecond=at.microsecond // 1000 * 1000)


def written(at: datetime) -> str:
    """`2022-06-21T02:00:00.000Z`: always UTC, always milliseconds, so that text sorts like time."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def in_session(state: State) -> bool:
    """Whether a step of the wall clock is of interest to the meeting."""
    return state.meeting.phase in (Phase.OPEN, Phase.SUSPENDED)
