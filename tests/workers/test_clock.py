"""The clock sends what falls due in any meeting, once, however many clocks there are."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError

from prachum.journal import follow, read, store, threads
from prachum.journal.threads import READER, WRITER
from prachum.journal.together import perform_on_writer
from prachum.meetingfile.read import loads
from prachum.rules import procedure
from prachum.rules.agenda import AdoptAgenda, OpenAgendaItem
from prachum.rules.decisions.consensus import ConfirmText, PutTextToMeeting
from prachum.rules.delegations import SeatPerson
from prachum.rules.floor.turns import FloorGiven, GiveFloor
from prachum.rules.lines import ReportArrival
from prachum.rules.meeting import MeetingCreated, OpenMeeting
from prachum.rules.order import CLOCK, DOOR, DelegationId, Entry, ItemId, PersonId, kind
from prachum.rules.parties import Nameplate
from prachum.rules.presets import Kind
from prachum.rules.procedure import Command
from prachum.workers.clock import keep_time
from prachum.workers.rehearsal import begin
from tests.meetingfile.small import changed

THA, CAN = PersonId("tha"), PersonId("can")
LIMITS = "statement: 1}, when_over: take_back, grace: 0, objection_period: 1"
WAIT = 10.0


def created() -> UUID:
    """A meeting in which a second is long."""
    text = changed("statement: 60}", LIMITS)
    return begin(loads(text, "small"), text.decode(), now=datetime.now(UTC))


async def act(meeting: UUID, *deeds: tuple[PersonId, Command]) -> None:
    for by, deed in deeds:
        await perform_on_writer(meeting, deed, by=by, command_id=uuid4())


async def in_session(meeting: UUID) -> None:
    for person, delegation in ((THA, "THA"), (CAN, "CAN")):
        await act(meeting, (DOOR, SeatPerson(person, Nameplate({"en": "Head"}))))
        await act(meeting, (DOOR, ReportArrival(DelegationId(delegation))))
    await act(meeting, (THA, OpenMeeting()), (THA, AdoptAgenda()), (THA, OpenAgendaItem(ItemId("a"))))


async def entered(meeting: UUID, name: str) -> Sequence[Entry]:
    """The entries of that kind, as soon as there is one."""

    async def found() -> Sequence[Entry]:
        while True:
            entries = await READER.run(lambda: list(read.entries(meeting)))
            if ours := [entry for entry in entries if kind(type(entry.event)) == name]:
                return ours
            await asyncio.sleep(0.1)

    return await asyncio.wait_for(found(), WAIT)


@asynccontextmanager
async def clocks(count: int) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(keep_time()) for _ in range(count)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        threads.READER.close()
        threads.WRITER.close()


@pytest.mark.parametrize("turns", range(6))
async def test_who_ends_the_clock_at_the_moment_of_news_is_not_overheard(turns: int) -> None:
    """So many turns of the loop after the news: in one of them asyncio.wait_for would drop the wish to end."""
    keeping = asyncio.create_task(keep_time())
    async with asyncio.timeout(WAIT):
        while not (waits := [one for one in follow._watching if one.rung._waiters]):  # noqa: ASYNC110 nothing tells
            await asyncio.sleep(0.01)
    for watch in waits:
        watch.rung.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    keeping.cancel()
    ended, _ = await asyncio.wait({keeping}, timeout=WAIT)
    keeping.cancel()
    threads.READER.close()
    assert ended


async def test_the_clock_takes_the_floor_back_when_the_time_is_over() -> None:
    meeting = await asyncio.to_thread(created)
    async with clocks(1):
        await in_session(meeting)
        await act(meeting, (THA, GiveFloor(DelegationId("CAN"), CAN)))
        (given,) = await entered(meeting, "floor.floor_given")
        (taken,) = await entered(meeting, "floor.floor_taken_back")
    assert taken.by == CLOCK
    assert 1.0 <= (taken.at - given.at).total_seconds() <= WAIT


async def test_of_two_clocks_the_first_adopts_the_text_and_the_other_does_no_harm() -> None:
    meeting = await asyncio.to_thread(created)
    async with clocks(2):
        await in_session(meeting)
        await act(meeting, (THA, PutTextToMeeting("t", 1)))
        await act(meeting, (THA, ConfirmText("t", 1)), (CAN, ConfirmText("t", 1)))
        assert len(await entered(meeting, "decisions.text_adopted")) == 1
        await asyncio.sleep(0.3)
        assert len(await entered(meeting, "decisions.text_adopted")) == 1


async def test_a_clock_that_begins_late_does_what_is_overdue() -> None:
    meeting = await asyncio.to_thread(created)
    await in_session(meeting)
    await act(meeting, (THA, GiveFloor(DelegationId("CAN"), CAN)))
    await asyncio.sleep(1.2)
    async with clocks(1):
        assert len(await entered(meeting, "floor.floor_taken_back")) == 1


async def test_a_meeting_that_cannot_be_read_stops_no_other_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, meeting = await asyncio.to_thread(created), await asyncio.to_thread(created)
    apply = procedure.apply

    def applied(state: procedure.State, entry: Entry) -> procedure.State:
        if isinstance(entry.event, MeetingCreated) and entry.event.setup.meeting == str(broken):
            raise KeyError("as where somebody has changed it")
        return apply(state, entry)

    monkeypatch.setattr(procedure, "apply", applied)
    store.forget()
    async with clocks(1):
        await in_session(meeting)
        await act(meeting, (THA, GiveFloor(DelegationId("CAN"), CAN)))
        assert len(await entered(meeting, "floor.floor_taken_back")) == 1


def for_ever(meeting: UUID) -> None:
    """Somebody has the floor until a year that there is not, as an item could have it before seconds were bounded."""
    given = FloorGiven(DelegationId("CAN"), CAN, Kind.STATEMENT, ItemId("a"), limit=2**53 - 1)
    command = GiveFloor(DelegationId("CAN"), CAN)
    with store.locked(meeting) as tail:
        tail.append((given,), command=command, by=THA, at=tail.at, command_id=uuid4())


async def test_a_meeting_whose_deadline_is_beyond_all_time_stops_no_other_clock() -> None:
    endless, meeting = await asyncio.to_thread(created), await asyncio.to_thread(created)
    for one in (endless, meeting):
        await in_session(one)
    await WRITER.run(for_ever, endless)
    async with clocks(1):
        await act(meeting, (THA, GiveFloor(DelegationId("CAN"), CAN)))
        assert len(await entered(meeting, "floor.floor_taken_back")) == 1


async def test_a_meeting_that_could_not_be_looked_at_for_a_moment_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its floor is taken back in time, though nobody does anything that would wake the clock."""
    meeting = await asyncio.to_thread(created)
    await in_session(meeting)
    await act(meeting, (THA, GiveFloor(DelegationId("CAN"), CAN)))
    latest, faults = follow.latest, [OperationalError("the server closed the connection unexpectedly")] * 2

    async def away(one: UUID) -> store.Folded:
        if one == meeting and faults:
            raise faults.pop()
        return await latest(one)

    monkeypatch.setattr(follow, "latest", away)
    async with clocks(1):
        assert len(await entered(meeting, "floor.floor_taken_back")) == 1
    assert sum(f"The clock of the meeting {meeting} stands" in said for said in caplog.messages) == 1
