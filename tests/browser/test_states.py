"""In every state every role has a chamber that passes axe, fits its screen and says the state in words."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.states import ROLES, STATES, listed
from tests.web.test_screens import faults

SIZES = {1440: 900, 1024: 768, 390: 844}
KEPT = ("delegate", "co-chair", "presiding")
"""Whose line, were it lost, would be a state of its own: they come last, and stay until all have looked."""
LANGUAGES = {"th": "ไทย", "fr": "Français", "en": "English"}
TOLD_IN_ALL = ("speaking", "point", "text")
CRAMPED = """[...document.querySelectorAll('.bar button, .bar a')].filter((one) => {
  const { left, right, width, height } = one.getBoundingClientRect()
  return left < 0 || right > innerWidth || Math.min(width, height) < 44
}).map((one) => one.textContent)"""
"""What is pressed on a phone and is cut off, or less than a finger wide."""
STANDS = "document.documentElement.scrollHeight <= innerHeight"
"""On a larger screen the hall is as high as the window: lists scroll, the page does not, not even by a pixel."""
Look = Callable[..., None]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Let axe examine what is seen; a picture is taken where PRACHUM_SCREENS names a folder, and of what fails."""
    asked = os.environ.get("PRACHUM_SCREENS")

    def looking(opened: Page, name: str, within: str = "html") -> None:
        found = faults(opened, within)
        if asked or found:
            opened.screenshot(path=Path(asked or tmp_path) / f"{name}.png")
        assert not found, name

    return looking


def sized(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": SIZES[width]})


def seen_by(state: str) -> list[str]:
    """Whoever looks as the presiding chair brings the chair's line back."""
    roles = [role for role in ROLES if role not in KEPT] + list(KEPT)
    return [role for role in roles if (state, role) != ("chair-line-lost", "presiding")]


def in_every_language(opened: Page, state: str, look: Look) -> None:
    """The smallest screen in each language, which is chosen as its reader does."""
    sized(opened, 390)
    for language, name in LANGUAGES.items():
        opened.locator(".head .icon").click()
        opened.get_by_role("radio", name=name).check()
        opened.keyboard.press("Escape")
        expect(opened.locator("html")).to_have_attribute("lang", language)
        expect(opened.get_by_role("dialog")).to_have_count(0)
        look(opened, f"{state}-delegate-{language}-390")
        assert opened.evaluate(CRAMPED) == []
    sized(opened, 1440)


@pytest.mark.parametrize("state", STATES)
def test_every_role_sees_the_state_and_it_fits_smaller_screens(enter: Enter, look: Look, state: str) -> None:
    meeting = STATES[state]()
    for role in seen_by(state):
        opened = enter(meeting, ROLES[role])
        look(opened, f"{state}-{role}-1440")
        assert opened.evaluate(STANDS)
        if role == "delegate" and state in TOLD_IN_ALL:
            in_every_language(opened, state, look)
        if role not in KEPT:
            opened.context.close()
    for width in (1024, 390):
        sized(opened, width)
        look(opened, f"{state}-{width}")
        assert width == 390 or opened.evaluate(STANDS)
    assert opened.evaluate(CRAMPED) == []


@pytest.mark.parametrize("role", ["presiding", "secretariat", "observer"])
def test_every_panel_beside_the_stage_passes(enter: Enter, look: Look, role: str) -> None:
    opened = enter(listed(), ROLES[role])
    tabs = opened.get_by_role("tab")
    expect(tabs).not_to_have_count(0)
    for tab in tabs.all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        # All around it was looked at above.
        look(opened, f"panel-{role}-{tab.text_content()}", ".side")
