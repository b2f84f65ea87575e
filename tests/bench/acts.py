"""An act is acknowledged when its entry is committed: HTTP and rules around it cost so many times a bare insert."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import aiohttp
import psycopg
from django.db import connections

from prachum.journal.router import ALIAS
from prachum.registry import taking
from prachum.registry.models import User
from prachum.settings import DATA
from tests.bench.figures import Figures, figure, percentile, ratio
from tests.bench.present import keys_of_all, present
from tests.bench.served import running
from tests.journal import cluster
from tests.registry.hall import MYS_HEAD, hall, in_session

TOGETHER = {1: 100, 8: 40, 32: 15}
"""Sessions of the presiding chair at a time → acts of each."""
PATIENCE = 30.0
SETTLED = 1.0
"""Seconds after which every process has heard of seats that were taken: until then it asks anew who somebody is."""
ADDRESS = "/api/meetings/{meeting}/commands/call-to-order"


def measure(repetitions: int) -> Figures:
    """POST → 200 on SQLite and, in a process of its own, on PostgreSQL, each beside a bare insert."""
    if connections[ALIAS].vendor == "postgresql":
        return on_this_database(repetitions)
    found = {f"SQLite: {name}": one for name, one in on_this_database(repetitions).items()}
    with cluster.running(durable=True) as server, tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [sys.executable, "-m", "tests.bench", "--only", "acts", "--json", file.name]
        environment = os.environ | {"PRACHUM_DATABASE_URL": server.url(server.database())}
        subprocess.run(
            [*command, "--repetitions", str(repetitions)], check=True, env=environment, stdout=subprocess.DEVNULL
        )
        there: Figures = json.loads(Path(file.name).read_text())["figures"]
    return found | {f"PostgreSQL: {name}": one for name, one in there.items()}


def on_this_database(repetitions: int) -> Figures:
    """The same on the database of this process's settings, alone and at every concurrency."""
    meeting = hall()
    in_session(meeting)
    holder = User.objects.create_user(f"bench-{uuid4().hex[:8]}")
    bare = []
    took: dict[int, list[list[float]]] = {many: [] for many in TOGETHER}
    nothing: dict[int, list[list[float]]] = {many: [] for many in TOGETHER}
    rates: dict[int, list[float]] = {many: [] for many in TOGETHER}
    costs: dict[int, list[float]] = {many: [] for many in TOGETHER}
    there = keys_of_all(meeting).values()
    with running("tests.bench.unlimited") as served:
        for _ in range(repetitions):
            bare.append(inserts(meeting.id, TOGETHER[1]))
            for many, each in TOGETHER.items():
                keys = [taking.give_token(meeting, holder, label="bench", person=MYS_HEAD) for _ in range(many)]
                nothing[many].append(asyncio.run(answers(served.address, many, each)))
                before = served.seconds()
                times, seconds = asyncio.run(_held(served.address, meeting.id, there, keys, each))
                took[many].append(times)
                rates[many].append(many * each / seconds)
                costs[many].append((served.seconds() - before) * 1000 / (many * (each + 1)))
    cpu = {f"CPU per act at concurrency {many}": figure("ms", each) for many, each in costs.items()}
    return figures(bare, nothing, took, rates) | cpu


async def _held(
    address: str, meeting: UUID, there: Iterable[str], keys: list[str], each: int
) -> tuple[list[float], float]:
    """The acts' milliseconds, and the seconds for all, while everybody follows the meeting."""
    async with present(address, meeting, there):
        # Whoever acts has opened a chamber before: the installation knows them, and has heard of their seats.
        await asyncio.sleep(SETTLED)
        await back(address, meeting, keys[0])
        await acts(address, meeting, keys, 1)
        began = time.perf_counter()
        times = await acts(address, meeting, keys, each)
        return times, time.perf_counter() - began


async def back(address: str, meeting: UUID, key: str) -> None:
    """The chair's line was lost while nobody followed: wait until it is back."""
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(AssertionError):
                await acts(address, meeting, [key], 1)
                return
            await asyncio.sleep(0.1)


