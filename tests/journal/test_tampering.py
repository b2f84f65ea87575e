"""Who changes the journal's own file, behind its triggers, is found by verify or by what others have noted (S33)."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from prachum.cli import main
from prachum.journal import read, store
from prachum.journal.codec import JournalBroken
from prachum.journal.verify import Broken, canonical, checkpoints, verify
from tests.journal.chains import chained, lines
from tests.journal.places import SQLITE, point_at
from tests.registry.hall import closed, hall, migrated

ROOT = Path(__file__).parents[2]
NODE = shutil.which("node", path=f"{ROOT / '.venv/bin'}:{os.environ['PATH']}")
GOLDEN = sorted((ROOT / "tests" / "meetings").glob("*.jsonl"))


@pytest.fixture(scope="module")
def true() -> tuple[Path, str]:
    """The journal's file, and a closed meeting in it."""
    point_at({})
    migrated()
    held = hall(rehearsal=False)
    closed(held)
    return Path(str(SQLITE["NAME"])), str(held.id)


@contextmanager
def tampered(journal: Path, to: Path, *statements: str) -> Iterator[None]:
    """Within the block the journal is a copy on which somebody with the database's password has been."""
    copy = sqlite3.connect(to, isolation_level=None)
    with sqlite3.connect(journal) as source:
        source.backup(copy)
    triggers = copy.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    assert triggers
    for name, _ in triggers:
        copy.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        copy.execute(statement)
    for _, sql in triggers:
        copy.execute(sql)
    copy.close()
    point_at({"NAME": to})
    try:
        yield
    finally:
        point_at({})


def verified(meeting: str, *more: str) -> Result:
    return CliRunner().invoke(main, ["verify", meeting, *more])


OF = "WHERE meeting = '{id}' AND seq"
CHANGES: list[tuple[list[str], int]] = [
    ([f"UPDATE journal_entry SET body = body || ' ' {OF} = 8"], 8),
    ([f"UPDATE journal_entry SET at = '2022-06-21T01:59:59.000Z' {OF} = 9"], 9),
    ([f"UPDATE journal_entry SET by = 'mys-head' {OF} = 3"], 3),
    ([f"DELETE FROM journal_entry {OF} = 5"], 5),
    ([f"UPDATE journal_entry SET seq = seq + {add} {OF} {which}" for which, add in
      (("= 6", 1000), ("= 7", 1001), ("> 1000", 0), ("= 1006", -999), ("= 1008", -1002))], 6),
    ([f"DELETE FROM journal_entry {OF} = 1"], 1),
]  # fmt: skip


@pytest.mark.parametrize(("statements", "seq"), CHANGES, ids=lambda said: str(said)[:50])
def test_the_first_entry_that_is_not_true_is_named(
    true: tuple[Path, str], tmp_path: Path, statements: list[str], seq: int
) -> None:
    journal, meeting = true
    with tampered(journal, tmp_path / "x.db", *(one.format(id=meeting.replace("-", "")) for one in statements)):
        said = verified(meeting)
    assert said.exit_code == 1, said.stdout
    assert f"Entry {seq} " in said.stderr


UNREADABLE = [
    *(f"kind = 'sealed', body = '{body}'" for body in ("{", "[]", "{}")),
    """kind = 'agenda.agenda_item_opened', body = '{"item":"nowhere","returned":false}'""",
    "at = 'yesterday'",
    "at = '2022-06-21T01:59:59'",
]


@pytest.mark.parametrize("change", UNREADABLE)
def test_what_cannot_be_read_any_more_is_told_as_that_and_as_no_mistake_of_ours(
    true: tuple[Path, str], tmp_path: Path, change: str
) -> None:
    journal, meeting = true
    of = f"meeting = '{meeting.replace('-', '')}' AND seq = 5"
    with tampered(journal, tmp_path / "x.db", f"UPDATE journal_entry SET {change} WHERE {of}"):
        store.forget()
        with pytest.raises(JournalBroken, match="entry 5: "):
            read.state(UUID(meeting))
    store.forget()


