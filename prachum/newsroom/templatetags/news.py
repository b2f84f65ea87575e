"""What pages show of the news: the latest, in the reader's language, and the day of a page in its meeting's zone."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import template
from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from prachum import when
from prachum.newsroom.models import NewsPage, newest
from prachum.registry.models import Meeting

register = template.Library()
LATEST = 3
# Nothing of what a page says may end the element in which it stands.
_ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


@register.simple_tag
def latest_news() -> QuerySet[NewsPage]:
    """In the reader's language; where there are none in it, in English."""
    mine = newest(_language())[:LATEST]
    return mine if mine else newest("en")[:LATEST]


@register.simple_tag
def news_of(meeting: Meeting) -> NewsPage | None:
    """The published page about a meeting, in the reader's language if there is one in it."""
    pages = {page.locale.language_code: page for page in NewsPage.objects.live().filter(meeting=meeting.pk)}
    return pages.get(_language()) or pages.get("en") or next(iter(pages.values()), None)


@register.simple_tag
def day(at: datetime, meeting: Meeting | None = None) -> str:
    """`23 November 2026`, in the digits of the page's furniture."""
    return when.day(at.astimezone(ZoneInfo(meeting.zone) if meeting is not None else UTC), _language())


@register.filter
def grouped(number: int) -> str:
    """`1,269`."""
    return f"{number:,}".replace(",", "\u202f" if _language() == "fr" else ",")


@register.filter
def as_json(article: Mapping[str, object]) -> SafeString:
    """For a `<script type="application/ld+json">`, which runs nothing."""
    return mark_safe(json.dumps(article, ensure_ascii=False).translate(_ESCAPED))  # noqa: S308 escaped above
