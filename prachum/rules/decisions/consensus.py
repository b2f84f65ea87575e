"""A text is adopted by consensus: put to the meeting, shown on every screen, and not objected to for a whole period."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias, assert_never

from prachum.rules.decisions.table import BeforeMeeting, Decision, Decisions, Objection, TextVersion, missing
from prachum.rules.order import (
    BINDING,
    DELEGATES,
    Actor,
    Clock,
    DelegationId,
    Entry,
    ItemId,
    OutOfOrder,
    Standing,
    Text,
    has_text,
    is_name,
    unused,
)

if TYPE_CHECKING:
    from prachum.rules.procedure import State


@dataclass(frozen=True, slots=True)
class EnterText:
    """A text that the meeting may decide on is entered, or its next version."""

    text: str
    version: int
    title: Text
    words: Text


@dataclass(frozen=True, slots=True)
class PutTextToMeeting:
    """The presiding chair puts a version of a text to the meeting; `seconds` is the objection period."""

    text: str
    version: int
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class ConfirmText:
    """A delegation's screen shows this text in this version."""

    text: str
    version: int


@dataclass(frozen=True, slots=True)
class ProceedWithout:
    """The presiding chair goes on although these delegations are not on the line or have not confirmed."""

    delegations: tuple[DelegationId, ...]


@dataclass(frozen=True, slots=True)
class ObjectToText:
    """A delegation objects, before all or to the chair alone."""

    text: str
    version: int
    openly: bool
    reason: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConcludeObjectionPeriod:
    """The clock: the whole period has run."""

    text: str
    version: int


@dataclass(frozen=True, slots=True)
class SetTextAside:
    """The presiding chair takes the text back from the meeting, and says why."""

    reason: Text


Command: TypeAlias = (
    EnterText | PutTextToMeeting | ConfirmText | ProceedWithout | ObjectToText | ConcludeObjectionPeriod | SetTextAside
)


@dataclass(frozen=True, slots=True)
class TextEntered:
    text: str
    version: int
    title: Text
    words: Text


@dataclass(frozen=True, slots=True)
class TextPut:
    """`entitled` are the deciding parties present at that moment; who arrives later joins them."""

    text: str
    version: int
    item: ItemId
    seconds: int
    entitled: tuple[DelegationId, ...]


@dataclass(frozen=True, slots=True)
class TextShown:
    delegation: DelegationId
    text: str
    version: int


@dataclass(frozen=True, slots=True)
class ProceededWithout:
    delegations: tuple[DelegationId, ...]


@dataclass(frozen=True, slots=True)
class ObjectionRaised:
    delegation: DelegationId
    text: str
    version: int
    reason: Text


@dataclass(frozen=True, slots=True)
class ObjectionToChair:
    """Sealed: in the chain neither its kind nor its author is to be seen."""

    delegation: DelegationId
    text: str
    version: int
    reason: Text


@dataclass(frozen=True, slots=True)
class TextAdopted:
    text: str
    version: int


@dataclass(frozen=True, slots=True)
class ObjectionPeriodEnded:
    """The period is over and the text is not adopted: the chair has the matter."""

    text: str
    version: int


@dataclass(frozen=True, slots=True)
class TextSetAside:
    text: str
    version: int
    reason: Text


Event: TypeAlias = (
    TextEntered
    | TextPut
    | TextShown
    | ProceededWithout
    | ObjectionRaised
    | ObjectionToChair
    | TextAdopted
    | ObjectionPeriodEnded
    | TextSetAside
)

PRESIDING = frozenset({Standing.PRESIDING})
MAY: Mapping[type[Command], frozenset[Standing]] = {
    EnterText: frozenset({Standing.SECRETARIAT, Standing.RAPPORTEUR, Standing.OPERATOR}),
    PutTextToMeeting: PRESIDING,
    ConfirmText: DELEGATES,
    ProceedWithout: PRESIDING,
    ObjectToText: BINDING,
    ConcludeObjectionPeriod: frozenset({Standing.CLOCK}),
    SetTextAside: PRESIDING,
}


def decide(state: "State", command: Command, by: Actor, at: datetime) -> tuple[Event, ...]:
    decisions = state.decisions
    match command:
        case EnterText(text, version, title, words):
            latest = decisions.texts[text].version if text in decisions.texts else 0
            if decisions.before is not None and decisions.before.text == text:
                raise OutOfOrder("decisions.text_before_meeting")
            if decisions.adopted(text):
                raise OutOfOrder("decisions.already_adopted")
            if not is_name(text):
                raise OutOfOrder("decisions.no_name")
            if not has_text(title) or not has_text(words):
                raise OutOfOrder("decisions.no_words")
            if version != latest + 1:
                raise OutOfOrder("decisions.not_the_next_version")
            return (TextEntered(text, version, title, words),)
        case PutTextToMeeting(text, version, seconds):
            return (_put(state, text, version, seconds),)
        case ConfirmText(text, version):
            party = must_decide(state, by)
            before = _must_be_before(state, text, version)
            if party in before.confirmed - before.waived:
                raise OutOfOrder("decisions.already_confirmed")
            return (TextShown(party, text, version),)
        case ProceedWithout(delegations):
            state.must_run()
            if _must_have_text(state).over:
                raise OutOfOrder("decisions.period_over")
            if not delegations or not set(delegations) <= set(missing(state)):
                raise OutOfOrder("decisions.nobody_missing")
            return (ProceededWithout(delegations),)
        case ObjectToText(text, version, openly, reason):
            party = must_decide(state, by)
            before = _must_be_before(state, text, version)
            if before.over:
                raise OutOfOrder("decisions.period_over")
            if any(party == objection.delegation for objection in before.objections):
                raise OutOfOrder("decisions.already_objected")
            return ((ObjectionRaised if openly else ObjectionToChair)(party, text, version, reason),)
        case ConcludeObjectionPeriod(text, version):
            before = _must_be_before(state, text, version)
            if (end := before.clock.ends()) is None or at < end:
                raise OutOfOrder("decisions.period_not_over")
            return ((ObjectionPeriodEnded if before.objections else TextAdopted)(text, version),)
        case SetTextAside(reason):
            state.must_run()
            before = _must_have_text(state)
            if not has_text(reason):
                raise OutOfOrder("decisions.no_reason")
            return (TextSetAside(before.text, before.version, reason),)
    assert_never(command)


