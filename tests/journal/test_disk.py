"""What a database says of its disk is understood, and what it says of anything else is not taken for that."""

import logging
import sqlite3
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connections

from prachum.journal import disk
from prachum.journal.router import ALIAS
from prachum.journal.threads import WRITER, reconnecting
from prachum.journal.together import perform_on_writer
from prachum.rules.lines import ReportArrival
from prachum.rules.order import DOOR
from tests.journal.acts import CAN, THA, act, convene


def wrapped(cause: Exception) -> DatabaseError:
    """As Django raises what a driver did."""
    error = OperationalError(*cause.args)
    error.__cause__ = cause
    return error


def of_sqlite(name: str) -> sqlite3.Error:
    cause = sqlite3.OperationalError("said by SQLite")
    cause.sqlite_errorname = name
    return cause


@pytest.mark.parametrize(
    ("cause", "meant"),
    [
        (of_sqlite("SQLITE_FULL"), "full"),
        (of_sqlite("SQLITE_IOERR_SHMSIZE"), "full"),
        (of_sqlite("SQLITE_IOERR_FSYNC"), "fails"),
        (of_sqlite("SQLITE_CORRUPT"), "fails"),
        (of_sqlite("SQLITE_READONLY_DBMOVED"), "read_only"),
        (of_sqlite("SQLITE_BUSY"), None),
        (psycopg.errors.DiskFull(), "full"),
        (psycopg.errors.ReadOnlySqlTransaction(), "read_only"),
        (psycopg.errors.UniqueViolation(), None),
        (ValueError("about something else"), None),
    ],
    ids=repr,
)
def test_trouble_is_understood(cause: Exception, meant: str | None) -> None:
    assert disk.trouble(wrapped(cause)) == meant


@pytest.mark.usefixtures("on_sqlite")
def test_a_full_database_says_so_and_goes_on_with_room(meeting: UUID) -> None:
    convene(meeting)
    before = act(meeting, ReportArrival(THA), DOOR)
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        # What is entered is small: a text fills the room that is left.
        with pytest.raises(OperationalError) as full:
            cursor.execute("CREATE TABLE ballast AS SELECT randomblob(1000000)")
        assert disk.trouble(full.value) == "full"
        cursor.execute("PRAGMA max_page_count = 1000000")
    assert act(meeting, ReportArrival(CAN), DOOR) == before + 1


@pytest.mark.usefixtures("on_sqlite")
async def test_where_the_disk_fails_the_program_ends_and_says_why(
    meeting: UUID, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await WRITER.run(convene, meeting)
    ended: list[int] = []
    monkeypatch.setattr("os._exit", ended.append)
    # The log of the tests is to go on.
    monkeypatch.setattr(logging, "shutdown", lambda: None)

    def failing(*_: object, **__: object) -> int:
        raise wrapped(of_sqlite("SQLITE_IOERR_FSYNC"))

    monkeypatch.setattr("prachum.journal.together.perform_together", failing)
    with pytest.raises(OperationalError):
        await perform_on_writer(meeting, ReportArrival(THA), by=DOOR, command_id=uuid4())
    assert ended == [disk.FAILED]
    assert "copy PRACHUM_DATA to another disk" in caplog.text


@pytest.mark.usefixtures("on_sqlite")
@pytest.mark.parametrize(("name", "times"), [("SQLITE_IOERR_FSYNC", 1), ("SQLITE_PROTOCOL", 2)])
def test_only_what_no_disk_failed_to_keep_is_tried_again_on_a_new_connection(name: str, times: int) -> None:
    tried: list[str] = []

    def lost() -> None:
        tried.append(name)
        connections[ALIAS].close()
        raise wrapped(of_sqlite(name))

    connections[ALIAS].ensure_connection()
    with pytest.raises(OperationalError):
        reconnecting(ALIAS, lost)
    assert len(tried) == times


def test_what_the_log_of_sqlite_holds_is_written_into_its_file(on_sqlite: dict[str, str], meeting: UUID) -> None:
    convene(meeting)
    journal = Path(on_sqlite["PRACHUM_DATA"]) / "journal.db"

    def in_the_file_itself() -> int:
        with sqlite3.connect(f"file:{journal}?immutable=1", uri=True) as alone:
            count: int = alone.execute("SELECT count(*) FROM journal_entry").fetchone()[0]
        alone.close()
        return count

    assert in_the_file_itself() == 0, "it is in the log beside it"
    disk.settle()
    assert in_the_file_itself() == 5
