"""In every state every role has a chamber that passes axe, fits its screen and says the state in words."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from prachum.words import LANGUAGES
from tests.browser.conftest import Enter
from tests.browser.states import ROLES, STATES, listed
from tests.web.test_screens import faults

SIZES = {1440: 900, 1024: 768, 390: 844}


@pytest.fixture
def screens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of the screens go, to be looked at."""
    kept = os.environ.get("PRACHUM_SCREENS")
    return Path(kept) if kept else tmp_path_factory.getbasetemp() / "screens"


def look(opened: Page, path: Path) -> None:
    """Take a picture and let axe examine what is in it."""
    path.parent.mkdir(exist_ok=True, parents=True)
    opened.screenshot(path=path)
    assert not faults(opened), path.name


def seen_by(state: str) -> list[str]:
    """Whoever looks as the presiding chair brings the chair's line back."""
    return [role for role in ROLES if (state, role) != ("chair-line-lost", "presiding")]


@pytest.mark.parametrize("state", STATES)
def test_every_role_sees_the_state(enter: Enter, screens: Path, state: str) -> None:
    meeting = STATES[state]()
    for role in reversed(seen_by(state)):
        look(enter(meeting, ROLES[role]), screens / f"{state}-{role}-1440.png")


@pytest.mark.parametrize("state", STATES)
def test_every_state_fits_smaller_screens(enter: Enter, screens: Path, state: str) -> None:
    opened = enter(STATES[state](), ROLES[seen_by(state)[0]])
    for width in (1024, 390):
        opened.set_viewport_size({"width": width, "height": SIZES[width]})
        look(opened, screens / f"{state}-{width}.png")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fits(enter: Enter, screens: Path, language: str) -> None:
    for state in ("speaking", "point", "text"):
        opened = enter(STATES[state](), ROLES["delegate"], language=language, width=390, height=844)
        expect(opened.locator("html")).to_have_attribute("lang", language)
        look(opened, screens / f"{state}-delegate-{language}-390.png")


@pytest.mark.parametrize("role", ["presiding", "secretariat", "observer"])
def test_every_panel_beside_the_stage_passes(enter: Enter, screens: Path, role: str) -> None:
    opened = enter(listed(), ROLES[role])
    for tab in opened.get_by_role("tab").all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        look(opened, screens / f"panel-{role}-{tab.text_content()}.png")
