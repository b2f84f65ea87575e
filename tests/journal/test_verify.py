"""Whoever changes one thing in an exported journal is found, by the number of the entry, with Python alone."""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner

from prachum.cli import main
from prachum.journal import verify as module
from prachum.journal.verify import Broken, Verified, canonical, link, report, root, salted, verify
from tests.journal.chains import MEETING, chained, lines, withheld


def broken_at(said: list[str], **asked: Any) -> int:  # noqa: ANN401 - what verify takes
    with pytest.raises(Broken) as found:
        verify(said, **asked)
    assert f"Entry {found.value.seq} " in str(found.value)
    return found.value.seq


def test_a_journal_that_nobody_changed_is_true() -> None:
    entries = chained()
    assert verify(lines(entries)) == Verified(5, entries[-1]["digest"], (), None)


def test_the_chain_is_the_one_that_the_protocol_describes() -> None:
    body = '{"setup":{"meeting":"' + str(MEETING) + '"}}'
    salt = "00" * 16
    body_hash = hashlib.sha256(bytes(16) + body.encode()).hexdigest()
    covered = (
        f'{{"at":"2022-06-21T02:00:00.000Z","body_hash":"{body_hash}","by":"operator",'
        '"kind":"meeting.meeting_created","seq":1}'
    )
    before = hashlib.sha256(str(MEETING).encode()).digest()
    digest = hashlib.sha256(before + covered.encode()).hexdigest()
    said = (
        f'{{"at":"2022-06-21T02:00:00.000Z","body":{body},"by":"operator","digest":"{digest}",'
        f'"kind":"meeting.meeting_created","salt":"{salt}","seq":1}}'
    )
    assert verify([said]).digest == digest


CHANGES: dict[str, Any] = {
    "seq": 9,
    "at": "2022-06-21T02:00:00.500Z",
    "by": "ann",
    "kind": "lines.line_restored",
    "salt": "00" * 16,
    "body": {"delegation": "CAN"},
    "digest": "00" * 32,
}


@pytest.mark.parametrize("seq", [1, 2, 4, 5])
@pytest.mark.parametrize("field", CHANGES)
def test_a_change_of_any_field_is_named_by_its_entry(field: str, seq: int) -> None:
    entries = chained()
    assert set(CHANGES) == set(entries[0])
    entries[seq - 1][field] = CHANGES[field]
    assert broken_at(lines(entries)) == seq


@pytest.mark.parametrize("field", ["at", "by", "kind", "body_hash", "digest"])
def test_a_change_of_what_is_withheld_is_named_by_its_entry(field: str) -> None:
    entries = chained()
    entries[2] = withheld(entries[2]) | {field: (CHANGES | {"body_hash": "00" * 32})[field]}
    assert broken_at(lines(entries)) == 3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"present":2', '"present":2.0'),
        ('"present":2', '"present":true'),
        ('"present":2', '"present":NaN'),
        ('"present":2', '"present":"2"'),
        ('"present":2', '"present":3,"present":2'),
        ('"present":2', '"present":2,"note":"x"'),
        ('"seq":3', '"seq":3,"note":"not covered"'),
        ('"seq":3', '"seq":3.0'),
        ('"kind":"meeting.meeting_opened",', ""),
        ("02:00:03.000Z", "02:00:03.000000Z"),
        ("02:00:03.000Z", "02:00:03.000+00:00"),
        ('"by":"operator"', '"by":"\\ud83d"'),
        ('"by":"operator"', '"by":1'),
        ("{", "["),
    ],
)
def test_a_line_says_nothing_but_what_the_chain_covers(before: str, after: str) -> None:
    said = lines(chained())
    assert before in said[2]
    said[2] = said[2].replace(before, after, 1)
    assert broken_at(said) == 3


def test_the_order_of_names_and_white_space_are_no_change() -> None:
    said = [json.dumps(dict(reversed(entry.items())), indent=None, ensure_ascii=True) for entry in chained()]
    assert verify(said).seq == 5


