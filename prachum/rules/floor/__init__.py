"""The chapter of the floor: the list of speakers, the turns and the points of order, one state."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from prachum.rules.floor import points, speakers, turns
from prachum.rules.floor.holding import Floor
from prachum.rules.order import Actor, Entry, Standing

if TYPE_CHECKING:
    from prachum.rules.procedure import State

Command: TypeAlias = speakers.Command | turns.Command | points.Command
Event: TypeAlias = speakers.Event | turns.Event | points.Event

MAY: Mapping[type, frozenset[Standing]] = {**speakers.MAY, **turns.MAY, **points.MAY}


def decide(state: "State", command: Command, by: Actor, at: datetime) -> tuple[Event, ...]:
    if isinstance(command, turns.Command):
        return turns.decide(state, command, by, at)
    if isinstance(command, points.Command):
        return points.decide(state, command, by)
    return speakers.decide(state, command, by)


def apply(floor: Floor, event: Event, entry: Entry) -> Floor:
    if isinstance(event, turns.Event):
        return turns.apply(floor, event, entry)
    if isinstance(event, points.Event):
        return points.apply(floor, event, entry)
    return speakers.apply(floor, event, entry)


def probes(state: "State", by: Actor) -> tuple[tuple[str, Command], ...]:
    return (*speakers.probes(state, by), *turns.probes(state, by), *points.probes())
