"""The chapter of decisions: a text put to the meeting is adopted by consensus, or set aside; positions follow."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from prachum.rules.decisions import consensus, positions
from prachum.rules.decisions.table import Decisions
from prachum.rules.order import Actor, Entry, Standing

if TYPE_CHECKING:
    from prachum.rules.procedure import State

Command: TypeAlias = consensus.Command | positions.Command
Event: TypeAlias = consensus.Event | positions.Event

MAY: Mapping[type, frozenset[Standing]] = {**consensus.MAY, **positions.MAY}


def decide(state: "State", command: Command, by: Actor, at: datetime) -> tuple[Event, ...]:
    if isinstance(command, positions.Command):
        return positions.decide(state, command, by)
    return consensus.decide(state, command, by, at)


def apply(decisions: Decisions, event: Event, entry: Entry) -> Decisions:
    if isinstance(event, positions.Event):
        return positions.apply(decisions, event)
    return consensus.apply(decisions, event, entry)


def probes(state: "State") -> tuple[tuple[str, Command], ...]:
    return (*consensus.probes(state), *positions.probes(state))
