"""Proposals are tabled by a delegation in numbered areas, and others may support them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias, assert_never

from prachum.rules.order import BINDING, Actor, DelegationId, Entry, ItemId, OutOfOrder, Standing, Text, has_text

if TYPE_CHECKING:
    from prachum.rules.procedure import State


@dataclass(frozen=True, slots=True)
class Area:
    """One numbered area of a proposal, counted from 1 by its place; `points` are its sub-points."""

    title: Text
    text: Text = field(default_factory=dict)
    points: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class TableProposal:
    """A delegation tables a proposal under the open item."""

    title: Text
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class SupportProposal:
    """A delegation supports another's proposal."""

    proposal: str


@dataclass(frozen=True, slots=True)
class WithdrawProposal:
    """A delegation withdraws its own proposal."""

    proposal: str


Command: TypeAlias = TableProposal | SupportProposal | WithdrawProposal


@dataclass(frozen=True, slots=True)
class ProposalTabled:
    proposal: str
    delegation: DelegationId
    item: ItemId
    title: Text
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class ProposalSupported:
    proposal: str
    delegation: DelegationId


@dataclass(frozen=True, slots=True)
class ProposalWithdrawn:
    proposal: str


Event: TypeAlias = ProposalTabled | ProposalSupported | ProposalWithdrawn

MAY: Mapping[type[Command], frozenset[Standing]] = {
    TableProposal: BINDING,
    SupportProposal: BINDING,
    WithdrawProposal: BINDING,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """`id` is `p1`, `p2`, … in the order of tabling."""

    id: str
    delegation: DelegationId
    item: ItemId
    title: Text
    areas: tuple[Area, ...]
    tabled: datetime
    supporters: tuple[DelegationId, ...] = ()
    withdrawn: bool = False


Proposals: TypeAlias = Mapping[str, Proposal]

MOST = 20
"""Of one party under one item, those withdrawn too: all are in everybody's view for as long as the meeting lasts."""


def decide(state: "State", command: Command, by: Actor) -> tuple[Event, ...]:
    state.must_run()
    party = _must_speak(state, by)
    match command:
        case TableProposal(title, areas):
            if state.agenda.current is None:
                raise OutOfOrder("agenda.no_item_open")
            if not has_text(title) or not areas or not all(map(_is_said, areas)):
                raise OutOfOrder("proposals.no_title")
            of_the_item = (one for one in state.proposals.values() if one.item == state.agenda.current)
            if sum(one.delegation == party for one in of_the_item) >= MOST:
                raise OutOfOrder("proposals.too_many")
            name = f"p{len(state.proposals) + 1}"
            return (ProposalTabled(name, party, state.agenda.current, title, areas),)
        case SupportProposal(proposal):
            known = _must_stand(state, proposal)
            if party == known.delegation:
                raise OutOfOrder("proposals.your_own")
            if party in known.supporters:
                raise OutOfOrder("proposals.already_supported")
            return (ProposalSupported(proposal, party),)
        case WithdrawProposal(proposal):
            if _must_stand(state, proposal).delegation != party:
                raise OutOfOrder("proposals.not_yours")
            return (ProposalWithdrawn(proposal),)
    assert_never(command)


def _is_said(area: Area) -> bool:
    return has_text(area.title) and all(map(has_text, area.points))


def _must_speak(state: "State", by: Actor) -> DelegationId:
    party = state.delegations.parties.get(by.delegation) if by.delegation is not None else None
    if party is None or not party.speaks:
        raise OutOfOrder("proposals.parties_only")
    return party.code


def _must_stand(state: "State", proposal: str) -> Proposal:
    known = state.proposals.get(proposal)
    if known is None:
        raise OutOfOrder("proposals.no_such_proposal")
    if known.withdrawn:
        raise OutOfOrder("proposals.withdrawn")
    return known


def apply(proposals: Proposals, event: Event, entry: Entry) -> Proposals:
    match event:
        case ProposalTabled(name, delegation, item, title, areas):
            return {**proposals, name: Proposal(name, delegation, item, title, areas, entry.at)}
        case ProposalSupported(name, delegation):
            known = proposals[name]
            return {**proposals, name: replace(known, supporters=(*known.supporters, delegation))}
        case ProposalWithdrawn(name):
            return {**proposals, name: replace(proposals[name], withdrawn=True)}
    assert_never(event)


def probes(state: "State") -> tuple[tuple[str, Command], ...]:
    """One sample of each command per target (a proposal) to learn what is permitted."""
    words = {"en": "."}
    samples: list[tuple[str, Command]] = [("", TableProposal(words, (Area(words),)))]
    for name in state.proposals:
        samples += [(name, SupportProposal(name)), (name, WithdrawProposal(name))]
    return tuple(samples)
