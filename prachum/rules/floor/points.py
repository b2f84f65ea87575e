"""A point of order stops the speaker, and the chair rules on it before anything else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias, assert_never

from prachum.rules.floor.holding import Ending, Floor, PointOfOrder
from prachum.rules.floor.turns import (
    EndInterruption,
    FloorTakenBack,
    GiveFloor,
    InterruptSpeaker,
    TakeFloorBack,
    YieldFloor,
)
from prachum.rules.order import DELEGATES, Actor, DelegationId, Entry, OutOfOrder, PersonId, Standing, Text

if TYPE_CHECKING:
    from prachum.rules.procedure import State


@dataclass(frozen=True, slots=True)
class RaisePointOfOrder:
    """A delegation rises to a point of order: the speaker stops, and the chair rules before anything else."""


@dataclass(frozen=True, slots=True)
class WithdrawPointOfOrder:
    """The delegation no longer insists on its point of order."""


@dataclass(frozen=True, slots=True)
class RuleOnPointOfOrder:
    """The presiding chair rules, with or without words; the speaker then goes on with the time that was left."""

    well_taken: bool
    ruling: Text = field(default_factory=dict)


Command: TypeAlias = RaisePointOfOrder | WithdrawPointOfOrder | RuleOnPointOfOrder


@dataclass(frozen=True, slots=True)
class PointOfOrderRaised:
    delegation: DelegationId
    speaker: PersonId


@dataclass(frozen=True, slots=True)
class PointOfOrderWithdrawn:
    delegation: DelegationId


@dataclass(frozen=True, slots=True)
class PointOfOrderRuled:
    delegation: DelegationId
    well_taken: bool
    ruling: Text


Event: TypeAlias = PointOfOrderRaised | PointOfOrderWithdrawn | PointOfOrderRuled

MAY: Mapping[type[Command], frozenset[Standing]] = {
    RaisePointOfOrder: DELEGATES,
    WithdrawPointOfOrder: DELEGATES,
    RuleOnPointOfOrder: frozenset({Standing.PRESIDING}),
}
GOES_ON: frozenset[type] = frozenset(
    {GiveFloor, YieldFloor, TakeFloorBack, InterruptSpeaker, EndInterruption, WithdrawPointOfOrder, RuleOnPointOfOrder}
)
"""What of the floor may follow before the ruling; the floor itself can only go to the mover."""

MOST_WITHDRAWN = 2
"""So many that it did not insist on, and it raises no other until the floor is given: each stops a speaker."""


def decide(state: "State", command: Command, by: Actor) -> tuple[Event | FloorTakenBack, ...]:
    floor = state.floor
    match command:
        case RaisePointOfOrder():
            return (_rise(state, by),)
        case WithdrawPointOfOrder():
            if floor.point is None or floor.point.delegation != by.delegation:
                raise OutOfOrder("floor.no_point_of_order")
            return (*_end_of_point(floor, Ending.WITHDRAWN), PointOfOrderWithdrawn(floor.point.delegation))
        case RuleOnPointOfOrder(well_taken, ruling):
            state.must_run()
            if floor.point is None:
                raise OutOfOrder("floor.no_point_of_order")
            ruled = PointOfOrderRuled(floor.point.delegation, well_taken, ruling)
            return (*_end_of_point(floor, Ending.RULED), ruled)
    assert_never(command)


def _rise(state: "State", by: Actor) -> PointOfOrderRaised:
    state.must_run()
    floor = state.floor
    if by.delegation is None or by.delegation not in state.delegations.parties:
        raise OutOfOrder("floor.no_delegation")
    if not state.delegations.parties[by.delegation].speaks:
        raise OutOfOrder("floor.may_not_speak")
    if Standing.ADVISER in by.standings and not by.leave:
        raise OutOfOrder("floor.adviser_needs_leave")
    if not state.lines.on_line(by.delegation):
        raise OutOfOrder("floor.not_on_line")
    if floor.holder is not None and floor.holder.delegation == by.delegation:
        raise OutOfOrder("floor.has_it_already")
    if floor.withdrawn.get(by.delegation, 0) >= MOST_WITHDRAWN:
        raise OutOfOrder("floor.points_withdrawn")
    return PointOfOrderRaised(by.delegation, by.person)


def _end_of_point(floor: Floor, ending: Ending) -> tuple[FloorTakenBack, ...]:
    return (FloorTakenBack(floor.holder.delegation, ending),) if floor.holder is not None else ()


def apply(floor: Floor, event: Event, entry: Entry) -> Floor:
    match event:
        case PointOfOrderRaised(delegation, speaker):
            point = PointOfOrder(delegation, speaker, entry.at)
            stopped = floor.holder and replace(floor.holder, clock=floor.holder.clock.stop(entry.at))
            return replace(floor, point=point, held_over=stopped, holder=None, interrupted=False)
        case PointOfOrderWithdrawn(delegation):
            withdrawn = {**floor.withdrawn, delegation: floor.withdrawn.get(delegation, 0) + 1}
            return replace(floor, point=None, holder=floor.held_over, held_over=None, withdrawn=withdrawn)
        case PointOfOrderRuled():
            return replace(floor, point=None, holder=floor.held_over, held_over=None)
    assert_never(event)


def probes() -> tuple[tuple[str, Command], ...]:
    """One sample of each command to learn what is permitted."""
    return (("", RaisePointOfOrder()), ("", WithdrawPointOfOrder()), ("", RuleOnPointOfOrder(well_taken=True)))
