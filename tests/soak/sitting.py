"""A meeting is held by an installation of its own, with everybody in it, and falls into every fault that is planned."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import aiohttp
from django.db import connections

from prachum.media.engine import Address
from prachum.media.rooms import EngineAway, Rooms
from prachum.registry import taking
from prachum.registry.models import Meeting, User
from tests.bench.media import built
from tests.crash.assembly import Head, assembled
from tests.crash.crashing import LONGEST_LINE
from tests.crash.delegate import LOST
from tests.crash.installation import Installation
from tests.ports import free_port
from tests.soak.crowd import Crowd, How
from tests.soak.faults import Fault, Troubles
from tests.soak.leaks import TRACED
from tests.soak.rehearsed import Worker
from tests.soak.visitor import Hall, Visitor, listener

HOWS: tuple[How, ...] = ("word", "death", "cut")
AWAY = (2.0, 40.0)
"""Seconds until somebody who has left comes again: before or after their line is given up."""
ARRIVE_WITHIN, EVERY = 90.0, 0.05
BOTS = 3


@dataclass
class Sitting:
    """`seats` has the chair first; `works` is set while people act, come and go."""

    installation: Installation
    rooms: Rooms
    worker: Worker
    hall: Hall
    seats: list[Visitor]
    listeners: list[Visitor]
    chance: Random
    began: float
    works: asyncio.Event = field(default_factory=asyncio.Event)
    came: int = 0
    went: int = 0
    known: dict[str, str] = field(default_factory=dict)
    """By the identity of the media line of each coming, who that was, also of those who left at once."""

    troubles: Troubles = field(init=False)

    def __post_init__(self) -> None:
        self.troubles = Troubles(self.now)

    def now(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began

    @property
    def meeting(self) -> UUID:
        return self.hall.meeting

    @property
    def everybody(self) -> list[Visitor]:
        return [*self.seats, *self.listeners]

    @property
    def present(self) -> Iterator[Visitor]:
        return (one for one in self.everybody if one.there)

    def parts(self) -> dict[str, int]:
        """The process ids of what is watched for leaks."""
        installed = {"supervisor": self.installation.running.pid, "web": self.installation.web}
        return installed | {"engine": self.installation.engine, "worker": self.worker.pid}

    def begin(self) -> None:
        """From now on seconds count, and everybody has been here for a minute."""
        self.began = time.monotonic()
        for one in self.everybody:
            one.changed = -60.0

    async def arrive(self) -> None:
        """Everybody comes, and follows before long."""
        for one in self.everybody:
            self.come(one)
            await asyncio.sleep(EVERY)
        deadline = self.now() + ARRIVE_WITHIN
        while missing := [one.name for one in self.everybody if not self._arrived(one)]:
            assert self.now() < deadline, f"{len(missing)} have not arrived: {missing[:9]}"
            await asyncio.sleep(0.2)

    def _arrived(self, one: Visitor) -> bool:
        line = self.hall.crowd.lines.get(one.name)
        return one.live and (one.by_bot or (line is not None and line.joined))

    def come(self, one: Visitor) -> None:
        one.come(self.now())
        if one.identity:
            self.known[one.identity] = one.name

    async def churn(self, percent: float) -> None:
        """So many percent of those present leave in a minute, the chair apart, and come again after a while."""
        pause = 60 / max(1.0, len(self.everybody) * percent / 100)
        async with asyncio.TaskGroup() as back:
            while True:
                await asyncio.sleep(self.chance.uniform(0.5, 1.5) * pause)
                await self.works.wait()
                leaves = self.chance.choice([one for one in self.everybody if one.there and not one.head.presides])
                leaves.leave(self.now(), self.chance.choice(HOWS))
                self.went += 1
                back.create_task(self._come_again(leaves, self.chance.uniform(*AWAY)))

    async def _come_again(self, one: Visitor, after: float) -> None:
        await asyncio.sleep(after)
        self.came += 1
        self.come(one)

    async def suffer(self, plan: list[Fault]) -> None:
        """One fault after the other; each is over when what it hit answers again."""
        for fault in plan:
            await asyncio.sleep(max(0.0, fault.at - self.now()))
            suffered = self.troubles.begin(fault.kind)
            await self._inflict(fault)
            while self.troubles.expects([fault.kind]) and not await self._restored(fault):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            suffered.restored = self.now()

    async def _inflict(self, fault: Fault) -> None:
        match fault.kind:
            case "web killed":
                await asyncio.to_thread(self.installation.kill_web)
            case "engine killed":
                _send(self.installation.engine, signal.SIGKILL)
            case "worker killed":
                self.worker.kill()
            case "engine stopped":
                stands = self.installation.engine
                _send(stands, signal.SIGSTOP)
                try:
                    await asyncio.sleep(fault.lasts)
                finally:
                    _send(stands, signal.SIGCONT)
            case "streams cut":
                cut = [one for one in self.present if self.chance.random() < fault.part]
                for one in cut:
                    one.cut_stream()
                self.hall.crowd.lose([one.name for one in cut if not one.by_bot and self.chance.random() < 0.5])
        await asyncio.sleep(0.3)

    async def _restored(self, fault: Fault) -> bool:
        if fault.kind == "worker killed":
            return self.worker.hears
        with suppress(*LOST, EngineAway):
            async with self.hall.client.get("/healthz", timeout=aiohttp.ClientTimeout(total=2)) as answer:
                if answer.status == 200:
                    await self.rooms.names()
                    return True
        return False


def _send(pid: int, number: signal.Signals) -> None:
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


@asynccontextmanager
async def begun(home: Path, seats: int, listeners: int, seed: int) -> AsyncIterator[Sitting]:
    """Begin everything, and end all of it, whatever happens; nobody is there yet."""
    generator = await asyncio.to_thread(built)
    meeting, heads, tokens = await asyncio.to_thread(_assembled, seats, listeners)
    installation = await asyncio.to_thread(Installation, home, free_port(), TRACED, media=True)
    chance, logs = Random(seed), home / "logs"
    try:
        async with (
            aiohttp.ClientSession(
                installation.address, connector=aiohttp.TCPConnector(limit=0), read_bufsize=LONGEST_LINE
            ) as client,
            Rooms(await _address(home)) as rooms,
        ):
            crowd = await Crowd.gather(generator, logs / "crowd.log")
            hall = Hall(client, installation.address, meeting, crowd)
            bots = heads[2 : 2 + min(BOTS, seats // 5)]
            seated = [
                Visitor(head, meeting, Random(chance.random()), lambda _: None, hall=hall, by_bot=head in bots)
                for head in heads
            ]
            listening = [listener(hall, token, Random(chance.random())) for token in tokens]
            worker = Worker(meeting, [str(head.person) for head in bots], logs / "worker.log")
            try:
                yield Sitting(installation, rooms, worker, hall, seated, listening, chance, time.monotonic())
            finally:
                await asyncio.gather(*(one.rest() for one in (*seated, *listening)))
                await asyncio.gather(worker.end(), crowd.end())
    finally:
        await asyncio.to_thread(installation.end)


def _assembled(seats: int, listeners: int) -> tuple[UUID, list[Head], list[str]]:
    """The meeting, its heads, and a token for each listener."""
    meeting, heads = assembled(seats)
    holder = User.objects.create_user(f"soak-{uuid4().hex[:8]}")
    held = Meeting.objects.get(id=meeting)
    tokens = [taking.give_token(held, holder, label="soak") for _ in range(listeners)]
    # The last to let go of a journal tidies it: that must be the installation.
    connections.close_all()
    return meeting, heads, tokens


async def _address(home: Path) -> Address:
    """Where the engine answers, once it does."""
    deadline = time.monotonic() + 60
    while True:
        with suppress(EngineAway, OSError):
            address = Address.of(home)
            async with Rooms(address) as rooms:
                await rooms.names()
            return address
        assert time.monotonic() < deadline, "the engine does not answer"
        await asyncio.sleep(0.2)
