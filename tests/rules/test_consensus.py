"""A text is adopted when its whole objection period has run, on every screen, without objection."""

from datetime import timedelta

import pytest

from prachum.rules import agenda, lines, meeting, visibility
from prachum.rules.decisions.consensus import (
    ConcludeObjectionPeriod,
    ConfirmText,
    EnterText,
    ObjectionPeriodEnded,
    ObjectionToChair,
    ObjectToText,
    ProceedWithout,
    PutTextToMeeting,
    SetTextAside,
    TextAdopted,
    TextPut,
)
from prachum.rules.decisions.positions import EnterReservation, ExplainPosition
from prachum.rules.decisions.table import missing
from prachum.rules.floor.turns import GiveFloor, YieldFloor
from prachum.rules.order import CLOCK, DOOR
from prachum.rules.presets import Quorum
from prachum.rules.procedure import deadlines
from tests.rules.chamber import (
    ANN,
    ASEC,
    BOUN,
    CANADA,
    CHAIR,
    CO_CHAIR,
    HEADS,
    LAOS,
    MALAYSIA,
    OBSERVER,
    ONE,
    PEOPLE,
    SECRETARY_GENERAL,
    SOMSAK,
    TEXT,
    THAILAND,
    THIDA,
    TIDA_ADVISER,
    TIDA_ALTERNATE,
    TWO,
    VIETNAM,
    Sitting,
    adopted,
    chair_drops,
    chair_returns,
    confirmed,
    drops,
    en,
    opened,
    period_running,
    returns,
    scheduled,
    text_put,
)

CONCLUDE = ConcludeObjectionPeriod(TEXT, 1)


def test_a_text_is_adopted_when_the_whole_period_has_run_and_not_before() -> None:
    sitting = period_running(seconds=30)
    (due,) = deadlines(sitting.state)
    assert (due.at - sitting.now, due.command) == (timedelta(seconds=30), CONCLUDE)
    assert sitting.waits(29.999).refusal(CLOCK, CONCLUDE) == "decisions.period_not_over"
    assert sitting.does(CLOCK, CONCLUDE, after=0.001) == (TextAdopted(TEXT, 1),)
    (decision,) = sitting.state.decisions.taken
    assert decision.adopted
    assert (decision.item, decision.at, decision.text.words) == (ONE, sitting.now, en("The Meeting took note."))
    assert sitting.state.decisions.before is None


def test_the_period_is_the_rules_unless_the_chair_names_another() -> None:
    assert text_put().period_left() == 30
    assert text_put(objection_period=45).period_left() == 45
    assert text_put(seconds=10).period_left() == 10
    sitting = opened()
    sitting.does(SOMSAK, EnterText(TEXT, 1, en("Outcome"), en("Words")))
    for seconds in (0, 3601):
        assert sitting.refusal(CHAIR, PutTextToMeeting(TEXT, 1, seconds)) == "decisions.period_out_of_range"


def test_entitled_are_the_deciding_parties_that_are_present() -> None:
    sitting = opened()
    sitting.does(SOMSAK, EnterText(TEXT, 1, en("Outcome"), en("Words")))
    sitting.does(DOOR, lines.ReportDeparture(LAOS))
    (put,) = sitting.does(CHAIR, PutTextToMeeting(TEXT, 1))
    assert put == TextPut(TEXT, 1, ONE, 30, (CANADA, MALAYSIA, THAILAND, VIETNAM))


def test_the_period_does_not_run_before_every_entitled_screen_shows_the_text() -> None:
    sitting = text_put()
    confirmed(sitting, THAILAND)
    assert sitting.waits(100).period_left() == 30
    assert missing(sitting.state) == (THAILAND,)
    assert deadlines(sitting.state) == ()
    assert sitting.refusal(CLOCK, CONCLUDE) == "decisions.period_not_over"
    sitting.does(TIDA_ADVISER, ConfirmText(TEXT, 1))
    assert missing(sitting.state) == ()
    assert sitting.waits(10).period_left() == 20


