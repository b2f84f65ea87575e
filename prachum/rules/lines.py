"""Lines tell which delegations are present: arrived, cut off for a moment, back, or gone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias, assert_never

from prachum.rules.order import Actor, DelegationId, Entry, OutOfOrder, Standing

if TYPE_CHECKING:
    from prachum.rules.procedure import State


@dataclass(frozen=True, slots=True)
class ReportArrival:
    """The first line of a delegation is there."""

    delegation: DelegationId


@dataclass(frozen=True, slots=True)
class ReportLineLost:
    """The last line of a delegation is gone; clocks and periods that depend on it stand at once."""

    delegation: DelegationId


@dataclass(frozen=True, slots=True)
class ReportLineRestored:
    """A delegation whose line was lost is back."""

    delegation: DelegationId


@dataclass(frozen=True, slots=True)
class ReportDeparture:
    """A delegation's line has been gone for 20 seconds."""

    delegation: DelegationId


Command: TypeAlias = ReportArrival | ReportLineLost | ReportLineRestored | ReportDeparture


@dataclass(frozen=True, slots=True)
class DelegationArrived:
    delegation: DelegationId


@dataclass(frozen=True, slots=True)
class LineLost:
    delegation: DelegationId


@dataclass(frozen=True, slots=True)
class LineRestored:
    delegation: DelegationId


@dataclass(frozen=True, slots=True)
class DelegationLeft:
    delegation: DelegationId


Event: TypeAlias = DelegationArrived | LineLost | LineRestored | DelegationLeft

MAY: Mapping[type[Command], frozenset[Standing]] = {
    ReportArrival: frozenset({Standing.DOOR}),
    ReportLineLost: frozenset({Standing.DOOR}),
    ReportLineRestored: frozenset({Standing.DOOR}),
    ReportDeparture: frozenset({Standing.DOOR}),
}


@dataclass(frozen=True, slots=True)
class Stay:
    """From an arrival to a departure; `left` is absent while the delegation is present."""

    delegation: DelegationId
    arrived: datetime
    left: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """`present` and `lost` say since when; who is lost is still present until their departure is entered."""

    present: Mapping[DelegationId, datetime] = field(default_factory=dict)
    lost: Mapping[DelegationId, datetime] = field(default_factory=dict)
    stays: tuple[Stay, ...] = ()

    def on_line(self, delegation: DelegationId) -> bool:
        return delegation in self.present and delegation not in self.lost


def decide(state: "State", command: Command) -> tuple[Event, ...]:
    lines = state.lines
    match command:
        case ReportArrival(delegation):
            if not state.delegations.of(delegation):
                raise OutOfOrder("lines.no_such_delegation")
            if delegation in lines.present:
                raise OutOfOrder("lines.already_here")
            return (DelegationArrived(delegation),)
        case ReportLineLost(delegation):
            if not lines.on_line(delegation):
                raise OutOfOrder("lines.not_on_line")
            return (LineLost(delegation),)
        case ReportLineRestored(delegation):
            if delegation not in lines.lost:
                raise OutOfOrder("lines.line_not_lost")
            return (LineRestored(delegation),)
        case ReportDeparture(delegation):
            if delegation not in lines.present:
                raise OutOfOrder("lines.not_here")
            return (DelegationLeft(delegation),)
    assert_never(command)


def apply(lines: Lines, event: Event, entry: Entry) -> Lines:
    match event:
        case DelegationArrived(delegation):
            stays = (*lines.stays, Stay(delegation, entry.at))
            return replace(lines, present={**lines.present, delegation: entry.at}, stays=stays)
        case LineLost(delegation):
            return replace(lines, lost={**lines.lost, delegation: entry.at})
        case LineRestored(delegation):
            return replace(lines, lost=_dropped(lines.lost, delegation))
        case DelegationLeft(delegation):
            stays = tuple(
                replace(stay, left=entry.at) if stay.delegation == delegation and stay.left is None else stay
                for stay in lines.stays
            )
            present, lost = _dropped(lines.present, delegation), _dropped(lines.lost, delegation)
            return replace(lines, present=present, lost=lost, stays=stays)
    assert_never(event)


def _dropped(since: Mapping[DelegationId, datetime], delegation: DelegationId) -> Mapping[DelegationId, datetime]:
    return {code: at for code, at in since.items() if code != delegation}


def probes(state: "State", by: Actor) -> tuple[tuple[str, Command], ...]:
    """One sample of each command per delegation, for those who might, to learn what is permitted."""
    if not any(by.standings & who for who in MAY.values()):
        return ()
    people = state.delegations.people.values()
    return tuple(
        (code, command(code))
        for code in dict.fromkeys((*(person.delegation for person in people), *state.lines.present))
        for command in (ReportArrival, ReportLineLost, ReportLineRestored, ReportDeparture)
    )
