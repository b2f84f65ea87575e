"""A play is a meeting by the rules alone, with bots and ears on a real engine, which is told as always."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import numpy as np

from prachum.media.engine import Address
from prachum.media.reconcile import Reconcile
from prachum.media.rooms import Rooms
from prachum.rules.order import PersonId
from prachum.rules.procedure import Command
from prachum.workers.bots import Bot
from prachum.workers.line import Line
from prachum.workers.listening import Ear
from prachum.workers.voices import RATE, Samples
from tests.rules.chamber import Sitting, opened

GENEROUS = 10.0
"""Seconds to wait for what takes a second at most."""


def tone(seconds: float, pitch: int = 440) -> Samples:
    """As loud as a voice."""
    return (4600 * np.sin(2 * np.pi * pitch * np.arange(int(RATE * seconds)) / RATE)).astype(np.int16)


async def until(true: Callable[[], object], wait: float = GENEROUS) -> None:
    """Wait until it is true; raise TimeoutError."""
    async with asyncio.timeout(wait):
        while not true():  # noqa: ASYNC110 what is waited for happens in foreign threads and programs
            await asyncio.sleep(0.02)


class Play:
    """Who acts here changes the state, and lines and engine are told of it; two ears listen, one of them honest."""

    def __init__(self, rooms: Rooms, sitting: Sitting) -> None:
        self.rooms = rooms
        self.meeting = uuid4()
        self.sitting = sitting
        self.reconcile = Reconcile(rooms, self.meeting)
        self.honest = Ear(rooms, self.meeting, gated=True, name="an honest ear")
        self.open_ear = Ear(rooms, self.meeting, gated=False, name="an open ear")
        self.bots: dict[PersonId, Bot] = {}
        self._lines: list[Line] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self, *people: PersonId) -> None:
        """These people's bots, and the ears, take their places."""
        for person in people:
            self.bots[person] = Bot(self.rooms, self.meeting, person, "en")
        await self.add(self.open_ear, self.honest, *self.bots.values())
        self._tasks.append(asyncio.create_task(self._compare()))

    async def add(self, *lines: Line) -> None:
        self._lines += lines
        for line in lines:
            await line.state_changed(self.sitting.state)
            self._tasks.append(asyncio.create_task(line.run()))
        for line in lines:
            async with asyncio.timeout(GENEROUS):
                await line.joined.wait()

    async def does(self, person: PersonId, command: Command) -> None:
        self.sitting.does(person, command)
        await self.tell()

    async def tell(self) -> None:
        state = self.sitting.state
        for line in self._lines:
            await line.state_changed(state)
        await self.reconcile.state_changed(state)

    async def until_warm(self, person: PersonId) -> None:
        """Wait until the person's microphone is published, and both ears have it."""
        await until(lambda: "microphone" in self.bots[person].publishes)
        warm = sum("microphone" in bot.publishes for bot in self.bots.values())
        await until(lambda: len(self.open_ear.hears()) == warm and len(self.honest.hears()) == warm)

    async def until_hearing(self, person: PersonId, *, wait: float = GENEROUS) -> None:
        """Wait until both ears hear the person from now on."""
        now = asyncio.get_running_loop().time()
        for ear in (self.open_ear, self.honest):
            await until(lambda ear=ear: any(one.person == person and one.ended > now for one in ear.heard), wait)  # type: ignore[misc]

    async def silence(self, seconds: float = 1.0) -> bool:
        """Whether nobody is audible from now on, for so long."""
        now = asyncio.get_running_loop().time()
        await asyncio.sleep(seconds)
        return not any(one.ended > now for one in self.open_ear.heard)

    async def until_quiet(self) -> None:
        """Wait until nobody is audible any more; what was on its way may come for ten times as long as it takes."""
        async with asyncio.timeout(6):
            while not await self.silence():
                pass

    def nothing_astray(self) -> bool:
        """Whether no ear heard anybody whom the journal did not allow."""
        return not self.open_ear.astray and not self.honest.astray

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _compare(self) -> None:
        while True:
            await asyncio.sleep(1)
            with suppress(Exception):
                await self.reconcile.compare(self.sitting.state)


@asynccontextmanager
async def play(address: Address, *people: PersonId, sitting: Sitting | None = None) -> AsyncIterator[Play]:
    async with Rooms(address) as rooms:
        playing = Play(rooms, sitting or opened())
        try:
            await playing.begin(*people)
            yield playing
        finally:
            await playing.end()
