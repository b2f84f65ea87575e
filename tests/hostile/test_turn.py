"""Who has the password of TURN, as everybody in a meeting has, reaches the engine through it and nothing else (S24)."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aioice import stun
from aioice.turn import TurnClientTcpProtocol
from livekit.protocol.rtc import SignalResponse

from prachum.media import engine
from prachum.media.engine import LOOPBACK, PORTS_FILE, Address
from tests.media.house import House, opened, socket_to

pytestmark = pytest.mark.engine
# The engine refuses a channel to a peer with this code.  Its other errors are not signed, and whoever asks drops them.
REFUSED, UNANSWERED = 401, -1
INSIDE = ("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1")
OUTSIDE = ("192.0.2.1", "8.8.8.8", "224.0.0.251", "255.255.255.255")
SIX = ("::1", "::ffff:127.0.0.1", "fc00::1")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A door before an engine that relays."""
    kept = engine.part(tmp_path, turn="turn.example.org")
    running = await asyncio.create_subprocess_exec(*kept.argv, stderr=asyncio.subprocess.DEVNULL)
    try:
        assert kept.answers is not None
        async with asyncio.timeout(30):
            while not await kept.answers():  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        async with opened(Address.of(tmp_path)) as door:
            yield door
    finally:
        running.terminate()
        await running.wait()


@asynccontextmanager
async def relayed(port: int, name: str, password: str) -> AsyncIterator[TurnClientTcpProtocol]:
    """A place to send from, as a browser asks for one; nginx would only have taken the TLS off."""
    line, relay = await asyncio.get_running_loop().create_connection(
        lambda: TurnClientTcpProtocol((LOOPBACK, port), name, password, 600, 500), LOOPBACK, port
    )
    try:
        await relay.connect()
        yield relay
    finally:
        line.close()


async def password_of(house: House) -> tuple[str, str]:
    house.admits("tha-head")
    async with socket_to(house.url("tha-head") + "/rtc?protocol=15&auto_subscribe=1") as line:
        said = SignalResponse.FromString(await line.receive_bytes(timeout=10))
    (server,) = [one for one in said.join.ice_servers if one.credential]
    assert all(url.startswith("turns:turn.example.org:443") for url in server.urls)
    return server.username, server.credential


async def refused(relay: TurnClientTcpProtocol, number: int, peer: str) -> int:
    """The code with which sending there is refused; 0 if it is not."""
    try:
        await relay.channel_bind(0x4000 + number, (peer, 3478))
    except stun.TransactionFailed as refusal:
        return refusal.response.error_code or UNANSWERED
    except stun.TransactionTimeout:
        return UNANSWERED
    return 0


async def test_s24_it_relays_to_nobody_but_the_engine(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stun, "RETRY_MAX", 1)
    port = json.loads((tmp_path / PORTS_FILE).read_text())["turn"]
    name, password = await password_of(house)
    async with relayed(port, name, password) as relay:
        mine = engine.own_addresses()
        peers = [peer for peer in (*INSIDE, *OUTSIDE, *SIX) if peer not in mine]
        answers = {peer: await refused(relay, number, peer) for number, peer in enumerate(peers)}
        assert 0 not in answers.values(), answers
        assert {code for peer, code in answers.items() if peer not in SIX} == {REFUSED}, answers
        for number, peer in enumerate(one for one in mine if ":" not in one):
            assert not await refused(relay, 0x100 + number, peer)
    with pytest.raises((stun.TransactionFailed, stun.TransactionTimeout)):
        async with relayed(port, name, "not-the-password"):
            pass