def _put(state: "State", text: str, version: int, seconds: int | None) -> TextPut:
    state.must_run()
    rules, decisions = state.meeting.rules, state.decisions
    if decisions.before is not None:
        raise OutOfOrder("decisions.text_before_meeting")
    if state.agenda.current is None:
        raise OutOfOrder("agenda.no_item_open")
    if state.floor.holder is not None:
        raise OutOfOrder("floor.held")
    if not state.quorum_to_decide():
        raise OutOfOrder("decisions.no_quorum")
    if text not in decisions.texts:
        raise OutOfOrder("decisions.no_such_text")
    if decisions.adopted(text):
        raise OutOfOrder("decisions.already_adopted")
    if decisions.texts[text].version != version:
        raise OutOfOrder("decisions.not_the_latest_version")
    period = rules.objection_period if seconds is None else seconds
    if not 1 <= period <= 3600:
        raise OutOfOrder("decisions.period_out_of_range")
    return TextPut(text, version, state.agenda.current, period, state.deciding_present())


def must_decide(state: "State", by: Actor) -> DelegationId:
    party = state.delegations.parties.get(by.delegation) if by.delegation is not None else None
    if party is None or not party.decides:
        raise OutOfOrder("decisions.not_entitled")
    return party.code


def _must_have_text(state: "State") -> BeforeMeeting:
    if state.decisions.before is None:
        raise OutOfOrder("decisions.no_text_before_meeting")
    return state.decisions.before


def _must_be_before(state: "State", text: str, version: int) -> BeforeMeeting:
    before = _must_have_text(state)
    if (before.text, before.version) != (text, version):
        raise OutOfOrder("decisions.another_text")
    return before


def apply(decisions: Decisions, event: Event, entry: Entry) -> Decisions:
    match event:
        case TextEntered(text, version, title, words):
            return replace(decisions, texts={**decisions.texts, text: TextVersion(text, version, title, words)})
        case TextPut(text, version, item, seconds, entitled):
            return replace(decisions, before=BeforeMeeting(text, version, item, Clock(seconds), frozenset(entitled)))
        case TextAdopted():
            return _taken(decisions, entry.at, adopted=True)
        case TextSetAside(_, _, reason):
            return _taken(decisions, entry.at, adopted=False, reason=reason)
        case _:
            before = decisions.before
            return decisions if before is None else replace(decisions, before=_before(before, event, entry.at))


def _before(
    before: BeforeMeeting,
    event: TextShown | ProceededWithout | ObjectionRaised | ObjectionToChair | ObjectionPeriodEnded,
    at: datetime,
) -> BeforeMeeting:
    match event:
        case TextShown(delegation):
            here = frozenset({delegation})
            return replace(before, confirmed=before.confirmed | here, waived=before.waived - here)
        case ProceededWithout(delegations):
            return replace(before, waived=before.waived.union(delegations))
        case ObjectionRaised(delegation, _, _, reason):
            return replace(before, objections=(*before.objections, Objection(delegation, reason, True, at)))
        case ObjectionToChair(delegation, _, _, reason):
            return replace(before, objections=(*before.objections, Objection(delegation, reason, False, at)))
        case ObjectionPeriodEnded():
            return replace(before, over=True)
    assert_never(event)


def _taken(decisions: Decisions, at: datetime, *, adopted: bool, reason: Text | None = None) -> Decisions:
    before = decisions.before
    if before is None:
        return decisions
    objectors = tuple(objection.delegation for objection in before.objections if objection.openly)
    decision = Decision(
        decisions.texts[before.text], before.item, at, adopted, reason or {}, objectors, tuple(sorted(before.waived))
    )
    return replace(decisions, before=None, taken=(*decisions.taken, decision))


def deadline(state: "State") -> tuple[datetime, ConcludeObjectionPeriod] | None:
    """When the clock will have to conclude the period, if it runs."""
    before = state.decisions.before
    end = before.clock.ends() if before is not None and not before.over else None
    return (end, ConcludeObjectionPeriod(before.text, before.version)) if before is not None and end else None


def probes(state: "State") -> tuple[tuple[str, Command], ...]:
    """One sample of each command per target (a text) to learn what is permitted."""
    words, before = {"en": "."}, state.decisions.before
    put = (before.text, before.version) if before is not None else ("", 0)
    samples: list[tuple[str, Command]] = [
        ("", ConfirmText(*put)),
        ("", ProceedWithout(missing(state))),
        ("", ObjectToText(*put, openly=True)),
        ("", SetTextAside(words)),
        ("", ConcludeObjectionPeriod(*put)),
        ("", EnterText(unused(state.decisions.texts), 1, words, words)),
    ]
    for name, text in state.decisions.texts.items():
        samples += [
            (name, PutTextToMeeting(name, text.version)),
            (name, EnterText(name, text.version + 1, words, words)),
        ]
    return tuple(samples)
