"""What somebody reads on a page is what they may see, in their language, and never runs as code."""

import re
from uuid import uuid4

import pytest

from prachum.journal import store
from prachum.registry import links
from prachum.registry.models import Meeting
from prachum.web import home
from prachum.words import LANGUAGES, in_language, plain, sentences
from tests.registry.hall import THA_HEAD, closed, hall, in_session
from tests.web.browsing import ELSEWHERE, Browser


@pytest.fixture
def begun() -> Meeting:
    meeting = hall()
    in_session(meeting)
    return meeting


def body(browser: Browser, path: str) -> str:
    return browser.get(path).content.decode()


def test_the_home_page_tells_what_is_in_session_upcoming_and_past(begun: Meeting) -> None:
    upcoming, past = hall(), hall()
    closed(past)
    page = body(Browser(), "/")
    places = [page.index(f"/meetings/{meeting.id}/") for meeting in (begun, upcoming, past)]
    chapters = [page.index(f">{name}</h2>") for name in ("In session", "Upcoming", "Past")]
    assert chapters[0] < places[0] < chapters[1] < places[1] < chapters[2] < places[2]


def test_a_real_meeting_is_on_the_home_page_of_those_who_sit_in_it_only() -> None:
    real = hall(rehearsal=False)
    invited, other = Browser(), Browser()
    invited.post("/enter/", {"token": links.issue(real, THA_HEAD)})
    assert str(real.id) in body(invited, "/")
    assert str(real.id) not in body(other, "/")


def test_the_home_page_lists_the_newest_and_the_readers_own_and_says_that_there_are_older_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(home, "MOST", 2)
    real = hall(rehearsal=False)
    invited = Browser()
    invited.post("/enter/", {"token": links.issue(real, THA_HEAD)})
    older, *newest = (hall() for _ in range(3))
    for browser, expected in ((Browser(), newest), (invited, [real, *newest])):
        page = body(browser, "/")
        assert set(re.findall(r'<h3><a href="/meetings/([^/]+)/', page)) == {str(meeting.id) for meeting in expected}
        assert "These are the newest 2. Older ones open at their own addresses." in page
    assert Browser().get(f"/meetings/{older.id}/").status_code == 200
    monkeypatch.setattr(home, "MOST", 100_000)
    assert "Older ones" not in body(Browser(), "/")


def test_the_home_page_leaves_what_is_kept_of_the_meetings_that_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    real = hall(rehearsal=False)
    in_session(real)
    for _ in range(store.KEPT_MEETINGS):
        hall()
    body(Browser(), "/")
    kept = store.caught_up(real.id)
    monkeypatch.setattr(store, "_read_on", lambda meeting, known: pytest.fail("a journal is read again"))
    for _ in range(2):
        body(Browser(), "/")
    assert store.kept(real.id) is kept


def test_the_home_page_reads_no_meeting_that_has_closed(begun: Meeting) -> None:
    past = hall()
    closed(past)
    store.forget()
    assert f"/meetings/{past.id}/" in body(Browser(), "/")
    assert begun.id in store._kept
    assert past.id not in store._kept


def test_the_meeting_is_readable_without_any_script(begun: Meeting) -> None:
    page = body(Browser(), f"/meetings/{begun.id}/")
    for said in ("19th Senior Officials’ Meeting", "21 June 2022, 09:00 (UTC+7)", "In session", "Thailand", "Recovery"):
        assert said in page
    assert "under discussion" in page
    assert f'data-meeting="{begun.id}"' in page


def test_every_page_of_a_rehearsal_says_that_it_is_one(begun: Meeting) -> None:
    browser = Browser()
    for path in ("/", f"/meetings/{begun.id}/", f"/meetings/{begun.id}/seats/"):
        assert "Rehearsal, simulated" in body(browser, path)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "21 June 2022"), ("th", "21 มิถุนายน 2565"), ("fr", "21 juin 2022")],
)
def test_a_page_speaks_its_readers_language_and_calendar(begun: Meeting, language: str, said: str) -> None:
    page = body(Browser(language=language), f"/meetings/{begun.id}/")
    assert f'<html lang="{language}">' in page
    assert said in page


