"""Whoever is in a meeting has the password of TURN, and reaches the engine by it, and nobody else."""

import asyncio
import hashlib
import socket
from contextlib import suppress
from typing import Any

import aiohttp
import pytest
from aioice import stun
from livekit.protocol.rtc import SignalResponse

from prachum.registry import taking
from prachum.registry.models import Meeting
from prachum.split import MOST_RELAYED
from tests.browser.states import speaking
from tests.network.conftest import Town
from tests.network.installed import ADDRESS, COOKIE, HOST, TURN
from tests.network.visitor import Here
from tests.network.wire import Wire

pytestmark = pytest.mark.engine
UDP = 17 << 24
FORBIDDEN = 403


class Relay:
    """A client of TURN by hand, over TLS to the second name; it is told nothing that it may not do."""

    def __init__(self, town: Town, wire: Wire, username: str, password: str) -> None:
        line = socket.create_connection((wire.here, 443), timeout=10)
        self._line = town.up.trust().wrap_socket(line, server_hostname=TURN)
        self._known: dict[str, Any] = {}
        self._key: bytes | None = None
        asked = self.ask(stun.Method.ALLOCATE, {"REQUESTED-TRANSPORT": UDP})
        said = asked.attributes
        self._known = {"USERNAME": username, "REALM": said["REALM"], "NONCE": said["NONCE"]}
        self._key = hashlib.md5(f"{username}:{said['REALM']}:{password}".encode(), usedforsecurity=False).digest()
        self.allocated = self.ask(stun.Method.ALLOCATE, {"REQUESTED-TRANSPORT": UDP})

    def ask(self, method: stun.Method, attributes: dict[str, Any]) -> stun.Message:
        message = stun.Message(method, stun.Class.REQUEST)
        message.attributes.update(attributes | self._known)
        if self._key is not None:
            message.add_message_integrity(self._key)
        self._line.sendall(bytes(message))
        header = self._read(20)
        return stun.parse_message(header + self._read(int.from_bytes(header[2:4])))

    def may_send_to(self, peer: str) -> bool:
        said = self.ask(stun.Method.CREATE_PERMISSION, {"XOR-PEER-ADDRESS": (peer, 7882)})
        if said.message_class is stun.Class.ERROR:
            assert said.attributes["ERROR-CODE"][0] == FORBIDDEN
        return said.message_class is stun.Class.RESPONSE

    def end(self) -> None:
        self._line.close()

    def _read(self, count: int) -> bytes:
        read = b""
        while len(read) < count:
            more = self._line.recv(count - len(read))
            assert more, "the line was closed"
            read += more
        return read


async def password(town: Town, wire: Wire, meeting: Meeting, cookie: str) -> tuple[list[str], str, str]:
    """What somebody who joins is told of TURN: where, under which name, with which password."""
    connector = aiohttp.TCPConnector(ssl=town.up.trust(), resolver=Here(wire.here))
    told = {"cookie": f"{COOKIE}={cookie}", "origin": ADDRESS}
    address = f"wss://{HOST}/api/meetings/{meeting.id}/line/speak/rtc?protocol=15&auto_subscribe=0"
    async with aiohttp.ClientSession(connector=connector, headers=told) as session, session.ws_connect(address) as line:
        joined = SignalResponse()
        joined.ParseFromString(await line.receive_bytes())
    # TLS says goodbye in turns of the loop that closing a session does not wait for.
    await asyncio.sleep(0.5)
    (server,) = [one for one in joined.join.ice_servers if one.username]
    return list(server.urls), server.username, server.credential


def test_s24_it_relays_to_the_engine_and_to_nobody_else(town: Town, wires: tuple[Wire, Wire]) -> None:
    meeting, wire = speaking(), wires[0]
    cookie = taking.take(meeting, "tha-head", None)
    urls, username, credential = wire.far.do(lambda: asyncio.run(password(town, wire, meeting, cookie)))
    assert urls == [f"turns:{TURN}:443?transport=tcp"]
    relay = wire.far.do(lambda: Relay(town, wire, username, credential))
    try:
        assert relay.allocated.message_class is stun.Class.RESPONSE
        assert relay.may_send_to(wire.here)
        inside = ("127.0.0.1", "127.0.0.53", "0.0.0.0", "169.254.169.254", "10.0.0.1", wire.there, "192.168.1.1")
        outside = ("8.8.8.8", "203.0.113.7", "224.0.0.1", "255.255.255.255")
        assert [peer for peer in (*inside, *outside) if relay.may_send_to(peer)] == []
    finally:
        relay.end()
    stranger = wire.far.do(lambda: Relay(town, wire, username, "guessed"))
    assert stranger.allocated.message_class is stun.Class.ERROR
    stranger.end()


def test_s24_nobody_takes_all_places_that_it_has(town: Town, wires: tuple[Wire, Wire]) -> None:
    meeting, (wire, other) = speaking(), wires
    cookie = taking.take(meeting, "tha-head", None)
    _, username, credential = wire.far.do(lambda: asyncio.run(password(town, wire, meeting, cookie)))
    relays: list[Relay] = []

    def take() -> None:
        with suppress(OSError):
            for _ in range(2 * MOST_RELAYED):
                relays.append(Relay(town, wire, username, credential))

    wire.far.do(take)
    try:
        assert {one.allocated.message_class for one in relays} == {stun.Class.RESPONSE}
        assert 0.9 * MOST_RELAYED < len(relays) <= MOST_RELAYED
        elsewhere = other.far.do(lambda: Relay(town, other, username, credential))
        assert elsewhere.allocated.message_class is stun.Class.RESPONSE
        elsewhere.end()
    finally:
        for relay in relays:
            relay.end()
