"""Who says much to the engine, at once or without a pause, keeps nobody waiting but themselves."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import WSMsgType, web
from livekit.protocol.rtc import SessionDescription, SignalRequest, SyncState, UpdateSubscription, UpdateTrackSettings

from prachum.media import relay
from prachum.media.engine import Address

from .house import House, opened, socket_to, until

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
            self.heard[whose] = self.heard.get(whose, 0) + len(message.data) + relay.EACH
            await line.send_bytes(message.data)
        return line


@pytest.fixture
def engine() -> Echo:
    return Echo()


@pytest.fixture
async def house(engine: Echo) -> AsyncIterator[House]:
    there = web.Application()
    there.router.add_get("/rtc", engine.hold)
    runner = web.AppRunner(there, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        async with opened(Address(f"http://{host}:{port}", "key", "secret" * 8)) as house:
            yield house
    finally:
        await runner.cleanup()


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
    monkeypatch.setattr(relay, "BURST", 64_000)
    monkeypatch.setattr(relay, "PER_SECOND", 16_000)
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


def test_who_comes_back_to_very_many_waits_for_nothing() -> None:
    spoken = relay._Spoken(relay.BURST, 0)
    assert not any(spoken.wait(len(said), 0) for said in comes_back())
    assert spoken.left > 0
