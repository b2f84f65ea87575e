"""Whoever is in a room holds a line through the door, or lost it a moment ago; all others are to be sent out."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from prachum.media.kinds import Kinds

LINGERS = 17.0
"""Seconds in the room without a socket at the door: a lost line comes back sooner, and a ghost is gone in twenty."""


@dataclass(slots=True)
class _Known:
    """One identity in the engine's room; of whom the door knows nothing, `person` and `session` are empty."""

    person: str = ""
    session: str = ""
    sockets: int = 0
    lost: float = 0.0
    ended: bool = False
    kinds: Kinds = field(default_factory=Kinds)


class Lines:
    """All lines of all meetings that the door has opened, until the engine knows nothing of them any more.

    The engine keeps whoever still sends it packets for as long as they like, with signalling or without: only here is
    it known who they are and whether they may stay.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[UUID, dict[str, _Known]] = {}

    @property
    def meetings(self) -> frozenset[UUID]:
        """Where somebody is known."""
        return frozenset(self._known)

    def kinds(self, meeting: UUID, identity: str) -> Kinds | None:
        """What this identity has called sound and what a picture; None where it is not known."""
        known = self._known.get(meeting, {}).get(identity)
        return None if known is None else known.kinds

    def opened(self, meeting: UUID, identity: str, person: str, session: str, kinds: Kinds | None = None) -> None:
        """A socket that was admitted stands before the engine now; `kinds` is what it said in coming."""
        known = self._known.setdefault(meeting, {}).setdefault(identity, _Known(kinds=kinds or Kinds()))
        known.person, known.session, known.ended = person, session, False
        known.sockets += 1

    def closed(self, meeting: UUID, identity: str, *, silent: float = 0.0) -> None:
        """One of its sockets has gone; nothing had come from it for `silent` seconds."""
        if (known := self._known.get(meeting, {}).get(identity)) is not None:
            known.sockets -= 1
            known.lost = max(known.lost, self._clock() - silent)

    def missed(
        self, meeting: UUID, identity: str, person: str, session: str, kinds: Kinds, *, ended: bool = False
    ) -> None:
        """A socket that was admitted did not come to stand before the engine, which may have let them in all the same.

        `ended`: because whoever came so is to be sent out.  Who is known already has not been here for it: by asking
        again and again what the engine refuses, somebody without a socket would stay for ever.
        """
        theirs = self._known.setdefault(meeting, {})
        if (known := theirs.get(identity)) is None:
            theirs[identity] = _Known(person, session, lost=self._clock(), ended=ended, kinds=kinds)
        elif not known.sockets:
            known.ended |= ended

    def holds(self, meeting: UUID, identity: str) -> bool:
        """Whether one of its sockets is open."""
        known = self._known.get(meeting, {}).get(identity)
        return known is not None and known.sockets > 0

    def end(self, meeting: UUID, *, person: str = "", session: str = "") -> None:
        """This person, or whatever came by this session, is to be sent out, as is everybody whom nobody knows here."""
        for known in self._known.get(meeting, {}).values():
            asked = known.session == session if session else known.person == person
            known.ended |= asked or not known.person

    def overdue(self, meeting: UUID, present: Iterable[str]) -> frozenset[str]:
        """Return who of those present is to be sent out now; call it again until they are gone."""
        here = frozenset(present)
        known = self._known.setdefault(meeting, {})
        # The engine may yet let in whom it kept waiting until they had gone.
        forgotten = [who for who, one in known.items() if who not in here and self._lingers(one) > LINGERS]
        for identity in forgotten:
            del known[identity]
        for identity in here - known.keys():
            # After a restart of this process; whoever belongs here comes back through the door.
            known[identity] = _Known(lost=self._clock())
        if not known:
            del self._known[meeting]
        return frozenset(who for who in here if (one := known[who]).ended or self._lingers(one) > LINGERS)

    def _lingers(self, known: _Known) -> float:
        """For how many seconds somebody has been without a socket."""
        return 0.0 if known.sockets else self._clock() - known.lost
