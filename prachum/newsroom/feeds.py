"""The news of one language can be followed by RSS."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from prachum.newsroom.models import NewsPage, newest
from prachum.newsroom.places import index
from prachum.newsroom.said import said

LATEST = 20


def published(item: NewsPage, *, last: bool = False) -> datetime | None:
    at: datetime | None = item.last_published_at if last else item.first_published_at
    return at


class News(Feed[NewsPage, Any]):
    def title(self) -> str:
        return f"{said('title')} · Prachum"

    def description(self) -> str:
        return said("about")

    def link(self) -> str:
        return str(index(get_language() or "en").url)

    def feed_url(self) -> str:
        return reverse("news-feed")

    def get_object(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        return None

    def items(self) -> QuerySet[NewsPage]:
        return newest(get_language() or "en")[:LATEST]

    def item_title(self, item: NewsPage) -> str:
        return f"{said('simulated')}: {item.title}" if item.rehearsal else str(item.title)

    def item_description(self, item: NewsPage) -> str:
        return str(item.lead)

    def item_link(self, item: NewsPage) -> str:
        return str(item.url)

    def item_pubdate(self, item: NewsPage) -> datetime | None:
        return published(item)

    def item_updateddate(self, item: NewsPage) -> datetime | None:
        return published(item, last=True)
