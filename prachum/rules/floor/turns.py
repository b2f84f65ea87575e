"""Having the floor: it is given, yielded, taken back, extended and interrupted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias, assert_never

from prachum.rules.floor.holding import Ending, Floor, Intervention, Turn, in_order
from prachum.rules.floor.speakers import must_fit, without
from prachum.rules.order import (
    DELEGATES,
    NOBODY,
    PODIUM,
    SECRETARIAT,
    Actor,
    BlocId,
    Clock,
    DelegationId,
    Entry,
    ItemId,
    OutOfOrder,
    PersonId,
    Standing,
    Text,
)
from prachum.rules.presets import Kind, WhenOver

if TYPE_CHECKING:
    from prachum.rules.procedure import State


@dataclass(frozen=True, slots=True)
class GiveFloor:
    """The podium gives the floor to a person of a delegation, on the list or not.

    `instead_of` names the delegation whose turn this ends; without it the floor must be free.
    """

    to: DelegationId
    speaker: PersonId
    instead_of: DelegationId | None = None


@dataclass(frozen=True, slots=True)
class YieldFloor:
    """The delegation that has the floor has finished."""


@dataclass(frozen=True, slots=True)
class TakeFloorBack:
    """The podium takes the floor back from `holder`; the clock does when time and grace are over."""

    holder: DelegationId


@dataclass(frozen=True, slots=True)
class ExtendTime:
    """The podium grants the speaker so many more seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class InterruptSpeaker:
    """The presiding chair speaks over the speaker, whose sound is lowered for everybody and whose clock stands."""


@dataclass(frozen=True, slots=True)
class EndInterruption:
    """The speaker goes on."""


@dataclass(frozen=True, slots=True)
class CallToOrder:
    """The presiding chair calls a delegation to order; it is entered."""

    delegation: DelegationId
    reason: Text = field(default_factory=dict)


Command: TypeAlias = (
    GiveFloor | YieldFloor | TakeFloorBack | ExtendTime | InterruptSpeaker | EndInterruption | CallToOrder
)


@dataclass(frozen=True, slots=True)
class FloorGiven:
    """`limit` in seconds; `request` is the place on the list that this fulfils."""

    to: DelegationId
    speaker: PersonId
    reason: Kind
    item: ItemId | None = None
    limit: int | None = None
    request: str | None = None
    bloc: BlocId | None = None
    aligned: tuple[DelegationId, ...] = ()


@dataclass(frozen=True, slots=True)
class FloorYielded:
    holder: DelegationId


@dataclass(frozen=True, slots=True)
class FloorTakenBack:
    holder: DelegationId
    ending: Ending


@dataclass(frozen=True, slots=True)
class TimeExtended:
    seconds: int


@dataclass(frozen=True, slots=True)
class SpeakerInterrupted:
    pass


@dataclass(frozen=True, slots=True)
class InterruptionEnded:
    pass


@dataclass(frozen=True, slots=True)
class CalledToOrder:
    delegation: DelegationId
    reason: Text


Event: TypeAlias = (
    FloorGiven | FloorYielded | FloorTakenBack | TimeExtended | SpeakerInterrupted | InterruptionEnded | CalledToOrder
)

PRESIDING = frozenset({Standing.PRESIDING})
MAY: Mapping[type[Command], frozenset[Standing]] = {
    GiveFloor: PODIUM,
    YieldFloor: DELEGATES | {Standing.SECRETARIAT},
    TakeFloorBack: PODIUM | {Standing.CLOCK},
    ExtendTime: PODIUM,
    InterruptSpeaker: PRESIDING,
    EndInterruption: PRESIDING,
    CallToOrder: PRESIDING,
}


