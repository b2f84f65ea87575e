"""The web part is killed, and all who follow come back at once, as browsers do: how soon they see the meeting."""

import asyncio
import os
import random
import signal
import time
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

import uvloop

from tests.bench.figures import Figures, figure, percentile, ratio
from tests.bench.served import Served, many_files, running, seconds_of
from tests.bench.streams import OF_ONE_ADDRESS, asked
from tests.parts import server
from tests.registry.hall import hall, in_session

SIZE = 5000
PATIENCE = 120.0
HERE = b": here"
"""The first thing that either server says once the meeting is seen."""
PAUSES = (0.2, 0.5, 1.0, 2.0, 3.0)
"""Seconds, each times 0.5 to 1.5: chamber/src/stream/tries.ts."""


@dataclass
class Storm:
    """When who saw the meeting; a moment before `killed` is of the time before."""

    seen: dict[int, float] = field(default_factory=dict)
    killed: float = float("inf")
    tries: int = 0

    @property
    def back(self) -> list[float]:
        """Seconds from the kill to the meeting, of all who are back."""
        return [at - self.killed for at in self.seen.values() if at > self.killed]


class Reader(asyncio.Protocol):
    """A stream until it ends; what comes is thrown away, but for that the meeting is seen."""

    def __init__(self, storm: Storm, number: int, asks: bytes) -> None:
        self.storm, self.number, self.asks = storm, number, asks
        self.sees = False
        self.ended = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.WriteTransport, transport).write(self.asks)

    def data_received(self, came: bytes) -> None:
        if not self.sees and HERE in came:
            self.sees = True
            self.storm.seen[self.number] = time.perf_counter()

    def connection_lost(self, why: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(None)


def measure(repetitions: int, size: int = SIZE) -> Figures:
    """From `kill -9` until so many see the meeting again; beside as many who come to a bare application at once."""
    many_files()
    meeting = hall()
    in_session(meeting)
    took: list[Storm] = []
    cpu, bare = [], []
    for _ in range(repetitions):
        with running("prachum.serving") as served:
            storm, used = uvloop.run(_ours(served, meeting.id, size))
            took.append(storm)
            cpu.append(used)
        with running("tests.bench.bare") as served:
            bare.append(max(uvloop.run(_bare(served, size)).back))
    everybody = [max(storm.back) for storm in took]
    return {
        f"{size} streams: half see the meeting again": figure("s", [percentile(storm.back, 0.5) for storm in took]),
        f"{size} streams: all see the meeting again": figure("s", everybody),
        f"{size} streams: ÷ coming to a bare application": ratio(everybody, bare),
        f"{size} streams: share of one core until then": figure("", cpu),
        f"{size} streams: tries of each": figure("", [storm.tries / size for storm in took]),
    }


async def _ours(served: Served, meeting: UUID, size: int) -> tuple[Storm, float]:
    storm, asks = Storm(), asked(f"/api/meetings/{meeting}/stream", {})
    readers = [asyncio.create_task(_reader(served, storm, number, asks)) for number in range(size)]
    await _all(storm, size)
    os.kill(server(served.starter), signal.SIGKILL)
    storm.killed, storm.tries = time.perf_counter(), 0
    async with asyncio.timeout(PATIENCE):
        while len(storm.back) < size:  # noqa: ASYNC110 counted by protocols, not by tasks
            await asyncio.sleep(0.02)
    used = seconds_of(server(served.starter)) / max(storm.back)
    await _left(readers)
    return storm, used


async def _bare(served: Served, size: int) -> Storm:
    """All come in the same way, the first pause included; nobody was there before."""
    storm = Storm(killed=time.perf_counter())
    readers = [asyncio.create_task(_reader(served, storm, number, asked("/stream", {}))) for number in range(size)]
    await asyncio.sleep(0)
    await _all(storm, size)
    await _left(readers)
    return storm


async def _all(storm: Storm, size: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(storm.seen) < size:  # noqa: ASYNC110 counted by protocols, not by tasks
            await asyncio.sleep(0.02)


async def _left(readers: list[asyncio.Task[None]]) -> None:
    for reader in readers:
        reader.cancel()
    await asyncio.gather(*readers, return_exceptions=True)


async def _reader(served: Served, storm: Storm, number: int, asks: bytes) -> None:
    """Follow for ever; after each try that shows nothing the pause is longer."""
    loop, failures = asyncio.get_running_loop(), 0
    address = f"127.0.0.{2 + number // OF_ONE_ADDRESS}"
    while True:
        await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)] * random.uniform(0.5, 1.5))
        storm.tries += 1
        try:
            transport, reader = await loop.create_connection(
                lambda: Reader(storm, number, asks), "127.0.0.1", served.port, local_addr=(address, 0)
            )
        except OSError:
            failures += 1
            continue
        try:
            await reader.ended
        finally:
            transport.close()
        failures = 0 if reader.sees else failures + 1
