"""Who says much to the engine, at once or without a pause, keeps nobody waiting but themselves."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import WSMsgType, web
from livekit.protocol.rtc import SessionDescription, SignalRequest, SyncState, UpdateSubscription, UpdateTrackSettings

from prachum.live.limits import MOST_FROM_AN_ADDRESS
from prachum.media import spoken
from prachum.media.door import Admission
from prachum.media.relay import WAITED
from prachum.media.spoken import EACH, LONGEST_WAIT, Allowance, Line, Shares, Spoken

from .house import House, before, socket_to, until

VOICES, PICTURES, TRACKS = 300, 20, 800
"""More than anybody receives in a meeting of 200 delegations."""
TRACK = "TR_AM0123456789"


class Echo:
    """An engine that says again whatever it is told, and remembers how much that was, by who said it."""

    def __init__(self) -> None:
        self.heard: dict[str, int] = {}

    async def hold(self, asked: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(asked)
        whose = asked.query["whose"]
        async for message in line:
            assert message.type is WSMsgType.BINARY
            self.heard[whose] = self.heard.get(whose, 0) + len(message.data) + EACH
            await line.send_bytes(message.data)
        return line


@pytest.fixture
def engine() -> Echo:
    return Echo()


@pytest.fixture
async def house(engine: Echo) -> AsyncIterator[House]:
    async with before(web.get("/rtc", engine.hold)) as house:
        yield house


def line_of(house: House, person: str) -> str:
    house.admits(person)
    return f"{house.url(person)}/rtc?whose={person}"


def synchronised(size: int) -> bytes:
    described = SessionDescription(type="offer", sdp="v" * size)
    return SignalRequest(sync_state=SyncState(offer=described)).SerializeToString()


def comes_back() -> list[bytes]:
    """What livekit-client says when it comes back to very many."""
    subscribed = UpdateSubscription(track_sids=[TRACK], subscribe=True)
    enabled = UpdateTrackSettings(track_sids=[TRACK], disabled=True)
    each = [SignalRequest(subscription=subscribed), SignalRequest(track_setting=enabled)]
    return [synchronised(1600 * VOICES + 8000 * PICTURES), *(one.SerializeToString() for one in each * TRACKS)]


async def test_a_message_larger_than_any_honest_one_ends_the_line(house: House) -> None:
    largest = comes_back()[0]
    async with socket_to(line_of(house, "obs")) as line:
        await line.send_bytes(largest)
        assert await line.receive_bytes(timeout=10) == largest
        await line.send_bytes(synchronised(1 << 20))
        async with asyncio.timeout(10):
            while not line.closed:
                await line.receive()
        assert line.close_code == 1009


async def test_who_never_pauses_is_held_back_and_nobody_else(
    house: House, engine: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spoken, "LINE", Allowance(64_000, 16_000))
    now = asyncio.get_running_loop().time
    much = synchronised(4_000)
    async with socket_to(line_of(house, "mys-head")) as floods, socket_to(line_of(house, "tha-head")) as honest:
        began = now()
        for _ in range(100):
            await floods.send_bytes(much)
        await until(lambda: engine.heard.get("mys-head", 0) > 50_000)
        for said in (synchronised(number) for number in range(5)):
            await honest.send_bytes(said)
            assert await honest.receive_bytes(timeout=10) == said
        await asyncio.sleep(0.5)
        assert engine.heard["mys-head"] <= 64_000 + 16_000 * (now() - began)


def test_who_comes_back_to_very_many_on_five_lines_waits_for_nothing() -> None:
    shares = Shares()
    for _ in range(5):
        line = Line.of(shares.of("mys-head", spoken.PERSON, 0), 0)
        assert not any(line.wait(len(said), 0) for said in comes_back())


def test_a_network_comes_back_at_once_and_waits_for_nothing() -> None:
    shared = Spoken.nothing(spoken.NETWORK, 0)
    assert not any(Spoken.nothing(spoken.LINE, 0).wait(size, 0) for size in [34_000] * 10)
    for _ in range(MOST_FROM_AN_ADDRESS):
        line = Line.of(shared, 0)
        assert not any(line.wait(size, 0) for size in (34_000, 40_000))


def test_what_is_said_on_many_lines_is_said_by_one() -> None:
    shares = Shares()
    lines = [Line.of(shares.of("mys-head", spoken.PERSON, 0), 0) for _ in range(24)]
    passed = sum(not line.wait(1_000_000, 0) for line in lines)
    assert passed == spoken.PERSON.burst // 1_000_000
    lines = [Line.of(shares.of("mys-head", spoken.PERSON, 0), 0) for _ in range(24)]
    assert all(line.wait(1_000_000, 0) for line in lines), "who opens others has not said less"
    assert not Line.of(shares.of("tha-head", spoken.PERSON, 0), 0).wait(1_000_000, 0)


def test_of_a_network_that_says_too_much_who_says_little_waits_for_nothing() -> None:
    shared = Spoken.nothing(spoken.NETWORK, 0)
    waits = [Line.of(shared, 0).wait(1_000_000, 0) for _ in range(MOST_FROM_AN_ADDRESS)]
    assert max(waits) > LONGEST_WAIT
    # What waits for too long is not said, and nobody waits for it.
    assert shared.wait(0, LONGEST_WAIT) == 0
    shared.left = -9 * spoken.NETWORK.per_second
    honest = Line.of(shared, LONGEST_WAIT)
    assert not any(honest.wait(size, LONGEST_WAIT) for size in (34_000, *[20] * 50))
    assert honest.wait(34_000, LONGEST_WAIT) > 9


async def test_lines_of_one_person_or_of_one_networks_onlookers_share(house: House) -> None:
    def shared(person: str, network: str = "", *, observer: bool = False, line: str = "") -> Spoken:
        comes = Admission(house.meeting, house.epoch, person, network=network, observer=observer, line=line)
        return house.door._spoken(comes).shared

    assert shared("mys-head", "a") is shared("mys-head", "b", line="listen-one") is not shared("tha-head", "a")
    looking = shared("one", "a", observer=True)
    assert looking is shared("two", "a", observer=True)
    assert looking is not shared("two", "b", observer=True)
    assert looking.may == spoken.NETWORK


async def test_a_line_that_would_wait_for_too_long_is_closed_and_may_come_back(
    house: House, engine: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spoken, "LITTLE", Allowance(0, 0))
    monkeypatch.setattr(spoken, "PERSON", Allowance(10_000, 200))
    monkeypatch.setattr("prachum.media.door.PERSON", spoken.PERSON)
    async with socket_to(line_of(house, "mys-head")) as one, socket_to(line_of(house, "mys-head")) as two:
        await one.send_bytes(synchronised(8_000))
        assert await one.receive_bytes(timeout=10) == synchronised(8_000)
        await two.send_bytes(synchronised(8_000))
        async with asyncio.timeout(10):
            while not two.closed:
                await two.receive()
        assert two.close_code == WAITED
        assert not one.closed
    assert engine.heard["mys-head"] < 10_000
