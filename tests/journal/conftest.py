"""Each test has a journal of its own, copied from a migrated one: what cannot be deleted cannot be flushed either."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import connections

from prachum.journal import threads
from prachum.journal.router import ALIAS
from tests.journal.cluster import Cluster, running
from tests.journal.places import point_at, postgresql


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("journal") / "template.db"
    point_at({"NAME": path})
    call_command("migrate", "journal", database=ALIAS, verbosity=0)
    connections[ALIAS].close()
    return path


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgresql_template(cluster: Cluster) -> str:
    name = cluster.database()
    point_at(postgresql(cluster.url(name)))
    call_command("migrate", "journal", database=ALIAS, verbosity=0)
    connections[ALIAS].close()
    return name


@pytest.fixture
def on_sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A fresh journal in a SQLite file, for this process and for others in this environment."""
    shutil.copy(sqlite_template, tmp_path / "journal.db")
    yield from journal_at({"NAME": tmp_path / "journal.db"}, {"PRACHUM_DATA": str(tmp_path)})


@pytest.fixture
def on_postgresql(cluster: Cluster, postgresql_template: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A fresh journal in PostgreSQL, for this process and for others in this environment."""
    url = cluster.url(cluster.database(postgresql_template))
    yield from journal_at(postgresql(url), {"PRACHUM_DATA": str(tmp_path), "PRACHUM_DATABASE_URL": url})


def journal_at(place: dict[str, object], environment: dict[str, str]) -> Iterator[dict[str, str]]:
    # Whoever was here before may have left threads whose connections lead elsewhere.
    threads.WRITER.close()
    threads.READER.close()
    point_at(place)
    yield dict(os.environ) | environment
    threads.WRITER.close()
    threads.READER.close()
    point_at({})


@pytest.fixture(params=["sqlite", "postgresql"])
def journal(request: pytest.FixtureRequest) -> dict[str, str]:
    """A fresh journal on each kind of database; its value is the environment for other processes."""
    environment: dict[str, str] = request.getfixturevalue(f"on_{request.param}")
    return environment


@pytest.fixture
def elsewhere(journal: dict[str, str], sqlite_template: Path, tmp_path: Path) -> Callable[[], None]:
    """Leave the journal, once called, for another installation's, which is empty."""
    return lambda: point_at({"NAME": shutil.copy(sqlite_template, tmp_path / "elsewhere.db")})


@pytest.fixture
def meeting() -> UUID:
    return uuid4()
