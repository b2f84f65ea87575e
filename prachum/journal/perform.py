"""The only way to change a meeting: under its lock the rules decide on its whole state, and that is entered."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeAlias
from uuid import UUID, uuid4

from django.db import transaction

from prachum.journal import clock, follow, store
from prachum.journal.router import ALIAS
from prachum.journal.store import CommandIdReused
from prachum.rules.delegations import NameplateErased
from prachum.rules.meeting import ReportClockStep
from prachum.rules.order import CLOCK, OutOfOrder, PersonId
from prachum.rules.procedure import Command, decide

CLOCK_STEPPED = (
    "The clock of this machine was set by %+.1f s. Meeting %s goes on by a time of its own that was not set; from the"
    " next start of Prachum on it follows the machine's again, but never back. Let NTP keep the clock."
)
log = logging.getLogger(__name__)


Answer: TypeAlias = int | OutOfOrder | CommandIdReused
"""The last seq of what was entered, or why nothing is."""


@dataclass(frozen=True, slots=True)
class Act:
    """A command with its id, and who gives it.  `now`: true time, where somebody else keeps it."""

    command: Command
    by: PersonId
    command_id: UUID
    now: datetime | None = None


def perform(meeting: UUID, command: Command, *, by: PersonId, command_id: UUID, now: datetime | None = None) -> int:
    """Enter what the rules make of a command, and return the last seq once that is committed.

    The same id, actor and command get the first answer again; anything else under that id raises CommandIdReused.
    Raises OutOfOrder where the rules refuse, which is not remembered. `now`: true time, where somebody else keeps it.
    """
    (answer,) = perform_together(meeting, [Act(command, by, command_id, now)])
    if isinstance(answer, Exception):
        raise answer
    return answer


def perform_together(meeting: UUID, acts: Sequence[Act]) -> list[Answer]:
    """The same for several, in one commit: each is decided on what those before it have made of the meeting.

    Returned is what `perform` returns or raises of each; their ids differ.  Where one cannot be entered for another
    reason, nothing is, and that is raised.
    """
    answers: list[Answer] = []
    assert len({act.command_id for act in acts}) == len(acts)
    with store.locked(meeting, *(act.command_id for act in acts)) as tail:
        step = clock.TIMEPIECE.step(meeting)
        for act in acts:
            try:
                known: Answer | None = tail.answered(act.command_id, act.by, act.command)
                if known is None:
                    known, step = _enter(tail, act, step)
            except (OutOfOrder, CommandIdReused) as refusal:
                # Its frames would hold this answer, and with it the meeting, until garbage is looked for.
                known = refusal.with_traceback(None)
            answers.append(known)
        follow.announce(meeting, tail.state.seq)
    return answers


def _enter(tail: store.Tail, act: Act, step: int) -> tuple[int, int]:
    """Enter an act, before it the step of the wall clock if the meeting has not been told; return what is untold yet.

    Where the rules refuse, neither is entered.
    """
    at = clock.at_creation(act.command, tail.state, act.now)
    events = decide(tail.state, act.command, act.by, at)
    if step and act.now is None and clock.in_session(tail.state):
        _enter_clock_step(tail, step, at)
        step = 0
    seq = tail.append(events, command=act.command, by=act.by, at=at, command_id=act.command_id)
    for event in events:
        if isinstance(event, NameplateErased):
            tail.erase(event.entries)
    return seq, step


def perform_all(meeting: UUID, commands: Iterable[Command], *, by: PersonId, now: datetime | None = None) -> int:
    """Enter what the rules make of several commands at once, or nothing: raises OutOfOrder if one is refused."""
    with store.locked(meeting) as tail:
        for command in commands:
            at = clock.at_creation(command, tail.state, now)
            events = decide(tail.state, command, by, at)
            tail.append(events, command=command, by=by, at=at, command_id=uuid4())
        follow.announce(meeting, tail.state.seq)
    return tail.state.seq


def _enter_clock_step(tail: store.Tail, milliseconds: int, at: datetime) -> None:
    command = ReportClockStep(milliseconds)
    events = decide(tail.state, command, CLOCK, at)
    tail.append(events, command=command, by=CLOCK, at=at, command_id=uuid4())
    transaction.on_commit(partial(_tell_clock_step, tail.meeting, milliseconds), using=ALIAS)


def _tell_clock_step(meeting: UUID, milliseconds: int) -> None:
    clock.TIMEPIECE.told(meeting, milliseconds)
    log.warning(CLOCK_STEPPED, milliseconds / 1000, meeting)
