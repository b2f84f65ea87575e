"""Nobody stays in a room without a line through the door, and whose line was ended goes at once."""

from uuid import UUID

import pytest

from prachum.media.kinds import Kinds
from prachum.media.lines import LINGERS, Lines

MEETING = UUID(int=1)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lines(clock: Clock) -> Lines:
    return Lines(clock)


def overdue(lines: Lines, *present: str) -> set[str]:
    return set(lines.overdue(MEETING, present))


def test_who_holds_a_line_stays_and_a_lost_line_may_come_back(lines: Lines, clock: Clock) -> None:
    lines.opened(MEETING, "a", "tha-head", "1")
    assert lines.holds(MEETING, "a")
    clock.now += 10 * LINGERS
    assert not overdue(lines, "a")
    lines.closed(MEETING, "a")
    assert not lines.holds(MEETING, "a")
    clock.now += LINGERS / 2
    assert not overdue(lines, "a")
    lines.opened(MEETING, "a", "tha-head", "1")
    clock.now += LINGERS
    assert not overdue(lines, "a")


def test_a_ghost_is_sent_out_again_and_again_until_it_is_gone(lines: Lines, clock: Clock) -> None:
    lines.opened(MEETING, "a", "tha-head", "1")
    lines.closed(MEETING, "a")
    clock.now += LINGERS + 0.1
    assert overdue(lines, "a") == overdue(lines, "a") == {"a"}
    assert not overdue(lines)
    assert not overdue(lines, "a"), "whoever comes by that name afterwards is somebody new"


def test_what_lingers_is_counted_from_the_last_that_came(lines: Lines, clock: Clock) -> None:
    lines.opened(MEETING, "a", "tha-head", "1")
    lines.closed(MEETING, "a", silent=6.0)
    clock.now += LINGERS - 6.1
    assert not overdue(lines, "a")
    clock.now += 0.2
    assert overdue(lines, "a") == {"a"}


def test_of_two_sockets_the_one_that_was_heard_last_counts(lines: Lines, clock: Clock) -> None:
    for _ in range(2):
        lines.opened(MEETING, "a", "tha-head", "1")
    lines.closed(MEETING, "a")
    lines.closed(MEETING, "a", silent=6.0)
    clock.now += LINGERS - 0.1
    assert not overdue(lines, "a")


def test_what_came_by_a_session_ends_with_it_and_the_persons_other_line_stays(lines: Lines) -> None:
    lines.opened(MEETING, "speaks", "tha-head", "1")
    lines.opened(MEETING, "listens", "tha-head", "2")
    lines.end(MEETING, session="2")
    assert overdue(lines, "speaks", "listens") == {"listens"}
    lines.end(MEETING, person="tha-head")
    assert overdue(lines, "speaks", "listens") == {"speaks", "listens"}


def test_another_session_on_the_same_line_is_not_ended_with_the_first(lines: Lines) -> None:
    lines.opened(MEETING, "speaks", "tha-head", "1")
    lines.opened(MEETING, "speaks", "tha-head", "2")
    lines.closed(MEETING, "speaks")
    lines.end(MEETING, session="1")
    assert not overdue(lines, "speaks")


def test_who_comes_back_after_an_end_was_admitted_anew(lines: Lines) -> None:
    lines.opened(MEETING, "a", "tha-head", "1")
    lines.end(MEETING, session="1")
    lines.opened(MEETING, "a", "tha-head", "2")
    assert not overdue(lines, "a")


def test_of_whom_nobody_knows_they_have_a_while_unless_somebody_is_sent_out(lines: Lines, clock: Clock) -> None:
    assert not overdue(lines, "a", "b")
    clock.now += LINGERS / 2
    lines.opened(MEETING, "a", "tha-head", "1")
    assert not overdue(lines, "a", "b")
    clock.now += LINGERS
    assert overdue(lines, "a", "b") == {"b"}
    assert not overdue(lines, "c", "a")
    lines.end(MEETING, session="77")
    assert overdue(lines, "c", "a") == {"c"}


def test_who_was_not_let_in_has_as_long_from_then_on_also_where_the_engine_lets_them_in_later(
    lines: Lines, clock: Clock
) -> None:
    lines.missed(MEETING, "a", "tha-head", "1", Kinds())
    assert not overdue(lines)
    clock.now += LINGERS - 0.1
    assert not overdue(lines, "a")
    clock.now += 0.2
    assert overdue(lines, "a") == {"a"}


def test_who_was_sent_out_while_coming_in_goes_at_once(lines: Lines) -> None:
    lines.missed(MEETING, "a", "tha-head", "1", Kinds(), ended=True)
    assert overdue(lines, "a") == {"a"}


def test_a_try_that_came_to_nothing_does_not_end_the_line_that_stands(lines: Lines, clock: Clock) -> None:
    lines.opened(MEETING, "a", "tha-head", "1")
    lines.missed(MEETING, "a", "tha-head", "1", Kinds(), ended=True)
    clock.now += LINGERS + 1
    assert not overdue(lines, "a")


def test_who_asks_again_and_again_and_is_refused_does_not_stay_for_it(lines: Lines, clock: Clock) -> None:
    lines.opened(MEETING, "a", "tha-head", "1")
    lines.closed(MEETING, "a")
    for _ in range(3):
        clock.now += LINGERS / 2.9
        lines.missed(MEETING, "a", "tha-head", "1", Kinds())
    assert overdue(lines, "a") == {"a"}


def test_what_was_announced_by_who_was_not_let_in_is_known_when_they_come_again(lines: Lines) -> None:
    kinds = Kinds()
    lines.missed(MEETING, "a", "tha-head", "1", kinds)
    assert lines.kinds(MEETING, "a") is kinds
    assert lines.kinds(MEETING, "b") is None


def test_of_a_meeting_that_everybody_has_left_nothing_is_kept(lines: Lines, clock: Clock) -> None:
    lines.opened(MEETING, "a", "tha-head", "1")
    lines.closed(MEETING, "a")
    assert not overdue(lines)
    assert lines.meetings == {MEETING}
    clock.now += LINGERS + 0.1
    assert not overdue(lines)
    assert not lines.meetings
