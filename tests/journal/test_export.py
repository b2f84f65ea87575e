"""What leaves the house shows each audience what it may see, and still proves itself."""

import json
from collections.abc import Callable
from uuid import UUID

import pytest
from click.testing import CliRunner

from prachum.cli import main
from prachum.journal import codec, export, read, store
from prachum.journal.models import Entry
from prachum.journal.verify import Broken, verify
from prachum.rules.agenda import AddAgendaItem, OpenAgendaItem
from prachum.rules.decisions.consensus import ConfirmText, EnterText, ObjectionToChair, ObjectToText, PutTextToMeeting
from prachum.rules.lines import ReportLineLost
from prachum.rules.meeting import MeetingCreated
from prachum.rules.order import DOOR, ItemId, Withheld
from prachum.rules.procedure import replay
from prachum.rules.visibility import ROLES
from tests.journal.acts import ANN, CAN, SOMCHAI, act, creation, opened
from tests.journal.chains import MEETING, chained, lines


@pytest.fixture
def objected(meeting: UUID) -> int:
    """Canada has objected to a text, to the chair alone: the seq of that."""
    opened(meeting)
    act(meeting, AddAgendaItem(ItemId("text"), "1", {"en": "The text"}, 5, preliminary=True))
    act(meeting, OpenAgendaItem(ItemId("text")), SOMCHAI)
    act(meeting, EnterText("final", 1, {"en": "Final"}, {"en": "The meeting takes note."}))
    act(meeting, PutTextToMeeting("final", 1), SOMCHAI)
    act(meeting, ConfirmText("final", 1), ANN)
    return act(meeting, ObjectToText("final", 1, openly=False, reason={"en": "Not these words"}), ANN)


@pytest.mark.usefixtures("journal")
def test_an_objection_to_the_chair_alone_is_sealed_in_the_journal(meeting: UUID, objected: int) -> None:
    row = Entry.objects.get(meeting=meeting, seq=objected)
    assert (row.kind, row.by) == ("sealed", "sealed")
    entry = next(read.entries(meeting, after=objected - 1))
    assert entry.by == ANN
    assert entry.event == ObjectionToChair(CAN, "final", 1, {"en": "Not these words"})
    assert replay(read.entries(meeting)) == read.state(meeting)


@pytest.mark.usefixtures("on_sqlite")
@pytest.mark.parametrize("role", ROLES)
def test_an_objection_to_the_chair_alone_reaches_nobody_else(meeting: UUID, objected: int, role: str) -> None:
    exported = list(export.lines(meeting, ROLES[role]))
    assert len(exported) == objected
    shown = "body" in json.loads(exported[-1])
    assert shown is (role == "presiding")
    assert ("Not these words" in "".join(exported)) is shown
    assert ("objection" in exported[-1]) is shown
    assert (objected in verify(exported).withheld) is not shown
    assert verify(exported).digest == read.head(meeting).digest


@pytest.mark.usefixtures("on_sqlite")
def test_the_public_is_told_that_something_was_withheld(meeting: UUID, objected: int) -> None:
    lost = act(meeting, ReportLineLost(CAN), DOOR)
    said = CliRunner().invoke(main, ["export", "som-19", "--for", "public"])
    assert said.exit_code == 0, said.output
    found = verify(said.output.splitlines())
    assert {objected, lost} <= set(found.withheld)
    assert 1 not in found.withheld
    hidden = json.loads(said.output.splitlines()[lost - 1])
    assert set(hidden) == {"seq", "at", "by", "kind", "body_hash", "digest"}


@pytest.mark.usefixtures("on_sqlite")
def test_an_export_is_for_somebody_whom_the_rules_know(meeting: UUID) -> None:
    opened(meeting)
    assert CliRunner().invoke(main, ["export", "som-19"]).exit_code == 2
    unknown = CliRunner().invoke(main, ["export", "som-19", "--for", "press"])
    assert unknown.exit_code == 2
    assert "public" in unknown.output
    nowhere = CliRunner().invoke(main, ["export", "som-20", "--for", "public"])
    assert nowhere.exit_code == 1
    assert "som-20" in nowhere.output


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("at_once", [2, store.AT_ONCE])
def test_an_exported_journal_can_be_loaded_and_goes_on(
    meeting: UUID, objected: int, elsewhere: Callable[[], None], at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "AT_ONCE", at_once)
    exported, live = list(export.kept(meeting)), read.state(meeting)
    elsewhere()
    assert export.load(exported) == meeting
    assert read.state(meeting) == live
    assert list(export.kept(meeting)) == exported
    assert act(meeting, ReportLineLost(CAN), DOOR) == objected + 1
    with pytest.raises(export.AlreadyThere):
        export.load(exported)


@pytest.mark.usefixtures("journal")
def test_what_is_withheld_stays_withheld_where_it_is_loaded(
    meeting: UUID, objected: int, elsewhere: Callable[[], None]
) -> None:
    exported = list(export.lines(meeting, ROLES["public"]))
    elsewhere()
    export.load(exported)
    assert list(read.entries(meeting))[objected - 1].event == Withheld()
    assert list(export.kept(meeting)) == exported


@pytest.mark.usefixtures("on_sqlite")
def test_a_journal_that_is_not_true_is_not_loaded() -> None:
    said = lines(chained())
    with pytest.raises(Broken) as found:
        export.load([*said[:2], *said[3:]])
    assert found.value.seq == 3
    assert read.meetings() == []


@pytest.mark.usefixtures("on_sqlite")
def test_a_journal_of_a_newer_version_is_not_loaded() -> None:
    created = codec.plain(MeetingCreated(creation(MEETING).setup))
    assert isinstance(created, dict)
    newer = lines(chained([("meeting.meeting_created", created), ("voting.vote_taken", {})]))
    assert verify(newer).seq == 2
    with pytest.raises(codec.JournalTooNew, match=r"voting\.vote_taken"):
        export.load(newer)
    assert read.meetings() == []