def test_a_screen_confirms_this_text_in_this_version_once() -> None:
    sitting = text_put()
    assert sitting.refusal(THIDA, ConfirmText(TEXT, 2)) == "decisions.another_text"
    assert sitting.refusal(THIDA, ConfirmText("other", 1)) == "decisions.another_text"
    sitting.does(THIDA, ConfirmText(TEXT, 1))
    assert sitting.refusal(TIDA_ALTERNATE, ConfirmText(TEXT, 1)) == "decisions.already_confirmed"
    assert opened().refusal(THIDA, ConfirmText(TEXT, 1)) == "decisions.no_text_before_meeting"


def test_a_party_that_does_not_decide_neither_confirms_nor_objects_nor_reserves() -> None:
    sitting = period_running()
    for command in (ConfirmText(TEXT, 1), ObjectToText(TEXT, 1, openly=True), EnterReservation(TEXT, en("No"))):
        assert sitting.refusal(SECRETARY_GENERAL, command) == "decisions.not_entitled"
    assert ASEC not in sitting.state.delegations.deciding()


def test_a_lost_line_pauses_the_period_until_the_screen_confirms_anew() -> None:
    sitting = period_running()
    drops(sitting, LAOS, after=10)
    assert missing(sitting.state) == (LAOS,)
    returns(sitting, LAOS, after=15)
    assert missing(sitting.state) == (LAOS,)
    assert sitting.waits(5).period_left() == 20
    sitting.does(BOUN, ConfirmText(TEXT, 1), after=0)
    assert sitting.waits(5).period_left() == 15


def test_who_has_left_is_still_missing() -> None:
    sitting = period_running()
    drops(sitting, LAOS, after=10)
    sitting.does(DOOR, lines.ReportDeparture(LAOS), after=20)
    assert missing(sitting.state) == (LAOS,)
    sitting.does(DOOR, lines.ReportArrival(LAOS), after=20)
    assert missing(sitting.state) == (LAOS,)
    assert sitting.period_left() == 20


def arrived_meanwhile() -> Sitting:
    """A text is on every screen but that of Laos, which came when it had been put."""
    sitting = opened()
    sitting.does(SOMSAK, EnterText(TEXT, 1, en("Outcome"), en("Words")))
    sitting.does(DOOR, lines.ReportDeparture(LAOS))
    sitting.does(CHAIR, PutTextToMeeting(TEXT, 1))
    confirmed(sitting, LAOS)
    sitting.does(DOOR, lines.ReportArrival(LAOS), after=10)
    return sitting


def test_who_arrives_during_the_period_is_waited_for() -> None:
    sitting = arrived_meanwhile()
    assert missing(sitting.state) == (LAOS,)
    assert sitting.waits(60).period_left() == 20


def test_who_arrived_during_the_period_and_left_is_still_missing() -> None:
    sitting = arrived_meanwhile()
    sitting.does(DOOR, lines.ReportDeparture(LAOS))
    assert missing(sitting.state) == (LAOS,)
    assert sitting.waits(60).period_left() == 20


def test_the_line_of_a_party_that_does_not_decide_changes_nothing() -> None:
    sitting = period_running()
    drops(sitting, ASEC, after=10)
    assert sitting.waits(5).period_left() == 15


def test_the_chair_goes_on_without_the_missing_by_an_act_of_its_own() -> None:
    sitting = text_put()
    confirmed(sitting, THAILAND, LAOS)
    assert sitting.refusal(CHAIR, ProceedWithout(())) == "decisions.nobody_missing"
    assert sitting.refusal(CHAIR, ProceedWithout((CANADA,))) == "decisions.nobody_missing"
    sitting.does(CHAIR, ProceedWithout((LAOS,)))
    assert missing(sitting.state) == (THAILAND,)
    sitting.does(CHAIR, ProceedWithout((THAILAND,)))
    sitting.does(CLOCK, CONCLUDE, after=30)
    assert sitting.state.decisions.taken[0].without == (LAOS, THAILAND)


def test_who_was_gone_without_and_shows_the_text_after_all_counts_again() -> None:
    sitting = text_put()
    confirmed(sitting, LAOS)
    sitting.does(CHAIR, ProceedWithout((LAOS,)))
    sitting.does(BOUN, ConfirmText(TEXT, 1))
    drops(sitting, LAOS)
    assert missing(sitting.state) == (LAOS,)
    returns(sitting, LAOS)
    sitting.does(BOUN, ConfirmText(TEXT, 1))
    sitting.does(CLOCK, CONCLUDE, after=30)
    assert sitting.state.decisions.taken[0].without == ()


