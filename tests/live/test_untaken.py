"""An answer that nobody takes costs little while it waits, and ends; who takes it slowly has it."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from prachum import bounded
from prachum.bounded import Bounded
from prachum.live import plane
from prachum.live.hub import Hub
from prachum.live.limits import Limit
from prachum.live.wire import Receive, Scope, Send, answer
from prachum.registry.models import Meeting
from tests.live.clients import PATIENCE, Caller, Look, Served, Sit
from tests.live.test_crowds import resident
from tests.registry.hall import CAN_HEAD

LARGE = b'"' + b"x" * 16_000_000 + b'"'
DEAF = 20


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    await answer(send, 200, "text/plain", LARGE)


@asynccontextmanager
async def deaf(served: Served, path: str, window: int = 1, more: str = "") -> AsyncIterator[socket.socket]:
    """Somebody who asks, by default with the smallest window there is, and reads nothing."""
    url = httpx.URL(served.address)
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        line.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(line, (url.host, url.port))
        await loop.sock_sendall(line, f"GET {path} HTTP/1.1\r\nhost: {url.netloc.decode()}\r\n{more}\r\n".encode())
        yield line


def waits(connection: asyncio.BaseProtocol) -> bool:
    """Whether somebody was answered, and has not taken all of it."""
    assert isinstance(connection, Bounded)
    return bool(connection.transport and connection.transport.get_write_buffer_size())


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[logging.LogRecord]:
    """What the server itself writes to its log."""
    said: list[logging.LogRecord] = []
    monkeypatch.setattr(logging.getLogger("uvicorn.error"), "handle", said.append)
    return said


@pytest.mark.parametrize("path", ["/api/meetings/{meeting}/view", "/"])
async def test_who_takes_no_piece_of_an_answer_is_cut_off(
    begun: Meeting, served: Served, monkeypatch: pytest.MonkeyPatch, told: list[logging.LogRecord], path: str
) -> None:
    monkeypatch.setattr(bounded, "STALLED", PATIENCE)
    monkeypatch.setattr(Hub, "_as_json", lambda *_: LARGE)
    monkeypatch.setattr(served.application, "_pages", page)
    connections, before = served.server.server_state.connections, resident()
    lines = [deaf(served, path.format(meeting=begun.id)) for _ in range(DEAF)]
    try:
        for line in lines:
            await line.__aenter__()
        async with asyncio.timeout(PATIENCE):
            while sum(waits(one) for one in tuple(connections)) < DEAF:  # noqa: ASYNC110 it happens in another thread
                await asyncio.sleep(0.02)
        assert resident() - before < len(LARGE) + DEAF * 1_000_000
        # A kernel that takes a little more in between gives all of that time again.
        async with asyncio.timeout(4 * PATIENCE):
            while connections:  # noqa: ASYNC110 it happens in another thread
                await asyncio.sleep(0.1)
    finally:
        for line in lines:
            await line.__aexit__(None, None, None)
    assert not told


@pytest.mark.parametrize("what", ["view", "stream"])
async def test_who_takes_an_answer_slowly_has_it(
    begun: Meeting, served: Served, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(bounded, "STALLED", 1.0)
    monkeypatch.setattr(Hub, "_as_json", lambda *_: LARGE)
    loop, size = asyncio.get_running_loop(), 0
    async with deaf(served, f"/api/meetings/{begun.id}/{what}", 65_536) as line:
        until = loop.time() + 6 * bounded.STALLED
        while size < len(LARGE):
            piece = await loop.sock_recv(line, 20_000 if loop.time() < until else 1_000_000)
            assert piece, f"cut off after {size} of {len(LARGE)}"
            size += len(piece)
            if loop.time() < until:
                await asyncio.sleep(0.1)


async def test_views_are_asked_for_so_often_and_no_more(
    begun: Meeting, served: Served, sit: Sit, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plane, "LIMIT", Limit(burst=3, per_second=0.01))
    monkeypatch.setattr(plane, "CROWD", Limit(burst=5, per_second=0.01))
    strangers = [await Caller(served.address, begun.id, cookie=f"{number:032}").view() for number in range(7)]
    assert [answered.status_code for answered in strangers] == [200] * 5 + [429] * 2
    canada = await sit(begun, CAN_HEAD)
    assert [(await canada.view()).status_code for _ in range(4)] == [200] * 3 + [429]
