"""The agenda is provisional until adopted; of its items at most one is open."""

import pytest

from prachum.rules import lines, meeting
from prachum.rules.agenda import (
    AddAgendaItem,
    AdoptAgenda,
    AgendaItemOpened,
    CloseAgendaItem,
    ItemStatus,
    OpenAgendaItem,
    PostponeAgendaItem,
    RemoveAgendaItem,
    ReviseAgendaItem,
)
from prachum.rules.floor.turns import GiveFloor
from prachum.rules.order import DOOR, OPERATOR, ItemId
from tests.rules.chamber import (
    CHAIR,
    LAOS,
    MALAYSIA,
    ONE,
    SOMSAK,
    THAILAND,
    THIDA,
    THREE,
    TWO,
    Sitting,
    chair_drops,
    created,
    en,
    opened,
    scheduled,
)

SUB = ItemId("two-a")


def in_session(preset: str = "asean-dialogue") -> Sitting:
    sitting = scheduled(preset)
    sitting.does(CHAIR, meeting.OpenMeeting())
    return sitting


def test_before_adoption_items_are_added_revised_and_struck() -> None:
    sitting = in_session()
    sitting.does(SOMSAK, AddAgendaItem(SUB, "2.1", en("Trade"), 15, TWO))
    sitting.does(CHAIR, ReviseAgendaItem(ONE, en("Opening"), 5))
    sitting.does(OPERATOR, RemoveAgendaItem(THREE))
    items = sitting.state.agenda.items
    assert [*items] == [ONE, TWO, SUB]
    assert (items[ONE].title, items[ONE].minutes) == (en("Opening"), 5)


def test_sub_items_follow_their_item_and_are_struck_with_it() -> None:
    sitting = scheduled()
    sitting.does(SOMSAK, AddAgendaItem(SUB, "2.1", en("Trade"), 15, TWO))
    sitting.does(SOMSAK, AddAgendaItem(ItemId("two-b"), "2.2", en("Health"), 15, TWO))
    assert [*sitting.state.agenda.items] == [ONE, TWO, SUB, "two-b", THREE]
    sitting.does(SOMSAK, RemoveAgendaItem(TWO))
    assert [*sitting.state.agenda.items] == [ONE, THREE]


def test_a_sub_item_has_a_parent_that_is_no_sub_item_itself() -> None:
    sitting = scheduled()
    orphan = AddAgendaItem(SUB, "9.1", en("Trade"), 15, ItemId("nine"))
    assert sitting.refusal(SOMSAK, orphan) == "agenda.no_such_parent"
    sitting.does(SOMSAK, AddAgendaItem(SUB, "2.1", en("Trade"), 15, TWO))
    deeper = AddAgendaItem(ItemId("deep"), "2.1.1", en("Tariffs"), 15, SUB)
    assert sitting.refusal(SOMSAK, deeper) == "agenda.no_such_parent"


def test_an_item_has_a_number_a_title_and_a_sensible_time_of_its_own() -> None:
    sitting = scheduled()
    four = ItemId("four")
    assert sitting.refusal(SOMSAK, AddAgendaItem(ONE, "4", en("Trade"), 15)) == "agenda.already_there"
    assert sitting.refusal(SOMSAK, AddAgendaItem(four, "1", en("Trade"), 15)) == "agenda.already_there"
    for number in (" ", "", "4\n", "4..1", "4.", "1234567890.12", "๔"):
        assert sitting.refusal(SOMSAK, AddAgendaItem(four, number, en("Trade"), 15)) == "agenda.no_number"
    for item in ("", "__proto__", "a b", "<b>"):
        assert sitting.refusal(SOMSAK, AddAgendaItem(ItemId(item), "4", en("Trade"), 15)) == "agenda.no_number"
    assert sitting.refusal(SOMSAK, AddAgendaItem(four, "4", en(" "), 15)) == "agenda.no_title"
    assert sitting.refusal(SOMSAK, ReviseAgendaItem(ONE, {}, 15)) == "agenda.no_title"
    for minutes in (-1, 1441):
        assert sitting.refusal(SOMSAK, AddAgendaItem(four, "4", en("A"), minutes)) == "agenda.minutes_out_of_range"
    for seconds in (-5, 0, 7201):
        refused = AddAgendaItem(four, "4", en("A"), 15, statement_seconds=seconds)
        assert sitting.refusal(SOMSAK, refused) == "agenda.seconds_out_of_range"
    sitting.does(SOMSAK, AddAgendaItem(four, "4", en("Trade"), 0))
    sitting.does(SOMSAK, ReviseAgendaItem(four, en("Trade"), 1440))


@pytest.mark.parametrize(
    "command",
    [
        ReviseAgendaItem(ItemId("nine"), en("Nine"), 5),
        RemoveAgendaItem(ItemId("nine")),
        OpenAgendaItem(ItemId("nine")),
        PostponeAgendaItem(ItemId("nine")),
    ],
)
def test_there_is_no_item_that_was_never_added(
    command: ReviseAgendaItem | RemoveAgendaItem | OpenAgendaItem | PostponeAgendaItem,
) -> None:
    assert in_session().refusal(CHAIR, command) == "agenda.no_such_item"


