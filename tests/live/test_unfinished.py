"""A request that does not come to its end is given up, whatever it is for and however slowly it goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

from prachum import bounded
from prachum.live import bodies
from prachum.live.bodies import Bodies
from prachum.live.plane import Plane
from prachum.live.wire import Malformed, Message, Receive, Scope, Send
from prachum.media import webhook
from prachum.media.engine import Address
from prachum.registry.models import Meeting
from tests.live.clients import PATIENCE, Served, Sit
from tests.registry.hall import CAN_HEAD

PLACES = [
    "/api/meetings/{meeting}/commands/request-floor",
    "/api/meetings/{meeting}/presence",
    "/enter/",
    "/editorial/login/",
    "/nothing",
]


@asynccontextmanager
async def line(served: Served) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    url = httpx.URL(served.address)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def everything(reader: asyncio.StreamReader) -> bytes:
    said = b""
    # Whoever still sends while the line is closed is told so by a reset.
    with suppress(ConnectionError):
        while piece := await reader.read(65_536):
            said += piece
    return said


async def drips(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, drop: bytes) -> bytes:
    """What is answered to somebody who sends on and on, until the line is closed."""
    async with asyncio.timeout(PATIENCE):
        answered = asyncio.create_task(everything(reader))
        while not answered.done():
            writer.write(drop)
            await asyncio.sleep(0.05)
        return await answered


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "BODY_WITHIN", 0.4)
    monkeypatch.setattr(bounded, "HEAD_WITHIN", 0.4)


@pytest.mark.parametrize("path", PLACES)
async def test_a_body_that_does_not_end_is_given_up(
    served: Served, still: Meeting, sit: Sit, impatient: None, path: str
) -> None:
    told = (await sit(still, CAN_HEAD)).headers() | {"host": served.address.removeprefix("http://")}
    told |= {"content-type": "application/json", "content-length": "1000", "accept-language": "en"}
    lines = [f"POST {path.format(meeting=still.id)} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    async with line(served) as (reader, writer):
        writer.write("\r\n".join([*lines, "", ""]).encode())
        answer = await drips(reader, writer, b" ")
    assert answer.startswith(b"HTTP/1.1 408 "), answer
    assert b"wire.too_slow" in answer


class Engine:
    """The part of the door that hears the engine's reports."""

    ready = True

    def __init__(self) -> None:
        self.reports = webhook.Reports(Address("http://127.0.0.1:1", "key", "s" * 32), lambda _: None)

    def answers(self, path: str) -> bool:
        return path == webhook.PATH

    async def run(self, plane: Plane) -> None:
        raise AssertionError

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.reports(scope, receive, send)


async def test_neither_does_a_report_of_the_engine_keep_a_line(
    served: Served, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served.application, "door", Engine())
    async with line(served) as (reader, writer):
        writer.write(f"POST {webhook.PATH} HTTP/1.1\r\nauthorization: x\r\ncontent-length: 1000\r\n\r\n".encode())
        assert (await drips(reader, writer, b" ")).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("begins", ["", "GET / HTTP/1.1\r\nx-slow: ", "GET /healthz HTTP/1.1\r\n\r\n"], ids=len)
@pytest.mark.parametrize("drop", [b"", b"x", b"\r\n"])
async def test_header_lines_that_do_not_end_are_given_up(
    served: Served, impatient: None, begins: str, drop: bytes
) -> None:
    async with line(served) as (reader, writer):
        writer.write(begins.encode())
        await drips(reader, writer, drop)


async def test_who_has_many_bodies_waited_for_gives_up_the_longest(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "MOST_UNFINISHED", 3)
    form = b"POST /enter/ HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n"
    async with line(served) as (reader, writer), line(served) as second, line(served) as third, line(served) as last:
        for _, one in ((reader, writer), second, third, last):
            one.write(form)
            await asyncio.sleep(0.1)
        async with asyncio.timeout(PATIENCE):
            assert (await reader.readline()).startswith(b"HTTP/1.1 408 ")
        for other, _ in (second, third, last):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(other.readline(), 0.05)


async def test_a_large_body_has_as_long_as_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "BODY_WITHIN", 2.0)
    monkeypatch.setattr(bodies, "SLOWEST", 10_000)

    async def received(size: int) -> None:
        """All of a body that comes in pieces of this size, one each 50 ms, over more time than a small one has."""

        async def piece() -> Message:
            await asyncio.sleep(0.05)
            return {"type": "http.request", "body": b" " * size, "more_body": True}

        receive = Bodies().in_time({"type": "http", "client": ("192.0.2.1", 1)}, piece)
        for _ in range(60):
            await receive()

    await received(10_000)
    with pytest.raises(Malformed):
        await received(10)
