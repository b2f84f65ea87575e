"""`prachum rehearse` holds a meeting on the terminal, and fails if it goes otherwise than its script says."""

import asyncio
import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from prachum.cli import main
from prachum.journal import read
from prachum.meetingfile.read import loads
from prachum.registry.models import Meeting
from prachum.rules.meeting import Phase
from prachum.workers.pace import Pace
from prachum.workers.rehearsal import Rehearsal, begin
from prachum.workers.screen import Terminal
from tests.meetingfile.small import SMALL
from tests.meetings.golden import TOP

SOM, ASSEMBLY = TOP / "meetings/asean-canada-som-19.yaml", TOP / "meetings/assembly-plain.yaml"
FAST = ("--no-media", "--speed", "max", "--language", "en")
OPENED = "  - {by: tha, do: open-agenda-item, with: {item: a}}\n"
ITEM = SMALL + "  - {by: tha, do: adopt-agenda}\n" + OPENED


def rehearse(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["rehearse", str(path), *options], catch_exceptions=False)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    return path


def told(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.output.splitlines()]


def test_the_som_is_held_to_its_end_and_its_record_has_an_address() -> None:
    said = rehearse(SOM, *FAST, "--starting", "2022-06-21T09:00+07:00")
    assert said.exit_code == 0
    lines = said.output.splitlines()
    assert lines[0] == "Rehearsal, simulated: 19th ASEAN-Canada Senior Officials' Meeting"
    assert lines[2].startswith("09:00:00  The meeting “19th ASEAN-Canada Senior Officials' Meeting” was created")
    assert any(line.endswith("Thailand (Mrs Chulamanee Chartsuwan) took their seat.") for line in lines)
    assert any("adopted the text “Text on the proposals tabled (rehearsal, simulated)”" in line for line in lines)
    verified = next(line.split()[-1] for line in lines if line.startswith("Verify it:"))
    assert read.state(UUID(verified)).meeting.phase is Phase.CLOSED
    assert CliRunner().invoke(main, ["verify", verified]).exit_code == 0


@pytest.mark.parametrize(("language", "words"), [("th", "ประธานปิดการประชุม"), ("fr", "a déclaré la réunion close")])
def test_the_sentences_are_in_the_readers_language(language: str, words: str, small: Path) -> None:
    small.write_text(SMALL + "  - {by: tha, do: close-meeting}\n")
    said = rehearse(small, "--no-media", "--speed", "0", "--language", language)
    assert said.exit_code == 0
    assert words in said.output


def test_as_json_every_entry_is_a_line_and_the_last_one_gives_the_head(small: Path) -> None:
    lines = told(rehearse(small, *FAST, "--json"))
    entries = [line for line in lines if "seq" in line and "kind" in line]
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    meeting = UUID(str(lines[-1]["meeting"]))
    assert (lines[-1]["head"], lines[-1]["departures"]) == (read.head(meeting).digest, 0)
    assert {"by": "can", "do": "floor.yield_floor", "refused": "floor.does_not_hold"} in lines


def test_what_the_rules_refuse_is_told_in_words(small: Path) -> None:
    said = rehearse(small, *FAST)
    assert "Canada tried “yield-floor”, which the rules refuse: “" in said.output
    assert "floor.does_not_hold" not in said.output


def test_where_nothing_stays_below_the_address_is_told_again_at_each_item() -> None:
    text, out, pace = ITEM + "  - {by: tha, do: close-agenda-item}\n", StringIO(), Pace(datetime.now(UTC), None)
    file = loads(text.encode(), "small.yaml")
    screen = Terminal(Console(file=out, width=200), "en", pace, file, "", "http://here/")
    assert asyncio.run(Rehearsal(begin(file, text, now=pace.began), file, pace, screen).hold()) == []
    lines = out.getvalue().splitlines()
    told = [number for number, line in enumerate(lines) if line.startswith("Open http://here/now/")]
    assert len(told) == 2
    assert "item 1" in lines[told[1] - 1]


def test_a_rehearsal_is_marked_as_one_and_has_the_hour_that_it_was_given(small: Path) -> None:
    lines = told(rehearse(small, *FAST, "--json", "--starting", "2022-06-21T09:00+07:00"))
    state = read.state(UUID(str(lines[-1]["meeting"])))
    assert state.meeting.setup.rehearsal
    assert state.meeting.setup.shift < 0
    assert str(lines[0]["at"]).startswith("2022-06-21T02:00:0")


def test_a_file_can_be_rehearsed_again_and_again_under_its_ref(small: Path) -> None:
    first, second = (UUID(str(told(rehearse(small, *FAST, "--json"))[-1]["meeting"])) for _ in range(2))
    newest = Meeting.objects.named("small")
    assert first != second
    assert newest is not None
    assert newest.id == second
    assert read.by_ref("small") == second


