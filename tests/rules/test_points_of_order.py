"""A point of order stops the speaker, passes the list, and nothing but a ruling (or a suspension) may follow."""

import pytest

from prachum.rules import agenda, delegations, lines, meeting, proposals
from prachum.rules.conclusions import EnterConclusion, Verb
from prachum.rules.decisions.consensus import ConfirmText, EnterText, ObjectToText, PutTextToMeeting
from prachum.rules.floor.holding import Ending, waiting
from prachum.rules.floor.points import RaisePointOfOrder, RuleOnPointOfOrder, WithdrawPointOfOrder
from prachum.rules.floor.speakers import CloseListOfSpeakers, RequestFloor
from prachum.rules.floor.turns import (
    CallToOrder,
    ExtendTime,
    FloorGiven,
    GiveFloor,
    InterruptSpeaker,
    TakeFloorBack,
    YieldFloor,
)
from prachum.rules.order import CLOCK, DOOR, OPERATOR, PRESIDENCY, PersonId, Standing
from prachum.rules.permissions import Known, permitted
from prachum.rules.presets import Kind
from prachum.rules.procedure import Command, deadlines
from tests.rules.chamber import (
    ANN,
    BOUN,
    CANADA,
    CHAIR,
    CO_CHAIR,
    HEADS,
    LAO_ADVISER,
    LAOS,
    ONE,
    RITA,
    SOMSAK,
    TEXT,
    THAILAND,
    THIDA,
    TIDA_ALTERNATE,
    TWO,
    VAN,
    Sitting,
    asked,
    chair_drops,
    drops,
    en,
    opened,
    period_running,
    returns,
    scheduled,
    speaking,
)


def raised(after: float = 20) -> Sitting:
    """Thailand speaks; Laos has risen to a point of order."""
    sitting = speaking(THIDA)
    sitting.does(BOUN, RaisePointOfOrder(), after=after)
    return sitting


def test_a_point_of_order_is_heard_before_the_list_of_speakers() -> None:
    sitting = asked(ANN, VAN)
    sitting.does(BOUN, RaisePointOfOrder())
    assert waiting(sitting.state) == (LAOS, CANADA, "VNM")
    point = sitting.state.floor.point
    assert point is not None
    assert (point.speaker, point.raised, point.heard) == (BOUN, sitting.now, False)
    (given,) = sitting.does(CHAIR, GiveFloor(LAOS, BOUN))
    assert given == FloorGiven(LAOS, BOUN, Kind.POINT_OF_ORDER, ONE, 60)


def test_a_point_of_order_is_allowed_on_a_closed_list_and_without_an_open_item() -> None:
    sitting = opened()
    sitting.does(CHAIR, CloseListOfSpeakers(ONE))
    sitting.does(BOUN, RaisePointOfOrder())
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=True))
    sitting.does(CHAIR, agenda.CloseAgendaItem())
    sitting.does(BOUN, RaisePointOfOrder())
    sitting.does(CHAIR, GiveFloor(LAOS, BOUN))
    assert sitting.state.floor.holder is not None
    assert sitting.state.floor.holder.item is None


def test_the_speaker_stops_and_the_time_stands_until_the_ruling() -> None:
    sitting = raised(after=20)
    assert sitting.holder() is None
    held_over = sitting.state.floor.held_over
    assert held_over is not None
    assert held_over.clock.spent == 20_000
    sitting.does(CHAIR, GiveFloor(LAOS, BOUN), after=10)
    assert sitting.left() == 60
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=True, ruling=en("Well taken.")), after=40)
    assert sitting.holder() == THAILAND
    assert sitting.left() == 280


def test_the_ruling_ends_the_movers_turn_and_its_time_is_counted() -> None:
    sitting = raised()
    sitting.does(CHAIR, GiveFloor(LAOS, BOUN))
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=False), after=30)
    (past,) = sitting.state.floor.interventions
    assert (past.delegation, past.kind, past.spent, past.ending) == (LAOS, Kind.POINT_OF_ORDER, 30_000, Ending.RULED)


def test_the_chair_may_rule_without_hearing_the_mover() -> None:
    sitting = raised()
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=False))
    assert sitting.holder() == THAILAND
    assert sitting.state.floor.interventions == ()


def test_the_mover_may_finish_and_be_heard_again_but_the_speaker_waits_for_the_ruling() -> None:
    sitting = raised()
    sitting.does(CHAIR, GiveFloor(LAOS, BOUN))
    sitting.does(BOUN, YieldFloor())
    assert sitting.holder() is None
    assert waiting(sitting.state) == ()
    assert sitting.refusal(CHAIR, GiveFloor(THAILAND, THIDA)) == "floor.point_of_order_pending"
    sitting.does(CHAIR, GiveFloor(LAOS, BOUN))
    assert sitting.holder() == LAOS


