"""A shipped meeting, held with nothing left to chance, is the same journal every time: the golden one."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from unittest import mock
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from prachum.journal import export
from prachum.meetingfile.read import loads
from prachum.rules.visibility import ROLES
from prachum.workers.pace import Pace
from prachum.workers.rehearsal import Departure, Rehearsal, begin

TOP = Path(__file__).parents[2]
FILES = tuple(sorted((TOP / "meetings").glob("*.yaml")))
HELD = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
"""True time when the golden journals are held; their own hour is the file's."""


def golden(file: Path) -> Path:
    return Path(__file__).parent / f"{file.stem}.jsonl"


@contextmanager
def nothing_by_chance() -> Iterator[None]:
    """Salts count from 1."""
    numbers = count(1)
    with mock.patch("secrets.token_hex", lambda size: f"{next(numbers):0{2 * size}x}"):
        yield


def hold(path: Path, meeting: UUID | None = None) -> tuple[UUID, list[Departure]]:
    """Hold a file's meeting as fast as possible; its id, and what departed from the script."""
    text = path.read_bytes()
    file = loads(text, str(path))
    meeting = begin(file, text.decode(), now=HELD, starting=file.scheduled(), meeting=meeting or uuid4())
    return meeting, asyncio.run(Rehearsal(meeting, file, Pace(HELD, None)).hold())


def held_anew(path: Path) -> list[str]:
    """The lines of the journal of a file's meeting, as the presiding chair may have it."""
    with nothing_by_chance():
        meeting, departures = hold(path, uuid5(NAMESPACE_URL, f"golden:{path.stem}"))
    assert not departures
    return list(export.lines(meeting, ROLES["presiding"]))
