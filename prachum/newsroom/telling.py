"""What the templates of the newsroom show besides a page's own words."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from prachum.registry.models import Meeting

if TYPE_CHECKING:
    from prachum.newsroom.models import NewsIndexPage, NewsPage


def index(page: "NewsIndexPage", asked: str, many: int) -> dict[str, Any]:
    from prachum.newsroom.models import newest

    news = newest(page.locale.language_code)
    return {"news": Paginator(news, many).get_page(asked), "languages": languages(page)}


def page(page: "NewsPage", request: HttpRequest) -> dict[str, Any]:
    meeting = Meeting.objects.filter(id=page.meeting).first() if page.meeting else None
    opened = meeting is not None and (meeting.rehearsal or meeting.published is not None)
    return {
        "languages": languages(page),
        "record": reverse("record", args=[page.meeting]) if opened else "",
        "held": meeting,
        "article": article(page, request),
    }


def languages(page: Page) -> list[tuple[str, str]]:
    """The languages in which a page can be read, with its address there; this one first of all."""
    pages = page.get_translations(inclusive=True).live().select_related("locale").order_by("locale_id")
    return [(one.locale.language_code, one.url) for one in pages]


def article(page: "NewsPage", request: HttpRequest) -> dict[str, Any]:
    """The page for machines, as schema.org's NewsArticle; a simulated one says so in its headline."""
    from prachum.newsroom.said import said

    dates = {"datePublished": page.first_published_at, "dateModified": page.last_published_at}
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": f"{said('simulated')}: {page.title}" if page.rehearsal else page.title,
        "description": page.lead,
        "inLanguage": page.locale.language_code,
        "url": request.build_absolute_uri(page.url),
        "publisher": {"@type": "Organization", "name": "Prachum"},
    } | {name: at.isoformat() for name, at in dates.items() if at is not None}
