"""Django computes for many seconds to make all tables, so an empty installation gets a copy of those made last."""

import hashlib
import os
import shutil
from pathlib import Path

import platformdirs
from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

PLACE = Path(platformdirs.user_cache_dir("prachum", appauthor=False)) / "tables"


def copy_into_empty() -> None:
    """Give a SQLite installation that has no tables yet those that were kept, if they are this version's."""
    path = _file()
    if path is None or (path.exists() and path.stat().st_size) or not _kept().exists():
        return
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    shutil.copyfile(_kept(), draft)
    draft.replace(path)


def keep() -> None:
    """Keep a copy of tables that were just made from nothing: they must hold nobody's words yet."""
    if _file() is None:
        return
    PLACE.mkdir(parents=True, exist_ok=True)
    draft = PLACE / f"draft.{os.getpid()}"
    draft.unlink(missing_ok=True)
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(draft)])
    draft.replace(_kept())
    for old in PLACE.glob("*.db"):
        if old != _kept():
            old.unlink(missing_ok=True)


def _file() -> Path | None:
    """The file of the tables; none where they are in PostgreSQL."""
    default = settings.DATABASES[DEFAULT_DB_ALIAS]
    return Path(str(default["NAME"])) if "sqlite3" in str(default["ENGINE"]) else None


def _kept() -> Path:
    """Named by all that decides what the tables are."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for path in sorted((Path(app.path) / "migrations").glob("[0-9]*.py")):
            digest.update(f"{app.label}/{path.name}".encode() + path.read_bytes())
    return PLACE / f"{digest.hexdigest()[:16]}.db"
