"""Streams and sockets are lines: who comes, drops, comes back and leaves is entered, each once."""

import asyncio
import threading
from uuid import UUID

import pytest

from prachum.asgi import Application
from prachum.journal import follow, read
from prachum.live import attendance, lines
from prachum.live import hub as hubs
from prachum.live import stream as streams
from prachum.live.admit import Doorkeeper
from prachum.live.hub import Hub
from prachum.live.hubs import Hubs
from prachum.live.wire import Request
from prachum.registry import taking
from prachum.registry.models import Meeting
from prachum.registry.seats import Seat
from prachum.rules.delegations import PersonSeated, SeatPerson
from prachum.rules.floor.turns import CalledToOrder
from prachum.rules.lines import DelegationArrived, DelegationLeft, LineLost, LineRestored, ReportArrival
from prachum.rules.meeting import ChairLineLost, ChairLineRestored
from prachum.rules.order import DOOR
from prachum.rules.parties import Nameplate
from tests.live.clients import PATIENCE, Caller, Look, Served, Sit, following, in_thread
from tests.live.conftest import serve
from tests.registry.hall import CAN_HEAD, MYS, MYS_HEAD, PEOPLE, THA, THA_ADVISER, THA_HEAD, act, hall, in_session


async def events(meeting: Meeting, after: int) -> list[object]:
    return [entry.event for entry in await in_thread(lambda: list(read.entries(meeting.id, after)))]


async def until(meeting: Meeting, after: int, event: object) -> list[object]:
    """Wait until that is entered, and return all that was."""
    async with asyncio.timeout(PATIENCE):
        async for _ in follow.changes(meeting.id):
            if event in (entered := await events(meeting, after)):
                return entered
    raise AssertionError("the journal ended")


def hub_of(served: Served, meeting: Meeting) -> Hub:
    assert served.application.plane is not None
    (hub,) = (one for one in served.application.plane.hubs if one.meeting == meeting.id)
    return hub


async def all_gone(hub: Hub) -> None:
    """Wait until the server knows that nobody follows any more."""
    async with asyncio.timeout(PATIENCE):
        while hub.streams:  # noqa: ASYNC110 it happens in another thread
            await asyncio.sleep(0.01)


async def last(meeting: Meeting) -> int:
    return (await in_thread(read.head, meeting.id)).seq


async def test_who_comes_first_is_seated_with_their_nameplate_and_the_delegation_arrives(
    meeting: Meeting, sit: Sit
) -> None:
    before = await last(meeting)
    async with following(await sit(meeting, THA_HEAD)) as (stream,):
        await stream.at(before + 2)
        seated, arrived = await events(meeting, before)
        assert isinstance(seated, PersonSeated)
        assert seated.nameplate.title == PEOPLE[THA_HEAD][2]
        assert arrived == DelegationArrived(THA)
        async with following(await sit(meeting, THA_ADVISER)) as (_,):
            await stream.at(before + 3)
        await asyncio.sleep(2 * attendance.FLAP)
        assert [type(event) for event in await events(meeting, before + 2)] == [PersonSeated]


async def test_a_line_lost_and_restored_is_entered_once_each(begun: Meeting, sit: Sit) -> None:
    thailand, before = await sit(begun, THA_HEAD), await last(begun)
    async with following(thailand, thailand):
        pass
    await until(begun, before, LineLost(THA))
    async with following(thailand):
        await until(begun, before, LineRestored(THA))
        await asyncio.sleep(2 * attendance.FLAP)
        assert await events(begun, before) == [LineLost(THA), LineRestored(THA)]


