"""The clock sends what the rules set a deadline for, at that moment; two clocks at once do no harm."""

import asyncio
import logging
import math
from contextlib import suppress
from uuid import UUID, uuid5

from prachum.journal import clock, follow, read, unreadable
from prachum.journal.threads import READER
from prachum.journal.together import perform_on_writer
from prachum.journal.unreadable import UNREADABLE
from prachum.rules.order import CLOCK, OutOfOrder, kind
from prachum.rules.procedure import Deadline, State, deadlines

log = logging.getLogger(__name__)

BREATH = 0.005
"""Seconds to wait at least, where the machine wakes us a little early."""
AGAIN = 1.0
"""Seconds after which a meeting is looked at again whose clock has failed."""


def command_id(meeting: UUID, due: Deadline) -> UUID:
    """The same for every clock that sends this, so that only the first is entered."""
    return uuid5(meeting, f"{kind(type(due.command))} {due.at.isoformat()}")


async def keep_time() -> None:
    """Send the clock's commands in every meeting of this installation, for ever; where one fails, others go on."""
    states: dict[UUID, State] = {}
    failed: set[UUID] = set()
    async with follow.watching() as watch:
        watch.ring(None)
        while True:
            news: frozenset[UUID] = frozenset(meeting for meeting, state in states.items() if _due(state))
            with suppress(TimeoutError):
                async with asyncio.timeout(min(_seconds_to_next(states), AGAIN if failed else math.inf)):
                    heard = await watch.heard()
                news |= heard or await _all_that_go_on()
            for meeting in news | failed:
                try:
                    await _look(meeting, states)
                    failed.discard(meeting)
                except UNREADABLE as fault:
                    unreadable.tell(meeting, fault)
                    states.pop(meeting, None)
                    failed.discard(meeting)
                except Exception:
                    if meeting not in failed:
                        log.exception("The clock of the meeting %s stands until it can be looked at again", meeting)
                    failed.add(meeting)
                    states.pop(meeting, None)


async def _all_that_go_on() -> frozenset[UUID]:
    return frozenset(await READER.run(read.not_closed))


async def _look(meeting: UUID, states: dict[UUID, State]) -> None:
    """Read the meeting, send what is due, and remember it only while it has a deadline."""
    state, _ = await follow.latest(meeting)
    if await send_due(meeting, state):
        state, _ = await follow.latest(meeting)
    if deadlines(state):
        states[meeting] = state
    else:
        states.pop(meeting, None)


def _seconds_to_next(states: dict[UUID, State]) -> float:
    waits = [(due.at - clock.at(state)).total_seconds() for state in states.values() for due in deadlines(state)[:1]]
    return max(BREATH, min(waits, default=math.inf))


def _due(state: State) -> list[Deadline]:
    now = clock.at(state)
    return [due for due in deadlines(state) if due.at <= now]


async def send_due(meeting: UUID, state: State) -> bool:
    """Send what is due; what was taken care of meanwhile is refused, and that is well."""
    sent = False
    for due in _due(state):
        try:
            await perform_on_writer(meeting, due.command, by=CLOCK, command_id=command_id(meeting, due))
            sent = True
        except OutOfOrder as refusal:
            log.debug("%s: the clock came late: %s", meeting, refusal.code)
    return sent
