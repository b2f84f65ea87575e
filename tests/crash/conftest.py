"""Each test breaks an installation of its own; those that break nothing share one."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from prachum.ready import make_ready

make_ready()  # models can be imported only then

from django.conf import settings  # noqa: E402

from tests.crash.installation import Installation  # noqa: E402
from tests.ports import free_port  # noqa: E402

Install = Callable[..., Installation]


def moved_in(home: Path, *meetings: UUID) -> Path:
    """Copy what this test run knows of who there is, and the journals of these meetings alone.

    In the others somebody's line is lost as soon as they are served, and what we wait for would be entered there.
    """
    home.mkdir(exist_ok=True, mode=0o700)
    with closing(sqlite3.connect(settings.DATA / "prachum.db")) as kept:
        with closing(sqlite3.connect(home / "prachum.db")) as copied:
            kept.backup(copied)
            copied.execute("PRAGMA journal_mode=WAL")
    with closing(sqlite3.connect(home / "journal.db", isolation_level=None)) as copied:
        copied.execute("PRAGMA journal_mode=WAL")
        copied.execute("ATTACH ? AS kept", [str(settings.DATA / "journal.db")])
        made = "SELECT sql FROM kept.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
        for (statement,) in copied.execute(made).fetchall():
            copied.execute(statement)
        copied.execute("INSERT INTO django_migrations SELECT * FROM kept.django_migrations")
        for meeting in meetings:
            chosen = "SELECT * FROM kept.journal_entry WHERE meeting = ? ORDER BY seq"
            copied.execute(f"INSERT INTO journal_entry {chosen}", [meeting.hex])
    shutil.copy(settings.DATA / "secret-key", home)
    return home


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Install]:
    """Move into a folder with some meetings, unless somebody has moved into `home`, and serve while the test runs."""
    served: list[Installation] = []

    def serve(*meetings: UUID, home: Path | None = None, **environment: str) -> Installation:
        served.append(Installation(home or moved_in(tmp_path / "home", *meetings), free_port(), environment))
        return served[-1]

    yield serve
    for one in served:
        one.end()


@pytest.fixture(scope="package")
def shared() -> Iterator[Installation]:
    """An installation on the databases of this test run, so that new meetings are seen there."""
    installation = Installation(Path(settings.DATA), free_port())
    yield installation
    installation.end()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, with some 20 MB more than what there is to keep."""
    place = tmp_path / "disk"
    place.mkdir()
    size = 20_000_000 + 2 * (settings.DATA / "prachum.db").stat().st_size
    how = ("-t", "tmpfs", "-o", f"size={size},mode=700")
    mounted = subprocess.run(["mount", *how, "tmpfs", place], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"no file system may be mounted here, as user {os.geteuid()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)
