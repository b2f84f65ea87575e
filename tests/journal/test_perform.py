"""A command is answered once, time never goes back, and what is kept in memory is what the journal says."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from prachum.journal import clock, read, store
from prachum.journal.models import CLOSED, Entry
from prachum.journal.perform import perform
from prachum.journal.store import CommandIdReused
from prachum.rules.agenda import AddAgendaItem, OpenAgendaItem
from prachum.rules.floor.turns import GiveFloor
from prachum.rules.lines import ReportArrival, ReportLineLost, ReportLineRestored
from prachum.rules.meeting import ClockStepped, CloseMeeting, MeetingClosed, OpenMeeting, Phase, SuspendMeeting
from prachum.rules.order import CLOCK, DOOR, OPERATOR, ItemId, OutOfOrder
from prachum.rules.procedure import deadlines, replay
from tests.journal.acts import ANN, CAN, CONVENED, OPENED, SOMCHAI, THA, act, convene, creation, opened


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """The machine's two clocks, to be moved by hand."""
    hands = {"wall": 1_700_000_000.0, "monotonic": 50.0}
    piece = clock.Timepiece(wall=lambda: hands["wall"], monotonic=lambda: hands["monotonic"])
    monkeypatch.setattr(clock, "TIMEPIECE", piece)
    return hands


def ats(meeting: UUID) -> list[datetime]:
    return [entry.at for entry in read.entries(meeting)]


@pytest.mark.usefixtures("journal")
def test_what_is_entered_is_numbered_from_one_without_gaps(meeting: UUID) -> None:
    convene(meeting)
    assert [entry.seq for entry in read.entries(meeting)] == list(range(1, CONVENED + 1))
    assert read.head(meeting).seq == CONVENED
    assert [entry.seq for entry in read.entries(meeting, after=CONVENED - 2)] == [CONVENED - 1, CONVENED]


@pytest.mark.usefixtures("journal")
def test_the_same_command_again_gets_the_first_answer(meeting: UUID) -> None:
    convene(meeting)
    arrival, first = ReportArrival(THA), uuid4()
    answer = perform(meeting, arrival, by=DOOR, command_id=first)
    act(meeting, ReportArrival(CAN), DOOR)
    assert [perform(meeting, arrival, by=DOOR, command_id=first) for _ in range(3)] == [answer] * 3
    assert read.head(meeting).seq == answer + 1


@pytest.mark.usefixtures("journal")
def test_the_answer_to_a_command_of_several_events_is_their_last(meeting: UUID) -> None:
    opened(meeting)
    item, closing = ItemId("opening"), uuid4()
    act(meeting, AddAgendaItem(item, "1", {"en": "Opening"}, 5, preliminary=True))
    act(meeting, OpenAgendaItem(item), SOMCHAI)
    before = act(meeting, GiveFloor(CAN, ANN), SOMCHAI)
    answer = perform(meeting, CloseMeeting(), by=SOMCHAI, command_id=closing)
    assert answer == before + 2
    assert perform(meeting, CloseMeeting(), by=SOMCHAI, command_id=closing) == answer


@pytest.mark.usefixtures("journal")
def test_an_id_answers_neither_another_command_nor_another_person(meeting: UUID) -> None:
    opened(meeting)
    suspension, before = uuid4(), read.head(meeting).seq
    perform(meeting, SuspendMeeting({"en": "Lunch"}), by=SOMCHAI, command_id=suspension)
    for command, by in ((SuspendMeeting({"en": "Tea"}), SOMCHAI), (SuspendMeeting({"en": "Lunch"}), ANN)):
        with pytest.raises(CommandIdReused):
            perform(meeting, command, by=by, command_id=suspension)
    assert read.head(meeting).seq == before + 1


@pytest.mark.usefixtures("journal")
def test_an_id_may_be_used_in_two_meetings(meeting: UUID) -> None:
    other, same = uuid4(), uuid4()
    for one in (meeting, other):
        assert perform(one, creation(one), by=OPERATOR, command_id=same) == 1


