"""The engine is killed in the middle of a speech: for how long each listener hears nothing."""

import asyncio
import os
import signal
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from prachum.media.rooms import Permission, Rooms
from prachum.settings import DATA
from tests.bench.figures import Figures, figure, percentile, ratio
from tests.bench.media import ROOM, built, engine
from tests.crash.assembly import ITEM
from tests.crash.delegate import Act
from tests.soak.crowd import Crowd
from tests.soak.sitting import Sitting, begun
from tests.soak.visitor import Visitor

LISTENERS, SEATS = 60, 4
PATIENCE = 120.0
WITHIN = 0.2
"""Seconds: who has heard nothing for less has lost a packet or two."""
SPEAKER = "speaker"


@dataclass
class Silence:
    """Of each of these listeners the longest time without a packet since they began to be counted, seconds."""

    crowd: Crowd
    names: frozenset[str]
    longest: dict[str, float] = field(default_factory=dict)
    _told: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.crowd.told = self._look

    def _look(self) -> None:
        for name in self.names & self.crowd.lines.keys():
            self.longest[name] = max(self.longest.get(name, 0.0), self.crowd.lines[name].gap / 1000)
        self._told.set()

    async def heard(self) -> None:
        """Wait until everybody hears."""
        async with asyncio.timeout(PATIENCE):
            while not all(name in self.crowd.lines and self.crowd.lines[name].heard for name in self.names):
                await self._next()

    async def broken(self) -> None:
        """Wait until everybody has heard nothing for a while, and hears again."""
        async with asyncio.timeout(PATIENCE):
            while not all(self.longest.get(name, 0.0) > WITHIN for name in self.names):
                await self._next()

    async def _next(self) -> None:
        self._told.clear()
        await self._told.wait()


def measure(repetitions: int, listeners: int = LISTENERS) -> Figures:
    """From the last packet before `kill -9` to the next; beside the same lines at an engine alone, started at once."""
    ours, bare = [], []
    for _ in range(repetitions):
        ours.append(asyncio.run(_ours(listeners)))
        bare.append(asyncio.run(_bare(listeners)))
    half, most = ([percentile(list(each.values()), part) for each in ours] for part in (0.5, 0.95))
    return {
        f"{listeners} listeners: half hear again": figure("s", half),
        f"{listeners} listeners: 95 % hear again": figure("s", most),
        f"{listeners} listeners: all hear again": figure("s", [max(each.values()) for each in ours]),
        f"{listeners} listeners: 95 %, ÷ an engine alone": ratio(
            most, [percentile(list(each.values()), 0.95) for each in bare]
        ),
    }


async def _ours(listeners: int) -> Mapping[str, float]:
    async with begun(DATA, SEATS, listeners, 1) as sitting:
        await sitting.arrive()
        sitting.begin()
        speaking = asyncio.create_task(_speaks(sitting))
        try:
            holder = await _floor(sitting)
            silence = Silence(sitting.hall.crowd, frozenset(one.name for one in sitting.listeners))
            await silence.heard()
            silence.longest.clear()
            os.kill(sitting.installation.engine, signal.SIGKILL)
            await silence.broken()
            assert holder.view["floor"]["holder"]["speaker"] == holder.head.person, "the floor was lost"
            return silence.longest
        finally:
            speaking.cancel()


async def _speaks(sitting: Sitting) -> None:
    while True:
        for one in sitting.seats:
            one.speak_as_shown()
        await asyncio.sleep(0.1)


async def _floor(sitting: Sitting) -> Visitor:
    """Give the floor to the last of the seats."""
    chair, speaker = sitting.seats[0], sitting.seats[-1]
    given = {"to": speaker.head.delegation, "speaker": speaker.head.person}
    for who, kind, body in (
        (speaker, "floor.request_floor", {"item": ITEM}),
        (chair, "floor.give_floor", given),
    ):
        act = Act(uuid4(), kind, body)
        await who.send(sitting.hall.client, act)
        assert act.seq, act.refused
    return speaker


async def _bare(listeners: int) -> Mapping[str, float]:
    """All have a token that the engine itself takes, and what they may do is in it."""
    generator = await asyncio.to_thread(built)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as first, ExitStack() as second:
        pid, address = await asyncio.to_thread(first.enter_context, engine(shipped=True))
        async with Rooms(address) as rooms:
            await rooms.ensure(ROOM)
            crowd = await Crowd.gather(generator, Path(folder) / "crowd.log")
            try:
                names = frozenset(f"listener-{number}" for number in range(listeners))
                for name in (SPEAKER, *sorted(names)):
                    may = Permission(frozenset({"microphone"}) if name == SPEAKER else frozenset())
                    crowd.come(name, address.url.replace("http", "ws", 1), rooms.token(ROOM, name, may))
                    await asyncio.sleep(0.05)
                crowd.voice(SPEAKER, "open")
                silence = Silence(crowd, names)
                await silence.heard()
                silence.longest.clear()
                os.kill(pid, signal.SIGKILL)
                await asyncio.to_thread(os.waitpid, pid, 0)
                await asyncio.to_thread(second.enter_context, engine(shipped=True))
                await rooms.ensure(ROOM)
                await silence.broken()
            finally:
                await crowd.end()
        return silence.longest
