"""Acts that wait together are entered in one commit, and what becomes of one is nobody else's matter."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from threading import Event
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, transaction

from prachum.journal import clock, follow, read, store
from prachum.journal.models import Entry as Row
from prachum.journal.router import ALIAS
from prachum.journal.store import CommandIdReused
from prachum.journal.threads import WRITER
from prachum.journal.together import MOST, perform_on_writer
from prachum.rules import procedure
from prachum.rules.agenda import AddAgendaItem
from prachum.rules.delegations import LockMeeting
from prachum.rules.lines import DelegationArrived, ReportArrival, ReportLineLost
from prachum.rules.meeting import ClockStepped
from prachum.rules.order import DOOR, OPERATOR, DelegationId, ItemId, OutOfOrder, PersonId
from prachum.rules.procedure import Command, State, decide
from tests.journal.acts import CAN, CONVENED, OPENED, PARTIES, SOMCHAI, THA, convene, opened

EVERYBODY = 1 + len(PARTIES)


@asynccontextmanager
async def kept_waiting() -> AsyncIterator[None]:
    """While the block goes on, the writer does something else; what waits for it is entered at its end."""
    goes_on, over = asyncio.Event(), Event()
    loop = asyncio.get_running_loop()

    def busy() -> None:
        loop.call_soon_threadsafe(goes_on.set)
        over.wait(30)

    doing = asyncio.create_task(WRITER.run(busy))
    await goes_on.wait()
    try:
        yield
        # Each of those that wait has begun to.
        await asyncio.sleep(0)
    finally:
        over.set()
        await doing


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """At which seq the journal stood after each commit."""
    found: list[int] = []

    def announced(_: UUID, seq: int) -> None:
        transaction.on_commit(lambda: found.append(seq), using=ALIAS)

    monkeypatch.setattr(follow, "announce", announced)
    return found


def arrive(meeting: UUID, who: DelegationId, command_id: UUID | None = None) -> "asyncio.Task[int]":
    return begin(meeting, ReportArrival(who), command_id)


def begin(meeting: UUID, command: Command, command_id: UUID | None = None) -> "asyncio.Task[int]":
    by = {LockMeeting: SOMCHAI, AddAgendaItem: OPERATOR}.get(type(command), DOOR)
    return asyncio.create_task(perform_on_writer(meeting, command, by=by, command_id=command_id or uuid4()))


@pytest.mark.usefixtures("journal")
async def test_who_waits_together_is_entered_in_one_commit_in_the_order_of_asking(
    meeting: UUID, commits: list[int]
) -> None:
    await WRITER.run(convene, meeting, PARTIES)
    commits.clear()
    async with kept_waiting():
        asked = [arrive(meeting, who) for who in PARTIES]
    assert len(asked) == 2 * MOST
    assert await asyncio.gather(*asked) == [EVERYBODY + number for number in range(1, 2 * MOST + 1)]
    assert commits == [EVERYBODY + MOST, EVERYBODY + 2 * MOST]
    entered = await WRITER.run(lambda: list(read.entries(meeting, after=EVERYBODY)))
    assert [entry.event for entry in entered] == [DelegationArrived(who) for who in PARTIES]


@pytest.mark.usefixtures("journal")
async def test_what_the_rules_refuse_of_one_keeps_nobody_else_out(meeting: UUID, commits: list[int]) -> None:
    await WRITER.run(convene, meeting)
    used = uuid4()
    await arrive(meeting, CAN, used)
    commits.clear()
    async with kept_waiting():
        # The second follows from the first, and is refused before it.
        asked = [begin(meeting, ReportLineLost(THA)), arrive(meeting, THA), begin(meeting, ReportLineLost(THA))]
        asked += [begin(meeting, LockMeeting(), used), begin(meeting, ReportArrival(CAN), used)]
    refused, arrived, lost, reused, again = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(refused, OutOfOrder)
    assert refused.code == "lines.not_on_line"
    assert isinstance(reused, CommandIdReused)
    assert (again, arrived, lost) == (CONVENED + 1, CONVENED + 2, CONVENED + 3)
    assert commits[0] == CONVENED + 3


@pytest.mark.usefixtures("journal")
async def test_of_one_id_that_waits_three_times_one_is_entered(meeting: UUID) -> None:
    await WRITER.run(convene, meeting)
    same = uuid4()
    async with kept_waiting():
        asked = [arrive(meeting, THA, same), arrive(meeting, CAN), arrive(meeting, THA, same)]
        asked.append(arrive(meeting, CAN, same))
    first, other, again, reused = await asyncio.gather(*asked, return_exceptions=True)
    assert (first, other, again) == (CONVENED + 1, CONVENED + 2, CONVENED + 1)
    assert isinstance(reused, CommandIdReused)


@pytest.mark.usefixtures("journal")
async def test_meetings_are_entered_apart_and_who_waits_no_longer_is_not(meeting: UUID, commits: list[int]) -> None:
    other = uuid4()
    for one in (meeting, other):
        await WRITER.run(convene, one)
    commits.clear()
    async with kept_waiting():
        asked = [arrive(meeting, THA), arrive(other, CAN), arrive(meeting, CAN), arrive(other, THA)]
        await asyncio.sleep(0)
        asked[3].cancel()
    assert await asyncio.gather(*asked[:3]) == [CONVENED + 1, CONVENED + 1, CONVENED + 2]
    assert commits == [CONVENED + 2, CONVENED + 1]
    assert (await WRITER.run(read.head, other)).seq == CONVENED + 1


class Panic(BaseException):
    """As of a library that is written in Rust."""


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize(
    ("raised", "told"),
    [(ValueError("ours"), ValueError), (StopIteration(), RuntimeError), (Panic("theirs"), RuntimeError)],
    ids=repr,
)
async def test_what_cannot_be_entered_of_one_is_told_to_that_one(
    meeting: UUID, raised: BaseException, told: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    await WRITER.run(convene, meeting)

    def failing(state: State, command: Command, by: PersonId, at: datetime) -> tuple[procedure.Event, ...]:
        if command == ReportLineLost(CAN):
            raise raised
        return decide(state, command, by, at)

    monkeypatch.setattr("prachum.journal.perform.decide", failing)
    async with kept_waiting():
        asked = [arrive(meeting, CAN), begin(meeting, ReportLineLost(CAN)), arrive(meeting, THA)]
    async with asyncio.timeout(30):
        first, mistaken, last = await asyncio.gather(*asked, return_exceptions=True)
    assert type(mistaken) is told
    assert repr(raised) in (repr(mistaken), str(mistaken))
    assert (first, last) == (CONVENED + 1, CONVENED + 2)


@pytest.mark.usefixtures("on_sqlite")
async def test_an_act_for_which_the_disk_has_no_room_keeps_out_no_smaller_one(
    meeting: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    await WRITER.run(convene, meeting)
    entering = store._enter

    def small(rows: Sequence[Row]) -> None:
        if any(row.body and "Order" in row.body for row in rows):
            cause = sqlite3.OperationalError("said by SQLite")
            cause.sqlite_errorname = "SQLITE_FULL"
            raise OperationalError("database or disk is full") from cause
        entering(rows)

    monkeypatch.setattr(store, "_enter", small)
    large = AddAgendaItem(ItemId("order"), "1", {"en": "Order"}, 5, preliminary=True)
    async with kept_waiting():
        asked = [arrive(meeting, CAN), begin(meeting, large), arrive(meeting, THA), begin(meeting, ReportLineLost(THA))]
    first, full, *others = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(full, OperationalError)
    assert [first, *others] == [CONVENED + 1, CONVENED + 2, CONVENED + 3]


@pytest.mark.usefixtures("on_sqlite")
async def test_who_could_not_be_put_before_the_writer_waits_there_no_longer(
    meeting: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    await WRITER.run(convene, meeting)

    def full(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(WRITER, "begin", full)
        with pytest.raises(RuntimeError, match="new thread"):
            await arrive(meeting, THA)
    assert await arrive(meeting, CAN) == CONVENED + 1
    assert (await WRITER.run(read.head, meeting)).seq == CONVENED + 1


@pytest.mark.usefixtures("journal")
async def test_where_nothing_can_be_entered_all_are_told_and_it_is_tried_once(
    meeting: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    await WRITER.run(convene, meeting)
    tried: list[int] = []

    def full(rows: list[object]) -> None:
        tried.append(len(rows))
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(store, "_enter", full)
        async with kept_waiting():
            asked = [arrive(meeting, THA), arrive(meeting, CAN)]
        faults = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(fault) for fault in faults] == [OperationalError] * 2
    assert tried == [2]
    assert await arrive(meeting, THA) == CONVENED + 1


@pytest.mark.usefixtures("on_sqlite")
async def test_a_step_of_the_clock_is_entered_once_before_the_first_who_is_not_refused(
    meeting: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = {"wall": 1_700_000_000.0, "monotonic": 50.0}
    piece = clock.Timepiece(wall=lambda: hands["wall"], monotonic=lambda: hands["monotonic"])
    monkeypatch.setattr(clock, "TIMEPIECE", piece)
    await WRITER.run(opened, meeting)
    hands["wall"] += 10
    async with kept_waiting():
        asked = [arrive(meeting, THA), begin(meeting, ReportLineLost(CAN)), begin(meeting, ReportLineLost(THA))]
    refused, *lost = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(refused, OutOfOrder)
    assert lost == [OPENED + 2, OPENED + 3]
    entered = await WRITER.run(lambda: list(read.entries(meeting, after=OPENED)))
    assert [isinstance(entry.event, ClockStepped) for entry in entered] == [True, False, False]