def may_be_away(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    for module in (lines, attendance):
        monkeypatch.setattr(module, "FLAP", seconds)


async def test_a_page_loaded_anew_enters_nothing(
    begun: Meeting, sit: Sit, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_be_away(monkeypatch, 5.0)
    thailand, malaysia, before = await sit(begun, THA_HEAD), await sit(begun, MYS_HEAD), await last(begun)
    for _ in range(3):
        async with following(thailand):
            pass
        await all_gone(hub_of(served, begun))
    async with following(thailand) as (stream,):
        # Whatever is still held against who is back would be due now, and is entered at the first act at the latest.
        may_be_away(monkeypatch, 0.0)
        for number in (1, 2):
            answered = await malaysia.send("floor.call_to_order", {"delegation": THA})
            assert answered.json() == {"seq": before + number}
            await stream.at(before + number)
        assert [type(event) for event in await events(begun, before)] == [CalledToOrder] * 2


async def test_who_stays_away_has_left(begun: Meeting, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attendance, "LEAVES", 1.0)
    thailand, before = await sit(begun, THA_HEAD), await last(begun)
    async with following(thailand):
        pass
    assert await until(begun, before, DelegationLeft(THA)) == [LineLost(THA), DelegationLeft(THA)]


async def test_the_presiding_chairs_own_line_stops_the_clocks(begun: Meeting, sit: Sit) -> None:
    malaysia, canada, before = await sit(begun, MYS_HEAD), await sit(begun, CAN_HEAD), await last(begun)
    async with following(canada) as (stream,):
        async with following(malaysia):
            pass
        await until(begun, before, ChairLineLost(MYS_HEAD))
        view = await stream.at(before + 2)
        assert view["acts"]["meeting.take_the_chair"] is True
        assert "since" not in view["floor"]["holder"]["clock"]
        async with following(malaysia):
            entered = await until(begun, before, ChairLineRestored(MYS_HEAD))
    assert entered == [LineLost(MYS), ChairLineLost(MYS_HEAD), LineRestored(MYS), ChairLineRestored(MYS_HEAD)]


async def test_a_signalling_socket_is_a_line_too(begun: Meeting, sit: Sit, served: Served) -> None:
    thailand, before = await sit(begun, THA_HEAD), await last(begun)
    plane = served.application.plane
    assert plane is not None
    async with following(await sit(begun, CAN_HEAD)) as (stream,):
        async with following(thailand):
            (loop,) = {s.sending.get_loop() for hub in plane.hubs for s in hub.streams if s.sending is not None}
            loop.call_soon_threadsafe(plane.hubs.sockets, begun.id, THA_HEAD, 1)
        await asyncio.sleep(2 * attendance.FLAP)
        assert await events(begun, before) == []
        loop.call_soon_threadsafe(plane.hubs.sockets, begun.id, THA_HEAD, 0)
        await until(begun, before, LineLost(THA))
        assert (await stream.at(before + 1))["delegations"]["THA"]["presence"] == "lost"


@pytest.mark.parametrize("what", ["_seating", "perform_on_writer"])
async def test_what_cannot_be_entered_now_is_entered_later(
    meeting: Meeting, sit: Sit, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    does, tries = getattr(lines, what), []

    def failing(*args: object, **kwargs: object) -> object:
        tries.append(args)
        if len(tries) == 1:
            raise RuntimeError("nothing can be kept")
        return does(*args, **kwargs)

    monkeypatch.setattr(lines, "TRY_AGAIN", 0.1)
    monkeypatch.setattr(lines, what, failing)
    before = await last(meeting)
    async with following(await sit(meeting, THA_HEAD)):
        await until(meeting, before, DelegationArrived(THA))


async def test_who_looks_on_is_no_line(begun: Meeting, look: Look) -> None:
    before = await last(begun)
    async with following(look(begun)):
        pass
    await asyncio.sleep(2 * attendance.FLAP)
    assert await events(begun, before) == []


async def test_after_a_restart_everybody_has_a_while_to_come_back(
    databases: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "COME_BACK", 2.0)
    begun = await in_thread(hall)
    await in_thread(in_session, begun)
    before = await last(begun)
    servers = serve(Application())
    served = await in_thread(next, servers)
    try:
        thailand = Caller(served.address, begun.id, cookie=await in_thread(taking.take, begun, THA_HEAD, None))
        async with following(thailand):
            await asyncio.sleep(0.5)
            assert await events(begun, before) == []
            entered = await until(begun, before, ChairLineLost(MYS_HEAD))
            assert LineLost(MYS) in entered
            assert LineLost(THA) not in entered
    finally:
        await in_thread(list, servers)


async def test_who_was_there_before_the_opening_and_does_not_come_back_after_a_restart_has_left(
    databases: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "COME_BACK", 0.5)
    monkeypatch.setattr(attendance, "LEAVES", 1.0)
    waits = await in_thread(hall)
    await in_thread(act, waits.id, SeatPerson(THA_HEAD, Nameplate({})), DOOR)
    await in_thread(act, waits.id, ReportArrival(THA), DOOR)
    before = await last(waits)
    servers = serve(Application())
    await in_thread(next, servers)
    try:
        await until(waits, before, DelegationLeft(THA))
    finally:
        await in_thread(list, servers)


async def test_a_meeting_that_cannot_be_taken_up_keeps_no_other_from_being(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await in_thread(hall), await in_thread(hall)
    taken = []

    async def taking_up(hubs: Hubs, meeting: UUID) -> None:
        taken.append(meeting)
        if meeting == first.id:
            raise RuntimeError("whatever it may be")

    monkeypatch.setattr(Hubs, "_take_up_where_left", taking_up)
    assert served.application.plane is not None
    await served.application.plane.hubs._take_up()
    assert {first.id, second.id} <= set(taken)


async def test_who_was_back_before_the_others_were_expected_may_load_the_page_anew_an_hour_later(
    begun: Meeting, sit: Sit, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "COME_BACK", 0.5)
    may_be_away(monkeypatch, 5.0)
    thailand, before = await sit(begun, THA_HEAD), await last(begun)
    async with following(thailand):
        hub = hub_of(served, begun)
        (loop,) = {stream.sending.get_loop() for stream in hub.streams if stream.sending is not None}
        loop.call_soon_threadsafe(hub.lines.expect_back)
        await until(begun, before, ChairLineLost(MYS_HEAD))
    await all_gone(hub)
    async with following(thailand):
        await asyncio.sleep(0.3)
        assert LineLost(THA) not in await events(begun, before)


async def test_taking_a_bots_seat_is_no_loss_of_its_line(begun: Meeting, served: Served) -> None:
    before = await last(begun)
    bot = Caller(served.address, begun.id, bearer=await in_thread(taking.seat_bot, begun, THA_HEAD))
    async with following(bot) as (stream,):
        visitor = Caller(served.address, begun.id, cookie=await in_thread(taking.take, begun, THA_HEAD, None))
        await stream.until("seat")
        await asyncio.sleep(2 * attendance.FLAP)
        async with following(visitor):
            assert await events(begun, before) == []


async def test_a_bot_that_leaves_while_its_seat_is_taken_takes_no_line_from_the_visitor(
    begun: Meeting, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "COME_BACK", 0.2)
    bot = Caller(served.address, begun.id, bearer=await in_thread(taking.seat_bot, begun, THA_HEAD))
    plane = served.application.plane
    assert plane is not None
    who, asks, done = Doorkeeper.who, threading.Event(), threading.Event()

    async def who_after_the_bot_has_left(self: Doorkeeper, asked: Request, meeting: UUID) -> Seat:
        theirs = await who(self, asked, meeting)
        asks.set()
        for _ in range(1000):
            if not hub.streams:
                break
            await asyncio.sleep(0.01)
        done.set()
        return theirs

    async with following(bot):
        hub = await plane.hubs.hub(begun.id)
        monkeypatch.setattr(Doorkeeper, "who", who_after_the_bot_has_left)
        cookie = await in_thread(taking.take, begun, THA_HEAD, None)
        assert await asyncio.to_thread(asks.wait, PATIENCE)
    assert await asyncio.to_thread(done.wait, PATIENCE)
    monkeypatch.setattr(Doorkeeper, "who", who)
    async with following(Caller(served.address, begun.id, cookie=cookie)):
        await asyncio.sleep(0.5)
        assert THA_HEAD in hub.lines.up


async def test_a_stream_whose_reader_lost_the_sound_and_asks_for_nothing_is_ended(
    begun: Meeting, sit: Sit, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (streams, hubs):
        monkeypatch.setattr(module, "DOUBTED", 3.0)
    thailand, canada = await sit(begun, THA_HEAD), await sit(begun, CAN_HEAD)
    plane = served.application.plane
    assert plane is not None
    async with following(thailand, canada) as (lost, asks):
        (loop,) = {s.sending.get_loop() for hub in plane.hubs for s in hub.streams if s.sending is not None}
        with monkeypatch.context() as patch:
            # Nobody may have to wait for the next heartbeat.
            patch.setattr(Hub, "beat", lambda self, now: None)
            for person in (THA_HEAD, CAN_HEAD):
                loop.call_soon_threadsafe(plane.hubs.sockets, begun.id, person, 0)
            await asyncio.sleep(0.3)
            assert (await canada.view()).status_code == 200
            async with asyncio.timeout(PATIENCE):
                names = [said.name async for said in lost.events()]
        assert "gone" not in names
        await asks.until("here")