def test_before_the_ruling_the_floor_goes_to_nobody_but_the_mover() -> None:
    sitting = raised()
    assert sitting.refusal(CHAIR, GiveFloor(CANADA, ANN)) == "floor.point_of_order_pending"
    assert sitting.refusal(CHAIR, GiveFloor(LAOS, LAO_ADVISER)) == "floor.may_not_speak"
    assert sitting.refusal(CHAIR, GiveFloor(LAOS, ANN)) == "floor.not_of_delegation"
    sitting.does(CHAIR, GiveFloor(LAOS, BOUN))
    assert sitting.refusal(CHAIR, GiveFloor(LAOS, BOUN)) == "floor.point_of_order_pending"


def test_a_mover_whose_line_is_lost_is_not_given_the_floor() -> None:
    sitting = raised()
    drops(sitting, LAOS)
    assert sitting.refusal(CHAIR, GiveFloor(LAOS, BOUN)) == "floor.not_on_line"
    returns(sitting, LAOS)
    sitting.does(CHAIR, GiveFloor(LAOS, BOUN))


NOTHING_BUT_A_RULING: list[tuple[PersonId, Command]] = [
    (CHAIR, meeting.CloseMeeting()),
    (CHAIR, meeting.PassTheChair(CO_CHAIR)),
    (CHAIR, agenda.CloseAgendaItem()),
    (CHAIR, agenda.OpenAgendaItem(TWO)),
    (CHAIR, PutTextToMeeting(TEXT, 1)),
    (CHAIR, ExtendTime(60)),
    (CHAIR, CallToOrder(THAILAND)),
    (CHAIR, CloseListOfSpeakers(ONE)),
    (ANN, RaisePointOfOrder()),
    (ANN, RequestFloor(ONE)),
    (ANN, ObjectToText(TEXT, 1, openly=True)),
    (ANN, proposals.TableProposal(en("Title"), (proposals.Area(en("Area")),))),
    (SOMSAK, EnterText(TEXT, 1, en("Outcome"), en("Words"))),
    (RITA, EnterConclusion(ONE, Verb.NOTED, en("Words"))),
]


@pytest.mark.parametrize(("person", "command"), NOTHING_BUT_A_RULING, ids=lambda value: type(value).__name__)
def test_nothing_follows_a_point_of_order_but_a_ruling(person: PersonId, command: Command) -> None:
    assert raised().refusal(person, command) == "floor.point_of_order_pending"


def test_the_chair_may_suspend_before_ruling_and_must_resume_to_rule() -> None:
    sitting = raised()
    sitting.does(CHAIR, meeting.SuspendMeeting())
    assert sitting.refusal(CHAIR, RuleOnPointOfOrder(well_taken=True)) == "meeting.not_open"
    assert sitting.refusal(CHAIR, meeting.CloseMeeting()) == "floor.point_of_order_pending"
    sitting.does(CHAIR, meeting.ResumeMeeting())
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=True))
    assert sitting.holder() == THAILAND


def test_when_the_chairs_line_is_lost_another_chair_rules() -> None:
    sitting = raised()
    chair_drops(sitting)
    assert sitting.refusal(CHAIR, RuleOnPointOfOrder(well_taken=True)) == "meeting.chair_line_lost"
    sitting.does(CO_CHAIR, meeting.TakeTheChair())
    sitting.does(CO_CHAIR, RuleOnPointOfOrder(well_taken=True))
    assert sitting.state.floor.point is None


def test_only_the_presiding_chair_rules() -> None:
    for person in (CO_CHAIR, SOMSAK, BOUN):
        assert raised().refusal(person, RuleOnPointOfOrder(well_taken=True)) == "floor.not_in_your_role"
    assert opened().refusal(CHAIR, RuleOnPointOfOrder(well_taken=True)) == "floor.no_point_of_order"


def test_a_point_of_order_is_withdrawn_by_its_delegation_and_the_speaker_goes_on() -> None:
    sitting = raised(after=20)
    assert sitting.refusal(ANN, WithdrawPointOfOrder()) == "floor.no_point_of_order"
    sitting.does(CHAIR, GiveFloor(LAOS, BOUN))
    sitting.does(BOUN, WithdrawPointOfOrder(), after=5)
    assert sitting.state.floor.interventions[0].ending is Ending.WITHDRAWN
    assert sitting.holder() == THAILAND
    assert sitting.left() == 280


def test_a_delegation_that_withdrew_two_raises_no_other_until_the_floor_is_given() -> None:
    sitting = speaking(THIDA)
    for _ in range(2):
        sitting.does(BOUN, RaisePointOfOrder())
        sitting.does(BOUN, WithdrawPointOfOrder())
    assert sitting.refusal(BOUN, RaisePointOfOrder()) == "floor.points_withdrawn"
    assert sitting.may(BOUN, "floor.raise_point_of_order") == "floor.points_withdrawn"
    sitting.does(ANN, RaisePointOfOrder())
    sitting.does(CHAIR, GiveFloor(CANADA, ANN))
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=False))
    assert sitting.refusal(BOUN, RaisePointOfOrder()) == "floor.points_withdrawn", "given for a point of order"
    sitting.does(CHAIR, GiveFloor(CANADA, ANN, instead_of=THAILAND))
    sitting.does(BOUN, RaisePointOfOrder())


