"""A browser that has seen another journal than the server has now says so until somebody has read it (S33)."""

from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.states import THAILAND, listed

SEEN = """([meeting, head]) => localStorage.setItem(`prachum:head:${meeting}`, JSON.stringify(head))"""


def test_a_journal_that_grew_past_what_a_screen_has_seen_is_told_in_all_tabs_until_it_is_read(enter: Enter) -> None:
    meeting = listed()
    opened = enter(meeting, THAILAND)
    told = opened.locator(".state.back")
    expect(told).to_have_count(0)
    opened.evaluate(SEEN, [str(meeting.id), {"seq": 3, "digest": "a" * 64}])
    opened.reload()
    expect(told).to_contain_text("This screen has seen entry 3.", timeout=20_000)
    expect(told).to_contain_text(f"3:{'a' * 64} →")
    opened.reload()
    expect(told).to_be_visible(timeout=20_000)
    second = opened.context.new_page()
    second.goto(opened.url)
    expect(second.locator(".state.back")).to_be_visible(timeout=20_000)
    second.get_by_role("button", name="go on with this journal").click()
    for page in (opened, second):
        expect(page.locator(".state.back")).to_have_count(0)
    opened.reload()
    expect(opened.locator(".seats")).to_be_visible(timeout=20_000)
    opened.wait_for_timeout(500)
    expect(told).to_have_count(0)
