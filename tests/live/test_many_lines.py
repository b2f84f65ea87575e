"""Lines through the door are limited as streams are: so many of a session, and so many behind one address (S16)."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from uuid import uuid4

import aiohttp
import pytest
from aiohttp import web

from prachum.asgi import Application
from prachum.live import limits
from prachum.media.plane import Media
from prachum.registry.models import Meeting
from tests.live.clients import PATIENCE, Caller, Look, Served, Sit
from tests.live.conftest import serve_alone
from tests.registry.hall import CAN_HEAD, THA_HEAD

Opens = Callable[..., Awaitable[int]]


@pytest.fixture(scope="module")
def listening() -> Iterator[socket.socket]:
    """Where the engine is to answer."""
    with socket.create_server(("127.0.0.1", 0)) as bound:
        yield bound


@pytest.fixture(scope="module")
def served(databases: None, listening: socket.socket) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRACHUM_LIVEKIT_URL", f"http://127.0.0.1:{listening.getsockname()[1]}")
        patch.setenv("PRACHUM_LIVEKIT_KEY", "key")
        patch.setenv("PRACHUM_LIVEKIT_SECRET", "secret" * 8)
        yield from serve_alone(Application(Media()))


@pytest.fixture
async def engine(listening: socket.socket) -> AsyncIterator[None]:
    """An engine that knows no rooms, and holds whatever line is opened."""

    async def holds(asked: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(asked)
        async for _ in line:
            pass
        return line

    app = web.Application()
    app.router.add_get("/rtc", holds)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.SockSite(runner, listening.dup()).start()
    yield
    await runner.cleanup()


def line_of(caller: Caller) -> str:
    """A listening line with a name that nobody has."""
    return caller.path(f"line/listen-{uuid4().hex}/rtc")


def shown(caller: Caller) -> dict[str, str]:
    return {name: said for name, said in caller.headers().items() if name != "sec-fetch-site"}


@pytest.fixture
async def opens(engine: None, served: Served) -> AsyncIterator[Opens]:
    """Open one more listening line, and keep it; return the status of the answer."""
    door = served.application.door
    assert door is not None
    async with asyncio.timeout(PATIENCE):
        while not door.ready:  # noqa: ASYNC110 it becomes so in another thread
            await asyncio.sleep(0.02)
    async with AsyncExitStack() as kept:

        async def one_more(caller: Caller, address: str = "127.0.0.1") -> int:
            connector = aiohttp.TCPConnector(local_addr=(address, 0))
            session = await kept.enter_async_context(aiohttp.ClientSession(connector=connector))
            try:
                await kept.enter_async_context(session.ws_connect(line_of(caller), headers=shown(caller)))
            except aiohttp.WSServerHandshakeError as refused:
                return refused.status
            return 101

        yield one_more


async def test_nobody_opens_lines_without_end(
    begun: Meeting, sit: Sit, look: Look, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_OF_A_SESSION", 2)
    monkeypatch.setattr(limits, "MOST_FROM_AN_ADDRESS", 7)
    thailand, canada, looker = await sit(begun, THA_HEAD), await sit(begun, CAN_HEAD), look(begun)
    assert [await opens(thailand) for _ in range(3)] == [101, 101, 503]
    assert await opens(canada) == 101
    # Who looks on without a session of ours shares one with all who do.
    assert [await opens(looker) for _ in range(5)] == [101] * 4 + [503]
    assert await opens(canada) == 503
    assert await opens(looker, "127.0.0.2") == 101


async def test_who_leaves_makes_room(begun: Meeting, sit: Sit, opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_OF_A_SESSION", 1)
    thailand = await sit(begun, THA_HEAD)
    async with aiohttp.ClientSession() as session, session.ws_connect(line_of(thailand), headers=shown(thailand)):
        assert await opens(thailand) == 503
    async with asyncio.timeout(PATIENCE):
        while await opens(thailand) == 503:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
