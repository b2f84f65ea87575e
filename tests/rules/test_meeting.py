"""A meeting opens, is suspended, resumes and closes, and exactly one chair presides."""

from dataclasses import replace
from datetime import timedelta

import pytest

from prachum.rules import delegations, lines, meeting
from prachum.rules.agenda import AdoptAgenda
from prachum.rules.floor.speakers import RequestFloor
from prachum.rules.floor.turns import GiveFloor, YieldFloor
from prachum.rules.meeting import Phase
from prachum.rules.order import CLOCK, DOOR, OPERATOR, Standing
from prachum.rules.presets import Quorum
from prachum.rules.procedure import AFTER_CLOSING, COMMANDS, deadlines
from tests.rules.chamber import (
    ANN,
    BOUN,
    CHAIR,
    CO_CHAIR,
    LAOS,
    MALAYSIA,
    NINE,
    ONE,
    SOMSAK,
    THAILAND,
    THIDA,
    TIDA_ADVISER,
    TIDA_ALTERNATE,
    VAN,
    Sitting,
    asked,
    chair_absent,
    chair_drops,
    chair_returns,
    created,
    drops,
    en,
    opened,
    period_running,
    returns,
    scheduled,
    setup,
    speaking,
)


def test_a_meeting_is_created_once_by_the_installation() -> None:
    sitting = created()
    assert sitting.state.meeting.phase is Phase.SCHEDULED
    assert sitting.state.meeting.presiding == CHAIR
    assert sitting.refusal(OPERATOR, meeting.CreateMeeting(setup())) == "meeting.already_created"


def test_nothing_happens_before_the_meeting_is_created() -> None:
    assert (
        Sitting().refusal(OPERATOR, delegations.AccreditPerson(ANN, MALAYSIA, Standing.HEAD)) == "meeting.not_created"
    )


def test_a_meeting_needs_a_chair_and_has_no_more_than_its_rules_provide() -> None:
    nobody = replace(setup(), chairs=())
    assert Sitting().refusal(OPERATOR, meeting.CreateMeeting(nobody)) == "meeting.no_chair"
    assert Sitting().refusal(OPERATOR, meeting.CreateMeeting(replace(setup(), meeting=""))) == "meeting.no_chair"
    assert Sitting().refusal(OPERATOR, meeting.CreateMeeting(setup(co_chairs=1))) == "meeting.too_many_chairs"


def test_a_rehearsal_is_one_from_its_first_entry_and_stays_one() -> None:
    sitting = Sitting()
    sitting.does(OPERATOR, meeting.CreateMeeting(replace(setup(), rehearsal=True)))
    assert sitting.log[0].event == meeting.MeetingCreated(sitting.state.meeting.setup)
    assert sitting.state.meeting.setup.rehearsal
    assert sitting.refusal(OPERATOR, meeting.CreateMeeting(setup())) == "meeting.already_created"


def test_the_presiding_chair_opens_the_meeting_once() -> None:
    sitting = scheduled()
    assert sitting.does(CHAIR, meeting.OpenMeeting()) == (meeting.MeetingOpened(5, 5),)
    assert sitting.state.meeting.phase is Phase.OPEN
    assert sitting.refusal(CHAIR, meeting.OpenMeeting()) == "meeting.already_opened"


def test_a_third_of_the_deciding_members_opens_a_meeting_where_the_rules_ask_for_a_third() -> None:
    sitting = scheduled("unga")
    for code in (LAOS, THAILAND, MALAYSIA):
        sitting.does(DOOR, lines.ReportDeparture(code))
    assert sitting.does(CHAIR, meeting.OpenMeeting()) == (meeting.MeetingOpened(2, 5),)


def test_without_a_quorum_the_meeting_does_not_open() -> None:
    sitting = scheduled(quorum_to_open=Quorum(1, 2, more_than=True))
    for code in (LAOS, THAILAND, MALAYSIA):
        sitting.does(DOOR, lines.ReportDeparture(code))
    assert sitting.refusal(CHAIR, meeting.OpenMeeting()) == "meeting.no_quorum_to_open"
    sitting.does(DOOR, lines.ReportArrival(LAOS))
    sitting.does(CHAIR, meeting.OpenMeeting())


def test_a_quorum_of_more_than_half_is_more_than_a_quorum_of_half() -> None:
    assert [Quorum(1, 2).needed(10), Quorum(1, 2, more_than=True).needed(10), Quorum(1, 3).needed(10)] == [5, 6, 4]
    assert [Quorum(2, 3).met(6, 10), Quorum(2, 3).met(7, 10), Quorum(2, 3, more_than=True).met(6, 9)] == [
        False,
        True,
        False,
    ]
    assert [Quorum(1, 1).needed(3), Quorum(1, 1, more_than=True).needed(3), Quorum(0, 1).needed(0)] == [3, 4, 0]