def decide(state: "State", command: Command, by: Actor, at: datetime) -> tuple[Event, ...]:
    floor, holder = state.floor, state.floor.holder
    match command:
        case GiveFloor(to, speaker, instead_of):
            return _give(state, to, speaker, instead_of)
        case YieldFloor():
            if holder is None or holder.delegation != by.delegation:
                raise OutOfOrder("floor.does_not_hold")
            return (FloorYielded(holder.delegation),)
        case TakeFloorBack(delegation):
            if holder is None or holder.delegation != delegation:
                raise OutOfOrder("floor.does_not_hold")
            if Standing.CLOCK in by.standings:
                if (end := time_over(state)) is None or at < end:
                    raise OutOfOrder("floor.time_not_over")
                return (FloorTakenBack(delegation, Ending.TIME_OVER),)
            return (FloorTakenBack(delegation, Ending.TAKEN_BACK),)
        case ExtendTime(seconds):
            if holder is None:
                raise OutOfOrder("floor.nobody_has_it")
            if holder.clock.limit is None:
                raise OutOfOrder("floor.no_limit")
            if not 1 <= seconds <= 3600:
                raise OutOfOrder("floor.seconds_out_of_range")
            return (TimeExtended(seconds),)
        case InterruptSpeaker():
            state.must_run()
            if holder is None or holder.speaker == state.meeting.presiding:
                raise OutOfOrder("floor.nobody_to_interrupt")
            if floor.interrupted:
                raise OutOfOrder("floor.interrupted")
            return (SpeakerInterrupted(),)
        case EndInterruption():
            if not floor.interrupted:
                raise OutOfOrder("floor.not_interrupted")
            return (InterruptionEnded(),)
        case CallToOrder(delegation, reason):
            state.must_run()
            if delegation not in state.lines.present:
                raise OutOfOrder("floor.not_present")
            return (CalledToOrder(delegation, reason),)
    assert_never(command)


def time_over(state: "State") -> datetime | None:
    """When the clock takes the floor back; None while it stands or where the rules only signal."""
    rules, holder = state.meeting.rules, state.floor.holder
    if holder is None or rules.when_over is WhenOver.SIGNAL:
        return None
    return holder.clock.ends(rules.grace)


def _give(state: "State", to: DelegationId, speaker: PersonId, instead_of: DelegationId | None) -> tuple[Event, ...]:
    floor, holder = state.floor, state.floor.holder
    state.must_run()
    if floor.point is not None:
        return (_for_point_of_order(state, to, speaker),)
    if holder is not None and holder.delegation == to:
        raise OutOfOrder("floor.has_it_already")
    if holder is not None and holder.delegation != instead_of:
        raise OutOfOrder("floor.held")
    must_fit(state, to, speaker)
    if not state.lines.on_line(to):
        raise OutOfOrder("floor.not_on_line")
    given = _for_what(state, to, speaker)
    if holder is None:
        return (given,)
    return (FloorTakenBack(holder.delegation, Ending.NEXT_SPEAKER), given)


def _for_point_of_order(state: "State", to: DelegationId, speaker: PersonId) -> FloorGiven:
    point = state.floor.point
    if point is None or to != point.delegation or state.floor.holder is not None:
        raise OutOfOrder("floor.point_of_order_pending")
    must_fit(state, to, speaker)
    if not state.lines.on_line(to):
        raise OutOfOrder("floor.not_on_line")
    limit = state.meeting.rules.limits.get(Kind.POINT_OF_ORDER)
    return FloorGiven(to, speaker, Kind.POINT_OF_ORDER, state.agenda.current, limit)


def _for_what(state: "State", to: DelegationId, speaker: PersonId) -> FloorGiven:
    """The delegation's first place on the list, or a statement that nobody had asked for."""
    item = state.agenda.current
    if item is None:
        raise OutOfOrder("agenda.no_item_open")
    listed = state.floor.list_for(item)
    own = listed.of(to)
    asked = (
        next((one for one in in_order(state, item) if one.delegation == to), None) if own[1:] else next(iter(own), None)
    )
    if asked is None:
        kind = Kind.SECRETARIAT if to == SECRETARIAT else Kind.STATEMENT
        return FloorGiven(to, speaker, kind, item, limit_for(state, kind, item, to))
    others_first = any(request.kind is not Kind.RIGHT_OF_REPLY for request in listed.requests.values())
    if asked.kind is Kind.RIGHT_OF_REPLY and state.meeting.rules.replies_after_list and others_first:
        raise OutOfOrder("floor.replies_after_list")
    limit = limit_for(state, asked.kind, item, to)
    return FloorGiven(to, speaker, asked.kind, item, limit, asked.id, asked.bloc, asked.aligned)


def limit_for(state: "State", kind: Kind, item: ItemId, delegation: DelegationId) -> int | None:
    """Seconds that a delegation would have under an item, by the item's own time or the rules; None: no limit."""
    rules = state.meeting.rules
    if kind is Kind.STATEMENT and (own := state.agenda.items[item].statement_seconds) is not None:
        return own
    if kind is Kind.RIGHT_OF_REPLY and rules.second_reply and state.floor.replies.get((item, delegation), 0):
        return rules.second_reply
    return rules.limits.get(kind)


