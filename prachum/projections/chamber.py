"""The view of a chamber's screen is a function of the state and the audience alone; it knows no present time."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar, cast

from prachum.projections import views
from prachum.projections.grants import grants, identity
from prachum.projections.parts import agenda, conclusions, decisions, delegations, floor, meeting
from prachum.projections.parts.lists import Listings, listings
from prachum.projections.parts.plain import instant
from prachum.rules.order import NOBODY, Actor
from prachum.rules.permissions import Known, permitted
from prachum.rules.procedure import State
from prachum.rules.visibility import Audience

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Shown:
    """What everybody sees alike at one entry: written once for all audiences, and the next entry starts from it."""

    state: State
    listings: Listings
    everybody: views.Everybody


class Screens:
    """The screens of one meeting from entry to entry: what nothing bears on that changed is not made again."""

    def __init__(self) -> None:
        self._shown: dict[bool, tuple[State, Shown]] = {}
        self._known: dict[Audience, Known] = {}

    def view(self, state: State, audience: Audience, head: str = "") -> views.View:
        """What an audience sees at an entry; `head` is the digest of the last one.

        Nobody may change what is returned: audiences and entries share its parts.
        """
        view = cast(views.View, {**self._everybody(state, public=not audience.standings)})
        view["me"] = _me(audience)
        view["conclusions"] = conclusions.conclusions(state, audience)
        view["acts"] = self._acts(state, audience)
        if (before := decisions.before(state, audience)) is not None:
            view["before"] = before
        if head:
            view["head"] = head
        return view

    def _everybody(self, state: State, *, public: bool) -> views.Everybody:
        of, earlier = self._shown.get(public, (None, None))
        if earlier is None or of is not state:
            earlier = shown(_without_lines(state) if public else state, earlier)
            self._shown[public] = state, earlier
        return earlier.everybody

    def _acts(self, state: State, audience: Audience) -> views.Acts:
        """What the rules permit to whoever shares this audience, as of the state's own moment."""
        actor = Actor(NOBODY, audience.standings, audience.delegation, audience.leave)
        return permitted(state, actor, state.at, self._known.setdefault(audience, {}))


def shown(state: State, earlier: Shown | None = None) -> Shown:
    """What everybody sees; where nothing that bears on a part changed since `earlier`, it is the same object.

    `earlier` is of any entry of the same meeting. Nobody may change what is returned.
    """
    expected = agenda.expected(state)
    lists = listings(state, expected, (earlier.state, earlier.listings) if earlier is not None else None)
    waiting = lists[state.agenda.current].requests if state.agenda.current is not None else ()
    settled = _settled(state, earlier)
    past = floor.interventions(
        state.floor.interventions, earlier.everybody["floor"]["interventions"] if earlier is not None else None
    )
    everybody = views.Everybody(
        seq=state.seq,
        at=instant(state.at),
        meeting=meeting.meeting(state),
        seats=delegations.seats(state.delegations),
        delegations=delegations.delegations(state, [request.delegation for request in waiting]),
        agenda=agenda.agenda(state, expected),
        floor=floor.floor(state, lists, past),
        media=media(state),
        **settled,
    )
    return Shown(state, lists, everybody)


def media(state: State) -> views.Media:
    granted = grants(state)
    return views.Media(
        epoch=granted.epoch,
        microphone=[*granted.may("microphone")],
        camera=[*granted.may("camera")],
        screen=[*granted.may("screen")],
        heard=sorted(granted.heard),
        ducked=sorted(granted.ducked),
        lines={person: identity(state.meeting.setup.meeting, person) for person in sorted(granted.publish)},
    )


def _settled(state: State, earlier: Shown | None) -> views.Settled:
    """The parts that seldom change, each kept as long as what it is written from is the same object."""
    was, known = (earlier.state, earlier.everybody) if earlier is not None else (None, None)
    there, table, setup = state.delegations, state.decisions, state.meeting.setup

    def kept(now: object, then: Callable[[State], object], part: Callable[[views.Everybody], Part]) -> Part | None:
        return part(known) if was is not None and known is not None and then(was) is now else None

    return views.Settled(
        rules=kept(setup, lambda s: s.meeting.setup, lambda v: v["rules"]) or meeting.rules(setup.rules),
        parties=kept(setup, lambda s: s.meeting.setup, lambda v: v["parties"]) or delegations.parties(there),
        blocs=kept(setup, lambda s: s.meeting.setup, lambda v: v["blocs"]) or delegations.blocs(there),
        people=kept(there, lambda s: s.delegations, lambda v: v["people"]) or delegations.people(there),
        proposals=kept(state.proposals, lambda s: s.proposals, lambda v: v["proposals"])
        or decisions.proposals(state.proposals),
        texts=kept(table.texts, lambda s: s.decisions.texts, lambda v: v["texts"]) or decisions.texts(table),
        decisions=kept(table.taken, lambda s: s.decisions.taken, lambda v: v["decisions"])
        or decisions.decisions(table.taken),
    )


def _me(audience: Audience) -> views.Me:
    shown_ = views.Me(standings=sorted(audience.standings), leave=audience.leave)
    if audience.delegation is not None:
        shown_["delegation"] = audience.delegation
    return shown_


def _without_lines(state: State) -> State:
    """The meeting as the public may know it: who is present, but not whose line is lost for a moment."""
    return replace(state, lines=replace(state.lines, lost={}), meeting=replace(state.meeting, chair_lost=None))
