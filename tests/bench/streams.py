"""One entry reaches every open stream in its time, and costs little more than writing the same bytes."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import cycle, pairwise
from typing import cast
from uuid import UUID, uuid4

import aiohttp
import uvloop

from prachum.registry import taking
from prachum.registry.models import User
from tests.bench.figures import Figures, figure, percentile, ratio
from tests.bench.served import Served, many_files, running
from tests.registry.hall import MYS_HEAD, PEOPLE, hall, in_session

SIZES = (100, 1000, 4000)
SECONDS = 5.0
PER_SECOND = 5
JOINS_PER_SECOND = 25
SEATED, OF_ONE_SESSION = 10, 20
"""One stream in ten is of somebody with a seat; and so many streams are opened with one of their tokens."""
OF_ONE_ADDRESS = 1000
PATIENCE = 30.0
PATCH, HERE = b"event: patch\nid: ", b"event: here\n"


class Reader(asyncio.Protocol):
    """A stream that is read and thrown away, but for when each patch came."""

    def __init__(self, seen: "Seen", asked: bytes) -> None:
        self.seen, self.asked = seen, asked
        self.begun = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.WriteTransport, transport).write(self.asked)

    def data_received(self, came: bytes) -> None:
        if not self.begun and (HERE in came or b": here" in came):
            self.begun = True
            self.seen.open += 1
        at = came.find(PATCH)
        if at >= 0:
            now, seq = time.perf_counter(), int(came[at + len(PATCH) : came.index(b":", at + len(PATCH))])
            self.seen.patches.append((seq, now))
            self.seen.sample = self.seen.sample or came
        self.seen.events += came.count(b"event: ")

    def connection_lost(self, why: Exception | None) -> None:
        self.seen.lost += 1


@dataclass
class Seen:
    """What all readers together saw: when the patch of which entry came, and how many events of any kind."""

    patches: list[tuple[int, float]] = field(default_factory=list)
    events: int = 0
    open: int = 0
    lost: int = 0
    sample: bytes = b""


@dataclass(frozen=True)
class Run:
    """One size: milliseconds of acts, of patches, of patches while others join; CPU in seconds for so many events."""

    acts: list[float]
    patches: list[float]
    joining: list[float]
    cpu: float
    events: int
    threads: int
    megabytes: float
    patch: bytes

    @property
    def per_event(self) -> float:
        """µs, what the acts themselves cost among them."""
        return self.cpu / self.events * 1e6


def measure(repetitions: int, sizes: tuple[int, ...] = SIZES, seconds: float = SECONDS) -> Figures:
    """POST → patch at so many readers of one meeting, beside a bare application under the same server."""
    many_files()
    meeting = hall()
    in_session(meeting)
    holder = User.objects.create_user(f"bench-{uuid4().hex[:8]}")
    found: dict[int, list[tuple[Run, float]]] = {size: [] for size in sizes}
    for _ in range(repetitions):
        for size in sizes:
            needed = size // SEATED // OF_ONE_SESSION + 1
            people = [person for person, _ in zip(cycle(PEOPLE), range(needed), strict=False)]
            keys = [taking.give_token(meeting, holder, label="bench", person=one) for one in people]
            chair = taking.give_token(meeting, holder, label="bench", person=MYS_HEAD)
            with running("prachum.serving") as served:
                ours = uvloop.run(_ours(served, meeting.id, size, keys, chair, seconds))
            with running("tests.bench.bare") as served:
                bare = uvloop.run(_bare(served, size, ours.patch, seconds))
            found[size].append((ours, bare))
    return {name: one for size, runs in found.items() for name, one in figures(size, runs).items()} | further(found)


def further(found: dict[int, list[tuple[Run, float]]]) -> Figures:
    """What a further stream costs, for the acts cost the same before however few."""
    said: Figures = {}
    for few, many in pairwise(found):
        slope, bare = [], []
        for (small, _), (large, base) in zip(found[few], found[many], strict=True):
            slope.append((large.cpu - small.cpu) / (large.events - small.events) * 1e6)
            bare.append(base)
        said[f"from {few} to {many} streams: CPU per further event"] = figure("µs", slope)
        said[f"from {few} to {many} streams: ÷ bare application"] = ratio(slope, bare)
    return said


def figures(size: int, runs: list[tuple[Run, float]]) -> Figures:
    ours = [run for run, _ in runs]
    said: Figures = {}
    for part, named in ((0.5, "p50"), (0.99, "p99")):
        said |= {
            f"{size} streams: patch, {named}": figure("ms", [percentile(run.patches, part) for run in ours]),
            f"{size} streams: patch while others join, {named}": figure(
                "ms", [percentile(run.joining, part) for run in ours]
            ),
            f"{size} streams: act, {named}": figure("ms", [percentile(run.acts, part) for run in ours]),
        }
    per_event, bare = [run.per_event for run in ours], [one for _, one in runs]
    return said | {
        f"{size} streams: CPU per delivered event": figure("µs", per_event),
        f"{size} streams: the same, bare application": figure("µs", bare),
        f"{size} streams: ÷ bare application": ratio(per_event, bare),
        f"{size} streams: threads": figure("", [run.threads for run in ours]),
        f"{size} streams: memory": figure("MB", [run.megabytes for run in ours]),
    }


async def _ours(served: Served, meeting: UUID, size: int, keys: list[str], chair: str, seconds: float) -> Run:
    seen, path = Seen(), f"/api/meetings/{meeting}/stream"
    asks = cycle([asked(path, {"Authorization": f"Bearer {key}"}) for key in keys])
    watches = asked(path, {})
    joins = [next(asks) if number % SEATED == 0 else watches for number in range(size)]
    lines = await joined(served, seen, joins)
    async with aiohttp.ClientSession(served.address) as client:
        await _acts(client, meeting, chair, seen, seconds / 5)
        began, before = served.seconds(), seen.events
        acts, patches = await _acts(client, meeting, chair, seen, seconds)
        cpu, events = served.seconds() - began, seen.events - before
        newcomers = asyncio.create_task(_newcomers(served, seen, watches, seconds))
        _, joining = await _acts(client, meeting, chair, seen, seconds)
        lines += await newcomers
    threads, megabytes, lost = served.status("Threads"), served.status("VmRSS") / 1024, seen.lost
    leave(lines)
    assert not lost, f"{lost} streams were lost"
    return Run(acts, patches, joining, cpu, events, threads, megabytes, seen.sample)


async def _acts(
    client: aiohttp.ClientSession, meeting: UUID, chair: str, seen: Seen, seconds: float
) -> tuple[list[float], list[float]]:
    """Call to order at an even pace; the milliseconds of each answer, and of each patch at each reader."""
    sent, acts = {}, []
    seen.patches.clear()
    for _ in range(int(seconds * PER_SECOND)):
        began = time.perf_counter()
        said = {"id": str(uuid4()), "kind": "floor.call_to_order", "body": {"delegation": "THA"}}
        path, headers = f"/api/meetings/{meeting}/commands/call-to-order", {"Authorization": f"Bearer {chair}"}
        async with client.post(path, json=said, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            sent[(await answer.json())["seq"]] = began
        acts.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(max(0.0, began + 1 / PER_SECOND - time.perf_counter()))
    await asyncio.sleep(1)
    return acts, [(at - sent[seq]) * 1000 for seq, at in seen.patches if seq in sent]


async def _bare(served: Served, size: int, patch: bytes, seconds: float) -> float:
    """µs of CPU per delivered event: the same bytes, as often, and heartbeats as ours has them."""
    seen = Seen()
    lines = await joined(served, seen, [asked("/stream", {})] * size)
    here = b'event: here\ndata: {"now":"2022-06-21T02:00:00.000Z","seq":100,"digest":"%s"}\n\n' % (b"0" * 64)
    async with aiohttp.ClientSession(served.address) as client:
        await asyncio.sleep(1)
        began, before = served.seconds(), seen.events
        for number in range(int(seconds * PER_SECOND)):
            turn = time.perf_counter()
            for said in (patch, here) if number % (2 * PER_SECOND) == 0 else (patch,):
                await (await client.post("/", data=said)).read()
            await asyncio.sleep(max(0.0, turn + 1 / PER_SECOND - time.perf_counter()))
        await asyncio.sleep(1)
        found = (served.seconds() - began) / max(1, seen.events - before) * 1e6
    leave(lines)
    return found


def asked(path: str, headers: Mapping[str, str]) -> bytes:
    told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n{told}\r\n".encode()


async def joined(served: Served, seen: Seen, asks: list[bytes]) -> list[asyncio.BaseTransport]:
    """Open a stream for each, from as many addresses as the installation demands, fifty at a time."""
    lines: list[asyncio.BaseTransport] = []
    for start in range(0, len(asks), 50):
        lines += await asyncio.gather(
            *(_line(served, seen, asked, start + number) for number, asked in enumerate(asks[start : start + 50]))
        )
        async with asyncio.timeout(PATIENCE):
            while seen.open < len(lines):  # noqa: ASYNC110 counted by protocols, not by tasks
                await asyncio.sleep(0.01)
    return lines


async def _line(served: Served, seen: Seen, asked: bytes, number: int) -> asyncio.BaseTransport:
    loop, address = asyncio.get_running_loop(), f"127.0.0.{2 + number // OF_ONE_ADDRESS}"
    transport, _ = await loop.create_connection(
        lambda: Reader(seen, asked), "127.0.0.1", served.port, local_addr=(address, 0)
    )
    return transport


async def _newcomers(served: Served, seen: Seen, asked: bytes, seconds: float) -> list[asyncio.BaseTransport]:
    lines = []
    for _ in range(int(seconds * JOINS_PER_SECOND)):
        lines.append(await _line(served, seen, asked, 50_000))
        await asyncio.sleep(1 / JOINS_PER_SECOND)
    return lines


def leave(lines: list[asyncio.BaseTransport]) -> None:
    for line in lines:
        line.close()