@pytest.mark.usefixtures("journal")
def test_a_refusal_is_not_remembered(meeting: UUID) -> None:
    convene(meeting)
    lost, before = uuid4(), read.head(meeting)
    with pytest.raises(OutOfOrder, match=r"lines\.not_on_line"):
        perform(meeting, ReportLineLost(THA), by=DOOR, command_id=lost)
    assert read.head(meeting) == before
    act(meeting, ReportArrival(THA), DOOR)
    assert perform(meeting, ReportLineLost(THA), by=DOOR, command_id=lost) == before.seq + 2


@pytest.mark.usefixtures("on_sqlite")
def test_a_first_entry_names_its_own_meeting(meeting: UUID) -> None:
    with pytest.raises(ValueError, match="another meeting"):
        act(meeting, creation(uuid4()))
    with pytest.raises(read.UnknownMeeting):
        read.state(meeting)


@pytest.mark.usefixtures("journal")
def test_the_state_in_memory_is_the_one_that_the_journal_tells(meeting: UUID) -> None:
    opened(meeting)
    act(meeting, SuspendMeeting({"en": "Lunch", "th": "พักกลางวัน"}), SOMCHAI)
    live = read.state(meeting)
    assert live.meeting.phase is Phase.SUSPENDED
    assert replay(read.entries(meeting)) == live
    store.forget()
    assert read.state(meeting) == live


@pytest.mark.usefixtures("journal")
def test_what_another_process_entered_is_seen_and_built_upon(meeting: UUID) -> None:
    convene(meeting)
    read.state(meeting)
    here = dict(store._kept)
    act(meeting, ReportArrival(THA), DOOR)
    store.forget()
    store._kept.update(here)  # as it would be if that had been another process
    assert read.state(meeting).lines.on_line(THA)
    store._kept.update(here)
    act(meeting, ReportLineLost(THA), DOOR)
    assert read.head(meeting).seq == CONVENED + 2


@pytest.mark.usefixtures("on_sqlite")
def test_a_state_that_is_no_longer_in_the_journal_is_not_kept(meeting: UUID) -> None:
    convene(meeting)
    kept = store._kept[meeting]
    store._kept[meeting] = kept._replace(digest="0" * 64)
    assert read.state(meeting) == kept.state
    assert store._kept[meeting].digest == kept.digest


@pytest.mark.usefixtures("journal")
def test_a_meeting_that_has_closed_goes_on_no_more_and_has_nothing_to_wait_for(meeting: UUID) -> None:
    other = uuid4()
    convene(other)
    opened(meeting)
    assert read.not_closed() == [other, meeting]
    act(meeting, CloseMeeting(), SOMCHAI)
    assert read.not_closed() == [other]
    assert deadlines(read.state(meeting)) == ()
    assert [entry.kind for entry in Entry.objects.filter(meeting=meeting)].count(CLOSED) == 1


@pytest.mark.usefixtures("journal")
def test_meetings_are_found_by_reference_and_the_last_one_counts(meeting: UUID) -> None:
    again, other = uuid4(), uuid4()
    act(meeting, creation(meeting, ref="som-19"))
    act(other, creation(other, ref="assembly"))
    assert read.by_ref("som-19") == meeting
    act(again, creation(again, ref="som-19"))
    assert read.meetings() == [(meeting, "som-19"), (other, "assembly"), (again, "som-19")]
    assert read.by_ref("som-19") == again
    assert read.by_ref(str(meeting)) == meeting
    with pytest.raises(read.UnknownMeeting):
        read.by_ref("som-20")


@pytest.mark.usefixtures("journal")
def test_time_never_goes_back_when_the_wall_clock_does(meeting: UUID, wall: dict[str, float]) -> None:
    convene(meeting)
    wall["monotonic"] += 1
    wall["wall"] -= 3600
    act(meeting, ReportArrival(THA), DOOR)
    written = ats(meeting)
    assert written == sorted(written)
    assert written[-1] - written[-2] == timedelta(seconds=1)


