"""Before anything serves, the tables are as this version needs them, and Django's checks find nothing wrong."""

import os
import sys

import django
from django.core.checks import CheckMessage, Error, run_checks
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from prachum import tables
from prachum.terminal import said

PREPARING = said("preparing")


class Watched:
    """The bar on the terminal, moved by Django's own account of its progress."""

    def __init__(self, progress: Progress, count: int) -> None:
        self._progress = progress
        self._bar = progress.add_task(PREPARING, total=count)

    def __call__(self, action: str, migration: Migration | None = None, fake: bool | None = None) -> None:
        if action == "apply_start" and migration is not None:
            self._progress.update(self._bar, description=f"{PREPARING}: {migration}")
        elif action == "apply_success":
            self._progress.advance(self._bar)
        elif action.startswith("render"):
            self._progress.update(self._bar, description=PREPARING)


def migrate(console: Console) -> None:
    """Bring both databases up to date; nothing is printed when they are."""
    aliases = [DEFAULT_DB_ALIAS, "journal"]
    tables.copy_into_empty()
    from_nothing = not MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations()
    plans = {alias: _plan(alias) for alias in aliases}
    count = sum(len(plan) for plan in plans.values())
    if not count:
        return
    columns = (TextColumn("{task.description:<60}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, console=console, transient=True) as progress:
        watched = Watched(progress, count)
        for alias in aliases:
            # Where both are one PostgreSQL, the second finds done what the first did.
            executor = MigrationExecutor(connections[alias], watched)
            executor.migrate(_leaves(executor, alias))
    _create_what_follows(aliases)
    if from_nothing:
        tables.keep()


def _plan(alias: str) -> list[tuple[Migration, bool]]:
    executor = MigrationExecutor(connections[alias])
    return executor.migration_plan(_leaves(executor, alias))


def _leaves(executor: MigrationExecutor, alias: str) -> list[tuple[str, str]]:
    """The last migrations: the journal's database needs its own only, and the others' take seconds to walk through."""
    leaves: list[tuple[str, str]] = executor.loader.graph.leaf_nodes(None if alias == DEFAULT_DB_ALIAS else "journal")
    return leaves


def _create_what_follows(aliases: list[str]) -> None:
    """Content types and permissions, which Django makes after a migration and Wagtail's editors need."""
    from django.core.management.sql import emit_post_migrate_signal

    for alias in aliases:
        emit_post_migrate_signal(verbosity=0, interactive=False, db=alias)


def faults() -> list[CheckMessage]:
    """What Django's checks, ours among them, say against starting."""
    found = run_checks(databases=[DEFAULT_DB_ALIAS, "journal"])
    return [one for one in found if isinstance(one, Error) or one.level >= 40]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prachum.settings")
    django.setup()
    migrate(Console(stderr=True))
    if found := faults():
        sys.exit("\n".join(f"{one.id}: {one.msg}" for one in found))


if __name__ == "__main__":
    main()