def test_a_party_that_does_not_decide_does_not_count_for_the_quorum() -> None:
    sitting = scheduled(quorum_to_open=Quorum(1, 1))
    sitting.does(DOOR, lines.ReportDeparture(LAOS))
    assert sitting.refusal(CHAIR, meeting.OpenMeeting()) == "meeting.no_quorum_to_open"


def test_a_sitting_runs_from_opening_or_resuming_to_suspending_or_closing() -> None:
    sitting = opened()
    began = sitting.now
    sitting.does(CHAIR, meeting.SuspendMeeting(en("Coffee")), after=60)
    assert sitting.state.meeting.phase is Phase.SUSPENDED
    sitting.does(CHAIR, meeting.ResumeMeeting(), after=60)
    sitting.does(CHAIR, meeting.CloseMeeting(), after=60)
    minute = timedelta(seconds=60)
    assert sitting.state.meeting.sittings == (
        meeting.Sitting(began, began + minute),
        meeting.Sitting(began + 2 * minute, began + 3 * minute),
    )


def test_a_meeting_closes_from_its_suspension_too() -> None:
    sitting = opened()
    sitting.does(CHAIR, meeting.SuspendMeeting())
    ended = sitting.now
    sitting.does(CHAIR, meeting.CloseMeeting())
    assert sitting.state.meeting.phase is Phase.CLOSED
    assert sitting.state.meeting.sittings[0].ended == ended


def test_only_an_open_meeting_is_suspended_and_only_a_suspended_one_resumed() -> None:
    sitting = scheduled()
    assert sitting.refusal(CHAIR, meeting.SuspendMeeting()) == "meeting.not_open"
    assert sitting.refusal(CHAIR, meeting.CloseMeeting()) == "meeting.not_open"
    sitting.does(CHAIR, meeting.OpenMeeting())
    assert sitting.refusal(CHAIR, meeting.ResumeMeeting()) == "meeting.not_suspended"


def test_while_the_meeting_is_suspended_there_is_no_business() -> None:
    sitting = asked(THIDA)
    sitting.does(CHAIR, meeting.SuspendMeeting())
    assert sitting.refusal(CHAIR, GiveFloor(THAILAND, THIDA)) == "meeting.not_open"
    sitting.does(BOUN, RequestFloor(ONE))


def test_after_closing_nothing_follows_but_departures_and_erasure() -> None:
    sitting = opened()
    sitting.does(CHAIR, meeting.CloseMeeting())
    for act in COMMANDS:
        allowed = COMMANDS[act] in AFTER_CLOSING
        answers = {sitting.may(person, act) for person in (CHAIR, SOMSAK, THIDA, CLOCK)} - {True}
        assert allowed or all(
            answer == "meeting.closed" or str(answer).endswith(("not_in_your_role", "nothing_to_act_on"))
            for answer in answers
        )
    assert sitting.refusal(THIDA, RequestFloor(ONE)) == "meeting.closed"
    sitting.does(DOOR, lines.ReportDeparture(THAILAND))
    sitting.does(OPERATOR, delegations.EraseNameplate(THIDA))


def test_a_meeting_does_not_close_over_a_text() -> None:
    assert period_running().refusal(CHAIR, meeting.CloseMeeting()) == "decisions.text_before_meeting"


def test_the_gavel_is_passed_to_the_other_chair() -> None:
    sitting = opened()
    sitting.does(CHAIR, meeting.PassTheChair(CO_CHAIR))
    assert sitting.state.actor(CO_CHAIR).presides
    assert not sitting.state.actor(CHAIR).presides
    assert Standing.CO_CHAIR in sitting.state.actor(CHAIR).standings
    assert not sitting.state.meeting.acting
    assert sitting.may(CHAIR, "meeting.suspend_meeting") == "meeting.not_in_your_role"


def test_the_gavel_is_passed_only_to_another_chair_on_the_line() -> None:
    sitting = opened()
    assert sitting.refusal(CHAIR, meeting.PassTheChair(THIDA)) == "meeting.not_another_chair"
    assert sitting.refusal(CHAIR, meeting.PassTheChair(CHAIR)) == "meeting.not_another_chair"
    drops(sitting, sitting.state.delegations.people[CO_CHAIR].delegation)
    assert sitting.refusal(CHAIR, meeting.PassTheChair(CO_CHAIR)) == "meeting.not_on_line"


