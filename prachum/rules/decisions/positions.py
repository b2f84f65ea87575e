"""After a text is adopted a delegation may enter a reservation or explain its position; they stay with the decision."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, assert_never

from prachum.rules.decisions.consensus import must_decide
from prachum.rules.decisions.table import Decision, Decisions
from prachum.rules.order import BINDING, Actor, DelegationId, OutOfOrder, Standing, Text, has_text

if TYPE_CHECKING:
    from prachum.rules.procedure import State


@dataclass(frozen=True, slots=True)
class EnterReservation:
    """A delegation's reservation on an adopted text."""

    text: str
    statement: Text


@dataclass(frozen=True, slots=True)
class ExplainPosition:
    """A delegation explains its position on an adopted text."""

    text: str
    statement: Text


Command: TypeAlias = EnterReservation | ExplainPosition


@dataclass(frozen=True, slots=True)
class ReservationEntered:
    delegation: DelegationId
    text: str
    statement: Text


@dataclass(frozen=True, slots=True)
class PositionExplained:
    delegation: DelegationId
    text: str
    statement: Text


Event: TypeAlias = ReservationEntered | PositionExplained

MAY: Mapping[type[Command], frozenset[Standing]] = {EnterReservation: BINDING, ExplainPosition: BINDING}


def decide(state: "State", command: Command, by: Actor) -> tuple[Event, ...]:
    party = must_decide(state, by)
    if not state.decisions.adopted(command.text):
        raise OutOfOrder("decisions.not_adopted")
    if not has_text(command.statement):
        raise OutOfOrder("decisions.no_statement")
    match command:
        case EnterReservation(text, statement):
            return (ReservationEntered(party, text, statement),)
        case ExplainPosition(text, statement):
            return (PositionExplained(party, text, statement),)
    assert_never(command)


def apply(decisions: Decisions, event: Event) -> Decisions:
    return replace(decisions, taken=tuple(_noted(decision, event) for decision in decisions.taken))


def _noted(decision: Decision, event: Event) -> Decision:
    if not decision.adopted or decision.text.id != event.text:
        return decision
    note = (event.delegation, event.statement)
    match event:
        case ReservationEntered():
            return replace(decision, reservations=(*decision.reservations, note))
        case PositionExplained():
            return replace(decision, explanations=(*decision.explanations, note))
    assert_never(event)


def probes(state: "State") -> tuple[tuple[str, Command], ...]:
    """One sample of each command per target (a text) to learn what is permitted."""
    words = {"en": "."}
    return tuple(
        (name, command(name, words))
        for name in state.decisions.texts
        for command in (EnterReservation, ExplainPosition)
    )
