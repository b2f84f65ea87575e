"""Delegates and chairs act by mouse and by keyboard, and everybody's screen follows."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.states import (
    CHAIR,
    CO_CHAIR,
    RAPPORTEUR,
    SECRETARY,
    TECHNICIAN,
    THAILAND,
    chair_line_lost,
    head,
    listed,
    point_of_order,
    scheduled,
    speaking,
    text_before,
)

CUT = """
const real = window.fetch
window.fetch = async (address, how) => {
  if (window.cut) throw new TypeError('cut')
  const answer = await real(address, how)
  if (!String(address).includes('/stream')) return answer
  const line = new TransformStream({ transform: (chunk, to) => { if (!window.cut) to.enqueue(chunk) } })
  return new Response(answer.body.pipeThrough(line), answer)
}
"""
"""What a browser offers to be offline leaves an open stream alone; a cable that is pulled does not."""

TURNS = """
window.turns = {}
const began = performance.timeOrigin + off
Object.defineProperty(performance, 'timeOrigin', { get: () => began })
new MutationObserver(() => {
  const shown = document.querySelector('.time-left .number')?.textContent
  if (shown !== undefined) window.turns[shown] ??= Date.now()
}).observe(document, { subtree: true, childList: true, characterData: true })
"""
"""When the speaker's clock turned to each of its times; this browser's own clock is `off` by so many milliseconds."""


def button(opened: Page, name: str) -> Callable[[], None]:
    return opened.get_by_role("button", name=name).click


def test_thailand_asks_for_the_floor_and_malaysia_gives_it_by_one_key(enter: Enter) -> None:
    meeting = listed()
    malaysia, thailand = enter(meeting, CHAIR), enter(meeting, THAILAND)
    button(thailand, "Ask for the floor")()
    expect(malaysia.locator(".speakers li")).to_have_count(4)
    expect(malaysia.locator(".speakers li").last).to_contain_text("Thailand")
    malaysia.locator("main").focus()
    malaysia.keyboard.press("g")
    for opened in (malaysia, thailand):
        expect(opened.locator(".tile.speaker")).to_contain_text("Viet Nam")
        expect(opened.locator(".speakers li")).to_have_count(3)
    expect(thailand.locator('[data-live="floor"] p').last).to_have_text("Viet Nam has the floor.")


def test_the_chair_ends_any_speech_by_one_key_without_being_asked_again(enter: Enter) -> None:
    malaysia = enter(speaking(), CHAIR)
    expect(malaysia.locator(".tile.speaker")).to_contain_text("Thailand")
    malaysia.locator("main").focus()
    malaysia.keyboard.press("b")
    expect(malaysia.locator(".tile.speaker")).to_contain_text("Nobody has the floor")


def test_the_key_does_nothing_outside_its_landmarks_nor_when_switched_off(enter: Enter) -> None:
    opened = enter(listed(), CHAIR)
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url) if "/commands/" in request.url else None)
    opened.get_by_role("tab", name="Agenda").focus()
    opened.keyboard.press("g")
    button(opened, "Language and keys")()
    opened.get_by_role("switch").click()
    opened.keyboard.press("Escape")
    opened.locator("main").focus()
    opened.keyboard.press("g")
    # What comes after it was asked goes to the server and back, and nothing went before.
    opened.get_by_role("tab", name="People").click()
    button(opened, "Lock the meeting")()
    expect(opened.get_by_role("button", name="Unlock the meeting")).to_be_visible()
    assert [re.sub(r".*/commands/|\?.*", "", address) for address in asked] == ["lock-meeting"]
    expect(opened.locator(".tile.speaker")).to_contain_text("Nobody has the floor")
    assert opened.locator("kbd").count() == 0


def test_what_is_grey_says_why_by_its_rule(enter: Enter) -> None:
    opened = enter(listed(), THAILAND)
    support = opened.get_by_role("button", name="Withdraw", exact=True)
    opened.get_by_role("tab", name="Texts").click()
    expect(support).to_be_enabled()
    grey = enter(point_of_order(), THAILAND).get_by_role("button", name="Ask for the floor")
    expect(grey).to_have_attribute("aria-disabled", "true")
    expect(grey).to_have_accessible_description("A point of order is pending; the chair must rule first. (rule 5.20)")
    grey.press("Enter")
    expect(grey.page.locator(".note")).to_contain_text("rule 5.20")


def test_a_point_of_order_stops_the_clock_until_the_chair_has_ruled(enter: Enter) -> None:
    meeting = speaking()
    malaysia, laos = enter(meeting, CHAIR), enter(meeting, head("LAO"))
    button(laos, "Point of order")()
    state = malaysia.locator(".state.point")
    expect(state).to_contain_text("Point of order · Lao PDR")
    expect(malaysia.locator(".time-left")).to_contain_text("Time stands: point of order")
    stood = malaysia.locator(".time-left .number").inner_text()
    state.get_by_role("button", name="Rule…").click()
    malaysia.get_by_label("The ruling in words").fill("The speaker may go on.")
    button(malaysia, "Not well taken")()
    expect(state).to_have_count(0)
    expect(malaysia.locator(".time-left")).not_to_contain_text("Time stands")
    assert minutes(malaysia.locator(".time-left .number").inner_text()) <= minutes(stood)


def minutes(shown: str) -> float:
    whole, _, seconds = shown.partition(":")
    return int(whole) + int(seconds) / 60


def test_a_screen_that_shows_the_text_confirms_it_and_another_can_object_to_the_chair_alone(enter: Enter) -> None:
    meeting = text_before()
    malaysia = enter(meeting, CHAIR)
    expect(malaysia.locator(".screens")).to_contain_text("Waits for Indonesia, Thailand")
    thailand = enter(meeting, THAILAND)
    expect(malaysia.locator(".screens")).to_contain_text("Waits for Indonesia")
    expect(malaysia.locator(".screens")).not_to_contain_text("Thailand")
    objecting = thailand.get_by_role("button", name="Object", exact=True)
    largest = max(thailand.get_by_role("button").all(), key=area)
    assert area(objecting) == area(largest)
    objecting.click()
    button(thailand, "Object to the chair alone")()
    expect(thailand.locator(".before")).to_contain_text("You have objected to the chair alone.")
    expect(malaysia.locator(".before")).to_contain_text("Thailand objects, to you alone.")
    canada = enter(meeting, CO_CHAIR)
    expect(canada.locator(".before")).to_be_visible()
    assert "objects" not in canada.locator("body").inner_text()


def area(found: object) -> float:
    box = getattr(found, "bounding_box")()  # noqa: B009 - Locator's type is not exported for annotations
    return box["width"] * box["height"] if box else 0.0


def test_the_co_chair_takes_the_gavel_by_one_key_when_the_chairs_line_is_lost(enter: Enter) -> None:
    opened = enter(chair_line_lost(), CO_CHAIR)
    expect(opened.locator(".state.chair-line")).to_contain_text("The chair’s line is lost")
    opened.locator("main").focus()
    opened.keyboard.press("c")
    expect(opened.locator(".state.chair-line")).to_have_count(0)
    expect(opened.get_by_role("button", name="Give the floor to Viet Nam")).to_be_visible()


def test_the_clocks_of_two_browsers_turn_together_however_far_off_their_own_are(enter: Enter) -> None:
    meeting = speaking()
    chair, observer = enter(meeting, CHAIR), enter(meeting, None)
    for opened, seconds_off in ((chair, 0), (observer, 5400.4)):
        opened.add_init_script(f"const off = {seconds_off * 1000};" + TURNS)
        opened.reload()
        expect(opened.locator(".time-left .number")).to_be_visible(timeout=20_000)
    apart: list[float] = []
    for _ in range(300):
        first, second = chair.evaluate("window.turns"), observer.evaluate("window.turns")
        # What each showed first it may have shown for a while.
        apart = sorted(abs(first[shown] - second[shown]) for shown in [*first][1:] if shown in [*second][1:])
        if len(apart) >= 8:
            break
        chair.wait_for_timeout(200)
    # The figure is 200 ms; on a machine that does much else one turn or another comes later.
    assert apart[0] < 200, apart
    assert apart[len(apart) // 2] < 2000, apart


def test_the_lost_control_link_is_told_within_five_seconds_and_comes_back(enter: Enter) -> None:
    opened = enter(listed(), THAILAND)
    opened.add_init_script(CUT)
    opened.reload()
    expect(opened.locator(".hall")).to_be_visible(timeout=20_000)
    asking = opened.get_by_role("button", name="Ask for the floor")
    asking.focus()
    opened.evaluate("window.cut = true")
    lost = opened.locator(".state.lost")
    expect(lost).to_be_visible(timeout=50_000)
    expect(asking).to_have_attribute("aria-disabled", "true")
    expect(asking).to_be_focused()
    opened.evaluate("window.cut = false")
    expect(lost).to_have_count(0, timeout=50_000)
    expect(asking).not_to_have_attribute("aria-disabled", "true")
    expect(asking).to_be_focused()


def test_tabs_of_one_browser_share_one_stream(enter: Enter) -> None:
    meeting = listed()
    first = enter(meeting, THAILAND)
    asked: list[str] = []
    first.context.on("request", lambda request: asked.append(request.url) if "/stream" in request.url else None)
    second = first.context.new_page()
    second.goto(first.url)
    expect(second.locator(".hall")).to_be_visible(timeout=20_000)
    assert not asked
    button(second, "Ask for the floor")()
    for opened in (first, second):
        expect(opened.locator(".speakers li")).to_have_count(4)
    first.close()
    button(second, "Withdraw (4th" if second.get_by_text("(4th").count() else "Withdraw")()
    expect(second.locator(".speakers li")).to_have_count(3)
    expect(second.locator(".state.lost")).to_have_count(0)


def test_the_secretariat_orders_the_list_by_keyboard_and_keeps_the_focus(enter: Enter) -> None:
    opened = enter(listed(), SECRETARY)
    opened.get_by_role("button", name="Singapore: earlier").focus()
    opened.keyboard.press("Enter")
    expect(opened.locator(".speakers li").nth(1)).to_contain_text("Singapore")
    opened.wait_for_timeout(300)
    assert opened.evaluate("document.activeElement !== document.body")


def test_a_call_for_the_secretariat_is_sent_seen_and_answered(enter: Enter) -> None:
    meeting = listed()
    thailand, technician = enter(meeting, THAILAND), enter(meeting, TECHNICIAN)
    button(thailand, "Call the secretariat")()
    expect(thailand.locator(".call-state")).to_have_text("Sent")
    call = technician.locator(".calls li")
    expect(call).to_contain_text("Thailand")
    call.get_by_role("button", name="Seen").click()
    expect(thailand.locator(".call-state")).to_have_text("Seen")
    call.get_by_role("button", name="Coming").click()
    expect(thailand.locator(".call-state")).to_have_text("Coming")


def test_the_rapporteur_enters_a_conclusion_and_the_chair_confirms_it(enter: Enter) -> None:
    meeting = listed()
    rapporteur, malaysia = enter(meeting, RAPPORTEUR), enter(meeting, CHAIR)
    button(rapporteur, "Enter a conclusion")()
    rapporteur.get_by_role("group", name="In words").get_by_label("English").fill("the need for digital skills")
    rapporteur.get_by_role("dialog").get_by_role("button", name="Enter a conclusion").click()
    malaysia.get_by_role("tab", name="Conclusions").click()
    entered = malaysia.locator(".sheet", has_text="the need for digital skills")
    entered.get_by_role("button", name="Confirm").click()
    expect(entered).to_contain_text("Confirmed")


def test_malaysia_opens_the_meeting_step_by_step(enter: Enter) -> None:
    opened = enter(scheduled(), CHAIR)
    steps = ("Open the meeting", "Open item 1", "Close the item", "Open item 2", "Adopt the agenda", "Close the item")
    for step in (*steps, "Open item 3"):
        opened.locator(".bar").get_by_role("button", name=step).click()
    expect(opened.locator(".head .item")).to_contain_text("Item 3 of 6")
    assert opened.evaluate("document.activeElement !== document.body")


def test_a_visitor_takes_a_seat_by_one_press(enter: Enter) -> None:
    opened = enter(listed(), None)
    expect(opened.get_by_role("button", name="Ask for the floor")).to_have_count(0)
    button(opened, "Take a seat")()
    opened.get_by_role("button", name="Sit here: Thailand").first.click()
    expect(opened.get_by_role("button", name="Ask for the floor")).to_be_visible()
