"""The tables are brought to what this version needs, never back from what a newer one made of them."""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from prachum import tables
from prachum.supervisor import Refused
from prachum.terminal import said

PREPARING = said("preparing")
OURS = ("journal", "newsroom", "registry")
"""The apps whose migrations stay in the repository for ever; others' are squashed now and then."""


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
    """Bring both databases up to date; nothing is printed when they are. Refused where a newer version used them."""
    aliases = [DEFAULT_DB_ALIAS, "journal"]
    tables.copy_into_empty()
    _must_not_be_newer(aliases)
    from_nothing = not MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations()
    plans = {alias: _plan(alias) for alias in aliases}
    if any(plans.values()):
        _carry_out(plans, console)
    _create_what_follows(aliases)
    if from_nothing:
        tables.keep()


def _carry_out(plans: dict[str, list[tuple[Migration, bool]]], console: Console) -> None:
    count = sum(len(plan) for plan in plans.values())
    columns = (TextColumn("{task.description:<60}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, console=console, transient=True) as progress:
        watched = Watched(progress, count)
        for alias in plans:
            # Where both are one PostgreSQL, the second finds done what the first did.
            executor = MigrationExecutor(connections[alias], watched)
            executor.migrate(_leaves(executor, alias))


def _must_not_be_newer(aliases: list[str]) -> None:
    known = MigrationLoader(None).disk_migrations
    applied = {one for alias in aliases for one in MigrationRecorder(connections[alias]).applied_migrations()}
    if newer := sorted(f"{app}/{name}" for app, name in applied if app in OURS and (app, name) not in known):
        raise Refused(said("tables_too_new", migrations=", ".join(newer)))


def _plan(alias: str) -> list[tuple[Migration, bool]]:
    executor = MigrationExecutor(connections[alias])
    return executor.migration_plan(_leaves(executor, alias))


def _leaves(executor: MigrationExecutor, alias: str) -> list[tuple[str, str]]:
    """The last migrations: the journal's database needs its own only, and the others' take seconds to walk through."""
    leaves: list[tuple[str, str]] = executor.loader.graph.leaf_nodes(None if alias == DEFAULT_DB_ALIAS else "journal")
    return leaves


def _create_what_follows(aliases: list[str]) -> None:
    """Content types, permissions and the places of the news, without which Wagtail's editors can do nothing."""
    from django.core.management.sql import emit_post_migrate_signal

    for alias in aliases:
        emit_post_migrate_signal(verbosity=0, interactive=False, db=alias)
