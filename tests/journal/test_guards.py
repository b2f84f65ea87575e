"""The database refuses to change or delete what is entered, whoever asks, and nothing is entered without its guards."""

import sqlite3
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connections, models, transaction

from prachum.journal import guards, read, store
from prachum.journal.models import Entry
from prachum.journal.router import ALIAS
from tests.journal.acts import act, convene, creation

APPEND_ONLY = "the journal is append-only"


def execute(statement: str) -> None:
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("column", [*guards.KEPT, "body", "salt"])
def test_no_column_of_an_entry_can_be_changed(meeting: UUID, column: str) -> None:
    act(meeting, creation(meeting))
    before = Entry.objects.values().get()
    other = {int: 7, UUID: uuid4()}.get(type(getattr(Entry.objects.get(), column)), "changed")
    with pytest.raises(DatabaseError, match=APPEND_ONLY):
        Entry.objects.update(**{column: other})
    assert Entry.objects.values().get() == before


@pytest.mark.usefixtures("journal")
def test_no_entry_can_be_deleted(meeting: UUID) -> None:
    act(meeting, creation(meeting))
    with pytest.raises(DatabaseError, match=APPEND_ONLY):
        Entry.objects.all().delete()
    assert Entry.objects.count() == 1


@pytest.mark.usefixtures("on_postgresql")
def test_the_table_cannot_be_emptied(meeting: UUID) -> None:
    act(meeting, creation(meeting))
    with pytest.raises(DatabaseError, match=APPEND_ONLY):
        execute("TRUNCATE journal_entry")
    assert Entry.objects.count() == 1


@pytest.mark.usefixtures("on_postgresql")
def test_not_even_a_replica_changes_an_entry(meeting: UUID) -> None:
    act(meeting, creation(meeting))
    with pytest.raises(DatabaseError, match=APPEND_ONLY):
        execute("SET LOCAL session_replication_role = replica; DELETE FROM journal_entry")


@pytest.mark.usefixtures("journal")
def test_body_and_salt_can_be_erased_together_and_nothing_else_with_them(meeting: UUID) -> None:
    act(meeting, creation(meeting))
    with pytest.raises(DatabaseError, match=APPEND_ONLY):
        Entry.objects.update(body=None)
    with pytest.raises(DatabaseError, match=APPEND_ONLY):
        Entry.objects.update(body=None, salt=None, by="somebody else")
    assert Entry.objects.update(body=None, salt=None) == 1


@pytest.mark.usefixtures("journal")
def test_an_entry_cannot_be_entered_out_of_its_place(meeting: UUID) -> None:
    act(meeting, creation(meeting))
    row = Entry.objects.get()
    for seq in (0, 1, 3):
        row.pk, row.seq = None, seq
        with pytest.raises(DatabaseError, match=APPEND_ONLY):
            row.save(force_insert=True, using=ALIAS)
    row.pk, row.seq = None, 2
    row.save(force_insert=True, using=ALIAS)


@pytest.mark.usefixtures("on_postgresql")
def test_a_conflict_is_no_way_around_the_guards(meeting: UUID) -> None:
    act(meeting, creation(meeting))
    columns = "id, meeting, seq, at, by, kind, command_id, command_digest, body, salt, body_hash, digest"
    with pytest.raises(DatabaseError, match=APPEND_ONLY):
        execute(
            f"INSERT INTO journal_entry ({columns}) SELECT {columns} FROM journal_entry"
            " ON CONFLICT (id) DO UPDATE SET by = 'x'"
        )


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("conflict", ["id", "seq"])
def test_insert_or_replace_is_no_way_around_the_guards(
    on_sqlite: dict[str, str], meeting: UUID, recursive: str, conflict: str
) -> None:
    convene(meeting)
    connection = sqlite3.connect(Path(on_sqlite["PRACHUM_DATA"]) / "journal.db", isolation_level=None)
    connection.execute(f"PRAGMA recursive_triggers = {recursive}")
    chosen = {"id": "id, meeting, 6", "seq": "NULL, meeting, seq"}[conflict]
    with pytest.raises(sqlite3.IntegrityError, match=APPEND_ONLY):
        connection.execute(
            f"INSERT OR REPLACE INTO journal_entry SELECT {chosen}, at, 'x', kind, command_id, command_digest,"
            " body, salt, body_hash, digest FROM journal_entry WHERE seq = 3"
        )
    connection.close()
    assert Entry.objects.get(seq=3).by == "operator"


@pytest.mark.usefixtures("on_sqlite")
def test_after_a_rebuilt_table_nothing_starts_and_nothing_is_entered(meeting: UUID) -> None:
    act(meeting, creation(meeting))
    call_command("check", databases=[ALIAS])
    changed = models.TextField(null=True, default="")
    changed.set_attributes_from_name("kind")
    with connections[ALIAS].schema_editor() as editor:
        editor.alter_field(Entry, Entry._meta.get_field("kind"), changed)
    with pytest.raises(SystemCheckError, match=r"journal\.E001"):
        call_command("check", databases=[ALIAS])
    store.forget()  # as another process would begin
    with pytest.raises(guards.JournalUnguarded, match="journal_entry_no_delete"):
        act(meeting, creation(meeting))
    assert read.head(meeting).seq == 1


@pytest.mark.usefixtures("on_sqlite")
def test_a_guard_that_guards_nothing_is_noticed() -> None:
    execute("DROP TRIGGER journal_entry_no_delete")
    execute("CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry BEGIN SELECT 1; END")
    assert guards.missing(connections[ALIAS]) == ["journal_entry_no_delete"]


@pytest.mark.usefixtures("on_sqlite")
def test_a_connection_that_could_replace_entries_is_noticed() -> None:
    execute("PRAGMA recursive_triggers = OFF")
    assert guards.missing(connections[ALIAS]) == ["PRAGMA recursive_triggers=ON"]


@pytest.mark.usefixtures("on_postgresql")
@pytest.mark.parametrize(
    "tampering",
    [
        "DROP TRIGGER journal_entry_truncate ON journal_entry",
        "ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_rows",
        "ALTER TABLE journal_entry ENABLE TRIGGER journal_entry_rows",
        "CREATE OR REPLACE FUNCTION journal_entry_guard() RETURNS trigger LANGUAGE plpgsql"
        " AS $$BEGIN RETURN OLD; END$$",
    ],
)
def test_a_guard_of_postgresql_that_guards_less_is_noticed(meeting: UUID, tampering: str) -> None:
    assert guards.missing(connections[ALIAS]) == []
    execute(tampering)
    assert guards.missing(connections[ALIAS])
    with pytest.raises(guards.JournalUnguarded):
        act(meeting, creation(meeting))
