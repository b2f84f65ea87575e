"""What the public reads of the news: dates, counts, languages, marks, and nothing from anybody else."""

import json
import re
from collections.abc import Iterator
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser

from prachum.newsroom import counting, drafting
from prachum.newsroom.models import NewsPage
from prachum.registry.models import Meeting
from prachum.words import LANGUAGES
from tests.newsroom.reading import body, get, page_of, read
from tests.registry.hall import closed, hall
from tests.web.browsing import new_address
from tests.web.screens import WIDTHS, chromium, page, serving
from tests.web.test_screens import faults

STRICT = "default-src 'none'; script-src 'self';"


def views(page: NewsPage) -> int:
    found: NewsPage = NewsPage.objects.get(pk=page.pk)
    return found.viewed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_and_all_around_it_are_in_one_language(som: UUID, language: str) -> None:
    html = body(page_of(som, language).url, **{"accept-language": "th" if language == "en" else "en"})
    assert f'<html lang="{language}">' in html
    links = re.findall(r'<a href="(/\w\w/news/[\w-]+/)" lang="(\w\w)" hreflang="\2"', html)
    assert {code: address for address, code in links} == {code: page_of(som, code).url for code in LANGUAGES}
    if language != "th":
        assert not re.search("[ก-๙]", read(html))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rehearsals_page_says_so_to_people_and_to_machines(som: UUID, language: str) -> None:
    html = body(page_of(som, language).url)
    simulated = {"en": "Rehearsal, simulated", "th": "การซ้อม (จำลอง)", "fr": "Répétition, simulée"}[language]
    assert simulated in read(html).partition(read(html, "dl"))[0]
    assert '<meta name="robots" content="noindex">' in html
    assert article(html)["headline"].startswith(simulated)


def article(html: str) -> dict[str, str]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert found is not None
    told: dict[str, str] = json.loads(found.group(1))
    return told


def test_machines_read_a_news_article_with_both_its_dates(som: UUID) -> None:
    told, made = article(body(page_of(som, "en").url)), page_of(som, "en")
    assert (told["@type"], told["inLanguage"]) == ("NewsArticle", "en")
    assert told["datePublished"] == made.first_published_at.isoformat()
    assert told["dateModified"] == made.last_published_at.isoformat()


def test_nothing_that_a_page_says_runs(som: UUID) -> None:
    made = page_of(som, "en")
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    NewsPage.objects.filter(pk=made.pk).update(lead=hostile)
    html = body(made.url)
    NewsPage.objects.filter(pk=made.pk).update(lead=made.lead)
    assert html.count("<script") == html.count('<script type="application/ld+json"')
    assert "<img src=x" not in html
    assert article(html)["description"] == hostile


def test_a_page_asks_nobody_else_for_anything(som: UUID) -> None:
    for path in (page_of(som).url, "/th/news/", "/"):
        answer = get(path)
        html = answer.content.decode()
        assert not re.findall(r'(?:src|href|action)="(?!/|#|\?)[^"]*"', html)
        assert STRICT in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert not answer.cookies.keys() - {"csrftoken"}


def test_reading_a_page_sets_no_cookie(som: UUID) -> None:
    assert not get(page_of(som).url).cookies


def test_a_reader_is_counted_once_in_half_an_hour_and_another_besides(som: UUID) -> None:
    made, one, other = page_of(som, "fr"), new_address(), new_address()
    before = views(made)
    for address in (one, one, other, one, other):
        get(made.url, address=address)
    assert views(made) == before + 2
    get(page_of(som, "en").url, address=one)
    assert views(made) == before + 2


@pytest.mark.parametrize(
    ("agent", "headers"),
    [("Googlebot/2.1", {}), ("", {}), ("WhatsApp link preview", {}), ("Mozilla/5.0", {"sec-purpose": "prefetch"})],
)
def test_who_does_not_read_is_not_counted(som: UUID, agent: str, headers: dict[str, str]) -> None:
    made = page_of(som, "fr")
    before = views(made)
    assert get(made.url, address=new_address(), agent=agent, **headers).status_code == 200
    assert views(made) == before


def test_a_page_is_read_where_nothing_can_be_written(som: UUID) -> None:
    made = page_of(som, "fr")
    before = views(made)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            assert get(made.url, address=new_address()).status_code == 200
        finally:
            cursor.execute("PRAGMA query_only = OFF")
    assert views(made) == before
    get(made.url, address=new_address())
    assert views(made) == before + 1


