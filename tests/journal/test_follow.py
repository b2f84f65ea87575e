"""Whoever follows a meeting hears of every entry, whichever process entered it, and then reads a state that has it."""

import asyncio
import subprocess
import sys
from contextlib import aclosing
from functools import partial
from uuid import UUID, uuid4

import pytest

from prachum.journal import follow, read, store
from prachum.journal.threads import READER, WRITER
from prachum.journal.together import perform_on_writer
from prachum.rules.delegations import NameplateErased
from prachum.rules.lines import (
    DelegationArrived,
    LineLost,
    LineRestored,
    ReportArrival,
    ReportLineLost,
    ReportLineRestored,
)
from prachum.rules.order import DOOR, Entry
from prachum.rules.procedure import Command
from tests.journal.acts import CONVENED, OPENED, SEATED, SOMCHAI, THA, convene, opened

PATIENCE = 20.0


async def enter(meeting: UUID, *commands: Command) -> None:
    for command in commands:
        await perform_on_writer(meeting, command, by=DOOR, command_id=uuid4())


async def take(meeting: UUID, after: int, count: int) -> list[Entry]:
    async with asyncio.timeout(PATIENCE), aclosing(follow.changes(meeting)) as changes:
        async for _ in changes:
            if (await follow.latest(meeting)).state.seq >= after + count:
                break
    return await READER.run(lambda: list(read.entries(meeting, after)))


@pytest.mark.usefixtures("journal")
async def test_a_follower_gets_what_was_entered_and_what_is_entered(meeting: UUID) -> None:
    await WRITER.run(convene, meeting)
    following = asyncio.create_task(take(meeting, 3, 5))
    await asyncio.sleep(0.05)
    await enter(meeting, ReportArrival(THA), ReportLineLost(THA), ReportLineRestored(THA))
    taken = await following
    assert [entry.seq for entry in taken] == [4, 5, 6, 7, 8]
    assert [entry.event for entry in taken[2:]] == [DelegationArrived(THA), LineLost(THA), LineRestored(THA)]


@pytest.mark.usefixtures("on_sqlite")
async def test_a_follower_in_the_same_process_does_not_wait_for_the_next_look(
    meeting: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prachum.journal.elsewhere.EVERY", 3600.0)
    await WRITER.run(convene, meeting)
    following = asyncio.create_task(take(meeting, CONVENED, 2))
    await asyncio.sleep(0.1)
    await enter(meeting, ReportArrival(THA), ReportLineLost(THA))
    assert [entry.seq for entry in await following] == [CONVENED + 1, CONVENED + 2]


async def test_a_follower_gets_what_another_process_enters(journal: dict[str, str], meeting: UUID) -> None:
    await WRITER.run(opened, meeting)
    following = asyncio.create_task(take(meeting, OPENED, 1))
    terminal = [sys.executable, "-c", "from prachum.cli import main; main()", "erase", "som-19", SOMCHAI]
    run = partial(subprocess.run, terminal, env=journal, check=True, capture_output=True)
    await asyncio.to_thread(run)
    assert [entry.event for entry in await following] == [NameplateErased(SOMCHAI, (SEATED,))]


@pytest.mark.usefixtures("journal")
async def test_who_follows_all_meetings_is_told_which_one_changed(meeting: UUID) -> None:
    other = uuid4()
    await WRITER.run(convene, meeting)
    await WRITER.run(convene, other)
    async with asyncio.timeout(PATIENCE), aclosing(follow.changes()) as changes:
        assert await anext(changes) == frozenset()
        await enter(other, ReportArrival(THA))
        while not (told := await anext(changes)):
            pass
        assert told == {other}


@pytest.mark.usefixtures("journal")
async def test_who_follows_one_meeting_is_not_told_of_others(meeting: UUID) -> None:
    other = uuid4()
    await WRITER.run(convene, meeting)
    await WRITER.run(convene, other)
    async with asyncio.timeout(PATIENCE), follow.watching(meeting) as watch:
        await enter(other, ReportArrival(THA))
        await enter(meeting, ReportArrival(THA))
        assert await watch.heard() == {meeting}
        assert not watch.news


END_LISTENERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
)


async def test_a_listener_whom_postgresql_disconnects_listens_again_and_misses_nothing(
    on_postgresql: dict[str, str], meeting: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    monkeypatch.setattr("prachum.journal.elsewhere.EVERY", 0.1)
    await WRITER.run(opened, meeting)
    following = asyncio.create_task(take(meeting, OPENED, 1))
    address = on_postgresql["PRACHUM_DATABASE_URL"]
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as other:
        for _ in range(300):
            if (await other.execute(END_LISTENERS)).rowcount:
                break
            await asyncio.sleep(0.1)
        else:
            raise AssertionError("nobody listens")
    terminal = [sys.executable, "-c", "from prachum.cli import main; main()", "erase", "som-19", SOMCHAI]
    await asyncio.to_thread(partial(subprocess.run, terminal, env=on_postgresql, check=True, capture_output=True))
    assert [entry.seq for entry in await following] == [OPENED + 1]


@pytest.mark.usefixtures("journal")
async def test_when_nobody_follows_any_more_nobody_looks(meeting: UUID) -> None:
    await WRITER.run(convene, meeting)
    before = asyncio.all_tasks()
    async with follow.watching(meeting), follow.watching():
        assert len(asyncio.all_tasks()) == len(before) + 1
    assert asyncio.all_tasks() == before


@pytest.mark.usefixtures("on_sqlite")
async def test_what_this_process_entered_is_known_here_at_once_and_read_again_where_something_may_be_missed(
    meeting: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    await WRITER.run(opened, meeting)
    read, folded = list[UUID](), store.folded

    def noted(one: UUID) -> store.Folded:
        read.append(one)
        return folded(one)

    monkeypatch.setattr(store, "folded", noted)
    state, digest = await follow.latest(meeting)
    assert (state.seq, read) == (OPENED, [])
    follow.wake(meeting, OPENED + 1)
    await follow.latest(meeting)
    assert read == [meeting], "another process has entered something"
    monkeypatch.setattr(follow, "_told", {})
    assert (await follow.latest(meeting)).digest == digest
    assert read == [meeting] * 2, "a wake may have been missed"
