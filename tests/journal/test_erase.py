"""What the journal says of a person can be erased, from its files too; that it was said cannot, nor can the erasure."""

import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.db import connections

from prachum.cli import main
from prachum.journal import export, read, store
from prachum.journal.models import Entry
from prachum.journal.perform import perform
from prachum.journal.router import ALIAS
from prachum.journal.store import CommandIdReused
from prachum.journal.verify import Broken, verify
from prachum.refusals import explain
from prachum.rules.delegations import EraseNameplate, NameplateErased, SeatPerson
from prachum.rules.meeting import CloseMeeting
from prachum.rules.order import DOOR, OPERATOR, OutOfOrder, Withheld
from prachum.rules.procedure import replay
from prachum.rules.visibility import ROLES
from tests.journal.acts import ANN, OPENED, PLATE, SEATED, SOMCHAI, act, opened

NAME = "สมชาย ใจดี"


@pytest.mark.usefixtures("journal")
def test_an_erased_nameplate_is_in_no_export_and_the_journal_still_verifies(meeting: UUID) -> None:
    opened(meeting)
    before = read.head(meeting)
    said = CliRunner().invoke(main, ["erase", "som-19", SOMCHAI])
    assert said.exit_code == 0, said.output
    found = verify(export.kept(meeting), head=before.digest)
    assert found.withheld == (SEATED,)
    assert found.seq == before.seq + 1
    for audience in ROLES.values():
        assert NAME not in "".join(export.lines(meeting, audience))
    verified = CliRunner().invoke(main, ["verify", "som-19", "--head", before.digest])
    assert verified.exit_code == 0
    assert f"Withheld: {SEATED}" in verified.output


@pytest.mark.usefixtures("journal")
def test_the_erasure_is_entered_and_the_state_is_the_one_that_the_journal_tells(meeting: UUID) -> None:
    opened(meeting)
    act(meeting, CloseMeeting(), SOMCHAI)
    act(meeting, EraseNameplate(SOMCHAI))
    entries = list(read.entries(meeting))
    assert entries[SEATED - 1].event == Withheld()
    assert (entries[-1].by, entries[-1].event) == (OPERATOR, NameplateErased(SOMCHAI, (SEATED,)))
    live = read.state(meeting)
    assert replay(entries) == live
    store.forget()
    assert read.state(meeting) == live


@pytest.mark.usefixtures("journal")
def test_all_nameplates_of_a_person_go_and_nobody_elses(meeting: UUID) -> None:
    opened(meeting)
    other = act(meeting, SeatPerson(ANN, PLATE), DOOR)
    second = act(meeting, SeatPerson(SOMCHAI, PLATE), DOOR)
    act(meeting, EraseNameplate(SOMCHAI))
    assert verify(export.kept(meeting)).withheld == (SEATED, second)
    assert read.state(meeting).delegations.nameplates == {ANN: PLATE}
    assert Entry.objects.get(seq=other).body


@pytest.mark.usefixtures("journal")
def test_where_nothing_is_said_of_a_person_nothing_is_erased(meeting: UUID) -> None:
    opened(meeting)
    said = CliRunner().invoke(main, ["erase", "som-19", ANN])
    assert said.exit_code == 1
    assert explain("delegations.nothing_to_erase", "en").text in said.output
    with pytest.raises(OutOfOrder, match=r"delegations\.not_in_your_role"):
        act(meeting, EraseNameplate(SOMCHAI), SOMCHAI)
    assert verify(export.kept(meeting)).withheld == ()


@pytest.mark.usefixtures("journal")
def test_what_was_erased_cannot_be_guessed_from_what_is_left(meeting: UUID) -> None:
    """Whoever knows the command's id and tries names must not learn which one was right."""
    opened(meeting)
    seating = Entry.objects.get(seq=SEATED).command_id
    assert perform(meeting, SeatPerson(SOMCHAI, PLATE), by=DOOR, command_id=seating) == SEATED
    act(meeting, EraseNameplate(SOMCHAI))
    with pytest.raises(CommandIdReused):
        perform(meeting, SeatPerson(SOMCHAI, PLATE), by=DOOR, command_id=seating)


def test_what_was_erased_is_in_no_file_of_the_database(on_sqlite: dict[str, str], meeting: UUID) -> None:
    opened(meeting)

    def files() -> bytes:
        return b"".join(path.read_bytes() for path in Path(on_sqlite["PRACHUM_DATA"]).glob("journal.db*"))

    assert NAME.encode() in files()
    assert CliRunner().invoke(main, ["erase", "som-19", SOMCHAI]).exit_code == 0
    assert NAME.encode() not in files()


def test_a_server_that_runs_forgets_what_another_process_erases(journal: dict[str, str], meeting: UUID) -> None:
    opened(meeting)
    assert read.state(meeting).delegations.nameplates == {SOMCHAI: PLATE}
    terminal = [sys.executable, "-c", "from prachum.cli import main; main()", "erase", "som-19", SOMCHAI]
    subprocess.run(terminal, env=journal, check=True, capture_output=True)
    assert read.state(meeting).delegations.nameplates == {}


@pytest.mark.usefixtures("on_sqlite")
@pytest.mark.parametrize("changed", ["at", "by", "kind", "body", "salt", "body_hash", "digest"])
def test_a_change_in_the_database_itself_is_named_by_its_entry(meeting: UUID, changed: str) -> None:
    """Whoever can write to the file can drop its guards first."""
    opened(meeting)
    assert verify(export.kept(meeting)).seq == OPENED
    value = {"at": "2099-01-01T00:00:00.000Z", "body": '{"delegation":"CAN"}', "salt": "00" * 16}.get(
        changed, "ab" * 32
    )
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("DROP TRIGGER journal_entry_no_update")
    Entry.objects.filter(seq=3).update(**{changed: value})
    with pytest.raises(Broken) as found:
        verify(export.kept(meeting))
    assert found.value.seq == 3
    said = CliRunner().invoke(main, ["verify", "som-19"])
    assert said.exit_code == 1
    assert said.output.startswith("Entry 3 ")


@pytest.mark.usefixtures("on_sqlite")
@pytest.mark.parametrize("body", ["no JSON", "{}", '{"setup":{"ref":"som-20"}}'])
def test_a_change_of_the_first_entry_hides_the_meeting_from_nobody(meeting: UUID, body: str) -> None:
    opened(meeting)
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("DROP TRIGGER journal_entry_no_update")
    Entry.objects.filter(seq=1).update(body=body)
    said = CliRunner().invoke(main, ["verify", str(meeting)])
    assert said.exit_code == 1
    assert said.output.startswith("Entry 1 ")
    exported = CliRunner().invoke(main, ["export", str(meeting), "--for", "public"])
    assert exported.exit_code == 1
    assert exported.output.startswith("Error: The journal cannot be used: meeting.meeting_created")


@pytest.mark.usefixtures("on_sqlite")
def test_the_terminal_says_in_its_own_language_why_nothing_was_done(
    meeting: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    opened(meeting)
    said = CliRunner().invoke(main, ["erase", str(meeting), "nobody"])
    assert said.exit_code == 1
    assert said.output.startswith("Error: Rien n’a été effacé. ")
    assert said.output.rstrip().endswith(explain("delegations.nothing_to_erase", "fr").text)
    assert "Aucune réunion" in CliRunner().invoke(main, ["verify", "som-20"]).output