@pytest.mark.parametrize(
    "command",
    [
        AddAgendaItem(SUB, "4", en("Trade"), 5),
        ReviseAgendaItem(ONE, en("Opening"), 5),
        RemoveAgendaItem(ONE),
        AdoptAgenda(),
    ],
)
def test_an_adopted_agenda_is_not_amended(
    command: AddAgendaItem | ReviseAgendaItem | RemoveAgendaItem | AdoptAgenda,
) -> None:
    assert opened().refusal(CHAIR, command) == "agenda.adopted"


def test_the_agenda_is_adopted_in_session_with_something_on_it() -> None:
    assert scheduled().refusal(CHAIR, AdoptAgenda()) == "meeting.not_open"
    empty = in_session()
    for item in (ONE, TWO, THREE):
        empty.does(SOMSAK, RemoveAgendaItem(item))
    assert empty.refusal(CHAIR, AdoptAgenda()) == "agenda.empty"


def test_to_adopt_the_agenda_is_a_decision_and_needs_the_quorum_for_one() -> None:
    sitting = scheduled("unga")
    for code in (LAOS, THAILAND, MALAYSIA):
        sitting.does(DOOR, lines.ReportDeparture(code))
    sitting.does(CHAIR, meeting.OpenMeeting())
    assert sitting.refusal(CHAIR, AdoptAgenda()) == "decisions.no_quorum"
    sitting.does(DOOR, lines.ReportArrival(LAOS))
    sitting.does(CHAIR, AdoptAgenda())
    assert sitting.state.agenda.adopted == sitting.now


def test_before_adoption_only_a_preliminary_item_is_opened_and_then_not_struck() -> None:
    sitting = in_session()
    assert sitting.refusal(CHAIR, OpenAgendaItem(ONE)) == "agenda.provisional"
    sitting.does(SOMSAK, AddAgendaItem(ItemId("zero"), "0", en("Opening"), 5, preliminary=True))
    sitting.does(CHAIR, OpenAgendaItem(ItemId("zero")))
    assert sitting.refusal(SOMSAK, RemoveAgendaItem(ItemId("zero"))) == "agenda.already_taken_up"


def test_one_item_is_open_at_a_time() -> None:
    sitting = opened()
    assert sitting.refusal(CHAIR, OpenAgendaItem(TWO)) == "agenda.another_item_open"
    assert sitting.refusal(CHAIR, OpenAgendaItem(ONE)) == "agenda.item_open"
    sitting.does(CHAIR, CloseAgendaItem())
    assert sitting.does(CHAIR, OpenAgendaItem(TWO)) == (AgendaItemOpened(TWO, returned=False),)
    statuses = [item.status for item in sitting.state.agenda.items.values()]
    assert statuses == [ItemStatus.CLOSED, ItemStatus.OPEN, ItemStatus.TO_COME]


def test_the_meeting_returns_to_an_item_and_its_time_adds_up() -> None:
    sitting = opened()
    sitting.does(CHAIR, PostponeAgendaItem(ONE), after=60)
    assert sitting.state.agenda.items[ONE].status is ItemStatus.POSTPONED
    assert sitting.does(CHAIR, OpenAgendaItem(ONE), after=60) == (AgendaItemOpened(ONE, returned=True),)
    sitting.does(CHAIR, CloseAgendaItem(), after=30)
    assert sitting.state.agenda.items[ONE].spent == 90_000
    sitting.does(CHAIR, OpenAgendaItem(ONE))
    assert sitting.state.agenda.current == ONE


def test_an_item_still_to_come_is_postponed_without_being_opened() -> None:
    sitting = opened()
    sitting.does(CHAIR, PostponeAgendaItem(TWO))
    assert sitting.state.agenda.current == ONE
    assert sitting.state.agenda.items[TWO].spent == 0
    assert sitting.refusal(CHAIR, PostponeAgendaItem(TWO)) == "agenda.not_to_come"
    sitting.does(CHAIR, CloseAgendaItem())
    assert sitting.refusal(CHAIR, PostponeAgendaItem(ONE)) == "agenda.not_to_come"
    assert sitting.refusal(CHAIR, CloseAgendaItem()) == "agenda.no_item_open"


def test_an_item_is_not_left_while_somebody_has_the_floor() -> None:
    sitting = opened()
    sitting.does(CHAIR, GiveFloor(THAILAND, THIDA))
    assert sitting.refusal(CHAIR, CloseAgendaItem()) == "floor.held"
    assert sitting.refusal(CHAIR, PostponeAgendaItem(ONE)) == "floor.held"
    sitting.does(CHAIR, PostponeAgendaItem(TWO))


def test_items_are_opened_closed_and_postponed_in_session_only() -> None:
    sitting = opened()
    chair_drops(sitting)
    for command in (OpenAgendaItem(TWO), CloseAgendaItem(), PostponeAgendaItem(TWO)):
        assert sitting.refusal(CHAIR, command) == "meeting.chair_line_lost"
    assert created().refusal(CHAIR, CloseAgendaItem()) == "agenda.not_in_your_role"
