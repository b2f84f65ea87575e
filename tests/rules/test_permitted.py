"""What a screen lets somebody press is what the rules would accept."""

from prachum.rules import meeting
from prachum.rules.decisions.consensus import ObjectToText
from prachum.rules.floor.speakers import CloseListOfSpeakers, RequestFloor
from prachum.rules.order import DOOR, NOBODY, OPERATOR, PersonId, Standing
from prachum.rules.permissions import permitted
from prachum.rules.procedure import COMMANDS
from tests.rules.chamber import (
    BOUN,
    CHAIR,
    CO_CHAIR,
    LAOS,
    OBSERVER,
    ONE,
    RITA,
    SOMSAK,
    TEXT,
    THAILAND,
    THIDA,
    TIDA_ALTERNATE,
    TWO,
    asked,
    created,
    opened,
    period_running,
    scheduled,
)
from tests.rules.roles import BY_STANDING, busy, samples


def test_every_command_is_answered_for_everybody() -> None:
    sitting = busy()
    assert all(sitting.acts(person).keys() == COMMANDS.keys() for person in BY_STANDING.values())
    assert samples(sitting).keys() == COMMANDS.keys()


def test_the_answer_is_given_per_target_where_it_differs_and_once_where_not() -> None:
    sitting = asked(THIDA)
    sitting.does(CHAIR, CloseListOfSpeakers(ONE))
    assert sitting.acts(BOUN)["floor.request_floor"] == {ONE: "floor.list_closed", TWO: True, "three": True}
    assert sitting.acts(BOUN)["floor.yield_floor"] == "floor.does_not_hold"
    assert sitting.acts(CHAIR)["meeting.suspend_meeting"] is True


def test_only_the_own_place_can_be_withdrawn_and_the_podium_sees_a_button_for_each() -> None:
    sitting = asked(THIDA, BOUN)
    assert sitting.acts(THIDA)["floor.withdraw_request"] is True
    assert sitting.acts(CHAIR)["floor.remove_from_list_of_speakers"] is True
    sitting.does(BOUN, RequestFloor(TWO))
    assert sitting.may(CHAIR, "floor.add_to_list_of_speakers", f"{TWO}/{LAOS}") == "floor.already_listed"
    assert sitting.may(CHAIR, "floor.add_to_list_of_speakers", f"{TWO}/{THAILAND}") is True


def test_what_there_is_nothing_of_cannot_be_acted_on() -> None:
    sitting = opened()
    answers = {
        (THIDA, "proposals.support_proposal"): "proposals.nothing_to_act_on",
        (RITA, "conclusions.correct_conclusion"): "conclusions.nothing_to_act_on",
        (THIDA, "floor.withdraw_request"): "floor.nothing_to_act_on",
        (CHAIR, "decisions.put_text_to_meeting"): "decisions.nothing_to_act_on",
        (BOUN, "delegations.allow_adviser"): True,
        (CO_CHAIR, "delegations.allow_adviser"): "delegations.nothing_to_act_on",
    }
    assert {(person, act): sitting.may(person, act) for person, act in answers} == answers
    empty = created()
    assert empty.may(DOOR, "lines.report_arrival") == "lines.nothing_to_act_on"
    assert empty.may(OPERATOR, "agenda.remove_agenda_item") == "agenda.nothing_to_act_on"


def test_those_who_share_a_standing_may_do_the_same() -> None:
    sitting = asked(THIDA)
    for person in (CHAIR, CO_CHAIR, THIDA, TIDA_ALTERNATE, SOMSAK, RITA, OBSERVER):
        actor = sitting.state.actor(person)
        assert actor.unnamed().person == NOBODY
        assert permitted(sitting.state, actor, sitting.now) == permitted(sitting.state, actor.unnamed(), sitting.now)


def test_a_stranger_watches() -> None:
    acts = opened().acts(PersonId("nobody-known"))
    assert {str(answer).partition(".")[2] for answer in acts.values()} == {"not_in_your_role"}


def test_time_alone_changes_nothing_that_anybody_may_do() -> None:
    sitting = opened()
    sitting.does(DOOR, meeting.ReportChairLineLost(CHAIR))
    assert sitting.may(SOMSAK, "meeting.suspend_meeting") == "meeting.chair_may_return"
    for person in (SOMSAK, CHAIR, CO_CHAIR, THIDA):
        acts = sitting.acts(person)
        assert sitting.waits(60).acts(person) == acts


def test_an_objection_changes_what_the_own_delegation_may_do() -> None:
    sitting = period_running()
    sitting.does(THIDA, ObjectToText(TEXT, 1, openly=False))
    assert sitting.may(TIDA_ALTERNATE, "decisions.object_to_text") == "decisions.already_objected"
    assert sitting.may(BOUN, "decisions.object_to_text") is True


def test_in_a_busy_meeting_these_buttons_are_lit() -> None:
    lit = {
        Standing.PRESIDING: "conclusions.send_back_conclusion conclusions.confirm_conclusion decisions.set_text_aside",
        Standing.HEAD: "proposals.table_proposal proposals.withdraw_proposal decisions.object_to_text",
        Standing.ALTERNATE: "decisions.confirm_text floor.withdraw_request",
        Standing.SECRETARIAT: "delegations.withdraw_accreditation floor.reorder_list_of_speakers decisions.enter_text",
        Standing.RAPPORTEUR: "conclusions.enter_conclusion conclusions.correct_conclusion",
        Standing.DOOR: "delegations.seat_person lines.report_arrival",
    }
    sitting = busy()
    for standing, acts in lit.items():
        shown = sitting.acts(BY_STANDING[standing])
        for act in acts.split():
            answer = shown[act]
            assert True in answer.values() if isinstance(answer, dict) else answer is True, act
    assert sitting.may(BOUN, "proposals.support_proposal") is True
    assert scheduled().may(SOMSAK, "agenda.revise_agenda_item") is True
