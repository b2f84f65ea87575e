"""Each test breaks an installation of its own; those that break nothing share one."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prachum.ready import make_ready

make_ready()  # models can be imported only then

from django.conf import settings  # noqa: E402

from tests.crash.installation import Installation  # noqa: E402
from tests.test_up import free_port  # noqa: E402

Install = Callable[..., Installation]


def moved_in(home: Path) -> Path:
    """Copy the databases of this test run, with all that they hold."""
    home.mkdir(exist_ok=True, mode=0o700)
    for name in ("prachum.db", "journal.db"):
        with sqlite3.connect(settings.DATA / name) as kept, sqlite3.connect(home / name) as copied:
            kept.backup(copied)
            copied.execute("PRAGMA journal_mode=WAL")
        kept.close()
        copied.close()
    shutil.copy(settings.DATA / "secret-key", home)
    return home


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Install]:
    """Move into a folder, with the meetings held so far, and serve there; it ends with the test."""
    served: list[Installation] = []

    def serve(home: Path | None = None, **environment: str) -> Installation:
        served.append(Installation(moved_in(home or tmp_path / "home"), free_port(), environment))
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
    """A disk of 24 MB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m,mode=700", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"no file system may be mounted here, as user {os.geteuid()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)
