"""Delegations are the parties at the table and the people who act for them: accredited, seated, expelled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias, assert_never

from prachum.rules.floor.turns import FloorTakenBack, gone
from prachum.rules.order import (
    DELEGATES,
    INSTALLATION,
    NOBODY,
    PRESIDENCY,
    SECRETARIAT,
    Actor,
    BlocId,
    DelegationId,
    Entry,
    OutOfOrder,
    PersonId,
    Standing,
    Text,
    unused,
)
from prachum.rules.parties import Bloc, Nameplate, Party, Person, SeatOrder, arranged

if TYPE_CHECKING:
    from prachum.rules.procedure import State

STAFF = frozenset({Standing.SECRETARIAT, Standing.RAPPORTEUR, Standing.TECHNICIAN, Standing.OBSERVER})


@dataclass(frozen=True, slots=True)
class AccreditPerson:
    """The installation or the secretariat enters somebody who may take part, and in what standing."""

    person: PersonId
    delegation: DelegationId
    standing: Standing


@dataclass(frozen=True, slots=True)
class WithdrawAccreditation:
    """The secretariat ends somebody's accreditation; their line is cut."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class SeatPerson:
    """Somebody takes their seat, with the nameplate of that day."""

    person: PersonId
    nameplate: Nameplate


@dataclass(frozen=True, slots=True)
class AllowAdviser:
    """A head of delegation lets an adviser speak, or no longer."""

    adviser: PersonId
    may_speak: bool


@dataclass(frozen=True, slots=True)
class ArrangeSeats:
    """Seats by the alphabet of a language, by precedence, or by lot with its seed, which everybody can repeat."""

    order: SeatOrder
    language: str = "en"
    seed: str = ""


@dataclass(frozen=True, slots=True)
class ExpelPerson:
    """Somebody is sent out; the meeting's lines are drawn anew, so that nothing they kept is worth anything."""

    person: PersonId
    reason: Text


@dataclass(frozen=True, slots=True)
class LockMeeting:
    """Nobody who is not yet seated is let in."""


@dataclass(frozen=True, slots=True)
class UnlockMeeting:
    """The accredited are let in again."""


@dataclass(frozen=True, slots=True)
class EraseNameplate:
    """The installation erases what the journal says of a person beyond the delegation; that it did is entered.

    A person still seated loses the seat with the nameplate, and may take it anew.
    """

    person: PersonId


Command: TypeAlias = (
    AccreditPerson
    | WithdrawAccreditation
    | SeatPerson
    | AllowAdviser
    | ArrangeSeats
    | ExpelPerson
    | LockMeeting
    | UnlockMeeting
    | EraseNameplate
)


@dataclass(frozen=True, slots=True)
class PersonAccredited:
    person: PersonId
    delegation: DelegationId
    standing: Standing


@dataclass(frozen=True, slots=True)
class AccreditationWithdrawn:
    person: PersonId


@dataclass(frozen=True, slots=True)
class PersonSeated:
    """The nameplate of that day; the only event whose body may be erased."""

    person: PersonId
    nameplate: Nameplate


@dataclass(frozen=True, slots=True)
class AdviserAllowed:
    adviser: PersonId
    may_speak: bool


@dataclass(frozen=True, slots=True)
class SeatsArranged:
    order: SeatOrder
    language: str
    seed: str
    seats: tuple[DelegationId, ...]


@dataclass(frozen=True, slots=True)
class PersonExpelled:
    person: PersonId
    reason: Text


@dataclass(frozen=True, slots=True)
class MeetingLocked:
    pass


@dataclass(frozen=True, slots=True)
class MeetingUnlocked:
    pass


@dataclass(frozen=True, slots=True)
class NameplateErased:
    """Names the entries (their `seq`) whose bodies were erased with this one."""

    person: PersonId
    entries: tuple[int, ...]


Event: TypeAlias = (
    PersonAccredited
    | AccreditationWithdrawn
    | PersonSeated
    | AdviserAllowed
    | SeatsArranged
    | PersonExpelled
    | MeetingLocked
    | MeetingUnlocked
    | NameplateErased
)

