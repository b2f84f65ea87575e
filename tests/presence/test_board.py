"""What is told of a moment is read by those whom it concerns, and forgotten."""

import pytest

from prachum.presence.board import Board, NotYours, sees
from prachum.presence.kinds import CallSecretariat, Device, Level, Line, Said, SpeakingDevice
from prachum.rules.order import SECRETARIAT, Actor, DelegationId, PersonId, Standing

THA, CAN, MYS = DelegationId("THA"), DelegationId("CAN"), DelegationId("MYS")
THIDA = Actor(PersonId("tha-head"), frozenset({Standing.HEAD}), THA)
ADVISER = Actor(PersonId("tha-adviser"), frozenset({Standing.ADVISER}), THA)
ANN = Actor(PersonId("can-head"), frozenset({Standing.HEAD, Standing.CO_CHAIR}), CAN)
MALIK = Actor(PersonId("mys-head"), frozenset({Standing.HEAD, Standing.PRESIDING}), MYS)
SOMSAK = Actor(PersonId("somsak"), frozenset({Standing.SECRETARIAT}), SECRETARIAT)
TEK = Actor(PersonId("tek"), frozenset({Standing.TECHNICIAN}), SECRETARIAT)
OBSERVER = Actor(PersonId("observer-1"), frozenset({Standing.OBSERVER}))
ALL = (THIDA, ADVISER, ANN, MALIK, SOMSAK, TEK, OBSERVER)

LINE = Line(kind="line", rtt=31.5, loss=0.01, jitter=2.0)
CALL = CallSecretariat(kind="call_secretariat", call="c1", state="sent")


class Hours:
    """A clock that is turned by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("said", "who"),
    [
        (LINE, {THIDA, MALIK, SOMSAK, TEK}),
        (Level(kind="level", dbfs=-30.0), {THIDA, MALIK, SOMSAK, TEK}),
        (CALL, {THIDA, SOMSAK, TEK}),
        (Device(kind="device", microphone="on", camera="blocked"), {THIDA, SOMSAK, TEK}),
        (SpeakingDevice(kind="speaking_device", device="tab-2", state="asks"), {THIDA}),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_each_kind_is_read_by_those_whom_it_concerns(said: Said, who: set[Actor]) -> None:
    fact = Board().put(THIDA, "7", said)
    assert {actor for actor in ALL if sees(actor, fact)} == who


def test_a_device_that_has_crashed_holds_up_no_other_for_longer_than_a_ghost_may_stay() -> None:
    hours = Hours()
    board = Board(hours)
    speaks = SpeakingDevice(kind="speaking_device", device="tab-1", state="speaks")
    board.put(THIDA, "session", speaks)
    hours.now = 19.0
    assert [fact.said for fact in board.seen_by(THIDA)] == [speaks]
    hours.now = 20.0
    assert not list(board.seen_by(THIDA))


def test_a_fact_names_its_author_and_how_long_it_still_lasts() -> None:
    assert Board(Hours()).put(THIDA, "7", LINE).on_wire(4.0) == {
        "kind": "line",
        "rtt": 31.5,
        "loss": 0.01,
        "jitter": 2.0,
        "person": "tha-head",
        "delegation": "THA",
        "lasts": 6.0,
    }


def test_what_gives_way_on_a_line_is_told_with_it() -> None:
    line = LINE.model_copy(update={"gives_way": "detail"})
    assert Board().put(THIDA, "7", line).on_wire(0.0)["gives_way"] == "detail"


def test_a_fact_is_forgotten_when_it_is_not_said_again() -> None:
    hours = Hours()
    board = Board(hours)
    board.put(THIDA, "7", LINE)
    hours.now = 9
    assert [fact.said for fact in board.seen_by(TEK)] == [LINE]
    board.put(THIDA, "7", LINE)
    hours.now = 18
    assert len(list(board.seen_by(TEK))) == 1
    hours.now = 19.1
    assert list(board.seen_by(TEK)) == []


def test_a_call_is_answered_by_who_helps_and_stays_the_callers() -> None:
    board = Board()
    board.put(THIDA, "7", CALL)
    answered = board.put(TEK, "9", CALL.model_copy(update={"state": "coming"}))
    assert (answered.person, answered.by) == (THIDA.person, TEK.person)
    assert sees(THIDA, answered)
    assert answered.on_wire(0.0)["state"] == "coming"
    board.put(THIDA, "7", CALL.model_copy(update={"state": "done"}))
    assert list(board.seen_by(TEK)) == []


@pytest.mark.parametrize(
    ("actor", "state", "code"),
    [
        (ANN, "coming", "presence.not_your_call"),
        (MALIK, "seen", "presence.not_your_call"),
        (ANN, "sent", "presence.not_your_call"),
        (ANN, "done", "presence.not_your_call"),
        (SOMSAK, "sent", "presence.not_your_call"),
    ],
)
def test_nobody_answers_a_call_for_the_secretariat_or_takes_anothers(actor: Actor, state: str, code: str) -> None:
    board = Board()
    board.put(THIDA, "7", CALL)
    with pytest.raises(NotYours) as refused:
        board.put(actor, "9", CALL.model_copy(update={"state": state}))
    assert refused.value.code == code


def test_nobody_answers_a_call_that_was_not_made() -> None:
    with pytest.raises(NotYours) as refused:
        Board().put(SOMSAK, "9", CALL.model_copy(update={"state": "seen"}))
    assert refused.value.code == "presence.no_such_call"


def test_several_devices_of_one_person_are_kept_apart() -> None:
    board = Board()
    for device in ("phone", "desk", "phone"):
        board.put(THIDA, "7", LINE.model_copy(update={"device": device}))
    assert [fact.said.device for fact in board.seen_by(TEK)] == ["phone", "desk"]
