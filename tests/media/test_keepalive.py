"""A line is given up when nothing comes from it any more; not when its answer waits behind what it says."""

import asyncio
import base64
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress

import pytest
import uvicorn

from prachum.media.door import UVICORN
from prachum.media.keepalive import SILENT
from prachum.media.relay import Receive, Scope, Send

TIMEOUT = UVICORN["ws_ping_interval"] + UVICORN["ws_ping_timeout"]
A_LONG_MESSAGE = bytes((0x82, 0xFE, 0xFF, 0xFF)) + bytes(4)
"""The beginning of one of 65,535 bytes."""
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
silences: list[float] = []
"""What the application was told, line by line."""
considered = 0.0
"""For how many seconds a line waits until it is accepted."""


async def admits(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await asyncio.sleep(considered)
    await send({"type": "websocket.accept"})
    while (await receive())["type"] != "websocket.disconnect":
        pass
    silences.append(scope["state"].get(SILENT, 0.0))


@asynccontextmanager
async def opened(port: int) -> AsyncIterator[Line]:
    """A line to a server as ours, whose far end answers no ping."""
    server = uvicorn.Server(uvicorn.Config(admits, port=port, lifespan="off", **UVICORN))
    serving = asyncio.create_task(server.serve())
    try:
        while not server.started:  # noqa: ASYNC110 uvicorn tells nobody
            await asyncio.sleep(0.01)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        with closing(writer):
            key = base64.b64encode(bytes(16)).decode()
            writer.write(
                f"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
            )
            await reader.readuntil(b"\r\n\r\n")
            yield reader, writer
    finally:
        server.should_exit = True
        await serving


async def given_up(reader: asyncio.StreamReader, within: float) -> bool:
    """Whether the server ends this line."""
    with suppress(TimeoutError, ConnectionError):
        async with asyncio.timeout(within):
            while b"keepalive ping timeout" not in await reader.read(1000):
                pass
            return True
    return False


async def test_who_says_nothing_more_is_given_up(unused_tcp_port: int) -> None:
    async with opened(unused_tcp_port) as (reader, _):
        assert await given_up(reader, 10 * TIMEOUT)
    assert silences.pop() > TIMEOUT - 0.1, "and it is known since when nothing came"


async def test_what_passed_before_a_line_was_accepted_counts(
    unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "considered", 2.0)
    async with opened(unused_tcp_port) as (reader, _):
        assert await given_up(reader, 10 * TIMEOUT)
    assert silences.pop() > TIMEOUT + 1.9


async def test_who_goes_on_saying_something_is_not(unused_tcp_port: int) -> None:
    async with opened(unused_tcp_port) as (reader, writer):
        writer.write(A_LONG_MESSAGE)
        for _ in range(round(2 * TIMEOUT / 0.2)):
            writer.write(bytes(10))
            assert not await given_up(reader, 0.2)
        assert await given_up(reader, 10 * TIMEOUT)


async def test_nor_is_who_is_silent_for_as_long_as_a_line_that_is_suddenly_full(unused_tcp_port: int) -> None:
    async with opened(unused_tcp_port) as (reader, _):
        assert not await given_up(reader, 4)
    assert silences.pop() == 0
