"""What the rest may know of the journal: states, decoded entries, heads, and which meetings there are."""

import json
from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from prachum.journal import store
from prachum.journal.models import CLOSED
from prachum.journal.models import Entry as Row
from prachum.rules.order import Entry
from prachum.rules.procedure import State


class UnknownMeeting(Exception):
    """Nothing is entered under this reference or id."""


class Head(NamedTuple):
    """An entry, mostly the last: its number and its digest (hex), which stands for the whole journal up to it."""

    seq: int
    digest: str


class Listed(NamedTuple):
    """A meeting's id, and the reference that its file gives it."""

    id: UUID
    ref: str


_first: dict[UUID, tuple[str, bool]] = {}
"""The reference of a meeting, and whether it is a rehearsal."""


def state(meeting: UUID) -> State:
    """The meeting as committed; UnknownMeeting if there is none."""
    found = store.caught_up(meeting).state
    if not found.seq:
        raise UnknownMeeting(str(meeting))
    return found


def entries(meeting: UUID, after: int = 0) -> Iterator[Entry]:
    """What was entered after that seq, in order; what was erased comes as Withheld."""
    rows = Row.objects.filter(meeting=meeting, seq__gt=after).order_by("seq")
    return map(store.entry, rows)


def head(meeting: UUID) -> Head:
    """The last entry; UnknownMeeting if there is none."""
    last = Row.objects.filter(meeting=meeting).order_by("-seq").values_list("seq", "digest").first()
    if last is None:
        raise UnknownMeeting(str(meeting))
    return Head(*last)


def has(meeting: UUID, entry: Head) -> bool:
    """Whether the journal has an entry of that number and digest: whoever saw it has seen this journal."""
    return Row.objects.filter(meeting=meeting, seq=entry.seq, digest=entry.digest).exists()


def meetings() -> list[Listed]:
    """All meetings, in the order of their creation; a first entry is read once, since it never changes."""
    ids = list(Row.objects.filter(seq=1).order_by("id").values_list("meeting", flat=True))
    unread = Row.objects.filter(seq=1, meeting__in=[one for one in ids if one not in _first])
    _first.update({meeting: _said(meeting, body) for meeting, body in unread.values_list("meeting", "body")})
    return [Listed(one, _first[one][0]) for one in ids]


def closed() -> frozenset[UUID]:
    """The meetings that have closed; none of them is read for it."""
    return frozenset(Row.objects.filter(kind=CLOSED).values_list("meeting", flat=True))


def not_closed() -> list[UUID]:
    """The meetings that go on or are to come, in the order of their creation."""
    over = closed()
    return [listed.id for listed in meetings() if listed.id not in over]


def _said(meeting: UUID, body: str | None) -> tuple[str, bool]:
    """What a first entry says, also where it is of a newer version or somebody changed it: verify asks by it."""
    try:
        setup = json.loads(body or "")["setup"]
        return str(setup["ref"]), bool(setup.get("rehearsal"))
    except (ValueError, TypeError, KeyError, AttributeError):
        return str(meeting), False


def by_ref(ref: str) -> UUID:
    """The meeting with that UUID or reference (the latest, but a real one before its rehearsals), or UnknownMeeting."""
    found = [listed.id for listed in meetings() if ref in (listed.ref, str(listed.id))]
    if not found:
        raise UnknownMeeting(ref)
    return ([one for one in found if not _first[one][1]] or found)[-1]
