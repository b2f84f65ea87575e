"""A view is written quickly enough for an entry to be on every screen at once; tried at ten times the figure."""

from collections.abc import Callable
from cProfile import Profile
from datetime import timedelta
from timeit import repeat

import pytest

from prachum.projections.chamber import Screens, shown
from prachum.rules import agenda, delegations, lines, meeting
from prachum.rules.floor.speakers import FloorRequested
from prachum.rules.floor.turns import FloorGiven
from prachum.rules.order import NEVER, OPERATOR, DelegationId, Entry, ItemId, PersonId, Standing
from prachum.rules.parties import Nameplate, Party
from prachum.rules.presets import PRESETS, Kind
from prachum.rules.procedure import Event, State, apply, new
from prachum.rules.visibility import Audience
from tests.rules.chamber import NINE, en

ITEMS = tuple(ItemId(f"item-{number}") for number in range(5))


def large(parties: int, listed: int) -> State:
    """So many parties with two people each; so many of them on the list of each of five items, one speaking."""
    codes = [DelegationId(f"P{number:03}") for number in range(parties)]
    table = tuple(Party(code, {"en": code, "th": code, "fr": code}) for code in codes)
    chairs, rules = (PersonId("P000-head"),), PRESETS["unga"]
    setup = meeting.Setup("m", "large", en("Large"), "UTC", ("en",), NINE, rules, chairs, table)
    events: list[Event] = [meeting.MeetingCreated(setup)]
    for code in codes:
        for standing in (Standing.HEAD, Standing.ALTERNATE):
            person = PersonId(f"{code}-{standing}")
            events.append(delegations.PersonAccredited(person, code, standing))
            events.append(delegations.PersonSeated(person, Nameplate(en("Minister"), en("A. B."))))
        events.append(lines.DelegationArrived(code))
    events += [agenda.AgendaItemAdded(item, item, en(item), 30, None, None, False) for item in ITEMS]
    events += [
        meeting.MeetingOpened(parties, parties),
        agenda.AgendaAdopted(),
        agenda.AgendaItemOpened(ITEMS[0], False),
    ]
    for item in ITEMS:
        events += [
            FloorRequested(item, code, code, PersonId(f"{code}-head"), Kind.STATEMENT) for code in codes[:listed]
        ]
    events.append(FloorGiven(codes[1], PersonId("P001-head"), Kind.STATEMENT, ITEMS[0], 900, codes[1]))
    state = new()
    for seq, event in enumerate(events, start=1):
        state = apply(state, Entry(seq, NEVER + timedelta(seconds=seq), OPERATOR, event))
    return state


@pytest.mark.parametrize(("parties", "listed", "milliseconds"), [(12, 12, 3), (200, 200, 60)])
def test_a_view_is_written_within_its_time(parties: int, listed: int, milliseconds: int) -> None:
    state = large(parties, listed)
    chair = Audience(frozenset({Standing.HEAD, Standing.PRESIDING}), DelegationId("P000"))
    seconds = min(repeat(lambda: Screens().view(state, chair), number=1, repeat=5))
    assert seconds * 1000 < 10 * milliseconds


def calls(work: Callable[[], object]) -> int:
    """How many functions are called for it, which no other program on the machine changes."""
    profile = Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


def test_a_further_entry_costs_a_part_of_the_first() -> None:
    state = large(200, 200)
    everybody = shown(state)
    lost = apply(state, Entry(state.seq + 1, state.at, OPERATOR, lines.LineLost(DelegationId("P005"))))
    after = shown(lost, everybody)
    for part in ("rules", "parties", "people", "proposals", "decisions"):
        assert after.everybody[part] is everybody.everybody[part]
    for item in ITEMS:
        assert after.everybody["floor"]["lists"][item] is everybody.everybody["floor"]["lists"][item]
    assert calls(lambda: shown(lost, everybody)) < calls(lambda: shown(state)) / 2
