"""However long a meeting is, a command looks up what it needs by an index and walks nothing."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from prachum.journal import elsewhere, read, store
from prachum.journal.router import ALIAS
from prachum.rules.lines import ReportArrival
from prachum.rules.order import DOOR
from tests.journal.acts import THA, convene


def plans(ask: Callable[[], object]) -> list[str]:
    """How the database goes about each query of `ask`."""
    connection = connections[ALIAS]
    with CaptureQueriesContext(connection) as captured:
        ask()
    selects = [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN (COSTS OFF)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET enable_seqscan = off")  # a short table is walked faster than looked up
        found = []
        for select in selects:
            cursor.execute(f"{explain} {select}")
            found.append(" / ".join(str(row[-1]) for row in cursor.fetchall()))
    return found


def sorts(plan: str) -> bool:
    return "Sort" in plan or "TEMP B-TREE" in plan


@pytest.mark.usefixtures("journal")
def test_an_id_is_looked_up_by_its_index(meeting: UUID) -> None:
    convene(meeting)
    tail = store.Tail(meeting, store.folded(meeting))
    (plan,) = plans(lambda: tail.answered(uuid4(), DOOR, ReportArrival(THA)))
    assert "journal_entry_command" in plan
    assert "command_id" in plan
    assert not sorts(plan)


@pytest.mark.usefixtures("journal")
def test_the_tail_is_read_by_the_index_of_seq(meeting: UUID) -> None:
    convene(meeting)
    (plan,) = plans(lambda: store.folded(meeting))
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
def test_meetings_are_listed_by_the_index_of_first_entries(meeting: UUID) -> None:
    convene(meeting)
    found = plans(read.meetings)
    assert "journal_entry_first" in found[0]
    assert not [plan for plan in found if "SCAN" in plan or "Seq Scan" in plan]


@pytest.mark.usefixtures("on_sqlite")
def test_what_is_new_is_looked_for_by_the_primary_key(meeting: UUID) -> None:
    convene(meeting)
    (plan,) = plans(lambda: elsewhere._since(3))
    assert "INTEGER PRIMARY KEY" in plan
