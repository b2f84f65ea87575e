"""What a page shows of a meeting comes from its journal; the registry only says which meetings there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from prachum.journal import read
from prachum.journal.unreadable import UNREADABLE
from prachum.registry import seats
from prachum.registry.models import Meeting
from prachum.rules.agenda import Item
from prachum.rules.meeting import Phase
from prachum.rules.order import CHAIRS, DelegationId, Standing, Text
from prachum.rules.parties import Nameplate, Person
from prachum.rules.procedure import State
from prachum.words import LANGUAGES, say


def state_of(meeting: Meeting) -> State | None:
    """The meeting as it stands, or None while nothing of it is entered."""
    try:
        return read.state(meeting.id)
    except read.UnknownMeeting:
        return None


def phases_of(meetings: Iterable[Meeting]) -> dict[Meeting, Phase | None]:
    """None where this version of Prachum cannot read the meeting; of those that have closed none is read."""
    closed = read.closed()
    return {meeting: Phase.CLOSED if meeting.id in closed else _phase_of(meeting) for meeting in meetings}


def _phase_of(meeting: Meeting) -> Phase | None:
    try:
        state = state_of(meeting)
    except UNREADABLE:
        return None
    return state.meeting.phase if state is not None else Phase.SCHEDULED


def delegation_names(state: State, delegation: DelegationId) -> Text:
    """The names of a party, or of one of the two delegations that are none."""
    party = state.delegations.parties.get(delegation)
    return party.names if party is not None else {one: say(f"seats.{delegation}", one) for one in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Place:
    """A person's seat as the chooser shows it; `held`: a visitor sits there."""

    person: str
    delegation: str
    names: Text
    standing: str
    plate: Text
    held: bool = False

    def wire(self) -> dict[str, object]:
        """For the chamber's client: {person, delegation, names, standing, title, held}."""
        return {
            "person": self.person,
            "delegation": self.delegation,
            "names": self.names,
            "standing": self.standing,
            "title": self.plate,
            "held": self.held,
        }


@dataclass(slots=True)
class Table:
    """One delegation's seats, under its nameplate."""

    code: str
    names: Text
    places: list[Place] = field(default_factory=list)
    chairs: bool = False


def places(meeting: Meeting, state: State) -> list[Place]:
    """Every seat of a meeting: the chairs first, then the delegations in their order, then the staff."""
    prepared = {one.person: one.nameplate for one in meeting.people.all()}
    taken = seats.taken(meeting.id)
    order = {code: place for place, code in enumerate(state.delegations.seats)}
    people = sorted(
        (person for person in state.delegations.people.values() if person.id not in state.delegations.expelled),
        key=lambda person: (not _in_the_chair(state, person), order.get(person.delegation, len(order))),
    )
    return [
        Place(
            person.id,
            person.delegation,
            delegation_names(state, person.delegation),
            _standing(state, person),
            _plate(state.delegations.nameplates.get(person.id), prepared.get(person.id, {})),
            person.id in taken,
        )
        for person in people
    ]


def _in_the_chair(state: State, person: Person) -> bool:
    return bool(state.actor(person.id).standings & CHAIRS)


def _standing(state: State, person: Person) -> str:
    """The one word that says most: a head of delegation who presides is the presiding chair."""
    standings = state.actor(person.id).standings
    return next((one for one in (Standing.PRESIDING, Standing.CO_CHAIR) if one in standings), person.standing)


def _plate(today: Nameplate | None, prepared: dict[str, Text]) -> Text:
    """The title of a nameplate, with a name before it where there is one; of the day, else as it was prepared."""
    title = today.title if today is not None else prepared.get("title", {})
    name = today.name if today is not None else prepared.get("name", {})
    return {one: ", ".join(filter(None, (name.get(one) or name.get("en"), title.get(one)))) for one in title}


def tables(all_places: Iterable[Place]) -> list[Table]:
    """The same, a delegation at a time."""
    found: dict[str, Table] = {}
    for place in all_places:
        table = found.setdefault(place.delegation, Table(place.delegation, place.names))
        table.places.append(place)
        table.chairs |= place.standing in CHAIRS
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A meeting at one moment, as its page tells it without any script."""

    phase: Phase
    agenda: tuple[Item, ...]
    current: str | None
    speaker: Text | None
    presiding: Text | None
    parties: tuple[Text, ...]


def snapshot(state: State) -> Snapshot:
    turn, chair = state.floor.holder, state.delegations.people.get(state.meeting.presiding)
    return Snapshot(
        state.meeting.phase,
        tuple(state.agenda.items.values()),
        state.agenda.current,
        delegation_names(state, turn.delegation) if turn is not None else None,
        delegation_names(state, chair.delegation) if chair is not None else None,
        tuple(state.delegations.parties[code].names for code in state.delegations.seats),
    )
