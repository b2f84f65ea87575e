"""What a database says of its disk: full, read-only, failing; after a failure nobody pretends to know what is kept."""

import logging
import os
import sqlite3
from typing import Literal, TypeAlias

from django.db import DatabaseError, connections

from prachum.journal.router import ALIAS

Trouble: TypeAlias = Literal["full", "read_only", "fails"]
FAILED = 74
"""The exit status of a program that ends because its disk failed (EX_IOERR)."""
REMEDY = {
    "full": "The disk is full: nothing was entered. Make room where PRACHUM_DATA is; nothing has to be started anew.",
    "read_only": "The journal may only be read: nothing was entered. Let PRACHUM_DATA be written to by whoever runs"
    " Prachum (a disk that failed may have been remounted read-only: look at the system's log), then start it anew.",
    "fails": "The disk fails: whether the last act is kept is not known, so this program ends and reads the journal"
    " anew. If this is said again, copy PRACHUM_DATA to another disk and start Prachum there.",
}
OF_POSTGRESQL: dict[str, Trouble] = {"53100": "full", "25006": "read_only"}

log = logging.getLogger(__name__)


def trouble(error: BaseException) -> Trouble | None:
    """What an error of the database says of the disk; None where it is about something else."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    if isinstance(cause, sqlite3.Error):
        name: str = getattr(cause, "sqlite_errorname", "")
        if name in ("SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"):
            return "full"
        if name.startswith(("SQLITE_IOERR", "SQLITE_CORRUPT", "SQLITE_NOTADB")):
            return "fails"
        return "read_only" if name.startswith("SQLITE_READONLY") else None
    return OF_POSTGRESQL.get(getattr(cause, "sqlstate", None) or "")


def must_be_sound(error: BaseException) -> None:
    """End this program where its disk fails: Linux forgets what it could not write, and says so only once."""
    if trouble(error) == "fails":
        log.critical("%s (%s)", REMEDY["fails"], error)
        logging.shutdown()
        os._exit(FAILED)


def settle() -> None:
    """Write anew, from what SQLite can read, all that its log holds: a program that ended may not have known it kept.

    What could not be written may look as if it were, until the machine goes down; copied, it is written again.
    """
    connection = connections[ALIAS]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