def test_who_showed_it_without_a_line_and_was_gone_without_counts_again_by_showing_it_once_more() -> None:
    sitting = text_put()
    drops(sitting, THAILAND)
    sitting.does(THIDA, ConfirmText(TEXT, 1))
    confirmed(sitting, THAILAND)
    sitting.does(CHAIR, ProceedWithout((THAILAND,)))
    returns(sitting, THAILAND)
    sitting.does(THIDA, ConfirmText(TEXT, 1))
    sitting.does(CLOCK, ConcludeObjectionPeriod(TEXT, 1), after=31)
    assert sitting.state.decisions.taken[0].without == ()


def test_there_is_nothing_to_go_on_with_without_a_text() -> None:
    assert opened().refusal(CHAIR, ProceedWithout((LAOS,))) == "decisions.no_text_before_meeting"
    assert opened().refusal(CHAIR, SetTextAside(en("Reason"))) == "decisions.no_text_before_meeting"
    assert opened().refusal(CLOCK, CONCLUDE) == "decisions.no_text_before_meeting"


def test_a_lost_quorum_pauses_the_period() -> None:
    sitting = period_running(quorum_to_decide=Quorum(1, 1), seconds=30)
    sitting.does(DOOR, lines.ReportDeparture(LAOS), after=10)
    sitting.does(CHAIR, ProceedWithout((LAOS,)))
    assert missing(sitting.state) == ()
    assert sitting.waits(60).period_left() == 20
    assert deadlines(sitting.state) == ()


@pytest.mark.parametrize("suspended", [True, False])
def test_the_period_stands_while_suspended_and_while_the_chairs_line_is_lost(suspended: bool) -> None:
    sitting = period_running()
    if suspended:
        sitting.does(CHAIR, meeting.SuspendMeeting(), after=10)
        sitting.does(CHAIR, meeting.ResumeMeeting(), after=600)
    else:
        chair_drops(sitting, after=10)
        assert sitting.refusal(CHAIR, SetTextAside(en("Reason"))) == "meeting.chair_line_lost"
        chair_returns(sitting, after=600)
    assert sitting.waits(5).period_left() == 15


def test_a_text_is_put_in_session_under_an_item_with_a_quorum_and_a_free_floor() -> None:
    put = PutTextToMeeting(TEXT, 1)
    assert scheduled().refusal(CHAIR, put) == "meeting.not_open"
    sitting = opened(quorum_to_decide=Quorum(1, 1))
    assert sitting.refusal(CHAIR, put) == "decisions.no_such_text"
    sitting.does(SOMSAK, EnterText(TEXT, 1, en("Outcome"), en("Words")))
    assert sitting.refusal(CHAIR, PutTextToMeeting(TEXT, 2)) == "decisions.not_the_latest_version"
    sitting.does(CHAIR, GiveFloor(THAILAND, THIDA))
    assert sitting.refusal(CHAIR, put) == "floor.held"
    sitting.does(THIDA, YieldFloor())
    sitting.does(DOOR, lines.ReportDeparture(LAOS))
    assert sitting.refusal(CHAIR, put) == "decisions.no_quorum"
    sitting.does(DOOR, lines.ReportArrival(LAOS))
    sitting.does(CHAIR, agenda.CloseAgendaItem())
    assert sitting.refusal(CHAIR, put) == "agenda.no_item_open"


def test_one_text_at_a_time_and_an_adopted_one_never_again() -> None:
    sitting = period_running()
    assert sitting.refusal(CHAIR, PutTextToMeeting(TEXT, 1)) == "decisions.text_before_meeting"
    sitting = adopted()
    assert sitting.refusal(CHAIR, PutTextToMeeting(TEXT, 1)) == "decisions.already_adopted"
    assert sitting.refusal(SOMSAK, EnterText(TEXT, 2, en("Outcome"), en("Words"))) == "decisions.already_adopted"