def test_a_chair_who_was_sent_out_is_not_passed_the_gavel() -> None:
    sitting = opened()
    sitting.does(CHAIR, delegations.ExpelPerson(CO_CHAIR, en("Disorder")))
    assert sitting.refusal(CHAIR, meeting.PassTheChair(CO_CHAIR)) == "meeting.not_on_line"


def test_the_co_chair_takes_the_gavel_when_the_chairs_line_is_lost_and_not_before() -> None:
    sitting = opened()
    assert sitting.refusal(CO_CHAIR, meeting.TakeTheChair()) == "meeting.chair_on_line"
    chair_drops(sitting)
    sitting.does(CO_CHAIR, meeting.TakeTheChair(), after=0)
    assert sitting.state.actor(CO_CHAIR).presides
    assert sitting.state.meeting.runs


def test_a_co_chair_without_a_line_does_not_take_the_gavel() -> None:
    sitting = opened()
    drops(sitting, sitting.state.delegations.people[CO_CHAIR].delegation)
    chair_drops(sitting)
    assert sitting.refusal(CO_CHAIR, meeting.TakeTheChair()) == "meeting.not_on_line"


def test_a_chair_who_returns_in_time_goes_on_presiding() -> None:
    sitting = opened()
    chair_drops(sitting)
    assert sitting.refusal(CHAIR, GiveFloor(THAILAND, THIDA)) == "meeting.chair_line_lost"
    chair_returns(sitting)
    assert sitting.state.actor(CHAIR).presides
    sitting.does(CHAIR, GiveFloor(THAILAND, THIDA))


def test_a_chair_who_returns_after_the_gavel_was_taken_does_not_get_it_back() -> None:
    sitting = opened()
    chair_drops(sitting)
    sitting.does(CO_CHAIR, meeting.TakeTheChair())
    assert sitting.refusal(DOOR, meeting.ReportChairLineRestored(CHAIR)) == "meeting.not_the_chairs_line"
    returns_later = sitting.waits(60).state
    assert returns_later.actor(CO_CHAIR).presides
    assert not returns_later.actor(CHAIR).presides


def test_the_line_reported_must_be_that_of_who_presides() -> None:
    sitting = opened()
    assert sitting.refusal(DOOR, meeting.ReportChairLineLost(CO_CHAIR)) == "meeting.not_the_chairs_line"
    assert sitting.refusal(DOOR, meeting.ReportChairLineRestored(CHAIR)) == "meeting.not_the_chairs_line"
    chair_drops(sitting)
    assert sitting.refusal(DOOR, meeting.ReportChairLineLost(CHAIR)) == "meeting.not_the_chairs_line"


def test_after_twenty_seconds_the_clock_says_that_the_chair_is_absent() -> None:
    sitting = opened()
    absent = meeting.ReportChairAbsence(CHAIR)
    assert sitting.refusal(CLOCK, absent) == "meeting.not_the_chairs_line"
    chair_drops(sitting)
    (due,) = deadlines(sitting.state)
    assert (due.at - sitting.now, due.command) == (timedelta(seconds=20), absent)
    assert sitting.waits(19.999).refusal(CLOCK, absent) == "meeting.chair_may_return"
    assert sitting.refusal(CLOCK, meeting.ReportChairAbsence(CO_CHAIR)) == "meeting.not_the_chairs_line"
    sitting.does(CLOCK, absent, after=0.001)
    assert sitting.refusal(CLOCK, absent) == "meeting.not_the_chairs_line"
    assert deadlines(sitting.state) == ()


def test_when_the_chair_is_absent_the_secretariat_hands_the_gavel_to_an_acting_chair() -> None:
    sitting = opened()
    assert sitting.refusal(SOMSAK, meeting.HandTheChair(THIDA)) == "meeting.chair_on_line"
    chair_drops(sitting)
    assert sitting.waits(60).refusal(SOMSAK, meeting.HandTheChair(THIDA)) == "meeting.chair_may_return"
    sitting.does(CLOCK, meeting.ReportChairAbsence(CHAIR))
    sitting.does(SOMSAK, meeting.HandTheChair(THIDA))
    assert sitting.state.actor(THIDA).presides
    assert sitting.state.meeting.acting


def test_an_absence_ends_when_the_chair_returns_or_is_replaced() -> None:
    sitting = chair_absent()
    chair_returns(sitting)
    chair_drops(sitting)
    assert sitting.refusal(SOMSAK, meeting.SuspendMeeting()) == "meeting.chair_may_return"
    sitting = chair_absent()
    sitting.does(CO_CHAIR, meeting.TakeTheChair())
    chair_drops(sitting)
    assert sitting.refusal(SOMSAK, meeting.SuspendMeeting()) == "meeting.chair_may_return"


