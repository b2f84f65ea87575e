"""From the chair's act to what a listener hears: with a microphone that was ready, or published afterwards."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, TypeAlias
from uuid import UUID, uuid4

import aiohttp
import numpy as np

from prachum.journal import read
from prachum.journal.threads import READER
from prachum.media.engine import Address
from prachum.media.rooms import Rooms
from prachum.rules.floor.turns import YieldFloor
from prachum.rules.order import PersonId
from prachum.settings import DATA
from prachum.workers import listening
from prachum.workers.bots import Bot
from prachum.workers.line import Line
from prachum.workers.listening import Ear
from prachum.workers.voices import RATE
from tests.bench.figures import Figures, figure, percentile, ratio
from tests.bench.present import STREAM, keys_of_all, present
from tests.browser.sounding import Up
from tests.ports import free_port
from tests.registry.hall import CAN_HEAD, MYS_HEAD, THA_HEAD, act, hall, in_session

TRIALS = 6
"""Of each kind in a repetition, in turn."""
PATIENCE = 20.0
FRAME_MS = 10
"""A sound is noted when its frame is whole: the shorter, the nearer to when it began."""
SPEAKS, SILENT = 0.5, 0.6
"""Seconds that somebody is heard before the floor is taken back, and that are waited for the last sound after it."""
Kind: TypeAlias = Literal["next", "next, dishonest", "listed", "not listed"]
KINDS: tuple[Kind, ...] = ("next", "next, dishonest", "listed", "not listed")
"""Who is given the floor: the next on the list, whose microphone is ready; another on it; somebody who is not on it."""


@dataclass
class Trial:
    """All in ms from the moment in which the act was sent.

    `sound` is the first at the honest listener, `ungated` at the one without a play-gate, `state` the listener's patch;
    `last` and `last_ungated` are counted from the taking back, `after_commit` from its answer.
    """

    sound: float
    ungated: float
    state: float
    last: float
    last_ungated: float
    after_commit: float


@dataclass
class Scene:
    """A speaker, an honest listener with the play-gate, and one without, told by the stream as clients are."""

    meeting: UUID
    client: aiohttp.ClientSession
    keys: dict[str, str]
    bot: Bot
    honest: Ear
    frank: Ear
    frames: dict[str, list[float]] = field(default_factory=lambda: {"honest": [], "frank": []})
    seen: list[float] = field(default_factory=list)
    deaf: bool = False

    async def follow(self) -> None:
        """The listeners' stream; what a client makes of a patch, these read from the journal."""
        headers = {"Authorization": f"Bearer {self.keys[CAN_HEAD]}"}
        async with self.client.get(STREAM.format(meeting=self.meeting), headers=headers) as answer:
            async for line in answer.content:
                if line.rstrip() in (b"event: patch", b"event: view"):
                    self.seen.append(time.monotonic())
                    await self.tell()

    async def tell(self) -> None:
        state = await READER.run(read.state, self.meeting)
        for line in (self.bot, self.honest, self.frank):
            if line is not self.bot or not self.deaf:
                await line.state_changed(state)

    async def post(self, word: str, person: str, body: dict[str, str]) -> tuple[float, float]:
        """Send a command, and return the moments in which it was sent and answered."""
        self.seen.clear()
        for heard in self.frames.values():
            heard.clear()
        said = {"id": str(uuid4()), "kind": f"floor.{word.replace('-', '_')}", "body": body}
        path, headers = (
            f"/api/meetings/{self.meeting}/commands/{word}",
            {"Authorization": f"Bearer {self.keys[person]}"},
        )
        sent = time.monotonic()
        async with self.client.post(path, json=said, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
        return sent, time.monotonic()

    async def trial(self, kind: Kind) -> Trial:
        """Give the floor, let them be heard, and take it back, which a dishonest client does not want to know."""
        await self._wait_as(kind)
        sent, _ = await self.post("give-floor", MYS_HEAD, {"to": "THA", "speaker": THA_HEAD})
        await until(lambda: bool(self.frames["honest"] and self.frames["frank"] and self.seen))
        firsts = self.frames["honest"][0], self.frames["frank"][0], self.seen[0]
        await asyncio.sleep(SPEAKS)
        self.deaf = kind == "next, dishonest"
        back, answered = await self.post("take-floor-back", MYS_HEAD, {"holder": "THA"})
        await asyncio.sleep(SILENT)
        gated, ungated = (max([one for one in self.frames[ear] if one > back], default=back) for ear in self.frames)
        self.deaf = False
        await self.tell()
        if kind == "listed":
            await self.post("withdraw-request", CAN_HEAD, {"item": "opening", "request": "CAN"})
        sound, frank, state = ((one - sent) * 1000 for one in firsts)
        last, last_ungated = (gated - back) * 1000, (ungated - back) * 1000
        return Trial(sound, frank, state, last, last_ungated, max(0.0, ungated - answered) * 1000)

    async def _wait_as(self, kind: Kind) -> None:
        """Bring the speaker where this kind of speaker is."""
        if kind == "listed":
            await self.post("request-floor", CAN_HEAD, {"item": "opening"})
        if kind != "not listed":
            await self.post("request-floor", THA_HEAD, {"item": "opening"})
        if kind.startswith("next"):
            await until(lambda: "microphone" in self.bot.publishes and self.honest.hears() and self.frank.hears())
        else:
            await until(lambda: "microphone" not in self.bot.publishes and not self.honest.hears())
        await asyncio.sleep(0.3)


def measure(repetitions: int, trials: int = TRIALS) -> Figures:
    """Grant → sound and taking back → silence, over real processes: web, engine, and these clients."""
    listening.FRAME_MS = FRAME_MS
    with chamber() as (address, meeting, keys):
        return asyncio.run(_measure(address, meeting, keys, repetitions, trials))


@contextmanager
def chamber() -> Iterator[tuple[str, UUID, dict[str, str]]]:
    """Where nobody has the floor in a meeting that is in session: address, meeting, tokens by person."""
    up = Up(free_port())
    try:
        meeting = hall()
        in_session(meeting)
        act(meeting.id, YieldFloor(), THA_HEAD)
        yield up.address, meeting.id, keys_of_all(meeting)
    finally:
        up.end()


async def _measure(address: str, meeting: UUID, keys: dict[str, str], repetitions: int, trials: int) -> Figures:
    async with (
        Rooms(Address.of(DATA)) as rooms,
        aiohttp.ClientSession(address, timeout=aiohttp.ClientTimeout(total=None)) as client,
        present(address, meeting, keys.values()),
        asyncio.TaskGroup() as parts,
    ):
        frames: dict[str, list[float]] = {"honest": [], "frank": []}
        bot = Bot(rooms, meeting, PersonId(THA_HEAD), "en")
        honest = Ear(rooms, meeting, gated=True, name="honest", on_sound=lambda _, at: frames["honest"].append(at))
        frank = Ear(rooms, meeting, gated=False, name="frank", on_sound=lambda _, at: frames["frank"].append(at))
        scene = Scene(meeting, client, keys, bot, honest, frank, frames)
        lines: list[Line] = [bot, honest, frank]
        tasks = [parts.create_task(doing) for doing in (scene.follow(), hums(bot), *(one.run() for one in lines))]
        await until(lambda: honest.joined.is_set() and frank.joined.is_set())
        runs = [[{kind: await scene.trial(kind) for kind in KINDS} for _ in range(trials)] for _ in range(repetitions)]
        for task in tasks:
            task.cancel()
    return figures(runs)


def figures(runs: Sequence[Sequence[dict[Kind, Trial]]]) -> Figures:
    def each(part: float, kinds: Sequence[Kind], what: Callable[[Trial], float]) -> list[float]:
        return [percentile([what(trials[kind]) for trials in run for kind in kinds], part) for run in runs]

    ready, honest, worst = KINDS[:2], [kind for kind in KINDS if kind != "next, dishonest"], 1.0
    warm, late = each(0.5, ready, lambda one: one.sound), each(0.5, KINDS[3:], lambda one: one.sound)
    found: Figures = {
        "grant → first sound, next on the list, p50": figure("ms", warm),
        "grant → first sound, next on the list, worst": figure("ms", each(worst, ready, lambda one: one.sound)),
        "grant → first sound, listed but not next, p50": figure("ms", each(0.5, KINDS[2:3], lambda one: one.sound)),
        "grant → first sound, published after the grant, p50": figure("ms", late),
        "grant → first sound, published after the grant, worst": figure(
            "ms", each(worst, KINDS[3:], lambda one: one.sound)
        ),
        "next on the list ÷ published after the grant, p50": ratio(warm, late),
        "grant → patch at a listener, p50": figure("ms", each(0.5, KINDS, lambda one: one.state)),
        "patch before sound without a play-gate": figure(
            "%", [100 * sum(t.state <= t.ungated for by in run for t in by.values()) / len(run) / 4 for run in runs]
        ),
    }
    for name, kinds in (("honest speaker", honest), ("dishonest speaker", KINDS[1:2])):
        found |= {
            f"taking back → last sound, {name}, play-gate, p50": figure("ms", each(0.5, kinds, lambda t: t.last)),
            f"taking back → last sound, {name}, no gate, p50": figure("ms", each(0.5, kinds, lambda t: t.last_ungated)),
            f"taking back → last sound, {name}, no gate, worst": figure(
                "ms", each(worst, kinds, lambda t: t.last_ungated)
            ),
            f"commit → last sound, {name}, no gate, p99": figure("ms", each(0.99, kinds, lambda t: t.after_commit)),
        }
    return found


async def hums(bot: Bot) -> None:
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
