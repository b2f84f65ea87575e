"""Every address that Django's pages have, read from the URL conf, filled with what leads to something or to nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern


@dataclass(frozen=True, slots=True)
class Route:
    """`pattern` as it is written in the URL conf, from the root; `name` may be none."""

    pattern: str
    name: str

    def path(self, meeting: str) -> str:
        """An address of this route: the meeting is that one, all else is 1, or a word."""
        filled = self.pattern.replace("<uuid:meeting>", meeting)
        filled = re.sub(r"\^\(\?P<pk>.*?\)/revisions.*", "1/revisions/compare/1...latest/", filled)
        filled = re.sub(r"<int:\w+>|<str:pk>", "1", filled)
        filled = re.sub(r"<(?:str|slug|path):\w+>|<uidb64>|<token>", "x", filled)
        return "/" + filled.replace("^((?:[\\w\\-]+/)*)$", "").replace("^.*/$", "nothing/").replace("^", "")


def routes() -> tuple[Route, ...]:
    """All of them, once each."""
    return tuple(dict.fromkeys(_below(get_resolver(), "")))


def _below(resolver: URLResolver, before: str) -> Iterator[Route]:
    for found in resolver.url_patterns:
        pattern = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from _below(found, pattern)
        elif isinstance(found, URLPattern):
            assert isinstance(found.pattern, RegexPattern) or "(" not in str(found.pattern), "fill it above"
            yield Route(pattern, found.name or "")