def gone(floor: Floor, person: PersonId) -> tuple[FloorTakenBack, ...]:
    """What follows on the floor when a person is sent away or loses accreditation."""
    turns = (turn for turn in (floor.holder, floor.held_over) if turn is not None and turn.speaker == person)
    return tuple(FloorTakenBack(turn.delegation, Ending.EXPELLED) for turn in turns)


def apply(floor: Floor, event: Event, entry: Entry) -> Floor:
    match event:
        case FloorGiven():
            return _given(floor, event, entry.at)
        case FloorYielded(delegation):
            return _over(floor, delegation, Ending.YIELDED, entry.at)
        case FloorTakenBack(delegation, ending):
            return _over(floor, delegation, ending, entry.at)
        case TimeExtended(seconds):
            turn = floor.holder
            if turn is None or turn.clock.limit is None:
                return floor
            longer = replace(turn.clock, limit=turn.clock.limit + seconds)
            return replace(floor, holder=replace(turn, clock=longer))
        case SpeakerInterrupted():
            return replace(floor, interrupted=True)
        case InterruptionEnded():
            return replace(floor, interrupted=False)
        case CalledToOrder():
            return floor
    assert_never(event)


def _given(floor: Floor, event: FloorGiven, at: datetime) -> Floor:
    turn = Turn(event.to, event.speaker, event.reason, event.item, at, Clock(event.limit), event.bloc, event.aligned)
    if event.reason is Kind.POINT_OF_ORDER and floor.point is not None:
        return replace(floor, holder=turn, point=replace(floor.point, heard=True))
    lists, replies = floor.lists, floor.replies
    if event.item is not None and event.request is not None:
        lists = {**lists, event.item: without(floor.list_for(event.item), event.request)}
    if event.item is not None and event.reason is Kind.RIGHT_OF_REPLY:
        replies = {**replies, (key := (event.item, event.to)): replies.get(key, 0) + 1}
    return replace(floor, holder=turn, lists=lists, replies=replies, withdrawn={})


def _over(floor: Floor, delegation: DelegationId, ending: Ending, at: datetime) -> Floor:
    """The turn of this delegation, running or held over, becomes an intervention; its time joins the totals."""
    held = floor.holder is not None and floor.holder.delegation == delegation
    turn = floor.holder if held else floor.held_over
    if turn is None:
        return floor
    spent = turn.clock.spent_at(at)
    past = Intervention(
        turn.delegation, turn.speaker, turn.kind, turn.item, turn.began, at, spent, ending, turn.bloc, turn.aligned
    )
    for_bloc = floor.spoken_for
    if turn.bloc is not None:
        for_bloc = {**for_bloc, turn.bloc: for_bloc.get(turn.bloc, 0) + spent}
    return replace(
        floor,
        holder=None if held else floor.holder,
        held_over=floor.held_over if held else None,
        interrupted=floor.interrupted and not held,
        interventions=(*floor.interventions, past),
        spoken={**floor.spoken, delegation: floor.spoken.get(delegation, 0) + spent},
        spoken_for=for_bloc,
    )


def probes(state: "State", by: Actor) -> tuple[tuple[str, Command], ...]:
    """One sample of each command per target (a delegation) to learn what is permitted."""
    floor = state.floor
    samples: list[tuple[str, Command]] = [
        ("", YieldFloor()),
        ("", ExtendTime(30)),
        ("", InterruptSpeaker()),
        ("", EndInterruption()),
        ("", TakeFloorBack(floor.holder.delegation if floor.holder else DelegationId(""))),
    ]
    if not by.standings & PODIUM:
        return tuple(samples)
    instead_of = floor.holder.delegation if floor.holder else None
    asked = {r.delegation: r.speaker for r in reversed(in_order(state, state.agenda.current or ItemId("")))}
    voices = state.delegations.voices()
    for code in dict.fromkeys((*state.delegations.parties, SECRETARIAT, *voices)):
        speaker = asked.get(code) or voices.get(code, NOBODY)
        samples += [(code, GiveFloor(code, speaker, instead_of)), (code, CallToOrder(code))]
    return tuple(samples)


def deadline(state: "State") -> tuple[datetime, TakeFloorBack] | None:
    """What the clock will have to do about the floor, and when."""
    over, holder = time_over(state), state.floor.holder
    return (over, TakeFloorBack(holder.delegation)) if over is not None and holder is not None else None
