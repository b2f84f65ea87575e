"""Whoever follows reads entries in the order in which they were committed, and never passes one that is still open."""

import asyncio
from contextlib import aclosing
from functools import partial
from threading import Event, Thread
from uuid import UUID, uuid4

import pytest
from django.db import connections

from prachum.journal import follow, store
from prachum.journal.perform import perform
from prachum.journal.threads import WRITER
from prachum.rules.lines import DelegationArrived, ReportArrival
from prachum.rules.order import DOOR
from tests.journal.acts import CAN, CONVENED, THA, convene


class Slow(Thread):
    """Enters an arrival and holds the commit back until it is let go."""

    def __init__(self, meeting: UUID) -> None:
        super().__init__()
        self.meeting = meeting
        self.entered, self.may_commit = Event(), Event()

    def run(self) -> None:
        command = ReportArrival(THA)
        with store.locked(self.meeting) as tail:
            tail.append((DelegationArrived(THA),), command=command, by=DOOR, at=tail.at, command_id=uuid4())
            tail.write()
            self.entered.set()
            self.may_commit.wait(30)
            follow.announce(self.meeting, tail.state.seq)
        connections.close_all()


@pytest.mark.usefixtures("on_postgresql")
async def test_a_later_seq_is_never_committed_before_an_earlier_one(meeting: UUID) -> None:
    """R09; another meeting waits for nobody, though its rows are numbered in between."""
    other = uuid4()
    for one in (meeting, other):
        await WRITER.run(convene, one)
    slow = Slow(meeting)
    slow.start()
    await asyncio.to_thread(slow.entered.wait, 30)
    after = asyncio.create_task(asyncio.to_thread(_closing, meeting))
    assert await WRITER.run(partial(perform, other, ReportArrival(CAN), by=DOOR, command_id=uuid4())) == CONVENED + 1
    async with asyncio.timeout(30), aclosing(follow.changes(meeting)) as changes:
        await anext(changes)
        await asyncio.sleep(0.5)
        assert not after.done()
        assert (await follow.latest(meeting)).state.seq == CONVENED
        slow.may_commit.set()
        # First, so that whoever was refused is heard of, and not waited for.
        assert await after == CONVENED + 2
        while (seen := (await follow.latest(meeting)).state).seq < CONVENED + 2:
            await anext(changes)
    slow.join()
    assert seen.lines.present.keys() >= {THA, CAN}


def _closing(meeting: UUID) -> int:
    try:
        return perform(meeting, ReportArrival(CAN), by=DOOR, command_id=uuid4())
    finally:
        connections.close_all()
