"""The journal's table is made where the journal is kept, on two SQLite files and on one PostgreSQL alike."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connections, router

from prachum.journal import guards
from prachum.journal.models import Entry
from prachum.journal.router import ALIAS
from tests.journal.cluster import Cluster
from tests.journal.places import point_at, postgresql


def manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-c", "from prachum.cli import main; main()", "manage", *arguments]
    done = subprocess.run(command, env=dict(os.environ) | environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_only_entries_go_to_the_journal() -> None:
    accounts = get_user_model()
    assert router.db_for_read(Entry) == router.db_for_write(Entry) == ALIAS
    assert router.db_for_read(accounts) == router.db_for_write(accounts) == "default"


def test_on_sqlite_the_journals_file_holds_entries_and_no_other_file_does() -> None:
    labels = {config.label for config in apps.get_app_configs()}
    assert {label for label in labels if router.allow_migrate("journal", label)} == {"journal"}
    assert {label for label in labels if router.allow_migrate("default", label)} == labels - {"journal"}


@pytest.mark.parametrize("order", [("default", "journal"), ("journal", "default")], ids="-then-".join)
def test_on_one_postgresql_the_table_is_made_and_guarded_whichever_alias_migrates_first(
    cluster: Cluster, tmp_path: Path, order: tuple[str, ...]
) -> None:
    url = cluster.url(cluster.database())
    for alias in order:
        manage({"PRACHUM_DATA": str(tmp_path), "PRACHUM_DATABASE_URL": url}, "migrate", "journal", "--database", alias)
    try:
        point_at(postgresql(url))
        assert Entry.objects.count() == 0
        assert guards.missing(connections[ALIAS]) == []
    finally:
        point_at({})


def test_the_models_are_those_that_the_migrations_make(tmp_path: Path) -> None:
    said = manage({"PRACHUM_DATA": str(tmp_path)}, "makemigrations", "journal", "--check", "--dry-run")
    assert "No changes" in said
