"""Each meeting's facts hang on one board until they are too old, and one function says who may read which."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from prachum.presence.kinds import CallSecretariat, Device, Level, Line, Rehearsal, Said, SpeakingDevice
from prachum.rules.order import Actor, DelegationId, PersonId, Standing

MOST_FACTS = 5000
MOST_OF_A_PERSON, MOST_OF_THOSE_WHO_LOOK_ON = 64, 4500
"""Nobody fills the board alone, and those who only look on leave room for a call for help."""
HELPS = frozenset({Standing.SECRETARIAT, Standing.TECHNICIAN})
WATCHES_LINES = HELPS | {Standing.PRESIDING}


class NotYours(Exception):
    """`code` says why this fact is not the sender's to tell."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Fact:
    """What `person` (for a call: the caller) says; `by` is who answered a call, `until` is the board's time."""

    said: Said
    person: PersonId
    delegation: DelegationId | None
    session: str
    until: float
    by: PersonId | None = None

    def on_wire(self, now: float) -> Mapping[str, object]:
        """The `presence` event; `lasts` is in seconds, from `now` by the board's clock."""
        whose = {"person": self.person, "delegation": self.delegation, "by": self.by}
        told = {name: value for name, value in whose.items() if value is not None}
        return {**self.said.model_dump(exclude_none=True), **told, "lasts": round(self.until - now, 3)}


def sees(actor: Actor, fact: Fact) -> bool:
    """Whether somebody may read a fact; each sees what is told of themselves."""
    return actor.person == fact.person or told_to(actor.standings, fact)


def told_to(standings: frozenset[Standing], fact: Fact) -> bool:
    """Whether all who stand so may read a fact, whomever it is about."""
    match fact.said:
        case CallSecretariat() | Device():
            return bool(standings & HELPS)
        case Line() | Level():
            return bool(standings & WATCHES_LINES)
        case SpeakingDevice():
            return False
        case Rehearsal():
            return True
    assert_never(fact.said)


@dataclass(slots=True)
class Board:
    """The facts of one meeting."""

    clock: Callable[[], float] = time.monotonic
    _facts: dict[tuple[str, ...], Fact] = field(default_factory=dict)

    def put(self, actor: Actor, session: str, said: Said) -> Fact:
        """Hang up what somebody says, instead of what they said before; NotYours if they may not say it."""
        self._drop_old()
        if isinstance(said, CallSecretariat):
            fact = self._call(actor, session, said)
        else:
            fact = self._fact(actor, session, said)
        where = self._where(fact)
        if where not in self._facts and self._full(actor):
            raise NotYours("presence.full")
        self._facts[where] = fact
        if isinstance(said, CallSecretariat) and said.state == "done":
            del self._facts[where]
        return fact

    def _full(self, actor: Actor) -> bool:
        theirs = sum(fact.person == actor.person for fact in self._facts.values())
        others = sum(fact.delegation is None for fact in self._facts.values())
        looks_on = actor.delegation is None and others >= MOST_OF_THOSE_WHO_LOOK_ON
        return len(self._facts) >= MOST_FACTS or theirs >= MOST_OF_A_PERSON or looks_on

    def seen_by(self, actor: Actor) -> Iterator[Fact]:
        """What hangs there now for somebody to read."""
        self._drop_old()
        return (fact for fact in self._facts.values() if sees(actor, fact))

    def _fact(self, actor: Actor, session: str, said: Said) -> Fact:
        return Fact(said, actor.person, actor.delegation, session, self.clock() + said.lasts)

    def _call(self, actor: Actor, session: str, said: CallSecretariat) -> Fact:
        """Whoever calls may call again and end it; whoever helps may answer, and the call stays the caller's."""
        call = self._facts.get(("call_secretariat", said.call))
        mine = call is None or call.person == actor.person
        if said.state in ("sent", "done") and mine:
            return self._fact(actor, session, said)
        if call is None:
            raise NotYours("presence.no_such_call")
        if said.state == "sent" or not actor.standings & HELPS:
            raise NotYours("presence.not_your_call")
        return replace(call, said=said, by=actor.person, until=self.clock() + said.lasts)

    def _where(self, fact: Fact) -> tuple[str, ...]:
        if isinstance(fact.said, CallSecretariat):
            return ("call_secretariat", fact.said.call)
        return (fact.said.kind, fact.person, fact.session, fact.said.device or "")

    def _drop_old(self) -> None:
        now = self.clock()
        for where in [where for where, fact in self._facts.items() if fact.until <= now]:
            del self._facts[where]
