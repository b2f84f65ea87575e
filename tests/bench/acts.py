"""An act is acknowledged when its entry is committed: HTTP and rules around it cost so many times a bare insert."""

import asyncio
import sqlite3
import time
from uuid import UUID, uuid4

import aiohttp

from prachum.registry import taking
from prachum.registry.models import User
from prachum.settings import DATA
from tests.bench.figures import Figures, figure, percentile, ratio
from tests.registry.hall import MYS_HEAD, hall, in_session

ALONE, TOGETHER, EACH = 100, 8, 40
"""Acts one after the other; at a time; and of each of those.  The live plane lets a session do 120 at once."""
ADDRESS = "/api/meetings/{meeting}/commands/call-to-order"


def measure(address: str, repetitions: int) -> Figures:
    """POST → 200 against the web process at this address, alone and at concurrency 8, beside a bare insert."""
    meeting = hall()
    in_session(meeting)
    holder = User.objects.create_user(f"bench-{uuid4().hex[:8]}")
    bare: list[list[float]] = []
    alone: list[list[float]] = []
    together: list[list[float]] = []
    for _ in range(repetitions):
        keys = [taking.give_token(meeting, holder, label="bench", person=MYS_HEAD) for _ in range(1 + TOGETHER)]
        bare.append(inserts(meeting.id, ALONE))
        alone.append(asyncio.run(acts(address, meeting.id, keys[:1], ALONE)))
        together.append(asyncio.run(acts(address, meeting.id, keys[1:], EACH)))
    return figures(bare, alone, together)


def figures(bare: list[list[float]], alone: list[list[float]], together: list[list[float]]) -> Figures:
    found: Figures = {}
    for part, named in ((0.5, "p50"), (0.99, "p99")):
        base, one, eight = ([percentile(times, part) for times in runs] for runs in (bare, alone, together))
        found |= {
            f"bare insert, {named}": figure("ms", base),
            f"act acknowledged alone, {named}": figure("ms", one),
            f"act acknowledged alone ÷ bare insert, {named}": ratio(one, base),
            f"act acknowledged at concurrency 8, {named}": figure("ms", eight),
            f"act acknowledged at concurrency 8 ÷ bare insert, {named}": ratio(eight, base),
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


def inserts(meeting: UUID, count: int) -> list[float]:
    """Milliseconds of each commit of a row like the meeting's last, with the journal's indexes, triggers and fsync."""
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


def quoted(name: str) -> str:
    return f'"{name}"'
