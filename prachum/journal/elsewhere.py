"""What other processes commit is told by PostgreSQL itself; on SQLite somebody glances at the file's version."""

import asyncio
import logging
from collections.abc import Callable
from uuid import UUID

import psycopg
from django.db import DatabaseError, connections

from prachum.journal.models import Entry as Row
from prachum.journal.router import ALIAS
from prachum.journal.threads import READER

CHANNEL = "prachum_journal"
EVERY = 0.025
"""Seconds between two glances at SQLite's version, which costs it neither a lock nor a query."""
PAUSE = 1.0
"""Seconds between two attempts to reach a database that is out of reach."""
SILENCE = 30.0
"""Seconds after which a silent PostgreSQL is asked whether it is still there."""

log = logging.getLogger(__name__)


def announcement(meeting: UUID, seq: int) -> tuple[str, list[str]]:
    """SQL and its values: said after what is entered, in its transaction, it tells the other processes."""
    if connections[ALIAS].vendor != "postgresql":
        return "", []
    return "; SELECT pg_notify(%s, %s)", [CHANNEL, f"{meeting} {seq}"]


async def look_out(found: Callable[[UUID, int], None], anything: Callable[[], None]) -> None:
    """For ever, call `found` for what is committed anywhere, and `anything` when something may have been missed."""
    look = _listen if connections[ALIAS].vendor == "postgresql" else _poll
    while True:
        try:
            await look(found, anything)
        except (DatabaseError, psycopg.Error) as error:
            log.warning("The journal is out of reach: %s", error)
        await asyncio.sleep(PAUSE)


async def _poll(found: Callable[[UUID, int], None], anything: Callable[[], None]) -> None:
    version, last = await READER.run(_version), await READER.run(_last)
    anything()
    while True:
        await asyncio.sleep(EVERY)
        if (seen := await READER.run(_version)) == version:
            continue
        version = seen
        for entry, meeting, seq in await READER.run(_since, last):
            last = entry
            found(meeting, seq)


def _version() -> int:
    """What changes with every commit of another connection."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])


def _last() -> int:
    return Row.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _since(last: int) -> list[tuple[int, UUID, int]]:
    return list(Row.objects.filter(id__gt=last).order_by("id").values_list("id", "meeting", "seq"))


async def _listen(found: Callable[[UUID, int], None], anything: Callable[[], None]) -> None:
    ours = ("cursor_factory", "context")  # Django's, for its own connections
    known = {name: value for name, value in connections[ALIAS].get_connection_params().items() if name not in ours}
    async with await psycopg.AsyncConnection.connect(**known, autocommit=True) as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        anything()
        while True:
            async for notice in connection.notifies(timeout=SILENCE):
                meeting, _, seq = notice.payload.partition(" ")
                found(UUID(meeting), int(seq))
            await connection.execute("SELECT 1")
