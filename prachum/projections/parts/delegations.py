"""The part of a view that says who is at the table: parties, blocs, seats, people, and whose line is up."""

from collections import defaultdict
from collections.abc import Sequence

from prachum.projections import views
from prachum.projections.parts.plain import instant, words
from prachum.rules.delegations import Delegations
from prachum.rules.order import PRESIDENCY, SECRETARIAT, DelegationId, PersonId
from prachum.rules.parties import Nameplate
from prachum.rules.procedure import State


def parties(there: Delegations) -> dict[str, views.Party]:
    blocs: defaultdict[str, list[str]] = defaultdict(list)
    for bloc in there.blocs.values():
        for member in bloc.members:
            blocs[member].append(bloc.code)
    return {
        code: views.Party(names=words(party.names), decides=party.decides, speaks=party.speaks, blocs=blocs[code])
        for code, party in there.parties.items()
    }


def blocs(there: Delegations) -> dict[str, views.Bloc]:
    return {code: views.Bloc(names=words(bloc.names), members=list(bloc.members)) for code, bloc in there.blocs.items()}


def seats(there: Delegations) -> views.Seats:
    shown = views.Seats(order=list(there.seats))
    if (how := there.seating) is not None:
        shown["how"] = views.SeatingRule(order=how.order, language=how.language, seed=how.seed)
    return shown


def delegations(state: State, order: Sequence[DelegationId]) -> dict[str, views.Delegation]:
    """Every party, and the secretariat and presidency where they have people; `order` is the open item's list."""
    people: defaultdict[DelegationId, list[str]] = defaultdict(list)
    for person in state.delegations.people.values():
        people[person.delegation].append(person.id)
    present = (*state.delegations.parties, *(code for code in (SECRETARIAT, PRESIDENCY) if people[code]))
    shown: dict[str, views.Delegation] = {code: _delegation(state, code, people[code]) for code in present}
    for place, code in reversed(list(enumerate(order, start=1))):
        if code in shown:
            shown[code]["place"] = place
    return shown


def _delegation(state: State, code: DelegationId, people: list[str]) -> views.Delegation:
    shown = views.Delegation(presence="away", people=people, spoken=state.floor.spoken.get(code, 0))
    lines = state.lines
    if code in lines.lost:
        shown["presence"], shown["since"] = "lost", instant(lines.lost[code])
    elif code in lines.present:
        shown["presence"], shown["since"] = "here", instant(lines.present[code])
    return shown


def people(there: Delegations) -> dict[str, views.Person]:
    return {person: _person(there, person) for person in there.people}


def _person(there: Delegations, person: PersonId) -> views.Person:
    known, plate = there.people[person], there.nameplates.get(person)
    shown = views.Person(
        delegation=known.delegation,
        standing=known.standing,
        seated=person in there.seated,
        may_speak=there.may_speak(person),
    )
    if plate is not None:
        _inscribe(shown, plate)
    return shown


def _inscribe(shown: views.Person, plate: Nameplate) -> None:
    """What stands on the nameplate; an empty line is left out."""
    if plate.name:
        shown["name"] = words(plate.name)
    if plate.honorific:
        shown["honorific"] = words(plate.honorific)
    if plate.title:
        shown["title"] = words(plate.title)
    if plate.department:
        shown["department"] = words(plate.department)
    if plate.capacity is None:
        return
    shown["capacity"] = views.Capacity(text=words(plate.capacity.text))
    if plate.capacity.since is not None:
        shown["capacity"]["since"] = plate.capacity.since
    if plate.capacity.until is not None:
        shown["capacity"]["until"] = plate.capacity.until