KEEPERS = frozenset({Standing.SECRETARIAT, Standing.OPERATOR})
MAY: Mapping[type[Command], frozenset[Standing]] = {
    AccreditPerson: KEEPERS,
    WithdrawAccreditation: KEEPERS,
    SeatPerson: frozenset({Standing.DOOR, Standing.OPERATOR}),
    AllowAdviser: frozenset({Standing.HEAD}),
    ArrangeSeats: KEEPERS | {Standing.PRESIDING},
    ExpelPerson: frozenset({Standing.PRESIDING, Standing.SECRETARIAT}),
    LockMeeting: frozenset({Standing.PRESIDING, Standing.SECRETARIAT}),
    UnlockMeeting: frozenset({Standing.PRESIDING, Standing.SECRETARIAT}),
    EraseNameplate: frozenset({Standing.OPERATOR}),
}
_OF_PEOPLE = MAY[WithdrawAccreditation] | MAY[ExpelPerson] | MAY[SeatPerson] | MAY[EraseNameplate]


@dataclass(frozen=True, slots=True)
class Delegations:
    """Who may take part; `plates` are the entries (`seq`) that hold a nameplate, `epoch` counts expulsions."""

    parties: Mapping[DelegationId, Party] = field(default_factory=dict)
    blocs: Mapping[BlocId, Bloc] = field(default_factory=dict)
    people: Mapping[PersonId, Person] = field(default_factory=dict)
    nameplates: Mapping[PersonId, Nameplate] = field(default_factory=dict)
    plates: Mapping[PersonId, tuple[int, ...]] = field(default_factory=dict)
    seated: frozenset[PersonId] = frozenset()
    leave: frozenset[PersonId] = frozenset()
    expelled: frozenset[PersonId] = frozenset()
    seats: tuple[DelegationId, ...] = ()
    seating: SeatsArranged | None = None
    locked: bool = False
    epoch: int = 1

    def deciding(self) -> tuple[DelegationId, ...]:
        return tuple(code for code, party in self.parties.items() if party.decides)

    def of(self, delegation: DelegationId) -> tuple[Person, ...]:
        return tuple(person for person in self.people.values() if person.delegation == delegation)

    def may_speak(self, person: PersonId) -> bool:
        """Whether the floor can be given to this person; an adviser needs the head's leave."""
        match self.people.get(person):
            case None:
                return False
            case Person(_, delegation, standing) if standing in DELEGATES:
                party = self.parties.get(delegation)
                silent = party is not None and not party.speaks
                return not silent and (standing is not Standing.ADVISER or person in self.leave)
            case Person(_, _, standing):
                return standing is Standing.SECRETARIAT

    def voice(self, delegation: DelegationId) -> PersonId:
        """Who would speak for a delegation if nobody was named: the first of it who may."""
        return self.voices().get(delegation, NOBODY)

    def voices(self) -> Mapping[DelegationId, PersonId]:
        """The voice of every delegation that has people."""
        first: dict[DelegationId, PersonId] = {}
        able: dict[DelegationId, PersonId] = {}
        for person in self.people.values():
            first.setdefault(person.delegation, person.id)
            if person.delegation not in able and self.may_speak(person.id):
                able[person.delegation] = person.id
        return first | able

    def blocs_of(self, delegation: DelegationId) -> tuple[Bloc, ...]:
        return tuple(bloc for bloc in self.blocs.values() if delegation in bloc.members)


def decide(state: "State", command: Command, by: Actor) -> tuple[Event | FloorTakenBack, ...]:
    there = state.delegations
    match command:
        case AccreditPerson(person, delegation, standing):
            _must_fit(there, delegation, standing)
            if not person or person in INSTALLATION:
                raise OutOfOrder("delegations.no_such_person")
            if person in there.people:
                raise OutOfOrder("delegations.already_accredited")
            return (PersonAccredited(person, delegation, standing),)
        case WithdrawAccreditation(person):
            _must_know(there, person)
            _must_not_chair(state, person)
            return (*gone(state.floor, person), AccreditationWithdrawn(person))
        case SeatPerson(person, nameplate):
            _must_know(there, person)
            if there.locked and person not in there.seated:
                raise OutOfOrder("delegations.locked")
            return (PersonSeated(person, nameplate),)
        case AllowAdviser(adviser, may_speak):
            theirs = there.people.get(adviser)
            if theirs is None or theirs.delegation != by.delegation or theirs.standing is not Standing.ADVISER:
                raise OutOfOrder("delegations.not_your_adviser")
            return (AdviserAllowed(adviser, may_speak),)
        case ArrangeSeats(order, language, seed):
            if order is SeatOrder.LOT and not seed.strip():
                raise OutOfOrder("delegations.lot_needs_seed")
            return (SeatsArranged(order, language, seed, arranged(there.parties, order, language, seed)),)
        case ExpelPerson(person, reason):
            _must_know(there, person)
            _must_not_chair(state, person)
            return (*gone(state.floor, person), PersonExpelled(person, reason))
        case LockMeeting():
            if there.locked:
                raise OutOfOrder("delegations.locked")
            return (MeetingLocked(),)
        case UnlockMeeting():
            if not there.locked:
                raise OutOfOrder("delegations.not_locked")
            return (MeetingUnlocked(),)
        case EraseNameplate(person):
            if not there.plates.get(person):
                raise OutOfOrder("delegations.nothing_to_erase")
            return (NameplateErased(person, there.plates[person]),)
    assert_never(command)


