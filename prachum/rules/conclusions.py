"""Conclusions say what the meeting did with a matter: entered by the rapporteur, confirmed by the chair."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias, assert_never

from prachum.rules.order import Entry, ItemId, OutOfOrder, Standing, Text, has_text

if TYPE_CHECKING:
    from prachum.rules.procedure import State

MEETING, BOTH = "meeting", "both"
"""Whose conclusion it is: of the meeting, of both sides; otherwise a party's code."""


class Verb(StrEnum):
    """What the meeting did with the matter."""

    DISCUSSED = "discussed"
    EXCHANGED_VIEWS = "exchanged_views"
    NOTED = "noted"
    STRESSED = "stressed"
    SUPPORTED = "supported"
    COMMITTED = "committed"
    NEXT_STEP = "next_step"


@dataclass(frozen=True, slots=True)
class EnterConclusion:
    """The rapporteur enters a conclusion under an item; `attributed` is `meeting`, `both` or a party's code."""

    item: ItemId
    verb: Verb
    text: Text
    points: tuple[Text, ...] = ()
    attributed: str = MEETING


@dataclass(frozen=True, slots=True)
class CorrectConclusion:
    """The rapporteur enters a conclusion anew; the earlier one stays to be seen."""

    conclusion: str
    verb: Verb
    text: Text
    points: tuple[Text, ...] = ()
    attributed: str = MEETING


@dataclass(frozen=True, slots=True)
class ConfirmConclusion:
    """The presiding chair confirms a conclusion: it may be published."""

    conclusion: str


@dataclass(frozen=True, slots=True)
class SendBackConclusion:
    """The presiding chair sends a conclusion back to the rapporteur, and says why."""

    conclusion: str
    reason: Text


Command: TypeAlias = EnterConclusion | CorrectConclusion | ConfirmConclusion | SendBackConclusion


@dataclass(frozen=True, slots=True)
class ConclusionEntered:
    """`corrects` is the conclusion that this one replaces."""

    conclusion: str
    item: ItemId
    verb: Verb
    text: Text
    points: tuple[Text, ...]
    attributed: str
    corrects: str | None = None


@dataclass(frozen=True, slots=True)
class ConclusionConfirmed:
    conclusion: str


@dataclass(frozen=True, slots=True)
class ConclusionSentBack:
    conclusion: str
    reason: Text


Event: TypeAlias = ConclusionEntered | ConclusionConfirmed | ConclusionSentBack

RAPPORTEUR = frozenset({Standing.RAPPORTEUR})
PRESIDING = frozenset({Standing.PRESIDING})
MAY: Mapping[type[Command], frozenset[Standing]] = {
    EnterConclusion: RAPPORTEUR,
    CorrectConclusion: RAPPORTEUR,
    ConfirmConclusion: PRESIDING,
    SendBackConclusion: PRESIDING,
}


class Standpoint(StrEnum):
    """What has become of a conclusion."""

    ENTERED = "entered"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent_back"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Conclusion:
    """`id` is `c1`, `c2`, …; a corrected one names its correction in `corrected_by` once that is confirmed."""

    id: str
    item: ItemId
    verb: Verb
    text: Text
    points: tuple[Text, ...]
    attributed: str
    entered: datetime
    stands: Standpoint = Standpoint.ENTERED
    reason: Text | None = None
    corrects: str | None = None
    corrected_by: str | None = None
    confirmed: datetime | None = None


Conclusions: TypeAlias = Mapping[str, Conclusion]


def decide(state: "State", command: Command) -> tuple[Event, ...]:
    conclusions = state.conclusions
    state.must_have_begun()
    match command:
        case EnterConclusion(item, verb, text, points, attributed):
            known = state.agenda.items.get(item)
            if known is None or known.opened is None:
                raise OutOfOrder("conclusions.item_not_taken_up")
            _must_read_well(state, text, points, attributed)
            name = f"c{len(conclusions) + 1}"
            return (ConclusionEntered(name, item, verb, text, points, attributed),)
        case CorrectConclusion(conclusion, verb, text, points, attributed):
            earlier = _must_know(conclusions, conclusion)
            if any(other.corrects == conclusion for other in conclusions.values()):
                raise OutOfOrder("conclusions.already_corrected")
            _must_read_well(state, text, points, attributed)
            name = f"c{len(conclusions) + 1}"
            return (ConclusionEntered(name, earlier.item, verb, text, points, attributed, conclusion),)
        case ConfirmConclusion(conclusion):
            _must_be_open(conclusions, conclusion)
            return (ConclusionConfirmed(conclusion),)
        case SendBackConclusion(conclusion, reason):
            _must_be_open(conclusions, conclusion)
            if not has_text(reason):
                raise OutOfOrder("conclusions.no_reason")
            return (ConclusionSentBack(conclusion, reason),)
    assert_never(command)


def _must_know(conclusions: Conclusions, conclusion: str) -> Conclusion:
    if conclusion not in conclusions:
        raise OutOfOrder("conclusions.no_such_conclusion")
    return conclusions[conclusion]


def _must_be_open(conclusions: Conclusions, conclusion: str) -> None:
    if _must_know(conclusions, conclusion).stands is not Standpoint.ENTERED:
        raise OutOfOrder("conclusions.already_dealt_with")


def _must_read_well(state: "State", text: Text, points: tuple[Text, ...], attributed: str) -> None:
    if not has_text(text) or not all(has_text(point) for point in points):
        raise OutOfOrder("conclusions.no_text")
    if attributed not in (MEETING, BOTH) and attributed not in state.delegations.parties:
        raise OutOfOrder("conclusions.attributed_to_nobody")


def apply(conclusions: Conclusions, event: Event, entry: Entry) -> Conclusions:
    match event:
        case ConclusionEntered(name, item, verb, text, points, attributed, corrects):
            entered = Conclusion(name, item, verb, text, points, attributed, entry.at, corrects=corrects)
            return {**conclusions, name: entered}
        case ConclusionConfirmed(name):
            known = replace(conclusions[name], stands=Standpoint.CONFIRMED, confirmed=entry.at)
            return {**conclusions, **_corrected(conclusions, known), name: known}
        case ConclusionSentBack(name, reason):
            known = replace(conclusions[name], stands=Standpoint.SENT_BACK, reason=reason)
            return {**conclusions, name: known}
    assert_never(event)


def _corrected(conclusions: Conclusions, by: Conclusion) -> Conclusions:
    """What a confirmed correction replaces: the one before it, and all that this one was to correct."""
    replaced: dict[str, Conclusion] = {}
    name = by.corrects
    while name is not None:
        replaced[name] = replace(conclusions[name], stands=Standpoint.CORRECTED, corrected_by=by.id)
        name = conclusions[name].corrects
    return replaced


def probes(state: "State") -> tuple[tuple[str, Command], ...]:
    """One sample of each command per target (an item, a conclusion) to learn what is permitted."""
    words = {"en": "."}
    samples: list[tuple[str, Command]] = [
        (item, EnterConclusion(item, Verb.NOTED, words)) for item in state.agenda.items
    ]
    for name in state.conclusions:
        samples += [(name, CorrectConclusion(name, Verb.NOTED, words)), (name, ConfirmConclusion(name))]
        samples += [(name, SendBackConclusion(name, words))]
    return tuple(samples)
