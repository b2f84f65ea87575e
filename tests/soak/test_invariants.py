"""The accounts of a soak show each way in which what must always hold can fail to."""

from uuid import UUID

import pytest

from prachum.media.rooms import NOTHING, Permission, Present
from tests.crash.delegate import Act
from tests.soak.acting import broken
from tests.soak.crowd import Wanted
from tests.soak.invariants import Hearing, Lasting, disagreeing, outside
from tests.soak.visitor import wanted_of

SPEAKS, LISTENS = Permission(frozenset({"microphone"})), Permission()


def test_what_is_wrong_for_too_long_is_told_once() -> None:
    lasting = Lasting(5.0)
    told = [(now, lasting.look({"one"} if now < 9 else set(), float(now))) for now in range(12)]
    assert [now for now, what in told if what] == [6]
    assert lasting.longest == 8


def test_what_is_right_in_between_begins_anew() -> None:
    lasting = Lasting(5.0)
    assert not [what for now in range(30) for what in lasting.look({"one"} if now % 5 else set(), float(now))]


def test_the_time_of_a_fault_is_not_counted_and_the_time_after_it_is() -> None:
    lasting = Lasting(5.0)
    told = [now for now in range(20) if lasting.look({"one"}, float(now), fault=3 <= now < 10)]
    assert told == [13]


def test_who_is_wrong_one_after_the_other_is_not_wrong_for_long() -> None:
    lasting = Lasting(2.0)
    assert not [what for now in range(20) for what in lasting.look({str(now // 2)}, float(now))]


def test_after_a_restart_everybody_has_the_whole_time_again() -> None:
    lasting = Lasting(5.0)
    for now in range(5):
        lasting.look({"one"}, float(now))
    lasting.begin_anew()
    assert [now for now in range(5, 15) if lasting.look({"one"}, float(now))] == [10]


def seen(permission: Permission, *published: str) -> Present:
    return Present("a", permission, frozenset(published))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("present", "may", "agrees"),
    [
        (seen(LISTENS), LISTENS, True),
        (seen(SPEAKS, "microphone"), SPEAKS, True),
        (seen(SPEAKS), SPEAKS, True),
        (seen(SPEAKS), LISTENS, False),
        (seen(LISTENS), SPEAKS, False),
        (seen(LISTENS, "microphone"), LISTENS, False),
        (seen(SPEAKS, "microphone", "camera"), SPEAKS, False),
        (seen(LISTENS), NOTHING, False),
        (seen(LISTENS), None, False),
    ],
)
def test_the_engine_is_to_say_what_the_journal_says(present: Present, may: Permission | None, *, agrees: bool) -> None:
    found = disagreeing({"a": present}, {"a": may} if may is not None else {})
    assert (not found) is agrees


@pytest.mark.parametrize(
    ("began", "ended", "seconds"),
    [(10, 20, 0), (9.95, 20.9, 0), (8, 12, 1.9), (18, 23, 2), (2, 5, 3), (18, 32, 8.9)],
)
def test_what_is_heard_outside_of_what_is_allowed_is_measured(began: float, ended: float, seconds: float) -> None:
    assert outside(began, ended, [(10, 20), (30, 40)]) == pytest.approx(seconds)


def heard(deaf: range, *, came: float = -100.0, fault: range = range(0), speaks: int = 0, lasts: int = 40) -> Hearing:
    """Of seconds after each other, those in which one of two hears nobody; one speaks from `speaks` on."""
    hearing = Hearing()
    for now in range(-1, lasts):
        hears = {"one": now not in deaf, "other": True}
        kind = "web killed" if now in fault else ""
        hearing.look(hears, {"one": came, "other": -100.0}, float(now), speaks=now >= speaks, fault=kind)
    hearing.close(lasts)
    return hearing


def test_a_gap_in_the_middle_is_unexplained() -> None:
    hearing = heard(range(20, 23))
    assert [(gap.who, gap.began, gap.seconds, gap.cause) for gap in hearing.gaps] == [("one", 19, 3, "unexplained")]
    assert hearing.share == pytest.approx(1 - 3 / 80)


@pytest.mark.parametrize(
    ("deaf", "more", "cause"),
    [
        (range(20, 23), {"fault": range(18, 19)}, "web killed"),
        (range(20, 23), {"fault": range(21, 22)}, "web killed"),
        (range(20, 23), {"fault": range(2, 3)}, "unexplained"),
        (range(20, 23), {"came": 15.0}, "coming in"),
        (range(20, 23), {"speaks": 19}, "beginning of a turn"),
        (range(20, 23), {"speaks": 10}, "unexplained"),
    ],
)
def test_a_gap_is_put_down_to_what_was_just_before(deaf: range, more: dict[str, object], cause: str) -> None:
    assert [gap.cause for gap in heard(deaf, **more).gaps] == [cause]  # type: ignore[arg-type]


def test_while_nobody_speaks_nobody_misses_anything() -> None:
    hearing = heard(range(40), speaks=100)
    assert not hearing.gaps
    assert hearing.share == 1


def test_a_gap_ends_with_the_speech() -> None:
    hearing = heard(range(30, 60), lasts=40)
    assert [gap.seconds for gap in hearing.gaps] == [11]


ONE = UUID(int=1)


@pytest.mark.parametrize(
    ("seq", "entered", "what"),
    [(7, [7], None), (7, [6, 7], None), (0, [], None), (0, [7], None), (7, [], "lost"), (7, [7, 12], "doubled")],
)
def test_an_act_is_entered_once(seq: int, entered: list[int], what: str | None) -> None:
    found = broken([Act(ONE, "floor.give_floor", {}, seq=seq)], {ONE: entered} if entered else {})
    assert [name for name, which in found.items() if which] == [what] * (what is not None)


@pytest.mark.parametrize(
    ("microphone", "heard_", "holder", "wanted"),
    [
        ([], ["me"], "me", ""),
        (["me"], [], None, "ready"),
        (["me"], [], "me", "ready"),
        (["me"], ["me"], "me", "open"),
        (["me"], ["me"], "another", "ready"),
    ],
)
def test_a_microphone_is_open_while_its_owner_speaks(
    microphone: list[str], heard_: list[str], holder: str | None, wanted: Wanted
) -> None:
    floor = {"holder": {"speaker": holder}} if holder else {}
    view = {"media": {"microphone": microphone, "heard": heard_}, "floor": floor}
    assert wanted_of("me", view) == wanted
