"""A reader of the tests opens a page as a browser does, and reads what stands on it."""

import html
import re
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from prachum.newsroom.models import NewsPage

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def page_of(meeting: UUID, language: str = "th") -> NewsPage:
    found: NewsPage = NewsPage.objects.get(meeting=meeting, locale__language_code=language)
    return found


def get(path: str, *, address: str = "127.0.0.1", agent: str = FIREFOX, **headers: str) -> HttpResponse:
    client = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR=address)
    return client.get(path, headers={"user-agent": agent} | headers)  # type: ignore[return-value]


def body(path: str, **headers: str) -> str:
    return get(path, **headers).content.decode()


def read(page: str, tag: str = "article") -> str:
    """What is read within an element, in one line."""
    found = re.search(rf"<{tag}[ >].*?</{tag}>", page, re.S)
    assert found is not None, f"there is no {tag}"
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found.group())).split())
