"""From the chair's act to what a listener hears: with a microphone that was ready, or published afterwards."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import aiohttp
import numpy as np

from prachum.journal import follow, read
from prachum.journal.threads import READER
from prachum.media.engine import Address
from prachum.media.rooms import Rooms
from prachum.registry import taking
from prachum.registry.models import User
from prachum.rules.floor.turns import YieldFloor
from prachum.rules.order import PersonId
from prachum.settings import DATA
from prachum.workers.bots import Bot
from prachum.workers.line import Line
from prachum.workers.listening import Ear
from prachum.workers.voices import RATE
from tests.bench.figures import Figures, figure, percentile, ratio
from tests.browser.sounding import Up
from tests.registry.hall import MYS_HEAD, THA_HEAD, act, hall, in_session
from tests.test_up import free_port

TRIALS = 8
"""Of each kind in a repetition, in turn."""
PATIENCE = 20.0
SPEAKS, SILENT = 1.0, 1.2
"""Seconds that somebody is heard before the floor is taken back, and that are waited for the last sound after it."""


@dataclass
class Trial:
    """All in ms from the moment in which the act was sent: `state` is when the listener's view had it."""

    sound: float
    state: float
    ungated: float
    last: float


@dataclass
class Scene:
    """A speaker, an honest listener with the play-gate, and one without; all follow the journal like a rehearsal."""

    meeting: UUID
    client: aiohttp.ClientSession
    key: str
    thai: str
    bot: Bot
    honest: Ear
    frank: Ear
    frames: dict[str, list[float]] = field(default_factory=dict)
    seen: dict[bool, float] = field(default_factory=dict)

    async def follow(self) -> None:
        async for _ in follow.changes(self.meeting):
            state = await READER.run(read.state, self.meeting)
            for line in (self.honest, self.frank, self.bot):
                await line.state_changed(state)
            self.seen.setdefault(state.floor.holder is not None, time.monotonic())

    async def post(self, word: str, key: str, body: dict[str, str]) -> float:
        """Send a command, and return the moment in which it was sent."""
        self.seen.clear()
        for heard in self.frames.values():
            heard.clear()
        said = {"id": str(uuid4()), "kind": f"floor.{word.replace('-', '_')}", "body": body}
        sent = time.monotonic()
        path, headers = f"/api/meetings/{self.meeting}/commands/{word}", {"Authorization": f"Bearer {key}"}
        async with self.client.post(path, json=said, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
        return sent

    async def trial(self, *, warm: bool) -> Trial:
        """Give the floor, to somebody whose microphone is ready or not, let them be heard, and take it back."""
        if warm:
            await self.post("request-floor", self.thai, {"item": "opening"})
            await until(lambda: "microphone" in self.bot.publishes and self.honest.hears() and self.frank.hears())
            await asyncio.sleep(0.5)
        else:
            await until(lambda: "microphone" not in self.bot.publishes and not self.honest.hears())
        sent = await self.post("give-floor", self.key, {"to": "THA", "speaker": THA_HEAD})
        await until(lambda: bool(self.frames["honest"] and self.frames["frank"] and True in self.seen))
        firsts = self.frames["honest"][0], self.seen[True], self.frames["frank"][0]
        await asyncio.sleep(SPEAKS)
        back = await self.post("take-floor-back", self.key, {"holder": "THA"})
        await asyncio.sleep(SILENT)
        last = max([one for one in self.frames["honest"] if one > back], default=back)
        sound, state, ungated = ((one - sent) * 1000 for one in firsts)
        return Trial(sound, state, ungated, (last - back) * 1000)


def measure(repetitions: int) -> Figures:
    """Grant → sound and taking back → silence, over real processes: web, engine, and these clients."""
    up = Up(free_port())
    try:
        return _on(up.address, repetitions)
    finally:
        up.end()


def _on(address: str, repetitions: int) -> Figures:
    meeting = hall()
    in_session(meeting)
    act(meeting.id, YieldFloor(), THA_HEAD)
    holder = User.objects.create_user(f"bench-{uuid4().hex[:8]}")
    keys = [taking.give_token(meeting, holder, label="bench", person=one) for one in (MYS_HEAD, THA_HEAD)]
    return asyncio.run(_measure(address, meeting.id, keys, repetitions))


async def _measure(address: str, meeting: UUID, keys: list[str], repetitions: int) -> Figures:
    async with Rooms(Address.of(DATA)) as rooms, aiohttp.ClientSession(address) as client:
        frames: dict[str, list[float]] = {"honest": [], "frank": []}
        bot = Bot(rooms, meeting, PersonId(THA_HEAD), "en")
        honest = Ear(rooms, meeting, gated=True, name="honest", on_sound=lambda _, at: frames["honest"].append(at))
        frank = Ear(rooms, meeting, gated=False, name="frank", on_sound=lambda _, at: frames["frank"].append(at))
        scene = Scene(meeting, client, keys[0], keys[1], bot, honest, frank, frames)
        async with asyncio.TaskGroup() as parts:
            lines: list[Line] = [bot, honest, frank]
            tasks = [parts.create_task(doing) for doing in (scene.follow(), _hums(bot), *(one.run() for one in lines))]
            await until(honest.joined.is_set)
            await until(frank.joined.is_set)
            found = figures([[await _pair(scene) for _ in range(TRIALS)] for _ in range(repetitions)])
            for task in tasks:
                task.cancel()
    return found


async def _pair(scene: Scene) -> tuple[Trial, Trial]:
    return await scene.trial(warm=True), await scene.trial(warm=False)


def figures(runs: list[list[tuple[Trial, Trial]]]) -> Figures:
    warm = [percentile([one.sound for one, _ in run], 0.5) for run in runs]
    late = [percentile([other.sound for _, other in run], 0.5) for run in runs]
    last = [percentile([one.last for pair in run for one in pair], 0.5) for run in runs]
    longest = [max(one.last for pair in run for one in pair) for run in runs]
    first = [100 * sum(one.state <= one.ungated for one, _ in run) / len(run) for run in runs]
    return {
        "grant → first sound, microphone ready, p50": figure("ms", warm),
        "grant → first sound, microphone ready, worst": figure(
            "ms", [max(one.sound for one, _ in run) for run in runs]
        ),
        "grant → first sound, published after the grant, p50": figure("ms", late),
        "microphone ready ÷ published after the grant, p50": ratio(warm, late),
        "taking back → last sound at an honest listener, p50": figure("ms", last),
        "taking back → last sound at an honest listener, worst": figure("ms", longest),
        "state known before sound without a play-gate": figure("%", first),
    }


async def _hums(bot: Bot) -> None:
    """Somebody who always has something to say."""
    samples = (4600 * np.sin(2 * np.pi * 440 * np.arange(RATE * 600) / RATE)).astype(np.int16)
    while True:
        await bot.say(samples)
        await asyncio.sleep(0.005)


async def until(true: Callable[[], object]) -> None:
    """Wait until it is true; raise TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 what is waited for happens in foreign threads and programs
            await asyncio.sleep(0.005)
