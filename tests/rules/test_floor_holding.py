"""Who has the floor, for how long, and what makes the speaker's clock stand still."""

import pytest

from prachum.rules import lines, meeting
from prachum.rules.floor.holding import Ending, on_deck
from prachum.rules.floor.points import RaisePointOfOrder, RuleOnPointOfOrder
from prachum.rules.floor.speakers import RequestFloor
from prachum.rules.floor.turns import (
    CallToOrder,
    EndInterruption,
    ExtendTime,
    GiveFloor,
    InterruptSpeaker,
    TakeFloorBack,
    YieldFloor,
)
from prachum.rules.order import CLOCK, DOOR, SECRETARIAT
from prachum.rules.presets import Kind, WhenOver
from prachum.rules.procedure import deadlines
from tests.rules.chamber import (
    ANN,
    BOUN,
    CANADA,
    CHAIR,
    LAOS,
    MALAYSIA,
    MALIK,
    ONE,
    SOMSAK,
    THAILAND,
    THIDA,
    TIDA_ADVISER,
    TIDA_ALTERNATE,
    VAN,
    VIETNAM,
    asked,
    chair_drops,
    chair_returns,
    drops,
    en,
    give,
    opened,
    returns,
    scheduled,
    speaking,
)


def test_the_chair_gives_the_floor_to_a_person_of_a_delegation() -> None:
    sitting = asked(THIDA)
    (given,) = sitting.does(CHAIR, GiveFloor(THAILAND, THIDA))
    assert (given.to, given.speaker, given.reason, given.limit) == (THAILAND, THIDA, Kind.STATEMENT, 300)  # type: ignore[union-attr]
    assert sitting.holder() == THAILAND
    assert sitting.state.floor.list_for(ONE).requests == {}


def test_the_secretariat_gives_the_floor_for_the_chair() -> None:
    sitting = asked(THIDA)
    sitting.does(SOMSAK, GiveFloor(THAILAND, THIDA))
    assert sitting.holder() == THAILAND


def test_the_floor_can_be_given_to_somebody_who_did_not_ask() -> None:
    sitting = asked(BOUN)
    sitting.does(CHAIR, GiveFloor(THAILAND, TIDA_ALTERNATE))
    assert sitting.state.floor.holder is not None
    assert sitting.state.floor.holder.speaker == TIDA_ALTERNATE
    assert [*sitting.state.floor.list_for(ONE).requests] == [LAOS]


def test_the_floor_is_not_given_over_somebodys_head() -> None:
    sitting = speaking(THIDA)
    assert sitting.refusal(CHAIR, GiveFloor(LAOS, BOUN)) == "floor.held"
    assert sitting.refusal(CHAIR, GiveFloor(LAOS, BOUN, instead_of=CANADA)) == "floor.held"


def test_giving_the_floor_instead_of_the_holder_ends_the_holders_turn_in_one_act() -> None:
    sitting = speaking(THIDA)
    sitting.does(CHAIR, GiveFloor(LAOS, BOUN, instead_of=THAILAND), after=40)
    assert sitting.holder() == LAOS
    assert [(past.delegation, past.spent, past.ending) for past in sitting.state.floor.interventions] == [
        (THAILAND, 40_000, Ending.NEXT_SPEAKER)
    ]


def test_who_has_the_floor_is_not_given_it_again() -> None:
    sitting = speaking(THIDA)
    assert sitting.refusal(CHAIR, GiveFloor(THAILAND, THIDA, THAILAND)) == "floor.has_it_already"


def test_the_speaker_must_belong_to_the_delegation() -> None:
    assert opened().refusal(CHAIR, GiveFloor(THAILAND, BOUN)) == "floor.not_of_delegation"


def test_a_delegation_without_a_line_is_not_given_the_floor_and_keeps_its_place() -> None:
    sitting = asked(THIDA, BOUN)
    drops(sitting, THAILAND)
    assert sitting.refusal(CHAIR, GiveFloor(THAILAND, THIDA)) == "floor.not_on_line"
    next_one = on_deck(sitting.state)
    assert next_one is not None
    assert next_one.delegation == THAILAND


def test_no_floor_without_an_open_item() -> None:
    sitting = scheduled()
    sitting.does(CHAIR, meeting.OpenMeeting())
    assert sitting.refusal(CHAIR, GiveFloor(THAILAND, THIDA)) == "agenda.no_item_open"


def test_no_floor_before_the_meeting_is_open() -> None:
    assert scheduled().refusal(CHAIR, GiveFloor(THAILAND, THIDA)) == "meeting.not_open"


def test_the_speaker_yields_and_the_time_joins_the_totals() -> None:
    sitting = speaking(THIDA)
    sitting.does(THIDA, YieldFloor(), after=30)
    assert sitting.holder() is None
    assert sitting.state.floor.spoken == {THAILAND: 30_000}
    assert sitting.state.floor.interventions[0].ending is Ending.YIELDED


