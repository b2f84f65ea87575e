"""What the floor is at any moment: who holds it, who waits for it in which order, and who has had it for how long."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from prachum.rules.order import BlocId, Clock, DelegationId, ItemId, PersonId, Text
from prachum.rules.presets import Kind, ListOrder

if TYPE_CHECKING:
    from prachum.rules.procedure import State


class Ending(StrEnum):
    """How a turn ended."""

    YIELDED = "yielded"
    TAKEN_BACK = "taken_back"
    NEXT_SPEAKER = "next_speaker"
    TIME_OVER = "time_over"
    RULED = "ruled"
    WITHDRAWN = "withdrawn"
    EXPELLED = "expelled"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Request:
    """A place on a list of speakers; `id` is `THA` or `THA.reply`, `number` the entry's seq that made it."""

    id: str
    delegation: DelegationId
    speaker: PersonId
    kind: Kind
    asked: datetime
    number: int
    bloc: BlocId | None = None
    aligned: tuple[DelegationId, ...] = ()


@dataclass(frozen=True, slots=True)
class ListOfSpeakers:
    """The requests under one item; `by_hand` is the chair's own order (request ids), empty if none was made."""

    requests: Mapping[str, Request] = field(default_factory=dict)
    open: bool = True
    by_hand: tuple[str, ...] = ()

    def of(self, delegation: DelegationId) -> tuple[Request, ...]:
        """The places of one delegation: for its statement, and for its reply."""
        return tuple(self.requests[name] for name in (delegation, reply_of(delegation)) if name in self.requests)


def reply_of(delegation: DelegationId) -> str:
    """The id of a delegation's request to reply."""
    return f"{delegation}.reply"


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody has the floor, under an item (a point of order: perhaps under none)."""

    delegation: DelegationId
    speaker: PersonId
    kind: Kind
    item: ItemId | None
    began: datetime
    clock: Clock
    bloc: BlocId | None = None
    aligned: tuple[DelegationId, ...] = ()


@dataclass(frozen=True, slots=True)
class Intervention:
    """A turn that is over (`spent` in ms), or a statement taken as read (`text`, no time)."""

    delegation: DelegationId
    speaker: PersonId
    kind: Kind
    item: ItemId | None
    began: datetime
    ended: datetime
    spent: int
    ending: Ending | None = None
    bloc: BlocId | None = None
    aligned: tuple[DelegationId, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class PointOfOrder:
    """Raised and not yet ruled on; `heard`: its mover has been given the floor for it."""

    delegation: DelegationId
    speaker: PersonId
    raised: datetime
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Floor:
    """`held_over` is the speaker whom a point of order stopped; `spoken` counts ms, `replies` those given per item.

    `withdrawn` counts each delegation's points of order that it did not insist on, since the floor was last given.
    """

    lists: Mapping[ItemId, ListOfSpeakers] = field(default_factory=dict)
    holder: Turn | None = None
    held_over: Turn | None = None
    point: PointOfOrder | None = None
    interrupted: bool = False
    interventions: tuple[Intervention, ...] = ()
    spoken: Mapping[DelegationId, int] = field(default_factory=dict)
    spoken_for: Mapping[BlocId, int] = field(default_factory=dict)
    replies: Mapping[tuple[ItemId, DelegationId], int] = field(default_factory=dict)
    withdrawn: Mapping[DelegationId, int] = field(default_factory=dict)

    def list_for(self, item: ItemId) -> ListOfSpeakers:
        return self.lists.get(item, ListOfSpeakers())


def in_order(state: "State", item: ItemId) -> tuple[Request, ...]:
    """Those who wait under an item: who need not wait, then statements, then replies, each by the rule of order."""
    listed = state.floor.list_for(item)
    requests = sorted(listed.requests.values(), key=lambda request: request.number)
    places = {name: place for place, name in enumerate(listed.by_hand)}
    keys = _keys(state, item, requests)

    def place(request: Request) -> tuple[int, int, int, int]:
        rank = _rank(state, request, by_hand=request.id in places)
        return rank, places.get(request.id, len(places)), keys[request.id], request.number

    return tuple(_with_voice(state, request) for request in sorted(requests, key=place))


def waiting(state: "State") -> tuple[DelegationId, ...]:
    """The delegations that will be heard next, in order; whoever raised a point of order comes first."""
    first = (state.floor.point.delegation,) if state.floor.point and not state.floor.point.heard else ()
    listed = in_order(state, state.agenda.current) if state.agenda.current is not None else ()
    return first + tuple(request.delegation for request in listed)


def on_deck(state: "State") -> Request | None:
    """The one request that will be heard next under the open item."""
    listed = in_order(state, state.agenda.current) if state.agenda.current is not None else ()
    return listed[0] if listed else None


def _with_voice(state: "State", request: Request) -> Request:
    """The place is the delegation's: when its speaker is sent out or loses leave, another of it would speak."""
    if state.delegations.may_speak(request.speaker):
        return request
    return replace(request, speaker=state.delegations.voice(request.delegation))


def _rank(state: "State", request: Request, *, by_hand: bool) -> int:
    match request.kind:
        case Kind.SECRETARIAT:
            return 1 if by_hand or state.meeting.rules.secretariat_waits else 0
        case Kind.RIGHT_OF_REPLY:
            return 2 if state.meeting.rules.replies_after_list else 1
    return 1


def _keys(state: "State", item: ItemId, requests: list[Request]) -> Mapping[str, int]:
    """The sort key of each request by the meeting's rule of order; equal keys keep the order of asking."""
    order = state.meeting.rules.order
    match order:
        case ListOrder.REQUESTED:
            return {request.id: request.number for request in requests}
        case ListOrder.PRECEDENCE:
            parties = state.delegations.parties
            return {r.id: parties[r.delegation].precedence if r.delegation in parties else 0 for r in requests}
        case ListOrder.LEAST_HEARD:
            return {request.id: state.floor.spoken.get(request.delegation, 0) for request in requests}
        case ListOrder.ALTERNATING:
            return _alternating(state, item, requests)
    assert_never(order)


def _alternating(state: "State", item: ItemId, requests: list[Request]) -> Mapping[str, int]:
    """Each bloc's first speaker before any bloc's second; those already heard under the item count."""
    heard = Counter(_bloc(state, past) for past in state.floor.interventions if past.item == item)
    keys: dict[str, int] = {}
    for request in requests:
        bloc = _bloc(state, request)
        keys[request.id] = heard[bloc]
        heard[bloc] += 1
    return keys


def _bloc(state: "State", speaks: Request | Intervention) -> str:
    """For whom one speaks: the bloc that they name, else the delegation's first; one of no bloc is a bloc by itself."""
    if speaks.bloc is not None:
        return speaks.bloc
    blocs = state.delegations.blocs_of(speaks.delegation)
    return blocs[0].code if blocs else f"-{speaks.delegation}"