def test_what_is_kept_of_readers_tells_nobody_who_they_are_and_is_thrown_away() -> None:
    readers = counting.Readers(began=0.0)
    assert readers.is_new("192.0.2.1", "Firefox", 7, now=1)
    assert not readers.is_new("192.0.2.1", "Firefox", 7, now=2)
    salt, [kept] = readers.salt, readers.seen
    assert not any(word in kept for word in (b"192.0.2.1", b"Firefox"))
    assert readers.is_new("192.0.2.1", "Firefox", 7, now=counting.HALF_AN_HOUR + 3)
    assert (readers.salt == salt, kept in readers.seen) == (False, False)


def test_counting_is_no_revision(som: UUID) -> None:
    made = page_of(som)
    revisions, changed = made.revisions.count(), made.last_published_at
    get(made.url, address=new_address())
    made.refresh_from_db()
    assert (made.revisions.count(), made.last_published_at) == (revisions, changed)


def test_the_news_can_be_followed_by_rss_in_each_language(som: UUID) -> None:
    for language in LANGUAGES:
        answer = get(f"/{language}/news/feed/")
        items = ElementTree.fromstring(answer.content.decode()).findall("channel/item")
        links = [item.findtext("link") or "" for item in items]
        assert any(link.endswith(page_of(som, language).url) for link in links)
        assert all(f"/{language}/news/" in link for link in links)


def test_the_news_without_a_language_are_those_of_the_readers() -> None:
    answer = get("/news/", **{"accept-language": "th"})
    assert (answer.status_code, answer["Location"]) == (302, "/th/news/")


def test_page_and_record_lead_to_each_other(som: UUID) -> None:
    made, record = page_of(som, "th"), f"/meetings/{som}/record/"
    assert f'href="{record}"' in body(made.url)
    assert f'href="{made.url}"' in body(record, **{"accept-language": "th"})


def test_the_chamber_of_a_meeting_leads_to_the_page_about_it(som: UUID) -> None:
    html, page = body(f"/meetings/{som}/", **{"accept-language": "fr"}), page_of(som, "fr")
    assert f'data-news="{page.url}"' in html
    assert f'<a href="{page.url}">' in html
    page.unpublish()
    assert page.url not in body(f"/meetings/{som}/", **{"accept-language": "fr"})
    page.save_revision().publish()


def test_the_home_page_tells_the_latest_news_in_the_readers_language(som: UUID) -> None:
    for language in LANGUAGES:
        home = body("/", **{"accept-language": language})
        news = home[home.index('id="news"') :]
        assert 1 <= news.count(f'href="/{language}/news/') <= 4


def test_a_list_of_news_asks_as_much_for_many_pages_as_for_few(som: UUID) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert get("/en/news/").status_code == 200
        return len(queries)

    asked()
    few = asked()
    for _ in range(3):
        meeting = hall()
        closed(meeting)
        drafting.draft(meeting)
    assert asked() <= few + 1


def test_the_record_of_a_real_meeting_is_open_while_a_page_that_opens_it_is_published() -> None:
    real = hall(rehearsal=False)
    closed(real)
    made, _ = drafting.draft(real)
    record = f"/meetings/{real.id}/record/"
    made.save_revision().publish()
    assert get(made.url).status_code == 200
    assert record not in body(made.url)
    assert get(record).status_code == 404
    made.opens_record = True
    made.save_revision().publish()
    assert record in body(made.url)
    assert get(record).status_code == 200
    since = Meeting.objects.get(id=real.id).published
    made.save_revision().publish()
    assert Meeting.objects.get(id=real.id).published == since
    made.refresh_from_db()
    made.unpublish()
    assert get(record).status_code == 404


def test_a_page_of_a_real_meeting_bears_no_mark_of_a_rehearsal() -> None:
    real = hall(rehearsal=False)
    closed(real)
    made, _ = drafting.draft(real)
    made.save_revision().publish()
    assert "simulated" not in body(made.url)
    assert "noindex" not in body(made.url)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_news_pass_axe_fit_the_screen_and_print(
    som: UUID, browser: Browser, address: str, language: str, width: int
) -> None:
    with page(browser, language=language, width=width) as shown:
        for path in (page_of(som, language).url, f"/{language}/news/", "/"):
            shown.goto(f"{address}{path}")
            assert not faults(shown), path
        shown.goto(f"{address}{page_of(som, language).url}")
        shown.emulate_media(media="print")
        assert shown.locator("header.site").is_hidden()
        assert shown.locator("article h1").is_visible()
