"""Parties, blocs and people are as the meeting file names them; seats follow a rule that anybody can repeat."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from prachum.rules.order import BlocId, DelegationId, PersonId, Standing, Text


class SeatOrder(StrEnum):
    ALPHABETICAL = "alphabetical"
    PRECEDENCE = "precedence"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class Party:
    """A state or organisation at the table; `decides`: it counts for consensus and quorum."""

    code: DelegationId
    names: Text
    decides: bool = True
    speaks: bool = True
    precedence: int = 0


@dataclass(frozen=True, slots=True)
class Bloc:
    code: BlocId
    names: Text
    members: tuple[DelegationId, ...]


@dataclass(frozen=True, slots=True)
class Capacity:
    """In what capacity somebody sits (as country coordinator), with ISO dates where they are known."""

    text: Text
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Nameplate:
    """What stands before a person on that day, per language; all but the title may be empty."""

    title: Text
    name: Text = field(default_factory=dict)
    honorific: Text = field(default_factory=dict)
    department: Text = field(default_factory=dict)
    capacity: Capacity | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody accredited: `standing` is head, alternate or adviser of a delegation, or one of the staff."""

    id: PersonId
    delegation: DelegationId
    standing: Standing


def arranged(
    parties: Mapping[DelegationId, Party], order: SeatOrder, language: str, seed: str
) -> tuple[DelegationId, ...]:
    """All parties in the order asked for; a lot is the order of SHA-256(`seed:code`), so anybody can draw it again."""
    match order:
        case SeatOrder.ALPHABETICAL:
            return tuple(sorted(parties, key=lambda code: collation(parties[code].names, language, code)))
        case SeatOrder.PRECEDENCE:
            return tuple(sorted(parties, key=lambda code: (parties[code].precedence, code)))
        case SeatOrder.LOT:
            return tuple(sorted(parties, key=lambda code: hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()))
    assert_never(order)


def collation(names: Text, language: str, code: str) -> tuple[str, str]:
    """The sort key of a name: without accents; in Thai a vowel written first counts after its consonant."""
    name = names.get(language) or names.get("en") or code
    if language == "th":
        spoken = re.sub("([เ-ไ])(.)", r"\2\1", name)
        return (re.sub("[\u0e47-\u0e4e]", "", spoken), spoken)
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return (bare.casefold(), name)
