"""The list of speakers: asking for the floor, withdrawing, and the chair's and secretariat's hand on the list."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, assert_never

from prachum.rules.agenda import Item, ItemStatus
from prachum.rules.floor.holding import Floor, Intervention, ListOfSpeakers, Request, reply_of
from prachum.rules.order import (
    DELEGATES,
    NOBODY,
    PODIUM,
    SECRETARIAT,
    Actor,
    BlocId,
    DelegationId,
    Entry,
    ItemId,
    OutOfOrder,
    PersonId,
    Standing,
    Text,
    has_text,
)
from prachum.rules.presets import Kind

if TYPE_CHECKING:
    from prachum.rules.procedure import State


@dataclass(frozen=True, slots=True)
class RequestFloor:
    """A delegation (or the secretariat) asks for the floor under an item, perhaps on behalf of a bloc."""

    item: ItemId
    bloc: BlocId | None = None
    aligned: tuple[DelegationId, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestRightOfReply:
    """A delegation asks to reply under the open item."""

    item: ItemId


@dataclass(frozen=True, slots=True)
class WithdrawRequest:
    """A delegation gives up its own place on a list; `request` is the place's id."""

    item: ItemId
    request: str


@dataclass(frozen=True, slots=True)
class AddToListOfSpeakers:
    """The podium enters a delegation on a list, open or closed."""

    item: ItemId
    delegation: DelegationId
    speaker: PersonId


@dataclass(frozen=True, slots=True)
class RemoveFromListOfSpeakers:
    """The podium strikes a place from a list."""

    item: ItemId
    request: str


@dataclass(frozen=True, slots=True)
class ReorderListOfSpeakers:
    """The podium puts a list in an order of its own: every place's id, once."""

    item: ItemId
    requests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CloseListOfSpeakers:
    """The podium closes a list: only points of order and, where the rules say so, replies may still be asked for."""

    item: ItemId


@dataclass(frozen=True, slots=True)
class ReopenListOfSpeakers:
    """The podium reopens a list."""

    item: ItemId


@dataclass(frozen=True, slots=True)
class TakeAsRead:
    """A delegation hands in its statement to be taken as read; the text goes into the record."""

    item: ItemId
    text: Text


Command: TypeAlias = (
    RequestFloor
    | RequestRightOfReply
    | WithdrawRequest
    | AddToListOfSpeakers
    | RemoveFromListOfSpeakers
    | ReorderListOfSpeakers
    | CloseListOfSpeakers
    | ReopenListOfSpeakers
    | TakeAsRead
)


