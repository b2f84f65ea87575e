"""While web part and engine cannot reach each other nothing is told as done that is not; then all is made good."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from prachum.media.engine import Address
from prachum.media.reconcile import Reconcile
from prachum.rules.floor.turns import TakeFloorBack
from tests.media.house import House, bots, opened, until
from tests.media.test_reconcile import may, present
from tests.rules.chamber import CHAIR, THAILAND, THIDA, give
from tests.rules.chamber import opened as in_session

pytestmark = pytest.mark.engine
OBSERVER = "obs"
APART = float(os.environ.get("PRACHUM_APART", "2"))


class Between:
    """The only way from a web part to its engine; media go another."""

    def __init__(self, port: int) -> None:
        self.up = asyncio.Event()
        self.up.set()
        self._port = port
        self._lines: set[asyncio.StreamWriter] = set()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there = await asyncio.open_connection("127.0.0.1", self._port)
        self._lines |= {writer, there}
        with suppress(OSError):
            await asyncio.gather(self._pass(reader, there), self._pass(there_reader, writer))
        for line in (writer, there):
            self._lines.discard(line)
            line.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(65536):
            # What is cut off arrives when the way is there again, if anybody still waits for it.
            await self.up.wait()
            writer.write(said)
            await writer.drain()
        writer.close()

    def end(self) -> None:
        self.up.set()
        for line in tuple(self._lines):
            line.close()


@asynccontextmanager
async def apart(home: Path) -> AsyncIterator[tuple[House, House, Between]]:
    """A house that reaches the engine by a way of its own, and the same meeting's house that always reaches it."""
    engine = Address.of(home)
    between = Between(int(engine.url.rpartition(":")[2]))
    server = await asyncio.start_server(between.carry, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    far = Address(f"http://127.0.0.1:{port}", engine.key, engine.secret)
    async with opened(far) as split, opened(engine) as whole:
        whole.meeting = split.meeting
        try:
            yield split, whole, between
        finally:
            between.end()
    server.close()


async def keeping(reconcile: Reconcile, sitting: object) -> None:
    while True:
        await reconcile.compare(sitting.state)  # type: ignore[attr-defined]
        await asyncio.sleep(1)


async def test_a_floor_that_was_taken_back_meanwhile_is_silent_once_they_reach_each_other(home: Path) -> None:
    """F18: the engine goes on by what it knew; a grant is pending, a revocation is said again until it is heard."""
    sitting = in_session()
    async with apart(home) as (split, whole, between), bots() as make:
        for house in (split, whole):
            house.admits(THIDA, "microphone")
            house.admits(OBSERVER)
        speaker, observer = make(), make()
        await observer.join(whole.url(OBSERVER))
        await speaker.join(whole.url(THIDA))
        reconcile = Reconcile(split.rooms, split.meeting)
        give(sitting, THIDA)
        await reconcile.state_changed(sitting.state)
        await speaker.publish_tone()
        await observer.until_hearing(whole.identity(THIDA))
        between.up.clear()
        sitting.does(CHAIR, TakeFloorBack(THAILAND))
        told = asyncio.create_task(reconcile.state_changed(sitting.state))
        await asyncio.sleep(APART)
        assert "microphone" in (await whole.rooms.present(whole.room))[whole.identity(THIDA)].permission.publish
        between.up.set()
        kept = asyncio.create_task(keeping(reconcile, sitting))
        # The figure is 2 s.
        async with asyncio.timeout(20):
            await present(whole, THIDA, may("camera"))
        heard = observer.heard[whole.identity(THIDA)]
        await asyncio.sleep(1)
        assert observer.heard[whole.identity(THIDA)] - heard < 50, "half a second of what was on its way"
        kept.cancel()
        await asyncio.gather(told, kept, return_exceptions=True)


async def test_a_grant_waits_until_they_reach_each_other(home: Path) -> None:
    sitting = in_session()
    async with apart(home) as (split, whole, between), bots() as make:
        whole.admits(THIDA)
        speaker = make()
        await speaker.join(whole.url(THIDA))
        reconcile = Reconcile(split.rooms, split.meeting)
        await reconcile.state_changed(sitting.state)
        between.up.clear()
        give(sitting, THIDA)
        kept = asyncio.create_task(keeping(reconcile, sitting))
        await asyncio.sleep(APART)
        me = whole.identity(THIDA)
        assert "microphone" not in (await whole.rooms.present(whole.room))[me].permission.publish
        between.up.set()
        async with asyncio.timeout(20):
            await present(whole, THIDA, may("microphone", "camera", "screen", "screen_sound"))
        kept.cancel()
        await asyncio.gather(kept, return_exceptions=True)


async def test_who_comes_meanwhile_is_told_to_ask_again(home: Path) -> None:
    """Never a refusal: a browser would take that for final."""
    async with apart(home) as (split, _, between), bots() as make:
        split.admits(OBSERVER)
        between.up.clear()
        late = make()
        joining = asyncio.create_task(late.join(split.url(OBSERVER)))
        await asyncio.sleep(1)
        assert not joining.done()
        between.up.set()
        with suppress(Exception):
            await joining
        if not late.room.isconnected():
            again = make()
            await again.join(split.url(OBSERVER))
        await until(lambda: split.sockets(OBSERVER) > 0)