def test_the_acting_chair_can_give_the_gavel_back() -> None:
    sitting = chair_absent()
    sitting.does(SOMSAK, meeting.HandTheChair(THIDA))
    sitting.does(THIDA, meeting.PassTheChair(CHAIR))
    assert sitting.state.actor(CHAIR).presides
    assert not sitting.state.meeting.acting


def test_handing_the_gavel_to_the_other_chair_makes_no_acting_chair() -> None:
    sitting = chair_absent()
    sitting.does(SOMSAK, meeting.HandTheChair(CO_CHAIR))
    assert not sitting.state.meeting.acting


@pytest.mark.parametrize("who", [CHAIR, SOMSAK, TIDA_ADVISER, "nobody-known"])
def test_only_a_head_or_an_alternate_who_is_not_the_one_gone_is_handed_the_gavel(who: str) -> None:
    sitting = chair_absent()
    assert sitting.refusal(SOMSAK, meeting.HandTheChair(who)) == "meeting.cannot_preside"  # type: ignore[arg-type]


def test_an_acting_chair_must_be_on_the_line() -> None:
    sitting = chair_absent()
    drops(sitting, THAILAND)
    assert sitting.refusal(SOMSAK, meeting.HandTheChair(TIDA_ALTERNATE)) == "meeting.not_on_line"
    returns(sitting, THAILAND)
    sitting.does(SOMSAK, meeting.HandTheChair(TIDA_ALTERNATE))


def test_after_twenty_seconds_the_secretariat_may_suspend_instead() -> None:
    sitting = opened()
    assert sitting.refusal(SOMSAK, meeting.SuspendMeeting()) == "meeting.chair_on_line"
    chair_drops(sitting)
    assert sitting.refusal(SOMSAK, meeting.SuspendMeeting()) == "meeting.chair_may_return"
    sitting.does(CLOCK, meeting.ReportChairAbsence(CHAIR), after=20)
    sitting.does(SOMSAK, meeting.SuspendMeeting())
    assert sitting.state.meeting.phase is Phase.SUSPENDED


def test_a_meeting_neither_opens_nor_resumes_nor_closes_without_a_chair_on_the_line() -> None:
    sitting = scheduled()
    chair_drops(sitting)
    assert sitting.refusal(CHAIR, meeting.OpenMeeting()) == "meeting.chair_line_lost"
    chair_returns(sitting)
    sitting.does(CHAIR, meeting.OpenMeeting())
    sitting.does(CHAIR, meeting.SuspendMeeting())
    chair_drops(sitting)
    assert sitting.refusal(CHAIR, meeting.ResumeMeeting()) == "meeting.chair_line_lost"
    assert sitting.refusal(CHAIR, meeting.CloseMeeting()) == "meeting.chair_line_lost"


def test_a_step_of_the_machines_clock_is_entered_and_changes_no_running_time() -> None:
    sitting = speaking(THIDA)
    ends = deadlines(sitting.state), sitting.left()
    assert sitting.does(CLOCK, meeting.ReportClockStep(-7_200_000), after=0) == (meeting.ClockStepped(-7_200_000),)
    assert (deadlines(sitting.state), sitting.left()) == ends


def test_the_presiding_chair_cannot_be_sent_out_but_the_other_chair_can() -> None:
    sitting = opened()
    assert sitting.refusal(SOMSAK, delegations.ExpelPerson(CHAIR, en("Disorder"))) == "delegations.presides"
    assert sitting.refusal(SOMSAK, delegations.WithdrawAccreditation(CHAIR)) == "delegations.presides"
    sitting.does(CHAIR, delegations.ExpelPerson(CO_CHAIR, en("Disorder")))


def test_the_journal_replays_to_the_same_meeting() -> None:
    sitting = asked(THIDA, BOUN, VAN)
    sitting.does(CHAIR, GiveFloor(THAILAND, THIDA))
    chair_drops(sitting, after=12)
    sitting.does(CO_CHAIR, meeting.TakeTheChair(), after=8)
    sitting.does(THIDA, YieldFloor(), after=30)
    assert sitting.replays()
    assert [entry.seq for entry in sitting.log] == list(range(1, len(sitting.log) + 1))
    assert sitting.log[0].at >= NINE


def test_a_meeting_that_is_open_has_an_agenda_to_adopt() -> None:
    sitting = scheduled()
    assert sitting.refusal(CHAIR, AdoptAgenda()) == "meeting.not_open"
