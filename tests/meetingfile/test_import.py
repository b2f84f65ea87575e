"""A file is entered whole or not at all, and written back as it was."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from prachum.cli import main
from prachum.journal import read
from prachum.meetingfile.model import MeetingFile
from prachum.meetingfile.read import loads
from prachum.registry.models import Meeting
from prachum.rules.meeting import Phase
from tests.meetingfile.small import SMALL, changed
from tests.meetings.golden import FILES


def prachum(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], catch_exceptions=False)


@pytest.fixture
def small(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[str, Path]:
    """A file whose `ref` no other test has."""
    ref = request.node.name.replace("_", "-").replace("[", "-").strip("]").lower()[:80]
    path = tmp_path / "small.yaml"
    path.write_bytes(changed("ref: small", f"ref: {ref}"))
    return ref, path


def meetings() -> int:
    return len(read.meetings()) + Meeting.objects.count()


def test_an_imported_meeting_waits_for_its_day(small: tuple[str, Path]) -> None:
    ref, path = small
    said = prachum("import", path, "--language", "en")
    assert said.exit_code == 0
    assert f"Entered {ref}" in said.output
    assert "1 prepared proposals wait" in said.output
    meeting = Meeting.objects.named(ref)
    assert meeting is not None
    state = read.state(meeting.id)
    assert (state.meeting.phase, state.meeting.setup.rehearsal, state.proposals) == (Phase.SCHEDULED, False, {})
    assert state.delegations.nameplates == {}
    assert [(one.person, one.language) for one in meeting.people.all()] == [("tha", "th"), ("can", "en"), ("rap", "en")]
    assert meeting.people.all()[1].nameplate["capacity"] == {"text": {"en": "host"}, "since": "2022-01-01"}
    assert {entry.by for entry in read.entries(meeting.id)} == {"operator"}


def test_nothing_of_a_faulty_file_is_entered(small: tuple[str, Path]) -> None:
    _, path = small
    path.write_bytes(path.read_bytes().replace(b"chairs: [tha, can]", b"chairs: [tha]"))
    before = meetings()
    said = prachum("import", path, "--language", "fr")
    assert said.exit_code == 1
    assert f"{path}:17:1: chairs\u00a0: trouvé" in said.stderr
    assert meetings() == before


def test_nothing_is_entered_where_the_rules_refuse_a_part(small: tuple[str, Path]) -> None:
    _, path = small
    path.write_bytes(path.read_bytes().replace(b"words: {en: We agree., th: ", b"words: {en: ' ', th: "))
    before = meetings()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("prachum.meetingfile.checks.all_of", lambda file: ())
        path.write_bytes(path.read_bytes().replace("เห็นชอบ".encode(), b"' '"))
        said = prachum("import", path)
    assert said.exit_code == 1
    assert "decisions.no_words" in said.stderr
    assert meetings() == before


def test_a_meeting_that_breaks_off_while_it_is_entered_is_in_no_registry(
    small: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, path = small

    def broken(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("prachum.journal.store.Tail.append", broken)
    with pytest.raises(OSError, match="no space left"):
        prachum("import", path)
    assert Meeting.objects.named(ref) is None
    with pytest.raises(read.UnknownMeeting):
        read.by_ref(ref)


def test_a_ref_names_one_real_meeting(small: tuple[str, Path]) -> None:
    ref, path = small
    assert prachum("import", path).exit_code == 0
    before = meetings()
    said = prachum("import", path, "--language", "en")
    assert (said.exit_code, said.stderr) == (1, f"There is a meeting {ref} already; nothing was entered.\n")
    assert meetings() == before


def must_be_the_same(exported: MeetingFile, file: MeetingFile) -> None:
    """Each part says the same, what was left out being said now."""
    assert exported.scheduled() == file.scheduled()
    assert exported.rules_of_procedure() == file.rules_of_procedure()
    people = tuple(one.model_copy(update={"language": file.main_language(one)}) for one in file.people)
    expected = file.model_copy(update={"starts": exported.starts, "people": people, "rules": exported.rules})
    assert exported.model_dump() == expected.model_dump()


def test_a_file_is_written_back_as_it_was(small: tuple[str, Path]) -> None:
    ref, path = small
    prachum("import", path)
    said = prachum("export-file", ref)
    must_be_the_same(loads(said.output.encode(), "exported"), loads(path.read_bytes(), "small"))
    assert "starts: 2022-06-21T09:00+07:00\n" in said.output


@pytest.mark.parametrize("shipped", FILES, ids=[file.stem for file in FILES])
def test_a_shipped_file_is_written_back_as_it_was(shipped: Path, tmp_path: Path) -> None:
    path = tmp_path / shipped.name
    path.write_text(shipped.read_text().replace("\nref: ", "\nref: again-", 1))
    file = loads(path.read_bytes(), "shipped")
    prachum("import", path)
    must_be_the_same(loads(prachum("export-file", file.ref).output.encode(), "exported"), file)


def test_there_is_nothing_to_write_of_an_unknown_meeting() -> None:
    said = prachum("export-file", str(UUID(int=7)), "--language", "th")
    assert said.exit_code == 1
    assert "ไม่มีการประชุม" in said.stderr


def test_check_says_what_a_file_holds_and_enters_nothing(small: tuple[str, Path]) -> None:
    ref, path = small
    before = meetings()
    said = prachum("check", path, "--language", "en")
    assert said.output.endswith(f"{ref} is well formed: 3 parties, 3 people, 3 agenda items, 3 steps.\n")
    assert meetings() == before


def test_check_names_the_faults_of_all_files(small: tuple[str, Path], tmp_path: Path) -> None:
    _, path = small
    (tmp_path / "other.yaml").write_text("ref: [")
    said = prachum("check", path, tmp_path / "other.yaml", tmp_path / "absent.yaml")
    assert said.exit_code == 1
    assert said.output.count("other.yaml:1:") + said.output.count("other.yaml:2:") == 1
    assert "absent.yaml: No such file" in said.stderr


def test_the_published_schema_is_the_one_that_files_are_read_by() -> None:
    published = Path("docs/meeting-file.schema.json").read_text()
    assert prachum("check", "--schema").output == published


def test_the_published_schema_accepts_what_the_reader_accepts_and_refuses_what_it_refuses() -> None:
    from jsonschema import Draft202012Validator

    from prachum.meetingfile.tree import parse

    schema = Draft202012Validator(json.loads(Path("docs/meeting-file.schema.json").read_text()))
    for file in FILES:
        assert not [error.message for error in schema.iter_errors(parse(file.read_bytes()).value)]
    refused = [
        changed("minutes: 2,", "minutes: two,"),
        changed("ref: small\n", ""),
        changed("aligned: [THA]", "alined: [THA]"),
        changed("do: open-meeting", "do: open-the-meeting"),
        changed("item: b, bloc: B", "item: [b], bloc: B"),
    ]
    assert schema.is_valid(parse(SMALL.encode()).value)
    assert not [text for text in refused if schema.is_valid(parse(text).value)]
