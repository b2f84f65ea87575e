"""Every chapter of the rules shares these words: who acts, what was entered, time that runs, and the refusal."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import NewType, TypeAlias

PersonId = NewType("PersonId", str)
DelegationId = NewType("DelegationId", str)
"""A party's code (`THA`), or one of the two delegations that are no party: `secretariat`, `presidency`."""
BlocId = NewType("BlocId", str)
ItemId = NewType("ItemId", str)

Text: TypeAlias = Mapping[str, str]
"""What people read: language (`en`, `th`, `fr`) → text."""

SECRETARIAT = DelegationId("secretariat")
PRESIDENCY = DelegationId("presidency")

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

NOBODY = PersonId("")
NEVER = datetime(1, 1, 1, tzinfo=UTC)

CLOCK = PersonId("clock")
DOOR = PersonId("door")
OPERATOR = PersonId("operator")


class OutOfOrder(Exception):
    """The rules refuse; `code` is `<chapter>.<reason>` and has its number in docs/rules-of-procedure.md."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Standing(StrEnum):
    """In what capacity somebody acts; one person can have several at once (a head of delegation who presides)."""

    PRESIDING = "presiding"
    CO_CHAIR = "co-chair"
    HEAD = "head"
    ALTERNATE = "alternate"
    ADVISER = "adviser"
    SECRETARIAT = "secretariat"
    RAPPORTEUR = "rapporteur"
    TECHNICIAN = "technician"
    OBSERVER = "observer"
    CLOCK = "clock"
    DOOR = "door"
    OPERATOR = "operator"


CHAIRS = frozenset({Standing.PRESIDING, Standing.CO_CHAIR})
PODIUM = frozenset({Standing.PRESIDING, Standing.SECRETARIAT})
"""Those who keep the list of speakers: the presiding chair, and the secretariat for the chair."""
DELEGATES = frozenset({Standing.HEAD, Standing.ALTERNATE, Standing.ADVISER})
BINDING = frozenset({Standing.HEAD, Standing.ALTERNATE})
"""Those who can bind their delegation."""
INSTALLATION = {CLOCK: Standing.CLOCK, DOOR: Standing.DOOR, OPERATOR: Standing.OPERATOR}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the journal knows them at this moment; `leave` is an adviser's leave to speak."""

    person: PersonId
    standings: frozenset[Standing]
    delegation: DelegationId | None = None
    leave: bool = False

    @property
    def presides(self) -> bool:
        return Standing.PRESIDING in self.standings

    def unnamed(self) -> "Actor":
        """The same standing without the person: all who share it see and may do the same."""
        return replace(self, person=PersonId(""))


@dataclass(frozen=True, slots=True)
class Withheld:
    """Stands in for an event whose body was erased, or may not be seen by this reader."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: `seq` counts from 1 without gaps, `at` is UTC, `event` is one of procedure.EVENTS."""

    seq: int
    at: datetime
    by: PersonId
    event: object


@dataclass(frozen=True, slots=True)
class Clock:
    """Time that runs and stands still: a limit in seconds (absent: none), time spent in whole milliseconds."""

    limit: int | None = None
    spent: int = 0
    since: datetime | None = None

    def run(self, at: datetime) -> "Clock":
        return self if self.since is not None else Clock(self.limit, self.spent, at)

    def stop(self, at: datetime) -> "Clock":
        return Clock(self.limit, self.spent_at(at)) if self.since is not None else self

    def set(self, *, runs: bool, at: datetime) -> "Clock":
        return self.run(at) if runs else self.stop(at)

    def spent_at(self, at: datetime) -> int:
        if self.since is None:
            return self.spent
        return self.spent + max(0, (at - self.since) // timedelta(milliseconds=1))

    def ends(self, grace: int = 0) -> datetime | None:
        """When the limit (and a grace, in seconds) will be reached if nothing changes; None if it stands or is free."""
        if self.since is None or self.limit is None:
            return None
        return self.since + timedelta(milliseconds=(self.limit + grace) * 1000 - self.spent)


def wire_words(name: str) -> str:
    """`RequestFloor` → `request_floor`."""
    return "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))


_KINDS: dict[type, str] = {}


def kind(cls: type) -> str:
    """The name of a command or event outside Python, after its chapter: `floor.request_floor`."""
    if cls not in _KINDS:
        _KINDS[cls] = f"{cls.__module__.split('.')[2]}.{wire_words(cls.__name__)}"
    return _KINDS[cls]


def unused(names: Iterable[str]) -> str:
    """A name that none of these is: for a sample of what is yet to be entered."""
    taken = frozenset(names)
    return next(name for name in map(str, count()) if name not in taken)


def is_name(said: str) -> bool:
    """Whether it can be an id in a meeting: ASCII letters and digits, after the first also `.`, `-` and `_`."""
    return _NAME.fullmatch(said) is not None


def has_text(text: Text) -> bool:
    return any(words.strip() for words in text.values())