@dataclass(frozen=True, slots=True)
class FloorRequested:
    item: ItemId
    request: str
    delegation: DelegationId
    speaker: PersonId
    reason: Kind
    bloc: BlocId | None = None
    aligned: tuple[DelegationId, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestWithdrawn:
    item: ItemId
    request: str


@dataclass(frozen=True, slots=True)
class RequestRemoved:
    item: ItemId
    request: str


@dataclass(frozen=True, slots=True)
class ListOfSpeakersReordered:
    item: ItemId
    requests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOfSpeakersClosed:
    item: ItemId


@dataclass(frozen=True, slots=True)
class ListOfSpeakersReopened:
    item: ItemId


@dataclass(frozen=True, slots=True)
class StatementTakenAsRead:
    item: ItemId
    delegation: DelegationId
    speaker: PersonId
    text: Text


Event: TypeAlias = (
    FloorRequested
    | RequestWithdrawn
    | RequestRemoved
    | ListOfSpeakersReordered
    | ListOfSpeakersClosed
    | ListOfSpeakersReopened
    | StatementTakenAsRead
)

ASKERS = DELEGATES | {Standing.SECRETARIAT}
MAY: Mapping[type[Command], frozenset[Standing]] = {
    RequestFloor: ASKERS,
    RequestRightOfReply: DELEGATES,
    WithdrawRequest: ASKERS,
    AddToListOfSpeakers: PODIUM,
    RemoveFromListOfSpeakers: PODIUM,
    ReorderListOfSpeakers: PODIUM,
    CloseListOfSpeakers: PODIUM,
    ReopenListOfSpeakers: PODIUM,
    TakeAsRead: DELEGATES,
}


def decide(state: "State", command: Command, by: Actor) -> tuple[Event, ...]:
    listed = _list_of(state, command.item)
    match command:
        case RequestFloor(item, bloc, aligned):
            kind = _kind(by, bloc)
            _must_be_let_speak(state, by)
            _must_accept(state, item, kind)
            delegation = _own(by)
            if delegation in listed.requests:
                raise OutOfOrder("floor.already_listed")
            _must_speak_for(state, delegation, bloc, aligned)
            return (FloorRequested(item, delegation, delegation, by.person, kind, bloc, aligned),)
        case RequestRightOfReply(item):
            _must_be_let_speak(state, by)
            _must_accept(state, item, Kind.RIGHT_OF_REPLY)
            delegation = _own(by)
            name = reply_of(delegation)
            if name in listed.requests:
                raise OutOfOrder("floor.already_listed")
            if state.floor.replies.get((item, delegation), 0) >= state.meeting.rules.replies_per_item:
                raise OutOfOrder("floor.replies_used")
            return (FloorRequested(item, name, delegation, by.person, Kind.RIGHT_OF_REPLY),)
        case WithdrawRequest(item, request):
            if request not in listed.requests:
                raise OutOfOrder("floor.not_listed")
            if listed.requests[request].delegation != by.delegation:
                raise OutOfOrder("floor.not_your_request")
            return (RequestWithdrawn(item, request),)
        case AddToListOfSpeakers(item, delegation, speaker):
            must_fit(state, delegation, speaker)
            if delegation in listed.requests:
                raise OutOfOrder("floor.already_listed")
            kind = Kind.SECRETARIAT if delegation == SECRETARIAT else Kind.STATEMENT
            return (FloorRequested(item, delegation, delegation, speaker, kind),)
        case RemoveFromListOfSpeakers(item, request):
            if request not in listed.requests:
                raise OutOfOrder("floor.not_listed")
            return (RequestRemoved(item, request),)
        case ReorderListOfSpeakers(item, requests):
            if not listed.requests:
                raise OutOfOrder("floor.nobody_waits")
            if sorted(requests) != sorted(listed.requests):
                raise OutOfOrder("floor.not_the_same_list")
            replies = [listed.requests[name].kind is Kind.RIGHT_OF_REPLY for name in requests]
            if state.meeting.rules.replies_after_list and replies != sorted(replies):
                raise OutOfOrder("floor.replies_after_list")
            return (ListOfSpeakersReordered(item, requests),)
        case CloseListOfSpeakers(item):
            if not listed.open:
                raise OutOfOrder("floor.list_closed")
            return (ListOfSpeakersClosed(item),)
        case ReopenListOfSpeakers(item):
            if listed.open:
                raise OutOfOrder("floor.list_open")
            return (ListOfSpeakersReopened(item),)
        case TakeAsRead(item, text):
            state.must_run()
            _must_be_let_speak(state, by)
            if not has_text(text):
                raise OutOfOrder("floor.no_text")
            return (StatementTakenAsRead(item, _own(by), by.person, text),)
    assert_never(command)


def must_fit(state: "State", delegation: DelegationId, speaker: PersonId) -> None:
    """The speaker belongs to the delegation and may be given the floor."""
    person = state.delegations.people.get(speaker)
    if person is None or person.delegation != delegation:
        raise OutOfOrder("floor.not_of_delegation")
    if not state.delegations.may_speak(speaker):
        raise OutOfOrder("floor.may_not_speak")


def _list_of(state: "State", item: ItemId) -> ListOfSpeakers:
    known = state.agenda.items.get(item)
    if known is None:
        raise OutOfOrder("agenda.no_such_item")
    if known.status is ItemStatus.CLOSED:
        raise OutOfOrder("agenda.item_closed")
    return state.floor.list_for(item)


def _own(by: Actor) -> DelegationId:
    if by.delegation is None:
        raise OutOfOrder("floor.no_delegation")
    return by.delegation


def _kind(by: Actor, bloc: BlocId | None) -> Kind:
    if by.delegation == SECRETARIAT:
        return Kind.SECRETARIAT
    return Kind.STATEMENT if bloc is None else Kind.FOR_BLOC


def _must_be_let_speak(state: "State", by: Actor) -> None:
    party = state.delegations.parties.get(_own(by))
    if party is not None and not party.speaks:
        raise OutOfOrder("floor.may_not_speak")
    if Standing.ADVISER in by.standings and not by.leave:
        raise OutOfOrder("floor.adviser_needs_leave")


def _must_accept(state: "State", item: ItemId, kind: Kind) -> None:
    """Whether a request of this kind may be entered on the item's list now."""
    rules, reply = state.meeting.rules, kind is Kind.RIGHT_OF_REPLY
    if item != state.agenda.current and (reply or not rules.inscription_before_item):
        raise OutOfOrder("floor.item_not_open")
    if not state.floor.list_for(item).open and not (reply and rules.replies_on_closed_list):
        raise OutOfOrder("floor.list_closed")


def _must_speak_for(
    state: "State", delegation: DelegationId, bloc: BlocId | None, aligned: tuple[DelegationId, ...]
) -> None:
    if bloc is None:
        if aligned:
            raise OutOfOrder("floor.not_aligned")
        return
    known = state.delegations.blocs.get(bloc)
    if known is None or delegation not in known.members:
        raise OutOfOrder("floor.not_of_bloc")
    if not set(aligned) <= set(known.members) - {delegation} or len(set(aligned)) != len(aligned):
        raise OutOfOrder("floor.not_aligned")


def apply(floor: Floor, event: Event, entry: Entry) -> Floor:
    listed = floor.list_for(event.item)
    match event:
        case FloorRequested(_, request, delegation, speaker, reason, bloc, aligned):
            asked = Request(request, delegation, speaker, reason, entry.at, entry.seq, bloc, aligned)
            return _with(floor, event.item, replace(listed, requests={**listed.requests, request: asked}))
        case RequestWithdrawn(_, request) | RequestRemoved(_, request):
            return _with(floor, event.item, without(listed, request))
        case ListOfSpeakersReordered(_, requests):
            return _with(floor, event.item, replace(listed, by_hand=requests))
        case ListOfSpeakersClosed():
            return _with(floor, event.item, replace(listed, open=False))
        case ListOfSpeakersReopened():
            return _with(floor, event.item, replace(listed, open=True))
        case StatementTakenAsRead(item, delegation, speaker, text):
            floor = _with(floor, item, without(listed, delegation))
            taken = Intervention(delegation, speaker, Kind.STATEMENT, item, entry.at, entry.at, 0, text=text)
            if (place := listed.requests.get(delegation)) is not None:
                taken = replace(taken, kind=place.kind, bloc=place.bloc, aligned=place.aligned)
            return replace(floor, interventions=(*floor.interventions, taken))
    assert_never(event)


def without(listed: ListOfSpeakers, request: str) -> ListOfSpeakers:
    """The list after one place is gone."""
    requests = {name: asked for name, asked in listed.requests.items() if name != request}
    return replace(listed, requests=requests, by_hand=tuple(name for name in listed.by_hand if name != request))


def _with(floor: Floor, item: ItemId, listed: ListOfSpeakers) -> Floor:
    return replace(floor, lists={**floor.lists, item: listed})


def kept(floor: Floor, items: Container[ItemId]) -> Floor:
    """The floor without the lists of items that were struck from the agenda."""
    if all(item in items for item in floor.lists):
        return floor
    return replace(floor, lists={item: listed for item, listed in floor.lists.items() if item in items})


def probes(state: "State", item: Item, by: Actor) -> tuple[tuple[str, Command], ...]:
    """One sample of each command per target (`item`, `item/delegation`, `item/request`) to learn what is permitted."""
    this, listed = item.id, state.floor.list_for(item.id)
    own = listed.of(by.delegation) if by.delegation is not None else ()
    samples: list[tuple[str, Command]] = [
        (this, RequestFloor(this)),
        (this, RequestRightOfReply(this)),
        (this, TakeAsRead(this, {"en": "."})),
        (this, CloseListOfSpeakers(this)),
        (this, ReopenListOfSpeakers(this)),
        *((f"{this}/{request.id}", WithdrawRequest(this, request.id)) for request in own),
    ]
    if not by.standings & PODIUM:
        return tuple(samples)
    samples += [(f"{this}/{name}", RemoveFromListOfSpeakers(this, name)) for name in listed.requests]
    samples += [(this, ReorderListOfSpeakers(this, _replies_last(listed)))]
    voices = state.delegations.voices()
    open_to = state.delegations.parties if item.status is not ItemStatus.CLOSED else ()
    samples += [(f"{this}/{code}", AddToListOfSpeakers(this, code, voices.get(code, NOBODY))) for code in open_to]
    return tuple(samples)


def _replies_last(listed: ListOfSpeakers) -> tuple[str, ...]:
    """An order that no rule forbids."""
    return tuple(sorted(listed.requests, key=lambda name: listed.requests[name].kind is Kind.RIGHT_OF_REPLY))