def _must_know(there: Delegations, person: PersonId) -> None:
    if person not in there.people:
        raise OutOfOrder("delegations.not_accredited")


def _must_not_chair(state: "State", person: PersonId) -> None:
    if person == state.meeting.presiding:
        raise OutOfOrder("delegations.presides")


def _must_fit(there: Delegations, delegation: DelegationId, standing: Standing) -> None:
    if standing not in DELEGATES | STAFF:
        raise OutOfOrder("delegations.no_such_standing")
    if delegation not in there.parties and delegation not in (SECRETARIAT, PRESIDENCY):
        raise OutOfOrder("delegations.no_such_delegation")
    if standing in DELEGATES and delegation == SECRETARIAT:
        raise OutOfOrder("delegations.no_such_standing")


def at_the_table(parties: Iterable[Party], blocs: Iterable[Bloc]) -> Delegations:
    """The parties of a meeting that has just been created, seated in the order of the meeting file."""
    named = {party.code: party for party in parties}
    return Delegations(parties=named, blocs={bloc.code: bloc for bloc in blocs}, seats=tuple(named))


def apply(there: Delegations, event: Event, entry: Entry) -> Delegations:
    match event:
        case PersonAccredited(person, delegation, standing):
            people = {**there.people, person: Person(person, delegation, standing)}
            return replace(there, people=people, expelled=there.expelled - {person})
        case AccreditationWithdrawn(person):
            return _without(there, person)
        case PersonSeated(person, nameplate):
            plates = {**there.plates, person: (*there.plates.get(person, ()), entry.seq)}
            nameplates = {**there.nameplates, person: nameplate}
            return replace(there, seated=there.seated | {person}, nameplates=nameplates, plates=plates)
        case AdviserAllowed(adviser, may_speak):
            return replace(there, leave=there.leave | {adviser} if may_speak else there.leave - {adviser})
        case SeatsArranged():
            return replace(there, seating=event, seats=event.seats)
        case PersonExpelled(person):
            there = _without(there, person)
            return replace(there, expelled=there.expelled | {person}, epoch=there.epoch + 1)
        case MeetingLocked():
            return replace(there, locked=True)
        case MeetingUnlocked():
            return replace(there, locked=False)
        case NameplateErased(person):
            nameplates = {who: plate for who, plate in there.nameplates.items() if who != person}
            plates = {who: seqs for who, seqs in there.plates.items() if who != person}
            return replace(there, nameplates=nameplates, plates=plates, seated=there.seated - {person})
    assert_never(event)


def _without(there: Delegations, person: PersonId) -> Delegations:
    """Their nameplate stays: what they said that day stays theirs."""
    people = {who: known for who, known in there.people.items() if who != person}
    return replace(there, people=people, seated=there.seated - {person}, leave=there.leave - {person})


def probes(state: "State", by: Actor) -> tuple[tuple[str, Command], ...]:
    """One sample of each command per target (a person), for those who might, to learn what is permitted."""
    there = state.delegations
    samples: list[tuple[str, Command]] = [
        ("", AccreditPerson(PersonId(unused(there.people)), SECRETARIAT, Standing.OBSERVER)),
        ("", ArrangeSeats(SeatOrder.ALPHABETICAL)),
        ("", LockMeeting()),
        ("", UnlockMeeting()),
    ]
    # In a large meeting most of a view's time went into people of whom the actor may do nothing.
    if by.standings & _OF_PEOPLE:
        for person in there.people:
            samples += [(person, WithdrawAccreditation(person)), (person, ExpelPerson(person, {}))]
            samples += [(person, SeatPerson(person, Nameplate({}))), (person, EraseNameplate(person))]
    advisers = (p.id for p in there.people.values() if p.standing is Standing.ADVISER and p.delegation == by.delegation)
    samples += [(adviser, AllowAdviser(adviser, may_speak=True)) for adviser in advisers]
    return tuple(samples)
