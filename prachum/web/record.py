"""A meeting has one record, the same for all who may open it: what the public may have of its journal."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from prachum.journal import export, read
from prachum.projections.record import sentences
from prachum.projections.summary import Summary, adopted_under, summary
from prachum.registry.models import Meeting
from prachum.rules.order import Entry, ItemId, Withheld
from prachum.rules.procedure import State, replay
from prachum.rules.visibility import Audience
from prachum.web.errors import no_such_meeting
from prachum.web.held import seat_in
from prachum.web.tags import language

PAGE = 200
"""Entries of the journal on one page."""
PUBLIC = Audience.public()


@dataclass(frozen=True, slots=True)
class Told:
    """An entry in a sentence, or a run of entries that are not for the public, `seq` to `until`."""

    seq: int
    until: int
    at: datetime
    sentence: str
    withheld: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """One page of the journal, and from which entries the others begin."""

    lines: tuple[Told, ...]
    begins: int
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """A journal up to one entry: nothing in it changes any more."""

    entries: tuple[Entry, ...]
    state: State
    summary: Summary
    adopted_under: ItemId | None


@require_safe
def record(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """The record, with the page of the journal that begins at `?from=`."""
    found = readable(request, meeting)
    if found is None:
        return no_such_meeting(request)
    head = read.head(found.id)
    folded = _folded(found.id, head)
    said = {
        "meeting": found,
        "state": folded.state,
        "summary": folded.summary,
        "adopted_under": folded.adopted_under,
        "head": head,
        "journal": _stretch(_told(found.id, head, language()), request.GET.get("from", "")),
    }
    return render(request, "record.html", said)


@require_safe
def journal(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """The journal as the public may have it, an entry a line; its ETag is the digest of its last entry."""
    found = readable(request, meeting)
    if found is None:
        return no_such_meeting(request)
    if (known := get_conditional_response(request, _etag(read.head(found.id).digest))) is not None:
        return known
    lines = list(export.lines(found.id, PUBLIC))
    response = HttpResponse("".join(f"{line}\n" for line in lines), content_type="application/jsonl; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.ref}.jsonl"'
    response.headers["ETag"] = _etag(json.loads(lines[-1])["digest"])
    response.headers["Cache-Control"] = "no-cache" if _open_to_all(found) else "private, no-cache"
    return response


def readable(request: HttpRequest, meeting: UUID) -> Meeting | None:
    """The meeting, if its record may be read: by everybody of a rehearsal or once published, else by who sits in it."""
    found = Meeting.objects.filter(id=meeting).first()
    if found is None or not (_open_to_all(found) or seat_in(request, found) is not None):
        return None
    try:
        read.head(found.id)
    except read.UnknownMeeting:
        return None
    return found


def _open_to_all(meeting: Meeting) -> bool:
    return meeting.rehearsal or meeting.published is not None


def _etag(digest: str) -> str:
    return f'"{digest}"'


@lru_cache(maxsize=8)
def _folded(meeting: UUID, head: read.Head) -> Folded:
    entries = tuple(entry for entry in read.entries(meeting) if entry.seq <= head.seq)
    state = replay(entries)
    return Folded(entries, state, summary(state, PUBLIC), adopted_under(entries))


@lru_cache(maxsize=24)
def _told(meeting: UUID, head: read.Head, spoken: str) -> tuple[Told, ...]:
    told: list[Told] = []
    for entry, sentence in sentences(_folded(meeting, head).entries, spoken, PUBLIC):
        withheld = isinstance(entry.event, Withheld)
        line = Told(entry.seq, entry.seq, entry.at, sentence, withheld)
        if withheld and told and told[-1].withheld:
            line = Told(told.pop().seq, entry.seq, entry.at, sentence, withheld)
        told.append(line)
    return tuple(told)


def _stretch(told: tuple[Told, ...], asked: str) -> Stretch:
    """The page on which the entry asked for is told; the first one where the question makes no sense."""
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    place = max((number for number, line in enumerate(told) if line.seq <= wanted), default=0)
    first = place // PAGE * PAGE
    others = tuple(line.seq for line in told[::PAGE])
    return Stretch(told[first : first + PAGE], told[first].seq, others)
