"""What is due to be entered of the lines follows from the journal, the lines that are up, and the time."""

from math import inf

from prachum.live.attendance import FLAP, LEAVES, Due, counts, due
from prachum.rules.delegations import AccreditPerson, LockMeeting, SeatPerson, UnlockMeeting
from prachum.rules.lines import ReportArrival, ReportDeparture, ReportLineLost, ReportLineRestored
from prachum.rules.meeting import CloseMeeting, OpenMeeting, ReportChairLineLost, ReportChairLineRestored
from prachum.rules.order import DOOR, SECRETARIAT, PersonId, Standing
from tests.rules.chamber import (
    ANN,
    CHAIR,
    HEADS,
    MALAYSIA,
    OBSERVER,
    SOMSAK,
    TEK,
    THAILAND,
    THIDA,
    TIDA_ADVISER,
    Sitting,
    created,
    drops,
    opened,
    plate,
    scheduled,
)

LATE = PersonId("tha-late")
EVERYBODY = frozenset({*HEADS.values(), SOMSAK})


def up(*but: PersonId) -> frozenset[PersonId]:
    return EVERYBODY - frozenset(but)


def arriving() -> Sitting:
    """Everybody accredited, nobody there."""
    sitting = created()
    for entry in scheduled().log:
        if type(entry.event).__name__ == "PersonAccredited":
            sitting.enter(entry)
    return sitting


def test_who_arrives_is_seated_before_their_delegation_is_there() -> None:
    sitting, here = arriving(), frozenset({THIDA})
    assert due(sitting.state, here, {}, 0) == Due(seat=THIDA)
    sitting.does(DOOR, SeatPerson(THIDA, plate()))
    assert due(sitting.state, here, {}, 0) == Due(report=ReportArrival(THAILAND))
    sitting.does(DOOR, ReportArrival(THAILAND))
    assert due(sitting.state, here, {}, 0) == Due()


def test_whom_a_locked_meeting_does_not_seat_keeps_no_other_line_from_being_reported() -> None:
    sitting = opened()
    sitting.does(SOMSAK, AccreditPerson(LATE, THAILAND, Standing.ADVISER))
    sitting.does(CHAIR, LockMeeting())
    there, gone = up(THIDA) | {LATE}, {THAILAND: 100.0, THIDA: 100.0}
    assert due(sitting.state, there, gone, 100.0 + FLAP) == Due(report=ReportLineLost(THAILAND))
    sitting.does(CHAIR, UnlockMeeting())
    assert due(sitting.state, there, gone, 100.0 + FLAP) == Due(seat=LATE)


def test_the_technician_is_the_secretariats_line_and_an_observer_is_nobodys() -> None:
    sitting = arriving()
    assert due(sitting.state, frozenset({OBSERVER, PersonId("observer-1")}), {}, 0) == Due()
    assert not counts(sitting.state, OBSERVER)
    sitting.does(DOOR, SeatPerson(TEK, plate()))
    assert due(sitting.state, frozenset({TEK}), {}, 0) == Due(report=ReportArrival(SECRETARIAT))


def test_a_page_that_is_loaded_anew_is_no_loss() -> None:
    state = opened().state
    assert due(state, up(THIDA), {THAILAND: 100.0, THIDA: 100.0}, 100.1) == Due(look_again=100.0 + FLAP)
    assert due(state, up(), {}, 100.2) == Due()


def test_a_line_that_stays_away_is_lost_at_once_and_has_left_after_twenty_seconds() -> None:
    sitting, gone = opened(), {THAILAND: 100.0, THIDA: 100.0}
    assert due(sitting.state, up(THIDA), gone, 100.0 + FLAP) == Due(report=ReportLineLost(THAILAND))
    drops(sitting, THAILAND)
    assert due(sitting.state, up(THIDA), gone, 101) == Due(look_again=100.0 + LEAVES)
    assert due(sitting.state, up(THIDA), gone, 120.0) == Due(report=ReportDeparture(THAILAND))


def test_a_line_that_comes_back_is_restored() -> None:
    sitting = opened()
    drops(sitting, THAILAND)
    assert due(sitting.state, up(), {}, 110) == Due(report=ReportLineRestored(THAILAND))


def test_one_device_among_several_makes_no_difference() -> None:
    state = opened().state
    assert due(state, up(THIDA) | {TIDA_ADVISER}, {THIDA: 100.0}, 130) == Due()


def test_of_a_delegation_that_was_never_seen_here_nothing_is_said() -> None:
    assert due(opened().state, frozenset(), {}, 1e6) == Due()


def test_the_presiding_chairs_line_is_the_chairs_own_and_not_the_delegations() -> None:
    sitting = opened()
    colleague = PersonId("mys-adviser")
    there = up(CHAIR) | {colleague}
    gone: dict[str, float] = {CHAIR: 100.0}
    lost = due(sitting.state, there - {colleague}, {**gone, MALAYSIA: 100.0}, 101)
    assert lost == Due(report=ReportLineLost(MALAYSIA))
    drops(sitting, MALAYSIA)
    assert due(sitting.state, up(CHAIR), gone, 101) == Due(report=ReportChairLineLost(CHAIR))
    sitting.does(DOOR, ReportChairLineLost(CHAIR))
    sitting.does(DOOR, ReportLineRestored(MALAYSIA))
    assert due(sitting.state, up(), {}, 102) == Due(report=ReportChairLineRestored(CHAIR))


def test_before_a_meeting_is_opened_no_chair_is_lost() -> None:
    sitting = scheduled()
    drops(sitting, MALAYSIA)
    assert due(sitting.state, up(CHAIR), {CHAIR: 100.0}, 101) == Due()
    sitting.does(DOOR, ReportLineRestored(MALAYSIA))
    sitting.does(CHAIR, OpenMeeting())
    assert due(sitting.state, up(CHAIR) | {ANN}, {CHAIR: 100.0}, 101) == Due(report=ReportChairLineLost(CHAIR))


def test_when_a_meeting_is_closed_only_departures_are_entered() -> None:
    sitting = opened()
    sitting.does(CHAIR, CloseMeeting())
    gone = {THAILAND: 100.0, THIDA: 100.0, CHAIR: 100.0}
    assert due(sitting.state, up(THIDA, CHAIR), gone, 101) == Due(look_again=100.0 + LEAVES)
    assert due(sitting.state, up(THIDA, CHAIR), gone, 120) == Due(report=ReportDeparture(THAILAND))
    sitting.does(DOOR, ReportDeparture(THAILAND))
    assert due(sitting.state, up(CHAIR), gone, 121) == Due(look_again=inf)