def test_an_alternate_may_yield_for_the_head_but_nobody_else() -> None:
    sitting = speaking(THIDA)
    assert sitting.refusal(BOUN, YieldFloor()) == "floor.does_not_hold"
    sitting.does(TIDA_ALTERNATE, YieldFloor())
    assert sitting.holder() is None


def test_the_chair_takes_the_floor_back() -> None:
    sitting = speaking(THIDA)
    assert sitting.refusal(CHAIR, TakeFloorBack(LAOS)) == "floor.does_not_hold"
    sitting.does(CHAIR, TakeFloorBack(THAILAND), after=10)
    assert sitting.holder() is None
    assert sitting.state.floor.interventions[0].ending is Ending.TAKEN_BACK


def test_nobody_can_be_taken_the_floor_who_has_it_not() -> None:
    assert opened().refusal(CHAIR, TakeFloorBack(THAILAND)) == "floor.does_not_hold"


def test_time_is_extended_by_the_chair() -> None:
    sitting = speaking(THIDA)
    sitting.does(CHAIR, ExtendTime(60), after=100)
    assert sitting.left() == 260


def test_time_is_not_extended_without_a_speaker_or_a_limit_or_by_nothing() -> None:
    sitting = opened()
    assert sitting.refusal(CHAIR, ExtendTime(60)) == "floor.nobody_has_it"
    sitting.does(CHAIR, GiveFloor(SECRETARIAT, SOMSAK))
    assert sitting.refusal(CHAIR, ExtendTime(60)) == "floor.no_limit"
    give(sitting, THIDA)
    assert sitting.refusal(CHAIR, ExtendTime(0)) == "floor.seconds_out_of_range"
    assert sitting.refusal(CHAIR, ExtendTime(3601)) == "floor.seconds_out_of_range"


def test_where_the_rules_only_signal_the_clock_never_takes_the_floor() -> None:
    sitting = speaking(THIDA)
    sitting.waits(1000)
    assert sitting.left() < 0
    assert deadlines(sitting.state) == ()
    assert sitting.refusal(CLOCK, TakeFloorBack(THAILAND)) == "floor.time_not_over"


def test_where_the_rules_say_so_the_clock_takes_the_floor_back_after_the_grace() -> None:
    sitting = speaking(THIDA, preset="plain")
    (due,) = deadlines(sitting.state)
    assert (due.at - sitting.now).total_seconds() == 180 + 15
    assert due.command == TakeFloorBack(THAILAND)
    assert sitting.waits(194.999).refusal(CLOCK, TakeFloorBack(THAILAND)) == "floor.time_not_over"
    sitting.does(CLOCK, TakeFloorBack(THAILAND), after=0.001)
    assert sitting.state.floor.interventions[0].ending is Ending.TIME_OVER


def test_an_extension_moves_the_moment_when_the_clock_takes_the_floor() -> None:
    sitting = speaking(THIDA, when_over=WhenOver.TAKE_BACK, grace=10)
    sitting.does(CHAIR, ExtendTime(30), after=0)
    (due,) = deadlines(sitting.state)
    assert (due.at - sitting.now).total_seconds() == 340


def test_a_lost_line_stops_the_speakers_clock_until_it_is_back() -> None:
    sitting = speaking(THIDA)
    drops(sitting, THAILAND, after=20)
    returns(sitting, THAILAND, after=500)
    assert sitting.holder() == THAILAND
    assert sitting.waits(10).left() == 270


def test_somebody_elses_line_does_not_stop_the_speaker() -> None:
    sitting = speaking(THIDA)
    drops(sitting, LAOS, after=20)
    assert sitting.waits(10).left() == 270


def test_who_leaves_while_speaking_keeps_the_floor_and_the_time_until_the_chair_decides() -> None:
    sitting = speaking(THIDA)
    drops(sitting, THAILAND, after=20)
    sitting.does(DOOR, lines.ReportDeparture(THAILAND), after=20)
    sitting.does(DOOR, lines.ReportArrival(THAILAND), after=60)
    assert sitting.holder() == THAILAND
    assert sitting.waits(10).left() == 270


def test_the_chairs_lost_line_stops_the_speakers_clock() -> None:
    sitting = speaking(THIDA)
    chair_drops(sitting, after=20)
    chair_returns(sitting, after=15)
    assert sitting.waits(5).left() == 275


def test_a_suspended_meeting_keeps_the_speakers_time() -> None:
    sitting = speaking(THIDA)
    sitting.does(CHAIR, meeting.SuspendMeeting(), after=20)
    sitting.does(CHAIR, meeting.ResumeMeeting(), after=3600)
    assert sitting.holder() == THAILAND
    assert sitting.waits(5).left() == 275


