"""The summary record of a meeting, running or closed: who attended and spoke, what was proposed, decided, concluded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from prachum.projections.wording import LANGUAGES, SAID
from prachum.rules import visibility
from prachum.rules.agenda import AgendaAdopted, AgendaItemClosed, AgendaItemOpened, AgendaItemPostponed, Item
from prachum.rules.conclusions import Conclusion, Verb
from prachum.rules.decisions.table import Decision
from prachum.rules.floor.holding import Intervention
from prachum.rules.lines import Stay
from prachum.rules.meeting import Meeting, Sitting
from prachum.rules.order import PRESIDENCY, SECRETARIAT, BlocId, DelegationId, Entry, ItemId, PersonId, Standing, Text
from prachum.rules.parties import Nameplate
from prachum.rules.procedure import State
from prachum.rules.proposals import Proposal
from prachum.rules.visibility import Audience

_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who took their seat, as their nameplate said that day."""

    person: PersonId
    standing: Standing
    nameplate: Nameplate


@dataclass(frozen=True, slots=True)
class Attendance:
    """A delegation's stays, the last perhaps not over; `present` milliseconds of the sittings in all."""

    delegation: DelegationId
    names: Text
    attendees: tuple[Attendee, ...]
    stays: tuple[Stay, ...]
    present: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """An intervention that is over; `number` counts from 1 through the meeting. An erased nameplate is absent."""

    number: int
    names: Text
    nameplate: Nameplate | None
    intervention: Intervention


@dataclass(frozen=True, slots=True)
class Total:
    """How often and how many milliseconds a delegation spoke, or others for a bloc."""

    code: DelegationId | BlocId
    names: Text
    count: int
    spent: int


@dataclass(frozen=True, slots=True)
class Concluded:
    """What the meeting did in one way with an item; a corrected conclusion stays beside its correction."""

    verb: Verb
    conclusions: tuple[Conclusion, ...]


@dataclass(frozen=True, slots=True)
class Considered:
    """What happened under an item."""

    item: Item
    interventions: tuple[Spoken, ...]
    proposals: tuple[Proposal, ...]
    decisions: tuple[Decision, ...]
    concluded: tuple[Concluded, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """`under_none` are the points of order raised while no item was open; totals name only who spoke."""

    meeting: Meeting
    attendance: tuple[Attendance, ...]
    items: tuple[Considered, ...]
    under_none: tuple[Spoken, ...]
    by_delegation: tuple[Total, ...]
    by_bloc: tuple[Total, ...]


def summary(state: State, audience: Audience) -> Summary:
    """The record up to this entry as an audience may read it; delegations in the order of the seats."""
    spoken = tuple(_spoken(state))
    codes = [*state.delegations.seats, SECRETARIAT, PRESIDENCY]
    return Summary(
        state.meeting,
        tuple(attended for code in codes if (attended := _attendance(state, code)).stays or attended.attendees),
        tuple(_considered(state, item, spoken, audience) for item in state.agenda.items.values()),
        tuple(one for one in spoken if one.intervention.item not in state.agenda.items),
        tuple(_totals(state, codes)),
        tuple(_bloc_totals(state)),
    )


def names(state: State, delegation: DelegationId) -> Text:
    """The names of a party, or of the secretariat or presidency, by language."""
    party = state.delegations.parties.get(delegation)
    if party is not None:
        return party.names
    return {language: SAID[language]["names"][delegation] for language in LANGUAGES}


def adopted_under(entries: Iterable[Entry]) -> ItemId | None:
    """The item that was open when the agenda was adopted; absent where none was, or it is not adopted."""
    current: ItemId | None = None
    for entry in entries:
        match entry.event:
            case AgendaItemOpened(item):
                current = item
            case AgendaItemClosed(item) | AgendaItemPostponed(item) if item == current:
                current = None
            case AgendaAdopted():
                return current
    return None


def _attendance(state: State, delegation: DelegationId) -> Attendance:
    plates = state.delegations.nameplates
    attendees = tuple(
        Attendee(person.id, person.standing, plates[person.id])
        for person in state.delegations.of(delegation)
        if person.id in plates
    )
    stays = tuple(stay for stay in state.lines.stays if stay.delegation == delegation)
    present = sum(_both(stay, sitting, state.at) for stay in stays for sitting in state.meeting.sittings)
    return Attendance(delegation, names(state, delegation), attendees, stays, present)


def _both(stay: Stay, sitting: Sitting, until: datetime) -> int:
    """For how many milliseconds a delegation was there while the meeting sat; what is not over lasts until then."""
    lasted = min(stay.left or until, sitting.ended or until) - max(stay.arrived, sitting.began)
    return max(0, lasted // _MILLISECOND)


def _spoken(state: State) -> Iterator[Spoken]:
    for number, past in enumerate(state.floor.interventions, start=1):
        plate = state.delegations.nameplates.get(past.speaker)
        yield Spoken(number, names(state, past.delegation), plate, past)


def _considered(state: State, item: Item, spoken: tuple[Spoken, ...], audience: Audience) -> Considered:
    concluded = [one for one in visibility.conclusions(audience, state) if one.item == item.id]
    return Considered(
        item,
        tuple(one for one in spoken if one.intervention.item == item.id),
        tuple(proposal for proposal in state.proposals.values() if proposal.item == item.id),
        tuple(decision for decision in state.decisions.taken if decision.item == item.id),
        tuple(_by_verb(concluded)),
    )


def _by_verb(conclusions: Iterable[Conclusion]) -> Iterator[Concluded]:
    """In the order of the verbs; within one, a correction directly after what it corrects."""
    entered = list(conclusions)
    corrections = {one.corrects: one for one in entered if one.corrects is not None}
    ordered: dict[str, Conclusion] = {}
    for first in entered:
        following: Conclusion | None = first
        while following is not None and following.id not in ordered:
            ordered[following.id] = following
            following = corrections.get(following.id)
    for verb in Verb:
        if of_verb := tuple(one for one in ordered.values() if one.verb is verb):
            yield Concluded(verb, of_verb)


def _totals(state: State, codes: Iterable[DelegationId]) -> Iterator[Total]:
    for code in codes:
        turns = [past for past in state.floor.interventions if past.delegation == code]
        if turns:
            yield Total(code, names(state, code), len(turns), sum(past.spent for past in turns))


def _bloc_totals(state: State) -> Iterator[Total]:
    for code, bloc in state.delegations.blocs.items():
        turns = [past for past in state.floor.interventions if past.bloc == code]
        if turns:
            yield Total(code, bloc.names, len(turns), sum(past.spent for past in turns))