def test_a_cut_tail_and_an_older_copy_are_found_by_what_a_client_or_an_export_holds(
    true: tuple[Path, str], tmp_path: Path
) -> None:
    journal, meeting = true
    earlier = tmp_path / "earlier.jsonl"
    earlier.write_text(CliRunner().invoke(main, ["export", meeting, "--for", "public"]).stdout, encoding="utf-8")
    last = json.loads(earlier.read_text("utf-8").splitlines()[-1])
    noted = f"{last['seq']}:{last['digest']}"
    assert verified(meeting, "--head", noted, "--against", str(earlier)).exit_code == 0
    of = f"meeting = '{meeting.replace('-', '')}'"
    with tampered(journal, tmp_path / "cut.db", f"DELETE FROM journal_entry WHERE {of} AND seq > {last['seq'] - 3}"):
        assert verified(meeting).exit_code == 0, "the chain alone cannot know"
        for more in (("--head", noted), ("--head", last["digest"]), ("--against", str(earlier))):
            said = verified(meeting, *more)
            assert said.exit_code == 1
            assert f"Entry {last['seq'] - 2} is missing" in said.stderr


def test_a_history_written_anew_after_an_older_copy_is_named_at_its_first_other_entry() -> None:
    true = chained()
    said = [(entry["kind"], entry["body"]) for entry in true]
    other = chained([*said[:3], ("lines.line_lost", {"delegation": "THA"}), *said[3:]])
    assert verify(lines(other)).seq == 6
    with pytest.raises(Broken) as found:
        verify(lines(other), noted=checkpoints(lines(true)))
    assert found.value.seq == 4
    with pytest.raises(Broken) as found:
        verify(lines(other), noted={5: true[4]["digest"]})
    assert found.value.seq == 5
    assert verify(lines(true), noted=checkpoints(f"{entry['seq']}:{entry['digest']}" for entry in true)).seq == 5


NO_CHECKPOINTS = ["", "x", "0:" + "a" * 64, "1:abc", '{"seq":1}', "[1]", "1:" + "a" * 64 + "\n1:" + "b" * 64]


@pytest.mark.parametrize("said", NO_CHECKPOINTS)
def test_what_is_no_checkpoint_is_not_taken_for_one(said: str) -> None:
    with pytest.raises(ValueError, match=r"checkpoint|noted"):
        checkpoints(said.splitlines())


def by_node(*arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    assert NODE is not None
    command = [NODE, str(ROOT / "prachum" / "journal" / "verify.mjs"), *arguments]
    return subprocess.run(command, input=said, capture_output=True, text=True)


@pytest.mark.skipif(NODE is None, reason="there is no Node")
@pytest.mark.parametrize("journal", GOLDEN, ids=lambda path: path.stem)
def test_a_second_implementation_finds_the_same_digest(journal: Path, tmp_path: Path) -> None:
    text = journal.read_text("utf-8").splitlines()
    last = verify(text)
    assert by_node(str(journal), f"{last.seq}:{last.digest}").stdout.strip() == f"{last.seq}:{last.digest}"
    copy = tmp_path / "copy.jsonl"
    for change in (_changed, _without):
        copy.write_text("\n".join(change(text, 20)) + "\n", encoding="utf-8")
        assert "Entry 20 " in by_node(str(copy)).stderr
    copy.write_text("\n".join(text[:-2]) + "\n", encoding="utf-8")
    assert by_node(str(copy)).returncode == 0
    assert by_node(str(copy), f"{last.seq}:{last.digest}").stderr.startswith(f"Entry {last.seq - 1} is missing")


def _changed(text: list[str], seq: int) -> list[str]:
    return [*text[: seq - 1], text[seq - 1].replace('"by":"', '"by":"x', 1), *text[seq:]]


def _without(text: list[str], seq: int) -> list[str]:
    return text[: seq - 1] + text[seq:]


WORDS = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=12) | st.sampled_from(
    ["__proto__", "10", "9"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.skipif(NODE is None, reason="there is no Node")
@settings(max_examples=5, deadline=None)
@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=5), min_size=30, max_size=60))
def test_a_second_implementation_writes_the_same_canonical_form(values: list[dict[str, object]]) -> None:
    said = by_node("--canonical", said="".join(f"{json.dumps(value)}\n" for value in values))
    assert said.stdout.split("\n")[:-1] == [canonical(value) for value in values], said.stderr