def test_a_language_once_chosen_is_kept_whatever_the_browser_prefers() -> None:
    browser = Browser(language="en")
    answer = browser.post("/language/", {"language": "th", "next": "/enter/"})
    assert (answer.status_code, answer["Location"]) == (302, "/enter/")
    assert '<html lang="th">' in body(browser, "/")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_choosing_a_language_leads_to_no_other_site(elsewhere: str) -> None:
    answer = Browser().post("/language/", {"language": "th", "next": elsewhere})
    assert answer["Location"] == "/"


HOSTILE = "<img src=x onerror=alert(1)>\u202e\u2066 &amp; \x00'\" javascript:"


def test_a_hostile_title_is_text_that_turns_nothing_around() -> None:
    meeting = hall(title={"en": HOSTILE})
    in_session(meeting)
    browser = Browser()
    for path in ("/", f"/meetings/{meeting.id}/", f"/meetings/{meeting.id}/seats/"):
        page = body(browser, path)
        assert "&lt;img src=x onerror=alert(1)&gt;" in page
        assert not set(page) & set("\u202e\u2066\x00")
        assert "<img" not in page


def test_joiners_that_scripts_are_written_with_stay() -> None:
    assert plain("نمی\u200cخواهم\nक्\u200dष") == "نمی\u200cخواهم क्\u200dष"


def test_a_name_written_leftwards_stays_isolated_and_nothing_else_does() -> None:
    assert plain("\u2068إيران\u2069 (2)") == "\u2068إيران\u2069 (2)"
    assert plain("\u2068إيران\u202e\u2069") == "\u2068إيران\u2069"
    assert plain("\u2068Iran\u2069\u2068إيران\u2067") == "Iranإيران"
    assert in_language({"fa": "ایران"}, "en") == "\u2068ایران\u2069"
    assert in_language({"en": "\u2068Iran"}, "en") == "Iran"


def test_an_unknown_meeting_and_one_that_may_not_be_seen_answer_alike() -> None:
    browser, real = Browser(), hall(rehearsal=False)
    answers = [browser.get(f"/meetings/{one}/") for one in (real.id, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    there, nowhere = (answer.content.decode().replace(answer.request["PATH_INFO"], "") for answer in answers)  # type: ignore[attr-defined]
    nonces = "csrfmiddlewaretoken"
    assert [line for line in there.splitlines() if nonces not in line] == [
        line for line in nowhere.splitlines() if nonces not in line
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_a_page_in_the_readers_language(language: str) -> None:
    answer = Browser(language=language).get("/nothing/here")
    assert answer.status_code == 404
    assert sentences()["refused.not_found"][language] in answer.content.decode()


def test_every_sentence_is_there_in_all_languages_with_the_same_parts() -> None:
    def parts(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)(?::\w+)?}", text))

    for name, texts in sentences().items():
        assert tuple(texts) == LANGUAGES, name
        assert all(text.strip() for text in texts.values()), name
        assert len({frozenset(parts(text)) for text in texts.values()}) == 1, name


def test_a_host_that_is_not_ours_gets_nothing() -> None:
    assert Browser().get("/", host="evil.example").status_code == 400


@pytest.mark.parametrize("path", ["/", "/enter/", "/nothing", "/static/pages/pages.css"])
def test_nothing_of_ours_runs_elsewhere_or_stands_in_a_frame(path: str) -> None:
    answer = Browser(ELSEWHERE).get(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    if not path.startswith("/static/"):
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'; script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "microphone=(self), camera=(self), display-capture=(self)" in answer["Permissions-Policy"]
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/enter/", "/meetings/{begun}/", "/meetings/{begun}/seats/", "/nothing"])
def test_a_page_asks_nobody_else_for_anything(begun: Meeting, path: str) -> None:
    page = body(Browser(), path.format(begun=begun.id))
    assert not re.findall(r'(?:src|href|action)="(?!/|#)[^"]*"', page)
    assert not re.search(r"<script(?![^>]* src=)|<style|<[^>]* (?:style|on\w+)=", page)


def test_without_scripts_a_page_that_needs_them_says_so(begun: Meeting) -> None:
    for path, said in (("/enter/", "Allow JavaScript for this page"), (f"/meetings/{begun.id}/", "allow JavaScript")):
        unseen = re.search(r"<noscript>(.*?)</noscript>", body(Browser(), path), re.S)
        assert unseen is not None
        assert said in unseen.group(1)
