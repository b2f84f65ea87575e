"""A command that needs the database finds its tables up to date; when they are, that costs some milliseconds."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def make_ready() -> None:
    """Start Django with this installation's settings, and migrate its databases if anything is new."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prachum.settings")
    import django

    django.setup()
    from rich.console import Console

    from prachum.migrating import migrate
    from prachum.settings import DATA

    stamp = DATA / "migrated"
    if _stamped(stamp):
        return
    with _alone(DATA / "migrated.lock"):
        if not _stamped(stamp):
            migrate(Console(stderr=True))
            stamp.write_text(_wanted())


def _stamped(stamp: Path) -> bool:
    return stamp.exists() and stamp.read_text() == _wanted() and all(path.exists() for path in _files())


def _wanted() -> str:
    """What the tables depend on: the migrations of every app, and which databases they are in."""
    from django.apps import apps
    from django.conf import settings

    known = sorted(
        f"{app.label}/{path.stem}"
        for app in apps.get_app_configs()
        for path in (Path(app.path) / "migrations").glob("[0-9]*.py")
    )
    places = str(settings.DATABASES)
    return hashlib.sha256("\n".join([*known, places]).encode()).hexdigest()


def _files() -> list[Path]:
    from django.conf import settings

    return [Path(str(kept["NAME"])) for kept in settings.DATABASES.values() if "sqlite3" in str(kept["ENGINE"])]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Two commands started at once migrate one after the other."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