def test_a_ref_means_the_real_meeting_before_its_rehearsals(small: Path) -> None:
    small.write_text(SMALL.replace("ref: small", "ref: real-and-rehearsed"))
    assert CliRunner().invoke(main, ["import", str(small)]).exit_code == 0
    rehearse(small, *FAST)
    real = Meeting.objects.get(ref="real-and-rehearsed", rehearsal=False)
    assert Meeting.objects.named("real-and-rehearsed") == real
    assert read.by_ref("real-and-rehearsed") == real.id


@pytest.mark.parametrize(
    ("step", "line"),
    [
        (
            "{by: can, do: close-meeting}",
            "Step 4 (can: close-meeting) was to meet no refusal, and met meeting.not_in_your_role.",
        ),
        (
            "{by: tha, do: adopt-agenda, expect: agenda.adopted}",
            "Step 4 (tha: adopt-agenda) was to meet agenda.adopted, and met no refusal.",
        ),
        (
            "{by: tha, do: adopt-agenda, until: period over, expect: agenda.empty}",
            "Step 4 (tha: adopt-agenda) was to meet agenda.empty, and met no refusal.",
        ),
    ],
)
def test_a_step_that_goes_otherwise_than_the_script_says_is_named_and_fails_the_rehearsal(
    step: str, line: str, small: Path
) -> None:
    small.write_text(f"{SMALL}  - {step}\n")
    said = rehearse(small, *FAST)
    assert said.exit_code == 1
    assert line in said.output


def test_a_step_that_waits_for_what_never_comes_fails_the_rehearsal(small: Path) -> None:
    given = "  - {by: tha, do: give-floor, with: {to: CAN, speaker: can}}\n"
    small.write_text(ITEM + given + "  - {by: tha, until: floor free, do: close-agenda-item}\n")
    said = rehearse(small, *FAST)
    assert said.exit_code == 1
    assert "rehearsal.never_floor_free" in said.output


def test_what_is_said_to_the_chair_alone_is_not_on_the_terminal() -> None:
    for options in (FAST, (*FAST, "--json")):
        said = rehearse(ASSEMBLY, *options)
        assert said.exit_code == 0
        assert "no water to spare" not in said.output
        assert "to the chair alone" not in said.output
        assert "June is too late" in said.output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--speed", "max"), "hold it with --no-media"),
        (("--no-media", "--speed", "soon"), "neither a number above 0"),
        (("--no-media", "--speed", "-1"), "neither a number above 0"),
        (("--no-media", "--starting", "noon"), "no time such as"),
        (("--no-media", "--starting", "2022-06-21T09:00"), "no time such as"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_begins(options: tuple[str, ...], words: str, small: Path) -> None:
    before = Meeting.objects.count()
    said = rehearse(small, *options, "--language", "en")
    assert said.exit_code != 0
    assert words in said.output
    assert Meeting.objects.count() == before


def test_a_faulty_file_and_one_without_a_script_are_not_rehearsed(small: Path) -> None:
    small.write_text(SMALL.partition("script:")[0])
    assert "holds no script" in rehearse(small, *FAST).output
    small.write_text(SMALL.replace("chairs: [tha, can]", "chairs: []"))
    assert ":17:1: chairs: found" in rehearse(small, *FAST).output
    assert rehearse(small.with_name("absent.yaml"), *FAST).exit_code == 1


HIDDEN, SHOWN = b"\x1b[?25l", b"\x1b[?25h"
COMMAND = """
import signal
from prachum.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever starts the tests in the background has it ignored
main()
"""
WITH_SOUND = """
import asyncio
from prachum.ready import make_ready
make_ready()
from prachum.workers import staging, voices

async def hold(*said):
    print("was created")
    await asyncio.sleep(60)

async def prepare(*said):
    pass

staging.hold, staging.must_have_an_engine, voices.Voices.prepare = hold, lambda: None, prepare
"""


def on_a_terminal(program: str, *options: str, told: signal.Signals) -> tuple[int, bytes]:
    """How a program ends that is told so once the meeting was created, and all that its terminal was sent."""
    ours, theirs = pty.openpty()
    command, environment = [sys.executable, "-c", program, *options], os.environ | {"TERM": "xterm"}
    seen, deadline = b"", time.monotonic() + 60
    with subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        try:
            while time.monotonic() < deadline:
                if select.select([ours], [], [], 1)[0]:
                    waited = b"was created" not in seen
                    seen += os.read(ours, 65_536)
                    if waited and b"was created" in seen:
                        running.send_signal(told)
        except OSError:
            pass  # nobody is at the other end any more
        finally:
            os.close(ours)
            running.kill()
    return running.returncode, seen


@pytest.mark.parametrize(
    ("program", "options", "told"),
    [(COMMAND, ("--no-media",), signal.SIGINT), (WITH_SOUND + COMMAND, (), signal.SIGTERM)],
    ids=["without sound", "with sound"],
)
def test_who_ends_a_rehearsal_has_their_cursor_again(
    program: str, options: tuple[str, ...], told: signal.Signals, small: Path
) -> None:
    ended, seen = on_a_terminal(program, "rehearse", str(small), "--language", "en", *options, told=told)
    assert ended == 130
    assert seen.count(HIDDEN) == seen.count(SHOWN) > 0
