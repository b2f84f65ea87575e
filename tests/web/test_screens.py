"""The pages can be read and worked by everybody, in three languages, on a wide screen and on a phone."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from prachum.registry import links, seats
from prachum.registry.models import Meeting
from prachum.words import LANGUAGES
from tests.registry.hall import CAN_HEAD, THA_HEAD, hall, in_session
from tests.web.screens import WIDTHS, chromium, page, serving

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # To name all that passed takes longer than to examine it.
    "resultTypes": ["violations"],
}
EXAMINED = """([place, rules]) => axe.run(place, rules).then(({ violations }) =>
  violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def begun() -> Meeting:
    meeting = hall()
    in_session(meeting)
    return meeting


def faults(opened: Page, within: str = "html") -> list[tuple[str, Any]]:
    """What axe finds in a part of the page, and what of all of it is wider than the screen."""
    if not opened.evaluate("'axe' in window"):
        opened.evaluate(AXE_SCRIPT)
    found: list[tuple[str, Any]] = opened.evaluate(EXAMINED, [within, RULES])
    wider = opened.evaluate("document.documentElement.scrollWidth - innerWidth")
    return found + ([("wider than the screen", wider)] if wider > 0 else [])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_passes_axe_and_fits_the_screen(
    browser: Browser, address: str, begun: Meeting, language: str, width: int
) -> None:
    here = f"{address}/meetings/{begun.id}/"
    with page(browser, language=language, width=width) as opened:
        for path in (f"{address}/", f"{here}seats/", f"{address}/enter/", f"{address}/nothing"):
            opened.goto(path)
            assert not faults(opened), path
        opened.goto(f"{address}/enter/#{links.issue(begun, CAN_HEAD)}")
        expect(opened.locator("#enter")).to_be_visible()
        assert not faults(opened), "the page of a link"
    with page(browser, language=language, width=width, client=False) as opened:
        opened.goto(here)
        assert not faults(opened), "the meeting without scripts"


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_a_seat_is_taken_below_its_name(
    browser: Browser, address: str, begun: Meeting, language: str
) -> None:
    with page(browser, language=language, width=390) as opened:
        opened.goto(f"{address}/meetings/{begun.id}/seats/")
        places = opened.locator(".tables ul li:has(button)")
        expect(places).not_to_have_count(0)
        for place in places.all():
            name, button = place.locator(".who").bounding_box(), place.locator("button").bounding_box()
            assert name is not None
            assert button is not None
            assert button["y"] >= name["y"] + name["height"]


def test_a_guest_enters_by_a_link_whose_token_leaves_the_address_at_once(browser: Browser, address: str) -> None:
    real = hall(rehearsal=False)
    token = links.issue(real, THA_HEAD)
    with page(browser) as opened:
        asked: list[str] = []
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(f"{address}/enter/#{token}")
        expect(opened.get_by_role("heading", name="Thailand")).to_be_visible()
        assert opened.url == f"{address}/enter/"
        opened.get_by_role("button", name="Enter").click()
        opened.wait_for_url(f"{address}/meetings/{real.id}/")
        assert opened.locator("#chamber").get_attribute("data-person") == THA_HEAD
        assert not [url for url in asked if token in url.partition("#")[0]]
        opened.go_back()
        expect(opened.locator("#state")).to_contain_text("holds no personal link")


def test_a_link_survives_a_change_of_language(browser: Browser, address: str) -> None:
    token = links.issue(hall(rehearsal=False), THA_HEAD)
    with page(browser) as opened:
        opened.goto(f"{address}/enter/#{token}")
        expect(opened.locator("#enter")).to_be_visible()
        opened.get_by_role("button", name="ไทย").click()
        expect(opened.get_by_role("button", name="เข้าประชุม")).to_be_visible()
        expect(opened.locator("#delegation")).to_have_text("ไทย")
        assert opened.url == f"{address}/enter/"


@pytest.mark.parametrize("told", ["", "#nonsense"])
def test_from_a_link_that_opens_nothing_there_is_a_way_on(browser: Browser, address: str, told: str) -> None:
    with page(browser) as opened:
        opened.goto(f"{address}/enter/{told}")
        opened.locator("#content").get_by_role("link", name="Meetings").click()
        opened.wait_for_url(f"{address}/")


def test_another_link_opened_in_the_same_tab_is_read(browser: Browser, address: str) -> None:
    with page(browser) as opened:
        opened.goto(f"{address}/enter/#nonsense")
        expect(opened.locator("#state")).to_contain_text("This link opens nothing")
        opened.goto(f"{address}/enter/#{links.issue(hall(rehearsal=False), CAN_HEAD)}")
        expect(opened.get_by_role("heading", name="Canada")).to_be_visible()


def test_a_seat_is_taken_exchanged_and_left_by_the_keyboard_alone(browser: Browser, address: str) -> None:
    rehearsal = hall()
    with page(browser, client=False) as opened:
        opened.goto(f"{address}/meetings/{rehearsal.id}/seats/")
        press(opened, "Take this seat", "Thailand, Head of delegation")
        opened.wait_for_url(f"{address}/meetings/{rehearsal.id}/")
        assert seats.taken(rehearsal.id) == {THA_HEAD}
        opened.goto(f"{address}/meetings/{rehearsal.id}/seats/")
        press(opened, "Take this seat", "Canada, Co-chair")
        expect(opened.get_by_text("You hold the seat of Deputy Permanent Secretary")).to_be_visible()
        press(opened, "Yes, take this seat")
        opened.wait_for_url(f"{address}/meetings/{rehearsal.id}/")
        assert seats.taken(rehearsal.id) == {CAN_HEAD}
        opened.goto(f"{address}/meetings/{rehearsal.id}/seats/")
        press(opened, "Leave this seat")
        opened.wait_for_url(f"{address}/meetings/{rehearsal.id}/")
        assert seats.taken(rehearsal.id) == frozenset()


def press(opened: Page, button: str, described: str = "") -> None:
    """Go by Tab to the button with this name (and description), and press Enter."""
    told = """() => {
        const at = document.activeElement
        const by = document.getElementById(at.getAttribute('aria-describedby'))
        return [at.textContent.trim(), by ? by.textContent.trim() : '']
    }"""
    for _ in range(60):
        opened.keyboard.press("Tab")
        name, description = opened.evaluate(told)
        if name == button and (not described or description == described):
            opened.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never came to {button}, {described}")
