"""Acts that wait for the journal at the same time are committed together; each is answered for itself."""

import asyncio
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from threading import Lock
from typing import NamedTuple
from uuid import UUID

from django.db import OperationalError

from prachum.journal import disk
from prachum.journal.perform import Act, perform_together
from prachum.journal.router import ALIAS
from prachum.journal.threads import WRITER, reconnecting
from prachum.rules.order import PersonId
from prachum.rules.procedure import Command

MOST = 16
"""Acts of one commit: the first of them waits for the last."""


class Waiting(NamedTuple):
    """An act, and who waits for its answer."""

    meeting: UUID
    act: Act
    answer: Future[int]


_waiting: deque[Waiting] = deque()
_queueing = Lock()


async def perform_on_writer(
    meeting: UUID, command: Command, *, by: PersonId, command_id: UUID, now: datetime | None = None
) -> int:
    """Perform on the one thread that writes, with whoever else waits there for the same meeting.

    Threads racing for SQLite's lock would starve each other, and a disk that is asked once for many acts takes as long
    as for one.  Where the disk fails, this program ends (see disk): nobody is answered.
    """
    waiting = Waiting(meeting, Act(command, by, command_id, now), Future())
    with _queueing:
        _waiting.append(waiting)
    try:
        WRITER.begin(_enter_some)
    except BaseException:
        waiting.answer.cancel()
        raise
    return await asyncio.wrap_future(waiting.answer)


def _enter_some() -> None:
    """Once for each act that waits; those before may have left none."""
    if taken := _taken():
        _enter(taken)


def _taken() -> list[Waiting]:
    """Who has waited longest, and who else waits for the same meeting, each id once; who gave up is left out."""
    taken: dict[UUID, Waiting] = {}
    with _queueing:
        for one in [_waiting.popleft() for _ in range(len(_waiting))]:
            whose = next(iter(taken.values()), one).meeting
            if whose != one.meeting or len(taken) == MOST or one.act.command_id in taken:
                _waiting.append(one)
            elif one.answer.set_running_or_notify_cancel():
                taken[one.act.command_id] = one
    return list(taken.values())


def _enter(taken: Sequence[Waiting]) -> None:
    """Enter acts of one meeting, and answer each, whatever happens: who waits here asks nobody else."""
    try:
        answers = reconnecting(ALIAS, partial(perform_together, taken[0].meeting, [one.act for one in taken]))
    except BaseException as fault:  # noqa: BLE001 also what a library's panic raises
        disk.must_be_sound(fault)
        if len(taken) > 1 and _may_be_of_one(fault):
            for one in taken:
                _enter([one])
        else:
            for one in taken:
                one.answer.set_exception(_told(fault))
        return
    for one, answer in zip(taken, answers, strict=True):
        if isinstance(answer, Exception):
            one.answer.set_exception(answer)
        else:
            one.answer.set_result(answer)


def _may_be_of_one(fault: BaseException) -> bool:
    """Whether what keeps all of them out may leave others in: a lost or locked database does not, a full disk may."""
    return not isinstance(fault, OperationalError) or disk.trouble(fault) == "full"


def _told(fault: BaseException) -> Exception:
    """As whoever waits in a loop can be told of it: asyncio passes on no StopIteration, and ends with some others."""
    if isinstance(fault, Exception) and not isinstance(fault, StopIteration):
        return fault
    told = RuntimeError(repr(fault))
    told.__cause__ = fault
    return told
