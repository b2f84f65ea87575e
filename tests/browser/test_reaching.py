"""What is pressed is reached and its answer is seen, on a phone and by the keyboard too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from prachum.registry.models import Meeting
from tests.browser.conftest import Enter
from tests.browser.states import CHAIR, listed, point_of_order
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
    for tab in opened.get_by_role("tab").all():
        opened.evaluate("scrollTo(0, 0)")
        tab.click()
        opened.wait_for_function(SEEN)
        expect(tab).to_be_focused()
