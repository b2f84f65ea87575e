"""The database itself refuses to change the journal; without these guards nothing is entered."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from prachum.journal.router import ALIAS

TABLE = "journal_entry"
KEPT = ("id", "meeting", "seq", "at", "by", "kind", "command_id", "command_digest", "body_hash", "digest")
REMEDY = "A migration rebuilt the table; add one that runs guards.migrate, or restore the backup."


class JournalUnguarded(Exception):
    """The database would let somebody change the journal; nothing is entered until it does not."""


def _same(operator: str) -> str:
    return " AND ".join(f'NEW."{column}" {operator} OLD."{column}"' for column in KEPT)


NEXT = f"1 + (SELECT COALESCE(MAX(seq), 0) FROM {TABLE} WHERE meeting = NEW.meeting)"  # noqa: S608 - constants
TAKEN = f"EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)"  # noqa: S608 - constants

# The guard on insertion closes INSERT OR REPLACE even for a connection without PRAGMA recursive_triggers.
SQLITE = {
    "journal_entry_no_delete": (
        f"BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, 'the journal is append-only: no deletion'); END"
    ),
    "journal_entry_no_update": (
        f"BEFORE UPDATE ON {TABLE} WHEN NOT (NEW.body IS NULL AND NEW.salt IS NULL AND {_same('IS')})"
        " BEGIN SELECT RAISE(ABORT, 'the journal is append-only: no change'); END"
    ),
    "journal_entry_next_only": (
        f"BEFORE INSERT ON {TABLE} WHEN {TAKEN} OR NEW.seq IS NOT {NEXT}"
        " BEGIN SELECT RAISE(ABORT, 'the journal is append-only: not the next entry'); END"
    ),
}

FUNCTION = "journal_entry_guard"
FUNCTION_BODY = f"""
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.seq = {NEXT} THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'the journal is append-only: not the next entry';
  ELSIF TG_OP = 'UPDATE' THEN
    IF NEW.body IS NULL AND NEW.salt IS NULL AND {_same("IS NOT DISTINCT FROM")} THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'the journal is append-only: no change';
  END IF;
  RAISE EXCEPTION 'the journal is append-only: no deletion';
END
"""
POSTGRESQL = {
    "journal_entry_rows": f"BEFORE INSERT OR UPDATE OR DELETE ON {TABLE} FOR EACH ROW",
    "journal_entry_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT",
}


def migrate(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the guards up, or up again after a migration rebuilt the table: for RunPython."""
    if TABLE not in schema_editor.connection.introspection.table_names():
        return  # the other alias, where the router lets no journal be
    if schema_editor.connection.vendor == "sqlite":
        for name, guard in SQLITE.items():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", None)
            schema_editor.execute(f"CREATE TRIGGER {name} {guard}", None)
        return
    schema_editor.execute(
        f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${FUNCTION_BODY}$$", None
    )
    for name, guard in POSTGRESQL.items():
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}", None)
        schema_editor.execute(f"CREATE TRIGGER {name} {guard} EXECUTE FUNCTION {FUNCTION}()", None)
        schema_editor.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {name}", None)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Name the guards that are not there as they should be; none are missed where there is no journal yet."""
    if TABLE not in connection.introspection.table_names():
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
            found = dict(cursor.fetchall())
            absent = [name for name, guard in SQLITE.items() if found.get(name) != f"CREATE TRIGGER {name} {guard}"]
            recursive = cursor.execute("PRAGMA recursive_triggers").fetchone()
            return absent if recursive == (1,) else [*absent, "PRAGMA recursive_triggers=ON"]
        cursor.execute(
            "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE tgrelid = %s::regclass AND tgenabled = 'A' AND prosrc = %s",
            [TABLE, FUNCTION_BODY],
        )
        found_names = {name for (name,) in cursor.fetchall()}
    return [name for name in POSTGRESQL if name not in found_names]


def must_stand(connection: BaseDatabaseWrapper) -> None:
    """Raise JournalUnguarded where a guard is missing."""
    if absent := missing(connection):
        raise JournalUnguarded(f"{', '.join(absent)} missing. {REMEDY}")


def check(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[checks.CheckMessage]:
    """Refuse to start on a journal that could be changed; Django asks it wherever a database may be looked at."""
    if ALIAS not in (databases or ()):
        return []
    return [
        checks.Error(f"The journal's guard {name} is missing.", hint=REMEDY, id="journal.E001")
        for name in missing(connections[ALIAS])
    ]


def register() -> None:
    checks.register(check, checks.Tags.database)
