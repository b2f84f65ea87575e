"""Who may send and who is heard follows from the journal, and from nothing else."""

from prachum.projections.grants import grants
from prachum.rules import delegations, lines, meeting
from prachum.rules.floor.points import RaisePointOfOrder, RuleOnPointOfOrder
from prachum.rules.floor.turns import EndInterruption, GiveFloor, InterruptSpeaker, YieldFloor
from prachum.rules.order import DOOR, OPERATOR, PersonId
from tests.rules.chamber import (
    ANN,
    BOUN,
    CHAIR,
    CO_CHAIR,
    OBSERVER,
    SECRETARY_GENERAL,
    SOMSAK,
    TEK,
    THAILAND,
    THIDA,
    TIDA_ALTERNATE,
    VAN,
    VIETNAM,
    Sitting,
    asked,
    chair_drops,
    drops,
    give,
    opened,
    returns,
    scheduled,
    speaking,
)


def heard(sitting: Sitting) -> set[PersonId]:
    return set(grants(sitting.state).heard)


def microphones(sitting: Sitting) -> set[PersonId]:
    return set(grants(sitting.state).may("microphone"))


def cameras(sitting: Sitting) -> set[PersonId]:
    return set(grants(sitting.state).may("camera"))


def test_the_holder_and_the_presiding_chair_are_heard_and_nobody_else() -> None:
    assert heard(speaking(THIDA)) == {THIDA, CHAIR}


def test_only_the_named_speaker_of_a_delegation_gets_the_microphone() -> None:
    sitting = opened()
    sitting.does(CHAIR, GiveFloor(THAILAND, TIDA_ALTERNATE))
    assert heard(sitting) == {TIDA_ALTERNATE, CHAIR}
    assert THIDA not in microphones(sitting)


def test_the_one_on_deck_prepares_a_microphone_that_nobody_hears() -> None:
    sitting = asked(THIDA, VAN, BOUN)
    assert microphones(sitting) == {CHAIR, CO_CHAIR, THIDA}
    give(sitting, THIDA)
    assert microphones(sitting) == {CHAIR, CO_CHAIR, THIDA, VAN}
    assert heard(sitting) == {CHAIR, THIDA}


def test_who_is_on_deck_without_a_line_prepares_nothing() -> None:
    sitting = asked(VAN)
    drops(sitting, VIETNAM)
    assert VAN not in microphones(sitting)
    returns(sitting, VIETNAM)
    assert VAN in microphones(sitting)


def test_who_yields_loses_the_microphone_and_keeps_the_camera() -> None:
    sitting = speaking(THIDA)
    sitting.does(THIDA, YieldFloor())
    assert grants(sitting.state).publish[THIDA] == {"camera"}


def test_a_speaker_whom_a_point_of_order_stopped_is_not_heard_until_the_ruling() -> None:
    sitting = speaking(THIDA)
    sitting.does(VAN, RaisePointOfOrder())
    assert heard(sitting) == {CHAIR}
    assert {THIDA, VAN} <= microphones(sitting)
    give(sitting, VAN)
    assert heard(sitting) == {CHAIR, VAN}
    assert {THIDA, VAN} <= microphones(sitting)
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=False))
    assert heard(sitting) == {CHAIR, THIDA}


def test_while_the_chair_interrupts_the_speaker_is_ducked_and_still_heard() -> None:
    sitting = speaking(THIDA)
    assert not grants(sitting.state).ducked
    sitting.does(CHAIR, InterruptSpeaker())
    assert grants(sitting.state).ducked == {THIDA}
    assert heard(sitting) == {CHAIR, THIDA}
    sitting.does(CHAIR, EndInterruption())
    assert not grants(sitting.state).ducked


def test_nobody_is_heard_before_the_opening_in_suspension_and_after_closing_but_chairs_keep_their_microphones() -> None:
    assert heard(scheduled()) == set()
    assert microphones(scheduled()) == {CHAIR, CO_CHAIR}
    sitting = speaking(THIDA)
    sitting.does(CHAIR, meeting.SuspendMeeting())
    assert heard(sitting) == set()
    assert microphones(sitting) == {CHAIR, CO_CHAIR}
    sitting.does(CHAIR, meeting.ResumeMeeting())
    assert heard(sitting) == {CHAIR, THIDA}
    sitting.does(CHAIR, meeting.CloseMeeting())
    assert heard(sitting) == set()


def test_the_speaker_is_not_heard_while_the_chair_has_no_line() -> None:
    sitting = speaking(THIDA)
    chair_drops(sitting)
    assert THIDA not in heard(sitting)
    assert THIDA in microphones(sitting)


def test_one_camera_a_delegation_the_speaker_first_then_a_chair_then_the_head() -> None:
    sitting = opened()
    assert cameras(sitting) == {ANN, BOUN, CHAIR, THIDA, VAN, SECRETARY_GENERAL}
    sitting.does(CHAIR, GiveFloor(THAILAND, TIDA_ALTERNATE))
    assert cameras(sitting) == {ANN, BOUN, CHAIR, TIDA_ALTERNATE, VAN, SECRETARY_GENERAL}
    drops(sitting, VIETNAM)
    assert VAN not in cameras(sitting)


def test_a_delegation_whose_head_has_not_sat_down_is_seen_by_its_alternate() -> None:
    sitting = opened()
    sitting.does(OPERATOR, delegations.EraseNameplate(THIDA))
    assert TIDA_ALTERNATE in cameras(sitting)


def test_a_screen_is_for_the_holder_and_the_presiding_chair() -> None:
    assert set(grants(speaking(THIDA).state).may("screen")) == {THIDA, CHAIR}


def test_observers_and_technicians_send_nothing() -> None:
    publish = grants(speaking(THIDA).state).publish
    assert OBSERVER not in publish
    assert TEK not in publish


def test_who_is_expelled_sends_nothing_and_the_lines_are_drawn_anew() -> None:
    sitting = speaking(THIDA)
    epoch = grants(sitting.state).epoch
    sitting.does(SOMSAK, delegations.ExpelPerson(THIDA, {}))
    assert THIDA not in grants(sitting.state).publish
    assert THIDA not in heard(sitting)
    assert grants(sitting.state).epoch == epoch + 1


def test_a_co_chair_whose_accreditation_is_withdrawn_sends_nothing() -> None:
    sitting = opened()
    sitting.does(SOMSAK, delegations.WithdrawAccreditation(CO_CHAIR))
    assert CO_CHAIR not in grants(sitting.state).publish


def test_the_secretariat_is_seen_only_while_it_speaks() -> None:
    sitting = opened()
    assert SOMSAK not in grants(sitting.state).publish
    give(sitting, SOMSAK)
    assert grants(sitting.state).publish[SOMSAK] == {"microphone", "camera", "screen"}


def test_a_speaker_who_has_left_is_not_heard_but_keeps_the_place() -> None:
    sitting = speaking(THIDA)
    sitting.does(DOOR, lines.ReportDeparture(THAILAND))
    assert heard(sitting) == {CHAIR}
    assert THIDA in microphones(sitting)
