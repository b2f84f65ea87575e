"""Everything that is asked of a meeting passes this one question: who are you, and may you."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import DEFAULT_DB_ALIAS, connections

from prachum.journal.threads import Thread
from prachum.live import origin
from prachum.live.security_log import SecurityLog
from prachum.live.wire import Request
from prachum.registry import limits
from prachum.registry.seats import READ, Seat, note_seen, seat
from prachum.rules.order import INSTALLATION
from prachum.rules.procedure import State

REMEMBERED = 10.0
"""Seconds for which who somebody is need not be asked again; a change of any seat forgets everybody at once."""
MOST_REMEMBERED = 4096
SEATS = Thread("seats", DEFAULT_DB_ALIAS)
"""Who somebody is, is asked one after the other over a connection that stays: when two hundred come back at once, most
of the time went into opening as many."""
SEEN = Thread("seen", DEFAULT_DB_ALIAS)
"""Who was seen is written besides: who waits for the editors' database keeps nobody else waiting."""
_noting: set[int] = set()


class NotAdmitted(Exception):
    """`status` 404 says nothing of whether there is such a meeting; 403 is about the request, whatever the meeting."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(status, code)
        self.status = status
        self.code = code


NOT_HERE = (404, "admission.not_here")


@dataclass(slots=True)
class Doorkeeper:
    """Remembers for a moment who showed which cookie or token, never what they may."""

    log: SecurityLog
    clock: Callable[[], float] = monotonic
    _known: dict[bytes, tuple[float, Seat | None]] = field(default_factory=dict)
    _changes: int = 0
    _waits: dict[str, float] = field(default_factory=dict)

    def forget(self) -> None:
        """Somebody's seat has changed: ask anew who everybody is. From the loop's thread only."""
        self._changes += 1
        self._known.clear()

    async def who(self, asked: Request, meeting: UUID) -> Seat:
        """Whose seat it is, or an observer's; NotAdmitted, after the same questions, also where there is no meeting."""
        if code := origin.refusal(asked):
            raise self.denied(asked, meeting, 403, code)
        theirs = await self._asked(asked, meeting)
        if theirs is None or READ not in theirs.scopes or theirs.person in INSTALLATION:
            raise await self._not_here(asked, meeting)
        return theirs

    async def _not_here(self, asked: Request, meeting: UUID) -> NotAdmitted:
        """Whoever goes through many meetings has to wait, whether any of them is there or not."""
        whose, now = limits.network(asked.address), self.clock()
        if self._waits.get(whose, 0.0) <= now:
            if await sync_to_async(_spent, thread_sensitive=False)(whose):
                return self.denied(asked, meeting, *NOT_HERE)
            while len(self._waits) >= MOST_REMEMBERED:
                del self._waits[next(iter(self._waits))]
            self._waits[whose] = now + limits.seconds_left()
        return self.denied(asked, meeting, 429, "live.too_often")

    async def _asked(self, asked: Request, meeting: UUID) -> Seat | None:
        shown = repr((meeting, asked.authorization, sorted(asked.cookies.items())))
        key = hashlib.sha256(shown.encode(errors="replace")).digest()
        now, changes = self.clock(), self._changes
        if (kept := self._known.get(key)) and kept[0] > now:
            return kept[1]
        theirs = await SEATS.run(seat, meeting, asked.cookies, asked.authorization, _note_later)
        if changes == self._changes:
            while len(self._known) >= MOST_REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[key] = (now + REMEMBERED, theirs)
        return theirs

    def denied(self, asked: Request, meeting: UUID, status: int, code: str, person: str = "") -> NotAdmitted:
        """Write it down, and return what to raise."""
        self.log.write("denied", code, address=asked.address, person=person, meeting=meeting)
        return NotAdmitted(status, code)


def _note_later(session: int, now: datetime) -> None:
    """Once at a time for each, however long the database is busy."""
    if session not in _noting:
        _noting.add(session)
        SEEN.begin(note_seen, session, now).add_done_callback(lambda _: _noting.discard(session))


def may_stay(state: State, theirs: Seat) -> str | None:
    """Why somebody may not be in this meeting any longer, as a code; None if they may."""
    there, person = state.delegations, theirs.person
    if person in there.expelled:
        return "admission.expelled"
    if not theirs.observer and person not in there.people:
        return "admission.withdrawn"
    return None


def may_enter(state: State, theirs: Seat) -> str | None:
    """The same for somebody who comes in: a locked meeting lets in nobody who is not seated yet."""
    if state.delegations.locked and theirs.person not in state.delegations.seated:
        return "admission.locked"
    return may_stay(state, theirs)


def _spent(whose: str) -> bool:
    try:
        return limits.spend(whose, "meeting")
    finally:
        connections.close_all()