def test_a_text_is_entered_version_by_version_with_title_and_words() -> None:
    sitting = opened()
    assert sitting.refusal(SOMSAK, EnterText(TEXT, 2, en("Outcome"), en("Words"))) == "decisions.not_the_next_version"
    for title, words in ((" ", "Words"), ("Title", " ")):
        assert sitting.refusal(SOMSAK, EnterText(TEXT, 1, en(title), en(words))) == "decisions.no_words"
    sitting.does(SOMSAK, EnterText(TEXT, 1, en("Outcome"), en("Words")))
    assert sitting.refusal(SOMSAK, EnterText(TEXT, 1, en("Outcome"), en("Words"))) == "decisions.not_the_next_version"
    sitting.does(SOMSAK, EnterText(TEXT, 2, en("Outcome"), en("Better words")))
    assert sitting.state.decisions.texts[TEXT].words == en("Better words")


def test_a_text_before_the_meeting_is_not_changed() -> None:
    sitting = text_put()
    assert sitting.refusal(SOMSAK, EnterText(TEXT, 2, en("Outcome"), en("Words"))) == "decisions.text_before_meeting"
    sitting.does(SOMSAK, EnterText("other", 1, en("Other"), en("Words")))


def test_an_open_objection_stops_the_period_for_good() -> None:
    sitting = period_running()
    sitting.does(THIDA, ObjectToText(TEXT, 1, openly=True, reason=en("Paragraph 3")), after=10)
    assert sitting.waits(100).period_left() == 20
    assert sitting.refusal(CLOCK, CONCLUDE) == "decisions.period_not_over"
    sitting.does(CHAIR, SetTextAside(en("No consensus")))
    (decision,) = sitting.state.decisions.taken
    assert (decision.adopted, decision.objectors, decision.reason) == (False, (THAILAND,), en("No consensus"))


def test_a_delegation_objects_once_and_to_the_text_before_the_meeting() -> None:
    sitting = period_running()
    assert sitting.refusal(THIDA, ObjectToText("other", 1, openly=True)) == "decisions.another_text"
    sitting.does(THIDA, ObjectToText(TEXT, 1, openly=False))
    assert sitting.refusal(TIDA_ALTERNATE, ObjectToText(TEXT, 1, openly=True)) == "decisions.already_objected"
    sitting.does(BOUN, ObjectToText(TEXT, 1, openly=True))


def test_an_objection_is_heard_also_while_the_period_stands() -> None:
    sitting = text_put()
    sitting.does(CHAIR, meeting.SuspendMeeting())
    sitting.does(THIDA, ObjectToText(TEXT, 1, openly=True))


def test_an_adviser_does_not_bind_the_delegation() -> None:
    sitting = period_running()
    assert sitting.refusal(TIDA_ADVISER, ObjectToText(TEXT, 1, openly=True)) == "decisions.not_in_your_role"


def test_an_objection_to_the_chair_alone_keeps_the_text_from_being_adopted() -> None:
    sitting = period_running()
    sitting.does(THIDA, ObjectToText(TEXT, 1, openly=False), after=10)
    assert sitting.does(CLOCK, CONCLUDE, after=20) == (ObjectionPeriodEnded(TEXT, 1),)
    assert deadlines(sitting.state) == ()
    assert sitting.refusal(BOUN, ObjectToText(TEXT, 1, openly=True)) == "decisions.period_over"
    assert sitting.refusal(CHAIR, ProceedWithout((LAOS,))) == "decisions.period_over"
    sitting.does(CHAIR, SetTextAside(en("Consultations continue")))
    assert sitting.state.decisions.taken[0].objectors == ()


def test_nobody_but_the_chair_can_tell_that_somebody_objected_to_the_chair_alone() -> None:
    with_it, without = period_running(), period_running()
    with_it.does(THIDA, ObjectToText(TEXT, 1, openly=False), after=10)
    without.waits(10)
    assert deadlines(with_it.state) == deadlines(without.state)
    assert with_it.period_left() == without.period_left()
    for person, delegation, _ in PEOPLE:
        audience = visibility.Audience.of(with_it.state.actor(person))
        told = person == CHAIR or delegation == THAILAND
        assert bool(visibility.objections(audience, with_it.state)) is told
        if delegation != THAILAND:
            assert with_it.acts(person) == without.acts(person)
        if not told:
            assert not visibility.sees(audience, with_it.log[-1].event, with_it.state)
    assert isinstance(with_it.log[-1].event, ObjectionToChair)


