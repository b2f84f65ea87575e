"""The part of a view that shows who has the floor, why it stands, and who has had it."""

from collections import defaultdict
from collections.abc import Mapping

from prachum.projections import views
from prachum.projections.parts.lists import Listings
from prachum.projections.parts.plain import clock, instant, words
from prachum.rules.floor.holding import Intervention, PointOfOrder, Turn
from prachum.rules.meeting import Phase
from prachum.rules.order import BlocId, DelegationId
from prachum.rules.procedure import State


def floor(state: State, listings: Listings, interventions: views.Interventions) -> views.Floor:
    """The floor with its lists and interventions as already written."""
    known, current = state.floor, state.agenda.current
    shown = views.Floor(
        interrupted=known.interrupted,
        runs=known.holder is not None and known.holder.clock.since is not None,
        lists={item: listing.shown for item, listing in listings.items()},
        interventions=interventions,
        spoken=_spent(known.spoken),
        spoken_for=_spent(known.spoken_for),
        replies=_replies(state),
    )
    if known.holder is not None:
        shown["holder"] = _turn(known.holder)
    if known.held_over is not None:
        shown["held_over"] = _turn(known.held_over)
    if known.point is not None:
        shown["point"] = _point(known.point)
    if current is not None and listings[current].requests:
        shown["on_deck"] = listings[current].requests[0].id
    if (why := stands(state)) is not None:
        shown["stands"] = why
    return shown


def stands(state: State) -> views.Standstill | None:
    """Why the clock of whoever has the floor, or had it when a point of order was raised, does not run."""
    known, meeting = state.floor, state.meeting
    turn = known.holder or known.held_over
    if turn is None or (known.holder is not None and known.holder.clock.since is not None):
        return None
    if meeting.phase is not Phase.OPEN:
        return "suspended"
    if meeting.chair_lost is not None:
        return "chair_line"
    if known.holder is None:
        return "point_of_order"
    return "interrupted" if known.interrupted else "line"


def _turn(turn: Turn) -> views.Turn:
    shown = views.Turn(
        delegation=turn.delegation,
        speaker=turn.speaker,
        kind=turn.kind,
        began=instant(turn.began),
        clock=clock(turn.clock),
    )
    if turn.item is not None:
        shown["item"] = turn.item
    if turn.bloc is not None:
        shown["bloc"] = turn.bloc
    if turn.aligned:
        shown["aligned"] = list(turn.aligned)
    return shown


def _point(point: PointOfOrder) -> views.Point:
    return views.Point(
        delegation=point.delegation, speaker=point.speaker, raised=instant(point.raised), heard=point.heard
    )


def _spent(spoken: Mapping[DelegationId, int] | Mapping[BlocId, int]) -> dict[str, int]:
    return {str(code): milliseconds for code, milliseconds in spoken.items()}


def _replies(state: State) -> dict[str, dict[str, int]]:
    shown: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (item, delegation), given in state.floor.replies.items():
        shown[item][delegation] = given
    return dict(shown)


def interventions(past: tuple[Intervention, ...], earlier: views.Interventions | None = None) -> views.Interventions:
    """All that were made, numbered from 1; those already shown `earlier` are not written again."""
    by = dict(earlier["by"]) if earlier is not None else {}
    for number, one in enumerate(past[len(by) :], start=len(by) + 1):
        by[str(number)] = _intervention(one)
    return views.Interventions(order=list(by), by=by)


def _intervention(past: Intervention) -> views.Intervention:
    shown = views.Intervention(
        delegation=past.delegation,
        speaker=past.speaker,
        kind=past.kind,
        began=instant(past.began),
        ended=instant(past.ended),
        spent=past.spent,
    )
    if past.item is not None:
        shown["item"] = past.item
    if past.ending is not None:
        shown["ending"] = past.ending
    if past.bloc is not None:
        shown["bloc"] = past.bloc
    if past.aligned:
        shown["aligned"] = list(past.aligned)
    if past.text is not None:
        shown["text"] = words(past.text)
    return shown
