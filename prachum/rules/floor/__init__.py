"""The chapter of the floor: the list of speakers, the turns and the points of order, one state."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias, cast, get_args

from prachum.rules.floor import points, speakers, turns
from prachum.rules.floor.holding import Floor
from prachum.rules.order import Actor, Entry, Standing

if TYPE_CHECKING:
    from prachum.rules.procedure import State

Command: TypeAlias = speakers.Command | turns.Command | points.Command
Event: TypeAlias = speakers.Event | turns.Event | points.Event

_TURNS, _POINTS = frozenset(get_args(turns.Event)), frozenset(get_args(points.Event))
MAY: Mapping[type, frozenset[Standing]] = {**speakers.MAY, **turns.MAY, **points.MAY}


def decide(state: "State", command: Command, by: Actor, at: datetime) -> tuple[Event, ...]:
    if type(command) in turns.MAY:
        return turns.decide(state, cast(turns.Command, command), by, at)
    if type(command) in points.MAY:
        return points.decide(state, cast(points.Command, command), by)
    return speakers.decide(state, cast(speakers.Command, command), by)


def apply(floor: Floor, event: Event, entry: Entry) -> Floor:
    if type(event) in _TURNS:
        return turns.apply(floor, cast(turns.Event, event), entry)
    if type(event) in _POINTS:
        return points.apply(floor, cast(points.Event, event), entry)
    return speakers.apply(floor, cast(speakers.Event, event), entry)