@pytest.mark.usefixtures("on_sqlite")
def test_time_runs_on_from_the_last_entry_where_a_process_begins_with_an_earlier_clock(
    meeting: UUID, wall: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    convene(meeting)
    began = read.state(meeting).at
    earlier = clock.Timepiece(wall=lambda: wall["wall"] - 3600, monotonic=lambda: wall["monotonic"])
    monkeypatch.setattr(clock, "TIMEPIECE", earlier)
    act(meeting, ReportArrival(THA), DOOR)
    wall["monotonic"] += 5
    act(meeting, ReportArrival(CAN), DOOR)
    assert ats(meeting)[-2:] == [began, began + timedelta(seconds=5)]
    assert clock.at(read.state(meeting)) == began + timedelta(seconds=5)


@pytest.mark.usefixtures("on_sqlite")
@pytest.mark.parametrize("jump", [-2.5, 3600.0])
def test_a_step_of_the_wall_clock_is_entered_once_and_changes_no_time(
    meeting: UUID, wall: dict[str, float], jump: float
) -> None:
    opened(meeting)
    began = read.state(meeting).at
    wall["wall"] += jump
    act(meeting, ReportLineLost(CAN), DOOR)
    act(meeting, ReportLineRestored(CAN), DOOR)
    last = list(read.entries(meeting, after=OPENED))
    assert [(entry.by, entry.event) for entry in last[:1]] == [(CLOCK, ClockStepped(round(jump * 1000)))]
    assert len(last) == 3
    assert {entry.at for entry in last} == {began}


@pytest.mark.usefixtures("on_sqlite")
@pytest.mark.parametrize("jump", [-1.9, 1.9])
def test_a_wall_clock_that_is_a_little_off_is_nothing_to_enter(
    meeting: UUID, wall: dict[str, float], jump: float
) -> None:
    opened(meeting)
    wall["wall"] += jump
    act(meeting, CloseMeeting(), SOMCHAI)
    assert [entry.event for entry in read.entries(meeting, after=OPENED)] == [MeetingClosed()]


@pytest.mark.usefixtures("on_sqlite")
def test_a_step_is_entered_only_with_the_act_that_follows_it(meeting: UUID, wall: dict[str, float]) -> None:
    opened(meeting)
    wall["wall"] += 10
    with pytest.raises(OutOfOrder):
        act(meeting, OpenMeeting(), SOMCHAI)
    assert read.head(meeting).seq == OPENED
    act(meeting, ReportLineLost(CAN), DOOR)
    assert read.head(meeting).seq == OPENED + 2


@pytest.mark.usefixtures("on_sqlite")
def test_a_rehearsal_may_have_another_hour(meeting: UUID, wall: dict[str, float]) -> None:
    held = datetime(2022, 6, 21, 2, tzinfo=UTC)
    truly = datetime.fromtimestamp(wall["wall"], UTC)
    convene(meeting, rehearsal=True, shift=(held - truly) // timedelta(milliseconds=1))
    wall["monotonic"] += 60.0004
    act(meeting, ReportArrival(THA), DOOR)
    assert ats(meeting) == [held] * CONVENED + [held + timedelta(seconds=60)]
    act(meeting, ReportArrival(CAN), DOOR, now=truly + timedelta(minutes=5))
    assert ats(meeting)[-1] == held + timedelta(minutes=5)
    act(meeting, ReportLineLost(CAN), DOOR, now=truly)
    assert ats(meeting)[-1] == held + timedelta(minutes=5)


@pytest.mark.usefixtures("on_sqlite")
def test_a_moment_is_written_in_one_form(meeting: UUID, wall: dict[str, float]) -> None:
    wall["monotonic"] += 0.0079
    act(meeting, creation(meeting))
    assert Entry.objects.get().at == "2023-11-14T22:13:20.007Z"
    assert read.state(meeting).at == datetime(2023, 11, 14, 22, 13, 20, 7000, UTC)
