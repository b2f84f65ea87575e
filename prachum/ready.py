"""Whatever needs the database finds its tables up to date; when they are, that costs some milliseconds."""

import fcntl
import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def make_ready(*, afresh: bool = False) -> None:
    """Start Django with this installation's settings, and migrate its databases if anything is new.

    `afresh`: look into them even if they were found up to date before, since somebody may have restored a backup.
    Ends the program, in a sentence, where a newer version has used them.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prachum.settings")
    import django

    django.setup()
    from rich.console import Console

    from prachum.migrating import migrate
    from prachum.settings import DATA
    from prachum.supervisor import Refused

    stamp = DATA / "migrated"
    if _stamped(stamp) and not afresh:
        return
    with _alone(DATA / "migrated.lock"):
        if afresh or not _stamped(stamp):
            try:
                migrate(Console(stderr=True))
            except Refused as refusal:
                sys.exit(str(refusal))
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


def faults() -> list[str]:
    """What Django's checks, ours among them, say against starting."""
    from django.core.checks import ERROR, run_checks
    from django.db import DEFAULT_DB_ALIAS

    found = run_checks(databases=[DEFAULT_DB_ALIAS, "journal"])
    return [f"{one.id}: {one.msg}" for one in found if one.level >= ERROR]


if __name__ == "__main__":
    # `prachum up` asks in a program of its own, before anything serves.
    make_ready(afresh=True)
    if said_against := faults():
        sys.exit("\n".join(said_against))
