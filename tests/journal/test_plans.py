"""However long a meeting is, a command looks up what it needs by an index and walks nothing."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from prachum.journal import elsewhere, read, store
from prachum.journal.router import ALIAS
from tests.journal.acts import convene


def plans(ask: Callable[[], object]) -> list[str]:
    """How the database goes about each query of `ask`."""
    connection = connections[ALIAS]
    with CaptureQueriesContext(connection) as captured:
        ask()
    said = [query["sql"].rpartition(";")[2] for query in captured.captured_queries]
    selects = [sql for sql in said if sql.startswith("SELECT")]
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN (COSTS OFF)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET enable_seqscan = off")  # a short table is walked faster than looked up
        found = []
        for select in selects:
            cursor.execute(f"{explain} {select}")
            found.append(" / ".join(str(row[-1]) for row in cursor.fetchall()))
    return found


def hold(meeting: UUID, *command_ids: UUID) -> None:
    with store.locked(meeting, *command_ids):
        pass


def sorts(plan: str) -> bool:
    return "Sort" in plan or "TEMP B-TREE" in plan


@pytest.mark.usefixtures("journal")
def test_the_tail_and_an_id_are_looked_up_by_their_indexes(meeting: UUID) -> None:
    convene(meeting)
    (plan,) = plans(lambda: hold(meeting, uuid4()))
    assert "journal_entry_command" in plan
    assert "command_id" in plan
    assert any(seek in plan for seek in ("(meeting=? AND seq>?)", "Index Cond: ((meeting ="))
    assert "journal_entry_seq" in plan or "autoindex_journal_entry" in plan
    assert not sorts(plan)


@pytest.mark.usefixtures("journal")
def test_the_head_is_read_by_the_index_of_seq(meeting: UUID) -> None:
    convene(meeting)
    (plan,) = plans(lambda: read.head(meeting))
    assert "journal_entry_seq" in plan or "autoindex_journal_entry" in plan
    assert not sorts(plan)


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize(
    ("asked", "index"), [(read.meetings, "journal_entry_first"), (read.closed, "journal_entry_closed")]
)
def test_which_meetings_there_are_and_which_have_closed_is_told_by_an_index(
    asked: Callable[[], object], index: str, meeting: UUID
) -> None:
    convene(meeting)
    found = plans(asked)
    assert index in found[0]
    assert not [plan for plan in found if "SCAN" in plan or "Seq Scan" in plan]


@pytest.mark.usefixtures("on_sqlite")
def test_what_is_new_is_looked_for_by_the_primary_key(meeting: UUID) -> None:
    convene(meeting)
    (plan,) = plans(lambda: elsewhere._since(3))
    assert "INTEGER PRIMARY KEY" in plan
