"""An installation that is new gets its tables at once, and nobody else's words with them."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings

from prachum import tables


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tables, "PLACE", tmp_path / "kept")
    return tmp_path


def installed(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(settings.DATABASES, "default", settings.DATABASES["default"] | {"NAME": path})
    return path


def test_kept_tables_are_those_of_a_new_installation(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables.keep()
    new = installed(place / "new.db", monkeypatch)
    tables.copy_into_empty()
    with sqlite3.connect(new) as opened:
        [(count,)] = opened.execute("select count(*) from newsroom_newsindexpage").fetchall()
    opened.close()
    assert count == 3


def test_an_installation_that_has_tables_keeps_its_own(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables.keep()
    old = installed(place / "old.db", monkeypatch)
    old.write_text("mine")
    tables.copy_into_empty()
    assert old.read_text() == "mine"


def test_without_kept_tables_nothing_is_made(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = installed(place / "new.db", monkeypatch)
    tables.copy_into_empty()
    assert not new.exists()


def test_tables_of_another_version_are_not_copied(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables.keep()
    [kept] = (place / "kept").iterdir()
    shutil.move(kept, kept.with_name("of-another-version.db"))
    new = installed(place / "new.db", monkeypatch)
    tables.copy_into_empty()
    assert not new.exists()
    tables.keep()
    assert [path.name for path in (place / "kept").iterdir()] == [kept.name], "the old ones are gone"
