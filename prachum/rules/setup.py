"""What a meeting is before it begins: its title, zone and languages, its rules, chairs, parties and blocs."""

from dataclasses import dataclass, field
from datetime import datetime

from prachum.rules.order import NEVER, DelegationId, PersonId, Text
from prachum.rules.parties import Bloc, Party
from prachum.rules.presets import PRESETS, Rules


@dataclass(frozen=True, slots=True)
class ApprovedFact:
    """Something around the meeting that may be told to the public, and the office that approved it; dates are ISO."""

    id: str
    text: Text
    approved_by: Text
    number: int | None = None
    party: DelegationId | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Setup:
    """What a meeting is before it begins; `shift` (ms) is added to the true time where a rehearsal has another hour."""

    meeting: str
    ref: str
    title: Text
    zone: str
    languages: tuple[str, ...]
    scheduled: datetime
    rules: Rules
    chairs: tuple[PersonId, ...]
    parties: tuple[Party, ...]
    blocs: tuple[Bloc, ...] = ()
    series: Text = field(default_factory=dict)
    ordinal: int | None = None
    facts: tuple[ApprovedFact, ...] = ()
    rehearsal: bool = False
    shift: int = 0


UNCREATED = Setup("", "", {}, "UTC", (), NEVER, PRESETS["plain"], (), ())
"""Stands for a meeting of which nothing is entered."""