def test_a_missing_a_doubled_and_a_moved_entry_are_named() -> None:
    said = lines(chained())
    assert broken_at(said[:2] + said[3:]) == 3
    assert broken_at(said[:2] + said[1:]) == 3
    assert broken_at([said[0], said[2], said[1], *said[3:]]) == 2
    assert broken_at(said[1:]) == 1
    assert broken_at([]) == 1


def test_an_entry_earlier_than_the_one_before_is_named_though_its_digest_is_right() -> None:
    entries = chained()
    late = entries[0] | {"at": "2022-06-21T02:00:09.000Z"}
    entries = [late | {"digest": ""}, *entries[1:]]
    digest = root(MEETING)
    for entry in entries:
        covered = {name: entry[name] for name in ("seq", "at", "by", "kind")}
        digest = link(digest, body_hash=salted(entry["salt"], canonical(entry["body"])), **covered)
        entry["digest"] = digest
    assert broken_at(lines(entries)) == 2


def test_a_journal_cut_short_is_found_by_a_digest_that_somebody_noted() -> None:
    entries = chained()
    noted = entries[3]["digest"]
    assert verify(lines(entries), head=noted).head == 4
    assert verify(lines(entries[:4]), head=noted).head == 4
    assert broken_at(lines(entries[:3]), head=noted) == 4


def test_what_is_withheld_is_named_and_the_rest_still_true() -> None:
    entries = chained()
    said = lines([entries[0], withheld(entries[1]), withheld(entries[2]), entries[3], withheld(entries[4])])
    found = verify(said, head=entries[1]["digest"])
    assert found == Verified(5, entries[-1]["digest"], (2, 3, 5), 2)
    assert "Withheld: 2-3, 5" in report(found)
    assert "3 entries follow" in report(found)


def test_where_the_first_entry_is_withheld_the_meeting_must_be_named() -> None:
    entries = chained()
    said = lines([withheld(entries[0]), *entries[1:]])
    assert broken_at(said) == 1
    assert broken_at(said, meeting=uuid4()) == 1
    assert verify(said, meeting=MEETING).withheld == (1,)


def test_a_journal_of_another_meeting_is_found() -> None:
    assert broken_at(lines(chained()), meeting=uuid4()) == 1
    without = chained([("lines.line_lost", {"delegation": "THA"})])
    assert broken_at(lines(without)) == 1


def test_the_module_verifies_alone_with_the_standard_library_alone(tmp_path: Path) -> None:
    alone = Path(shutil.copy(module.__file__, tmp_path / "verify.py"))
    journal, entries = tmp_path / "journal.jsonl", chained()

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        journal.write_text("".join(lines(entries)), encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-I", "-S", str(alone), str(journal), *arguments], capture_output=True, text=True
        )

    true = run("--head", entries[4]["digest"])
    assert (true.returncode, true.stderr) == (0, "")
    assert f"5 {entries[4]['digest']}" in true.stdout
    entries[2]["by"] = "ann"
    false = run()
    assert (false.returncode, false.stdout) == (1, "")
    assert "Entry 3 is not what was entered" in false.stderr


def test_a_file_is_verified_on_the_terminal(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    journal.write_text("".join(lines(chained())), encoding="utf-8")
    true = CliRunner().invoke(main, ["verify", str(journal)])
    assert true.exit_code == 0, true.output
    assert true.output.startswith("5 entries, each one true.")
    false = CliRunner().invoke(main, ["verify", str(journal), "--head", "00" * 32])
    assert false.exit_code == 1
    assert "Entry 6 is missing" in false.output


def test_a_file_is_verified_without_waiting_for_django(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    journal.write_text("".join(lines(chained())), encoding="utf-8")
    code = (
        "import sys; from prachum.cli import main; main(['verify', sys.argv[1]], standalone_mode=False);"
        " print('django' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code, str(journal)], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1] == "False"
