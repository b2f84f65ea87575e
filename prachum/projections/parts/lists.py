"""The part of a view that shows the lists of speakers, and when each who waits may expect to be heard."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from prachum.projections import views
from prachum.projections.parts.agenda import Expected
from prachum.projections.parts.plain import due, instant
from prachum.rules.floor.holding import Request, in_order
from prachum.rules.floor.turns import limit_for
from prachum.rules.order import ItemId
from prachum.rules.procedure import State


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of speakers in its order, as shown; `start` is when its first may be heard."""

    requests: tuple[Request, ...]
    start: tuple[datetime, int] | None
    shown: views.ListOfSpeakers


Listings = Mapping[ItemId, Listing]


def listings(state: State, expected: Expected, earlier: tuple[State, Listings] | None = None) -> Listings:
    """The list of every item of the agenda; one on which nothing bears that changed is not written again."""
    before, known = earlier if earlier is not None else (state, {})
    same = _same_for_all(before, state)
    written: dict[ItemId, Listing] = {}
    for item in state.agenda.items:
        start = _start(state, item, expected)
        if same and item in known and known[item].start == start and _same(before, state, item):
            written[item] = known[item]
        else:
            requests = in_order(state, item)
            written[item] = Listing(requests, start, _list(state, item, requests, start))
    return written


def _same_for_all(before: State, after: State) -> bool:
    """Whether what orders and limits every list is the same: the rules, the people, who has been heard."""
    return (
        before.meeting.setup is after.meeting.setup
        and before.delegations is after.delegations
        and before.floor.interventions is after.floor.interventions
        and before.floor.replies is after.floor.replies
    )


def _same(before: State, after: State, item: ItemId) -> bool:
    agendas = before.agenda.items.get(item) is after.agenda.items[item]
    return agendas and before.floor.lists.get(item) is after.floor.lists.get(item)


def _start(state: State, item: ItemId, expected: Expected) -> tuple[datetime, int] | None:
    """When the first on a list may be heard: when the speaker's time is over, or when the item is expected.

    A moment that has passed says *now*; so it is one that stays the same from entry to entry.
    """
    if item != state.agenda.current:
        return expected.get(item)
    turn = state.floor.holder or state.floor.held_over
    if turn is None:
        return (state.agenda.items[item].opened or state.meeting.setup.scheduled), 0
    left = max(0, turn.clock.limit * 1000 - turn.clock.spent) if turn.clock.limit is not None else 0
    return (turn.clock.since or turn.began), -(-left // 1000)


def _list(
    state: State, item: ItemId, requests: tuple[Request, ...], start: tuple[datetime, int] | None
) -> views.ListOfSpeakers:
    listed = state.floor.list_for(item)
    shown = views.ListOfSpeakers(
        open=listed.open,
        by_hand=bool(listed.by_hand),
        order=[request.id for request in requests],
        requests={request.id: _request(request) for request in requests},
    )
    if start is not None:
        since, plus = start
        for request in requests:
            shown["requests"][request.id]["due"] = due(since, plus)
            plus += limit_for(state, request.kind, item, request.delegation) or 0
    return shown


def _request(request: Request) -> views.Request:
    shown = views.Request(
        delegation=request.delegation, speaker=request.speaker, kind=request.kind, asked=instant(request.asked)
    )
    if request.bloc is not None:
        shown["bloc"] = request.bloc
    if request.aligned:
        shown["aligned"] = list(request.aligned)
    return shown
