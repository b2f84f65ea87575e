"""Whoever goes away while the engine keeps them waiting is not let in as nobody, nor kept there for long."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from prachum.media import door, lines
from prachum.media.engine import Address
from tests.media.house import House, opened, until
from tests.media.test_door import JOIN, status

WHO = "tha-head"


class Slow:
    """An engine that is asked and does not answer; `asked` and `given_up` count."""

    def __init__(self) -> None:
        self.asked = self.given_up = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        await reader.read()
        self.given_up += 1
        writer.close()


@asynccontextmanager
async def before(engine: Slow, port: int) -> AsyncIterator[House]:
    async with await asyncio.start_server(engine, "127.0.0.1", port):
        async with opened(Address(f"http://127.0.0.1:{port}", "key", "secret" * 8)) as house:
            house.admits(WHO)
            yield house


async def test_who_goes_away_is_waited_for_no_longer(unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "DIAL_WITHIN", 600.0)
    monkeypatch.setattr(lines, "LINGERS", 0.5)
    engine = Slow()
    async with before(engine, unused_tcp_port) as house, aiohttp.ClientSession() as session:
        coming = asyncio.create_task(session.ws_connect(house.url(WHO) + JOIN))
        await until(lambda: engine.asked == 1)
        coming.cancel()
        await until(lambda: engine.given_up == 1)
        # The engine may have let them in all the same; without this it would keep them for as long again from now on.
        await asyncio.sleep(0.6)
        assert house.door.known.overdue(house.meeting, [house.identity(WHO)]) == {house.identity(WHO)}
        assert not house.door._lines


async def test_who_is_cut_off_while_the_engine_is_asked_goes_at_once(unused_tcp_port: int) -> None:
    engine = Slow()
    async with before(engine, unused_tcp_port) as house:
        coming = asyncio.create_task(status(house.url(WHO) + JOIN))
        await until(lambda: engine.asked == 1)
        assert house.door.cut(house.meeting, WHO) == 1
        assert await coming == 403
        assert house.door.known.overdue(house.meeting, [house.identity(WHO)]) == {house.identity(WHO)}