def test_the_text_is_set_aside_with_a_reason() -> None:
    sitting = text_put()
    assert sitting.refusal(CHAIR, SetTextAside(en(" "))) == "decisions.no_reason"
    sitting.does(CHAIR, SetTextAside(en("To be taken up again")))
    sitting.does(CHAIR, PutTextToMeeting(TEXT, 1))


@pytest.mark.parametrize("leave", [agenda.CloseAgendaItem(), agenda.PostponeAgendaItem(ONE)])
def test_the_text_is_set_aside_before_the_next_item(leave: agenda.CloseAgendaItem | agenda.PostponeAgendaItem) -> None:
    sitting = text_put()
    assert sitting.refusal(CHAIR, leave) == "decisions.text_before_meeting"
    sitting.does(CHAIR, SetTextAside(en("Later")))
    sitting.does(CHAIR, leave)
    sitting.does(CHAIR, agenda.OpenAgendaItem(TWO))


def test_reservations_and_explanations_follow_the_adoption() -> None:
    sitting = period_running()
    assert sitting.refusal(THIDA, EnterReservation(TEXT, en("On paragraph 3"))) == "decisions.not_adopted"
    sitting = adopted()
    sitting.does(THIDA, EnterReservation(TEXT, en("On paragraph 3")))
    sitting.does(BOUN, ExplainPosition(TEXT, en("We joined")))
    assert sitting.refusal(BOUN, ExplainPosition(TEXT, en(" "))) == "decisions.no_statement"
    assert sitting.refusal(TIDA_ADVISER, EnterReservation(TEXT, en("No"))) == "decisions.not_in_your_role"
    (decision,) = sitting.state.decisions.taken
    assert decision.reservations == ((THAILAND, en("On paragraph 3")),)
    assert decision.explanations == ((LAOS, en("We joined")),)


def test_a_reservation_stays_with_its_own_text() -> None:
    sitting = text_put()
    sitting.does(CHAIR, SetTextAside(en("Later")))
    sitting.does(SOMSAK, EnterText("other", 1, en("Other"), en("Words")))
    sitting.does(CHAIR, PutTextToMeeting("other", 1, 5))
    for code in sitting.state.delegations.deciding():
        sitting.does(HEADS[code], ConfirmText("other", 1), after=0)
    sitting.does(CLOCK, ConcludeObjectionPeriod("other", 1), after=5)
    sitting.does(THIDA, EnterReservation("other", en("Noted")))
    aside, taken = sitting.state.decisions.taken
    assert (aside.reservations, len(taken.reservations)) == ((), 1)
    assert sitting.refusal(THIDA, EnterReservation(TEXT, en("Noted"))) == "decisions.not_adopted"


def test_a_reservation_is_on_the_adoption_and_not_on_what_was_set_aside_before() -> None:
    sitting = text_put()
    sitting.does(CHAIR, SetTextAside(en("Later")))
    sitting.does(CHAIR, PutTextToMeeting(TEXT, 1, 5))
    confirmed(sitting)
    sitting.does(CLOCK, CONCLUDE, after=5)
    sitting.does(THIDA, EnterReservation(TEXT, en("Noted")))
    sitting.does(THIDA, ExplainPosition(TEXT, en("We joined")))
    aside, taken = sitting.state.decisions.taken
    assert (aside.adopted, aside.reservations, aside.explanations) == (False, (), ())
    assert (taken.adopted, len(taken.reservations), len(taken.explanations)) == (True, 1, 1)


def test_the_clock_concludes_only_the_text_that_is_before_the_meeting() -> None:
    sitting: Sitting = period_running()
    other = ConcludeObjectionPeriod(TEXT, 2)
    assert sitting.waits(60).refusal(CLOCK, other) == "decisions.another_text"
    for person in (CHAIR, SOMSAK, OBSERVER, CO_CHAIR, ANN):
        assert sitting.refusal(person, CONCLUDE) == "decisions.not_in_your_role"