def figures(
    bare: list[list[float]],
    nothing: dict[int, list[list[float]]],
    took: dict[int, list[list[float]]],
    rates: dict[int, list[float]],
) -> Figures:
    base = [percentile(times, 0.5) for times in bare]
    found = {"bare insert, p50": figure("ms", base)}
    found["bare insert, p99"] = figure("ms", [percentile(times, 0.99) for times in bare])
    for many, runs in took.items():
        acknowledged = f"act acknowledged at concurrency {many}"
        middle = [percentile(times, 0.5) for times in runs]
        empty = [percentile(times, 0.5) for times in nothing[many]]
        found |= {
            f"an answer without an act at concurrency {many}, p50": figure("ms", empty),
            f"{acknowledged}, p50 ÷ an answer without an act": ratio(middle, empty),
            f"{acknowledged}, p50": figure("ms", middle),
            f"{acknowledged}, p50 ÷ bare insert": ratio(middle, base),
            f"{acknowledged}, p99": figure("ms", [percentile(times, 0.99) for times in runs]),
            f"{acknowledged}, worst": figure("ms", [max(times) for times in runs]),
            f"acts at concurrency {many}": figure("/s", rates[many]),
        }
    return found


async def acts(address: str, meeting: UUID, keys: list[str], count: int) -> list[float]:
    """Milliseconds from sending to the answer of each act, of so many by each of these sessions at a time."""
    took: list[float] = []

    async def one_session(client: aiohttp.ClientSession, key: str) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        for _ in range(count):
            said = {"id": str(uuid4()), "kind": "floor.call_to_order", "body": {"delegation": "THA"}}
            began = time.perf_counter()
            async with client.post(ADDRESS.format(meeting=meeting), json=said, headers=headers) as answer:
                text = await answer.text()
            took.append((time.perf_counter() - began) * 1000)
            assert answer.status == 200, text

    async with aiohttp.ClientSession(address) as client:
        await asyncio.gather(*(one_session(client, key) for key in keys))
    return took


async def answers(address: str, many: int, each: int) -> list[float]:
    """Milliseconds of each answer that only looks whether the journal can be read, so many at a time."""
    took: list[float] = []

    async def one_session(client: aiohttp.ClientSession) -> None:
        for _ in range(each):
            began = time.perf_counter()
            async with client.get("/healthz") as answer:
                await answer.read()
            took.append((time.perf_counter() - began) * 1000)

    async with aiohttp.ClientSession(address) as client:
        await asyncio.gather(*(one_session(client) for _ in range(many)))
    return took


def inserts(meeting: UUID, count: int) -> list[float]:
    """Milliseconds of each commit of a row like the meeting's last, with the journal's indexes and durability."""
    return (_into_postgresql if connections[ALIAS].vendor == "postgresql" else _into_sqlite)(meeting, count)


def _into_sqlite(meeting: UUID, count: int) -> list[float]:
    place = DATA / "bare.db"
    place.unlink(missing_ok=True)
    with sqlite3.connect(DATA / "journal.db") as journal, sqlite3.connect(place) as copy:
        journal.backup(copy)
    kept = sqlite3.connect(place, isolation_level=None)
    kept.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;")
    cursor = kept.execute("SELECT * FROM journal_entry WHERE meeting = ? ORDER BY seq DESC LIMIT 1", (meeting.hex,))
    names = [column[0] for column in cursor.description]
    row = dict(zip(names, cursor.fetchone(), strict=True))
    del row["id"]
    statement = f"INSERT INTO journal_entry ({', '.join(map(quoted, row))}) VALUES ({', '.join('?' * len(row))})"
    took = []
    for number in range(1, count + 1):
        values = list((row | {"seq": row["seq"] + number, "command_id": uuid4().hex}).values())
        began = time.perf_counter()
        kept.execute("BEGIN IMMEDIATE")
        kept.execute(statement, values)
        kept.execute("COMMIT")
        took.append((time.perf_counter() - began) * 1000)
    kept.close()
    return took


def _into_postgresql(meeting: UUID, count: int) -> list[float]:
    """Into a table of the same columns and indexes, beside the journal, without its triggers."""
    with psycopg.connect(os.environ["PRACHUM_DATABASE_URL"], autocommit=True) as kept:
        kept.execute("DROP TABLE IF EXISTS bare")
        kept.execute("CREATE TABLE bare (LIKE journal_entry INCLUDING ALL)")
        cursor = kept.execute("SELECT * FROM journal_entry WHERE meeting = %s ORDER BY seq DESC LIMIT 1", (meeting,))
        names = [column.name for column in cursor.description or ()]
        row = dict(zip(names, cursor.fetchone() or (), strict=True))
        del row["id"]
        statement = f"INSERT INTO bare ({', '.join(map(quoted, row))}) VALUES ({', '.join(['%s'] * len(row))})"
        took = []
        for number in range(1, count + 1):
            values = list((row | {"seq": row["seq"] + number, "command_id": uuid4()}).values())
            began = time.perf_counter()
            kept.execute(statement.encode(), values)
            took.append((time.perf_counter() - began) * 1000)
    return took


def quoted(name: str) -> str:
    return f'"{name}"'
