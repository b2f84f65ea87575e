"""What is pressed is reached and its answer is seen, on a phone and by the keyboard too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from prachum.registry.models import Meeting
from tests.browser.conftest import Enter
from tests.browser.states import CHAIR, SECRETARY, closed, head, listed, point_of_order
from tests.browser.test_states import SIZES

SEEN = """() => {
  const { top } = document.querySelector('.panel h2').getBoundingClientRect()
  const bottom = (of) => document.querySelector(of).getBoundingClientRect()
  return top >= bottom('.head').bottom && top < bottom('.bar').top - 60
}"""
"""The panel's first words stand between the head and the bar."""


@pytest.mark.parametrize("state", [listed, point_of_order])
@pytest.mark.parametrize("language", ["en", "th"])
def test_a_tab_pressed_on_a_phone_brings_its_panel_before_the_eyes(
    enter: Enter, state: Callable[[], Meeting], language: str
) -> None:
    opened = enter(state(), CHAIR, language=language, width=390, height=SIZES[390])
    tabs = opened.get_by_role("tab")
    expect(tabs).not_to_have_count(0)
    for tab in tabs.all():
        opened.evaluate("scrollTo(0, 0)")
        tab.click()
        opened.wait_for_function(SEEN)
        expect(tab).to_be_focused()


STANDS_CLEAR = """() => {
  const box = (of) => document.querySelector(of).getBoundingClientRect()
  return box('.time-left').bottom <= box('.tile.speaker .nameplate').top && box('.seats').bottom <= box('.bar').top
}"""
"""The plate lies over no word of the time, and the seats are not cut."""


@pytest.mark.parametrize("language", ["en", "fr", "th"])
def test_in_a_low_window_the_plate_lies_over_nothing_while_a_point_of_order_is_heard(
    enter: Enter, language: str
) -> None:
    opened = enter(point_of_order(), head("LAO"), language=language, width=1024, height=SIZES[1024])
    expect(opened.locator(".time-left .stands")).to_be_visible()
    assert opened.evaluate(STANDS_CLEAR)
    opened.set_viewport_size({"width": 390, "height": SIZES[390]})
    assert opened.evaluate(STANDS_CLEAR.partition(" && ")[0] + "}")


ONE_BELOW_THE_OTHER = """() => {
  const [above, below] = ['h2', 'p'].map((one) => document.querySelector(`.state.point ${one}`).getBoundingClientRect())
  return above.bottom <= below.top && above.left <= below.left
}"""
"""The words of a point of order stand below its heading, and beside nothing."""


@pytest.mark.parametrize("height", SIZES.values())
def test_who_can_do_nothing_about_a_point_of_order_reads_all_of_it(enter: Enter, height: int) -> None:
    opened = enter(point_of_order(), None, language="fr", width=1024, height=height)
    expect(opened.locator(".state.point p")).to_be_visible()
    assert opened.evaluate(ONE_BELOW_THE_OTHER)


def test_the_focus_goes_to_the_bar_when_a_ruling_takes_its_own_button_away(enter: Enter) -> None:
    meeting = point_of_order()
    opened = enter(meeting, CHAIR)
    opened.locator("[data-action=rule]").click()
    opened.get_by_role("button", name="Well taken", exact=True).click()
    expect(opened.locator(".state.point")).to_have_count(0)
    expect(opened.locator(".bar .press").first).to_be_focused()


SMALL = """() => {
  const told = [...document.querySelectorAll('.hall *')].filter((one) =>
    [...one.childNodes].some((part) => part.nodeType === Node.TEXT_NODE && part.data.trim() !== ''))
  const small = (one) => one.checkVisibility() && parseFloat(getComputedStyle(one).fontSize) < 12
  return told.filter(small).map((one) => one.textContent)
}"""


@pytest.mark.parametrize("width", SIZES)
def test_no_word_is_smaller_than_twelve_pixels(enter: Enter, width: int) -> None:
    opened = enter(listed(), SECRETARY, width=width, height=SIZES[width])
    tabs = opened.get_by_role("tab")
    expect(tabs).not_to_have_count(0)
    for tab in tabs.all():
        tab.click()
        assert opened.evaluate(SMALL) == []


@pytest.mark.parametrize("language", ["en", "fr", "th"])
@pytest.mark.parametrize("state", [listed, closed], ids=["listed", "closed"])
def test_nothing_is_wider_than_a_phone(enter: Enter, state: Callable[[], Meeting], language: str) -> None:
    opened = enter(state(), None, language=language, width=390, height=SIZES[390])
    expect(opened.locator(".side")).to_be_visible()
    assert opened.evaluate("document.documentElement.scrollWidth") == 390
