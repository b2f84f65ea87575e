"""What an operator can set or call is documented, and the pages point at files that exist."""

import re
from pathlib import Path

import pytest

from prachum.cli import COMMANDS
from prachum.demo import MEETING
from prachum.meetingfile.read import loads

ROOT = Path(__file__).parent.parent
INSTALL = (ROOT / "docs" / "install.md").read_text()
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_every_setting_is_in_the_table_of_settings() -> None:
    read = {
        name for path in (ROOT / "prachum").rglob("*.py") for name in re.findall(r"\bPRACHUM_\w+", path.read_text())
    }
    assert read
    rows = re.findall(r"^\| (`PRACHUM_[^|]+)\|", INSTALL, re.M)
    assert read == {name for row in rows for name in re.findall(r"PRACHUM_\w+", row)}


def test_every_command_of_the_terminal_is_in_the_table_of_commands() -> None:
    assert set(COMMANDS) == set(re.findall(r"^\| `prachum ([\w-]+)", INSTALL, re.M))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_of_ours_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text())
    assert not [link for link in links if not (page.parent / link).exists()]


def test_the_readme_names_the_languages_of_the_news_about_the_demo() -> None:
    assert "a news page about it, in English, Thai and French" in (ROOT / "README.md").read_text()
    assert list(loads(MEETING.read_bytes(), MEETING.name).languages) == ["en", "th", "fr"]


def test_no_word_of_the_glossary_is_explained_twice() -> None:
    terms = re.findall(r"^\| ([^|]+?) \|", (ROOT / "docs" / "glossary.md").read_text(), re.M)
    assert len(terms) > 40
    assert len(terms) == len(set(terms))
