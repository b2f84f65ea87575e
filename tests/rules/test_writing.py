"""What is entered to be read is limited for each delegation, and no other delegation is the less for it."""

import pytest

from prachum.rules import writing
from prachum.rules.conclusions import EnterConclusion, Verb
from prachum.rules.decisions.consensus import EnterText
from prachum.rules.decisions.positions import EnterReservation, ExplainPosition
from prachum.rules.floor.points import RaisePointOfOrder, RuleOnPointOfOrder
from prachum.rules.floor.speakers import RequestFloor, TakeAsRead
from prachum.rules.meeting import SuspendMeeting
from prachum.rules.order import OPERATOR
from prachum.rules.permissions import Known, permitted
from prachum.rules.proposals import Area, TableProposal
from tests.rules.chamber import (
    CHAIR,
    ONE,
    RITA,
    SOMSAK,
    TEXT,
    THAILAND,
    THIDA,
    TIDA_ALTERNATE,
    Sitting,
    adopted,
    en,
    opened,
)

LONG = dict.fromkeys(("en", "fr", "th"), "a" * 20000)


def has_written(sitting: Sitting) -> int:
    return sitting.state.written[THAILAND]


def test_a_delegation_that_has_entered_as_much_as_it_may_enters_no_more() -> None:
    sitting = opened()
    for _ in range(4):
        sitting.does(THIDA, TakeAsRead(ONE, LONG))
    assert has_written(sitting) == writing.MOST, "what was let in last counts for what was left"
    for person in (THIDA, TIDA_ALTERNATE):
        assert sitting.refusal(person, TakeAsRead(ONE, en("More"))) == "meeting.too_much_written"
        assert sitting.refusal(person, TableProposal(en("A"), (Area(en("B")),))) == "meeting.too_much_written"
        assert sitting.may(person, "floor.take_as_read") == "meeting.too_much_written"
    sitting.does(THIDA, RequestFloor(ONE))
    sitting.does(THIDA, RaisePointOfOrder())


def test_a_screen_that_knew_what_it_might_do_is_told_that_it_is_over() -> None:
    sitting, known = opened(), Known()
    thida = sitting.state.actor(THIDA)
    for _ in range(4):
        assert permitted(sitting.state, thida, sitting.now, known)["floor.take_as_read"] is True
        sitting.does(THIDA, TakeAsRead(ONE, LONG))
    for act in ("floor.take_as_read", "proposals.table_proposal"):
        assert permitted(sitting.state, thida, sitting.now, known)[act] == "meeting.too_much_written"


def test_it_takes_nothing_from_others_nor_from_who_presides() -> None:
    sitting = opened()
    for _ in range(4):
        sitting.does(CHAIR, TakeAsRead(ONE, LONG))
    assert sitting.refusal(CHAIR, TakeAsRead(ONE, LONG)) == "meeting.too_much_written"
    sitting.does(THIDA, TakeAsRead(ONE, LONG))
    sitting.does(THIDA, RaisePointOfOrder())
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=True, ruling=LONG))
    sitting.does(CHAIR, SuspendMeeting(LONG))


def test_each_text_in_each_language_counts_for_a_line_at_least() -> None:
    sitting = opened()
    sitting.does(THIDA, TakeAsRead(ONE, {"en": "a", "th": "b" * 300}))
    assert has_written(sitting) == 500
    area = Area(en("Title"), en("Text"), (en("One"), en("Two")))
    sitting.does(THIDA, TableProposal(en("Cooperation"), (area, area)))
    assert has_written(sitting) == 500 + 200 * 9


def test_the_secretariat_and_its_rapporteur_may_enter_more_but_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = opened()
    sitting.does(OPERATOR, EnterText(TEXT, 1, LONG, LONG))
    assert not sitting.state.written, "what the installation enters is not counted"
    for version in range(2, 6):
        sitting.does(SOMSAK, EnterText(TEXT, version, en("Outcome"), LONG))
    monkeypatch.setattr(writing, "MOST_OF_THE_SECRETARIAT", 240_000)
    assert sitting.refusal(SOMSAK, EnterText(TEXT, 6, en("Outcome"), LONG)) == "meeting.too_much_written"
    assert sitting.refusal(RITA, EnterConclusion(ONE, Verb.NOTED, en("Progress"))) == "meeting.too_much_written"
    sitting.does(OPERATOR, EnterText(TEXT, 6, LONG, LONG))


def test_a_delegation_can_take_its_position_on_what_was_adopted_however_much_it_had_entered() -> None:
    sitting = adopted()
    for _ in range(4):
        sitting.does(THIDA, TakeAsRead(ONE, LONG))
    assert sitting.refusal(THIDA, TakeAsRead(ONE, en("More"))) == "meeting.too_much_written"
    for position, act in ((EnterReservation, "enter_reservation"), (ExplainPosition, "explain_position")):
        assert sitting.may(THIDA, f"decisions.{act}", TEXT) is True
        sitting.does(THIDA, position(TEXT, en("a" * 20_000)))
    assert sitting.refusal(THIDA, ExplainPosition(TEXT, en("More"))) == "meeting.too_much_written"
    assert sitting.may(THIDA, "decisions.enter_reservation", TEXT) == "meeting.too_much_written"


@pytest.mark.parametrize("text", [" ", "", "__proto__", "<b>t", "t\n1", "ๆ"])
def test_a_text_has_an_id_that_can_stand_in_a_view(text: str) -> None:
    sitting = opened()
    assert sitting.refusal(SOMSAK, EnterText(text, 1, en("Outcome"), en("Words"))) == "decisions.no_name"
    sitting.does(SOMSAK, EnterText("outcome-1.b", 1, en("Outcome"), en("Words")))
