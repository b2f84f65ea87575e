"""Locking, expelling and suspending take two presses each, by pointer and by keyboard, on any screen (U05)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from prachum.journal import read
from prachum.rules.meeting import Phase
from tests.browser.conftest import Enter
from tests.browser.states import CHAIR, SECRETARY, head, listed
from tests.browser.test_states import SIZES, sized

COUNT = """
window.presses = 0
document.addEventListener('click', (event) => { if (event.isTrusted) window.presses += 1 }, true)
"""
"""Enter and the space bar on a button are a click as well; to move the focus is none."""
SETTLED = 500
"""Milliseconds, more than after which what has opened can send somebody out."""
AT_ONCE = """([seat, out]) => {
  const click = (one) => one.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 2 }))
  return new Promise((told) => {
    const watching = new MutationObserver(() => {
      const found = document.querySelector(out)
      if (found === null) return
      watching.disconnect()
      click(found)
      told(true)
    })
    watching.observe(document.body, { subtree: true, childList: true })
    setTimeout(told, 20_000, false)
    document.querySelector(seat).focus()
    click(document.querySelector(seat))
  })
}"""
"""A double press, of which the second falls on what the first has opened, as soon as that is there."""
Press = Callable[[Locator], None]


def pointed(target: Locator) -> None:
    target.click()


def typed(target: Locator) -> None:
    """Reach it by the keys alone: Tab, and the arrows among seats and panels."""
    page = target.page
    for _ in range(80):
        if target.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            return
        among = target.evaluate(
            "one => { const group = one.closest('.seats, [role=tablist]');"
            " return group !== null && group.contains(document.activeElement) }"
        )
        page.keyboard.press("ArrowDown" if among else "Tab")
    raise AssertionError(f"no key leads to {target}")


def presses(opened: Page) -> int:
    counted: int = opened.evaluate("window.presses")
    opened.evaluate("window.presses = 0")
    return counted


def seat(opened: Page, code: str) -> Locator:
    return opened.locator(".seats button", has_text=code)


@pytest.mark.parametrize(("person", "press"), [(CHAIR, pointed), (SECRETARY, typed)], ids=["chair", "secretariat"])
def test_locking_expelling_and_suspending_take_two_presses_each(enter: Enter, person: str, press: Press) -> None:
    meeting = listed()
    opened = enter(meeting, person)
    opened.evaluate(COUNT)
    for width, code in zip(SIZES, ("LAO", "MMR", "SGP"), strict=True):
        sized(opened, width)
        press(seat(opened, code))
        dialog = opened.get_by_role("dialog")
        expect(dialog).to_be_visible()
        opened.wait_for_timeout(SETTLED)
        press(dialog.get_by_role("button", name=f"Expel Senior Official, {NAMES[code]}"))
        expect(dialog).to_have_count(0)
        assert head(code) in read.state(meeting.id).delegations.expelled
        assert presses(opened) == 2
    sized(opened, 1440)
    press(opened.get_by_role("tab", name="People"))
    press(opened.get_by_role("button", name="Lock the meeting", exact=True))
    expect(opened.get_by_role("button", name="Unlock the meeting")).to_be_visible()
    assert presses(opened) <= 2
    if person != CHAIR:
        # While the chair is on the line it is the chair who suspends.
        opened = enter(meeting, CHAIR)
        opened.evaluate(COUNT)
    sized(opened, 390)
    press(opened.locator(".bar").get_by_role("button", name="Meeting"))
    press(opened.get_by_role("button", name="Suspend the meeting"))
    expect(opened.locator(".state.suspended")).to_be_visible()
    assert presses(opened) == 2
    assert read.state(meeting.id).meeting.phase is Phase.SUSPENDED


NAMES = {"LAO": "Lao PDR", "SGP": "Singapore", "MMR": "Myanmar"}


def test_a_double_press_on_a_seat_sends_nobody_out_and_escape_leaves_all_as_it_was(enter: Enter) -> None:
    meeting = listed()
    opened = enter(meeting, CHAIR)
    assert opened.evaluate(AT_ONCE, [".seats button", '.dialog [data-act="expelPerson"]'])
    expect(opened.get_by_role("dialog")).to_be_visible()
    opened.keyboard.press("Enter")
    opened.keyboard.press("Escape")
    expect(opened.get_by_role("dialog")).to_have_count(0)
    assert not read.state(meeting.id).delegations.expelled
    expect(opened.locator(".seats button").first).to_be_focused()


def test_the_seats_are_one_stop_of_the_tab_key_and_who_keeps_no_order_presses_none(enter: Enter) -> None:
    meeting = listed()
    opened = enter(meeting, SECRETARY)
    assert opened.locator('.seats button[tabindex="0"]').count() == 1
    expect(opened.locator(".seats button")).to_have_count(13)
    assert enter(meeting, head("LAO")).locator(".seats button").count() == 0