def test_a_screen_that_did_not_see_the_second_in_between_is_told_all_the_same() -> None:
    sitting, known = opened(), Known()
    boun = sitting.state.actor(BOUN)
    for answer in (True, True, "floor.points_withdrawn"):
        assert permitted(sitting.state, boun, sitting.now, known)["floor.raise_point_of_order"] == answer
        if answer is True:
            sitting.does(BOUN, RaisePointOfOrder())
            sitting.does(BOUN, WithdrawPointOfOrder())


def test_a_point_of_order_is_withdrawn_once() -> None:
    assert opened().refusal(BOUN, WithdrawPointOfOrder()) == "floor.no_point_of_order"


def test_who_has_the_floor_does_not_rise_to_a_point_of_order() -> None:
    assert speaking(THIDA).refusal(TIDA_ALTERNATE, RaisePointOfOrder()) == "floor.has_it_already"


def test_an_adviser_rises_only_with_the_heads_leave() -> None:
    sitting = speaking(THIDA)
    assert sitting.refusal(LAO_ADVISER, RaisePointOfOrder()) == "floor.adviser_needs_leave"
    sitting.does(BOUN, delegations.AllowAdviser(LAO_ADVISER, may_speak=True))
    sitting.does(LAO_ADVISER, RaisePointOfOrder())


def test_points_of_order_are_raised_in_session_and_on_the_line() -> None:
    assert scheduled().refusal(BOUN, RaisePointOfOrder()) == "meeting.not_open"
    sitting = speaking(THIDA)
    drops(sitting, LAOS)
    assert sitting.refusal(BOUN, RaisePointOfOrder()) == "floor.not_on_line"


def test_only_a_party_rises_to_a_point_of_order() -> None:
    sitting = opened()
    sitting.does(OPERATOR, delegations.AccreditPerson(PersonId("president"), PRESIDENCY, Standing.HEAD))
    sitting.does(DOOR, lines.ReportArrival(PRESIDENCY))
    assert sitting.refusal(PersonId("president"), RaisePointOfOrder()) == "floor.no_delegation"


def test_the_movers_time_ends_by_the_clock_where_the_rules_say_so() -> None:
    sitting = speaking(THIDA, preset="plain")
    sitting.does(BOUN, RaisePointOfOrder())
    assert deadlines(sitting.state) == ()
    sitting.does(CHAIR, GiveFloor(LAOS, BOUN))
    sitting.does(CLOCK, TakeFloorBack(LAOS), after=75)
    assert sitting.holder() is None
    assert sitting.state.floor.point is not None


def test_the_chair_may_interrupt_the_mover() -> None:
    sitting = raised()
    assert sitting.refusal(CHAIR, InterruptSpeaker()) == "floor.nobody_to_interrupt"
    sitting.does(CHAIR, GiveFloor(LAOS, BOUN))
    sitting.does(CHAIR, InterruptSpeaker(), after=10)
    assert sitting.waits(30).left() == 50


def test_a_point_of_order_ends_an_interruption() -> None:
    sitting = speaking(THIDA)
    sitting.does(CHAIR, InterruptSpeaker())
    sitting.does(BOUN, RaisePointOfOrder())
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=True))
    assert not sitting.state.floor.interrupted
    assert sitting.waits(9).left() == 290


def test_a_speaker_whose_line_is_lost_during_the_point_of_order_does_not_lose_time_after_it() -> None:
    sitting = raised(after=20)
    drops(sitting, THAILAND)
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=False))
    assert sitting.waits(60).left() == 280
    returns(sitting, THAILAND)
    assert sitting.waits(10).left() == 270


def test_a_speaker_sent_out_during_the_point_of_order_does_not_come_back() -> None:
    sitting = raised(after=20)
    sitting.does(CHAIR, delegations.ExpelPerson(THIDA, en("Disorder")))
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=True))
    assert sitting.holder() is None
    assert sitting.state.floor.spoken == {THAILAND: 20_000}


def test_a_mover_sent_out_leaves_the_point_to_be_ruled_on() -> None:
    sitting = raised()
    sitting.does(CHAIR, GiveFloor(LAOS, BOUN))
    sitting.does(CHAIR, delegations.ExpelPerson(BOUN, en("Disorder")), after=7)
    assert sitting.holder() is None
    assert sitting.state.floor.point is not None
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=False))
    assert sitting.holder() == THAILAND


def test_a_point_of_order_stops_the_objection_period_and_screens_may_still_confirm() -> None:
    sitting = period_running(seconds=30)
    sitting.does(BOUN, RaisePointOfOrder(), after=10)
    drops(sitting, CANADA)
    returns(sitting, CANADA)
    sitting.does(HEADS[CANADA], ConfirmText(TEXT, 1), after=60)
    assert sitting.period_left() == 20
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=True))
    assert sitting.waits(5).period_left() == 15
