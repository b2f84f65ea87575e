"""Templates speak through these tags: our sentences, other people's texts, and the client's files."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from prachum import when, words
from prachum.web.held import Held

register = template.Library()
register.filter("plainly", words.plain)


def language() -> str:
    """The reader's: `en`, `th` or `fr`."""
    return (get_language() or "en").partition("-")[0]


@register.simple_tag
def say(name: str, **parts: object) -> str:
    return words.say(name, language(), **parts)


@register.simple_tag
def colon() -> str:
    """As the reader's language sets it: French has a space before it that does not break."""
    return "\u00a0:" if language() == "fr" else ":"


@register.filter
def text(texts: Mapping[str, str]) -> SafeString:
    """What somebody wrote, isolated, so that no mark of direction in it can rearrange the page."""
    shown = next((one for one in (language(), "en", *texts) if texts.get(one)), "")
    return format_html('<bdi lang="{}">{}</bdi>', shown, words.plain(texts[shown])) if shown else SafeString("")


@register.filter
def clock(at: datetime, zone: str) -> str:
    """`21 June 2022, 09:00 (UTC+7)`."""
    return when.clock(at, zone, language())


@register.simple_tag
def pages_file(path: str) -> str:
    """The address of a file of ours, which changes with its content."""
    return f"{settings.STATIC_URL}{path}?{_content(path)}"


@cache
def _content(path: str) -> str:
    found = finders.find(path)
    assert isinstance(found, str), f"there is no static file {path}"
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12]


@register.simple_tag
def chamber_files() -> SafeString:
    """The script and styles of the chamber's client, as its build named them; nothing before it is built."""
    found = finders.find("chamber/manifest.json")
    if not isinstance(found, str):
        return SafeString("")
    return _chamber_files(found, Path(found).stat().st_mtime_ns)


@cache
def _chamber_files(manifest: str, _built: int) -> SafeString:
    chunks: dict[str, dict[str, Any]] = json.loads(Path(manifest).read_text())
    entry = next(name for name, chunk in chunks.items() if chunk.get("isEntry"))
    needed = _imported(chunks, entry)
    styles = [style for name in needed for style in chunks[name].get("css", [])]
    at = f"{settings.STATIC_URL}chamber/"
    early = [chunks[name]["file"] for name in needed[1:]]
    return (
        format_html_join("", '<link rel="stylesheet" href="{}{}">', ((at, style) for style in dict.fromkeys(styles)))
        + format_html_join("", '<link rel="modulepreload" href="{}{}">', ((at, file) for file in early))
        + format_html('<script type="module" src="{}{}"></script>', at, chunks[entry]["file"])
    )


def _imported(chunks: Mapping[str, Mapping[str, Any]], entry: str) -> list[str]:
    """The entry and all that it imports at once, each once."""
    found = [entry]
    for name in found:
        found += [one for one in chunks[name].get("imports", []) if one not in found]
    return found


@register.simple_tag
def phase_said(phase: str) -> str:
    return words.say(f"meeting.{phase}", language())


@register.simple_tag
def standing_said(standing: str) -> str:
    return words.say(f"standing.{standing}", language())


@register.simple_tag
def plate_of(held: Held) -> str:
    """What the seat that a browser holds is called."""
    title = held.person.nameplate.get("title", {}) if held.person is not None else {}
    return words.in_language(title, language()) or held.session.person
