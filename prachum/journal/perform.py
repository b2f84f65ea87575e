"""The only way to change a meeting: under its lock the rules decide on its whole state, and that is entered."""

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction

from prachum.journal import clock, disk, follow, store
from prachum.journal.router import ALIAS
from prachum.journal.threads import WRITER
from prachum.rules.delegations import NameplateErased
from prachum.rules.meeting import ReportClockStep
from prachum.rules.order import CLOCK, PersonId
from prachum.rules.procedure import Command, decide

CLOCK_STEPPED = (
    "The clock of this machine was set by %+.1f s. Meeting %s goes on by a time of its own that was not set; from the"
    " next start of Prachum on it follows the machine's again, but never back. Let NTP keep the clock."
)
log = logging.getLogger(__name__)


def perform(meeting: UUID, command: Command, *, by: PersonId, command_id: UUID, now: datetime | None = None) -> int:
    """Enter what the rules make of a command, and return the last seq once that is committed.

    The same id, actor and command get the first answer again; anything else under that id raises CommandIdReused.
    Raises OutOfOrder where the rules refuse, which is not remembered. `now`: true time, where somebody else keeps it.
    """
    with store.locked(meeting, command_id) as tail:
        if (seq := tail.answered(by, command)) is not None:
            return seq
        if now is None:
            _enter_clock_step(tail)
        at = clock.at_creation(command, tail.state, now)
        events = decide(tail.state, command, by, at)
        seq = tail.append(events, command=command, by=by, at=at, command_id=command_id)
        for event in events:
            if isinstance(event, NameplateErased):
                tail.erase(event.entries)
        follow.announce(meeting, seq)
    return seq


def perform_all(meeting: UUID, commands: Iterable[Command], *, by: PersonId, now: datetime | None = None) -> int:
    """Enter what the rules make of several commands at once, or nothing: raises OutOfOrder if one is refused."""
    with store.locked(meeting) as tail:
        for command in commands:
            at = clock.at_creation(command, tail.state, now)
            events = decide(tail.state, command, by, at)
            tail.append(events, command=command, by=by, at=at, command_id=uuid4())
        follow.announce(meeting, tail.state.seq)
    return tail.state.seq


def _enter_clock_step(tail: store.Tail) -> None:
    """Enter that the wall clock jumped, before what is entered next; if the rules refuse that, it is entered later."""
    milliseconds = clock.TIMEPIECE.step(tail.meeting) if clock.in_session(tail.state) else 0
    if not milliseconds:
        return
    command, at = ReportClockStep(milliseconds), clock.at(tail.state)
    events = decide(tail.state, command, CLOCK, at)
    tail.append(events, command=command, by=CLOCK, at=at, command_id=uuid4())
    transaction.on_commit(partial(_tell_clock_step, tail.meeting, milliseconds), using=ALIAS)


def _tell_clock_step(meeting: UUID, milliseconds: int) -> None:
    clock.TIMEPIECE.told(meeting, milliseconds)
    log.warning(CLOCK_STEPPED, milliseconds / 1000, meeting)


async def perform_on_writer(
    meeting: UUID, command: Command, *, by: PersonId, command_id: UUID, now: datetime | None = None
) -> int:
    """Perform on the one thread that writes: threads racing for SQLite's lock starve each other.

    Where the disk fails, this program ends (see disk): nobody is answered.
    """
    try:
        return await WRITER.run(perform, meeting, command, by=by, command_id=command_id, now=now)
    except DatabaseError as error:
        disk.must_be_sound(error)
        raise