def test_an_interruption_stops_the_speakers_clock() -> None:
    sitting = speaking(THIDA)
    sitting.does(CHAIR, InterruptSpeaker(), after=20)
    sitting.does(CHAIR, EndInterruption(), after=15)
    assert sitting.waits(5).left() == 275


def test_an_interruption_is_made_once_and_ended_once_and_only_of_somebody_else() -> None:
    sitting = opened()
    assert sitting.refusal(CHAIR, InterruptSpeaker()) == "floor.nobody_to_interrupt"
    assert sitting.refusal(CHAIR, EndInterruption()) == "floor.not_interrupted"
    give(sitting, MALIK)
    assert sitting.refusal(CHAIR, InterruptSpeaker()) == "floor.nobody_to_interrupt"
    give(sitting, THIDA)
    sitting.does(CHAIR, InterruptSpeaker())
    assert sitting.refusal(CHAIR, InterruptSpeaker()) == "floor.interrupted"


@pytest.mark.parametrize("end", [meeting.SuspendMeeting(), TakeFloorBack(THAILAND), meeting.PassTheChair(ANN)])
def test_an_interruption_does_not_outlive_its_chair_its_speaker_or_the_sitting(end: object) -> None:
    sitting = speaking(THIDA)
    sitting.does(CHAIR, InterruptSpeaker())
    sitting.does(CHAIR, end)  # type: ignore[arg-type]
    assert not sitting.state.floor.interrupted


def test_an_interruption_ends_with_the_chairs_line() -> None:
    sitting = speaking(THIDA)
    sitting.does(CHAIR, InterruptSpeaker())
    chair_drops(sitting)
    assert not sitting.state.floor.interrupted
    chair_returns(sitting)
    assert sitting.waits(10).left() == 289


def test_no_interruption_while_the_meeting_is_suspended() -> None:
    sitting = speaking(THIDA)
    sitting.does(CHAIR, meeting.SuspendMeeting())
    assert sitting.refusal(CHAIR, InterruptSpeaker()) == "meeting.not_open"


def test_a_call_to_order_is_entered_and_changes_nothing_else() -> None:
    sitting = speaking(THIDA)
    before = sitting.state.floor
    (called,) = sitting.does(CHAIR, CallToOrder(THAILAND, en("Please address the chair.")))
    assert called.delegation == THAILAND  # type: ignore[union-attr]
    assert sitting.state.floor == before


def test_only_those_present_are_called_to_order() -> None:
    sitting = opened()
    sitting.does(DOOR, lines.ReportDeparture(LAOS))
    assert sitting.refusal(CHAIR, CallToOrder(LAOS)) == "floor.not_present"


def test_an_adviser_is_given_the_floor_only_with_the_heads_leave() -> None:
    assert opened().refusal(CHAIR, GiveFloor(THAILAND, TIDA_ADVISER)) == "floor.may_not_speak"


def test_an_item_can_have_its_own_time_for_a_statement() -> None:
    from prachum.rules.agenda import AddAgendaItem, AdoptAgenda, OpenAgendaItem

    sitting = scheduled()
    sitting.does(SOMSAK, AddAgendaItem(ONE + "b", "9", en("Quick round"), 5, statement_seconds=90))  # type: ignore[arg-type]
    sitting.does(CHAIR, meeting.OpenMeeting())
    sitting.does(CHAIR, AdoptAgenda())
    sitting.does(CHAIR, OpenAgendaItem(ONE + "b"))  # type: ignore[arg-type]
    give(sitting, THIDA)
    assert sitting.left() == 90


def test_closing_the_meeting_takes_the_floor_back() -> None:
    sitting = speaking(THIDA)
    sitting.does(CHAIR, meeting.CloseMeeting(), after=30)
    assert sitting.state.floor.interventions[0].ending is Ending.CLOSING
    assert sitting.state.floor.spoken == {THAILAND: 30_000}


def test_totals_are_kept_per_delegation_and_per_bloc() -> None:
    from tests.rules.chamber import ASEAN

    sitting = opened()
    sitting.does(VAN, RequestFloor(ONE, ASEAN, (LAOS, MALAYSIA)))
    give(sitting, VAN)
    give(sitting, THIDA, after=60)
    sitting.does(THIDA, YieldFloor(), after=20)
    assert sitting.state.floor.spoken == {VIETNAM: 60_000, THAILAND: 20_000}
    assert sitting.state.floor.spoken_for == {ASEAN: 60_000}
    assert sitting.state.floor.interventions[0].aligned == (LAOS, MALAYSIA)


def test_a_point_of_order_lets_the_speaker_go_on_with_the_time_that_was_left() -> None:
    sitting = speaking(THIDA)
    sitting.does(BOUN, RaisePointOfOrder(), after=20)
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=False), after=100)
    assert sitting.holder() == THAILAND
    assert sitting.waits(5).left() == 275
