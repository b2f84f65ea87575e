"""`prachum rehearse` holds a meeting with simulated delegations, and fails if it departs from its script."""

import asyncio
import logging
import shlex
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from prachum.meetingfile.cli import FILE, language_option, refuse
from prachum.meetingfile.faults import FaultyFile, readers_language
from prachum.supervisor import Refused
from prachum.workers.said import said

if TYPE_CHECKING:
    from prachum.meetingfile.model import MeetingFile
    from prachum.workers.rehearsal import Departure, Fault, Rehearsal
    from prachum.workers.voices import Voices


@click.command()
@click.argument("path", metavar="FILE", type=FILE)
@click.option("--speed", default="1", help="How many times faster than natural; 0 or max: as fast as possible.")
@click.option("--no-media", is_flag=True, help="Without sound and pictures.")
@click.option("--starting", metavar="TIME", help="The hour at which it begins, such as 2022-06-21T09:00+07:00.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, an object a line.")
@language_option
def rehearse(path: Path, speed: str, no_media: bool, starting: str | None, as_json: bool, language: str | None) -> None:
    """Hold the meeting in FILE as a rehearsal, by its script."""
    language = readers_language(language)
    times = _speed(speed, language)
    if not no_media and times != 1:
        refuse(said("natural_speed", language))
    begins = _starting(starting, language)
    text, file = _file(path, language)
    from prachum.ready import make_ready

    make_ready()
    failed = _hold(text, file, times, begins, media=not no_media, as_json=as_json, language=language)
    sys.exit(1 if failed else 0)


def _file(path: Path, language: str) -> "tuple[str, MeetingFile]":
    from prachum.meetingfile.read import loads

    try:
        text = path.read_bytes()
        file = loads(text, str(path))
    except FaultyFile as faulty:
        refuse(*faulty.lines(language))
        raise
    except OSError as error:
        refuse(f"{path}: {error.strerror}")
        raise
    if not file.script:
        refuse(said("no_script", language, path=path))
    return text.decode(), file


def _speed(found: str, language: str) -> float | None:
    """None for as fast as possible."""
    if found in ("0", "max"):
        return None
    try:
        if 0 < (speed := float(found)) < float("inf"):
            return speed
    except ValueError:
        pass
    raise click.BadParameter(said("wrong_speed", language, found=found))


def _starting(found: str | None, language: str) -> datetime | None:
    if found is None:
        return None
    try:
        starting = datetime.fromisoformat(found)
    except ValueError:
        starting = None
    if starting is None or starting.tzinfo is None:
        raise click.BadParameter(said("wrong_time", language, found=found))
    return starting


def _hold(
    text: str,
    file: "MeetingFile",
    speed: float | None,
    starting: datetime | None,
    *,
    media: bool,
    as_json: bool,
    language: str,
) -> int:
    """Hold the meeting; returns how many steps departed from the script, or were not heard as the journal has it."""
    from prachum.journal.clock import whole_milliseconds
    from prachum.journal.read import head
    from prachum.workers.pace import Pace
    from prachum.workers.rehearsal import Rehearsal, begin
    from prachum.workers.screen import Lines, Terminal

    out = Console(highlight=False, soft_wrap=True)
    voices = _voices(file, out, language) if media else None
    pace = Pace(whole_milliseconds(datetime.now(UTC)), speed)
    again = shlex.join(["prachum", *sys.argv[1:]])
    screen = Lines(out, language) if as_json else Terminal(out, language, pace, file, again)
    meeting = begin(file, text, now=pace.began, starting=starting)
    rehearsal = Rehearsal(meeting, file, pace, screen)
    departures, faults = _heard(rehearsal, voices) if voices else (asyncio.run(rehearsal.hold()), None)
    screen.end(meeting, head(meeting), departures)
    if faults is not None:
        screen.heard(faults)
    return len(departures) + len(faults or ())


def _voices(file: "MeetingFile", out: Console, language: str) -> "Voices":
    """Prepare all that will be said, so that nobody waits for it later."""
    from prachum.settings import DATA
    from prachum.workers.staging import must_have_an_engine, script
    from prachum.workers.voices import CannotSpeak, Voices

    voices = Voices(DATA / "cache" / "voices")
    try:
        must_have_an_engine()
        with out.status("") as status:
            told = partial(said, "voices", language)
            asyncio.run(voices.prepare(list(script(file)), lambda done, of: status.update(told(done=done, of=of))))
    except CannotSpeak as mute:
        refuse(said("no_voices", language, why=mute))
    except Refused as refusal:
        refuse(str(refusal))
    return voices


def _heard(rehearsal: "Rehearsal", voices: "Voices") -> "tuple[list[Departure], list[Fault]]":
    from prachum.settings import ADDRESS_FILE, DATA
    from prachum.workers.staging import hold

    (DATA / "logs").mkdir(exist_ok=True, mode=0o700)
    sdk = logging.getLogger("livekit")
    sdk.addHandler(logging.FileHandler(DATA / "logs" / "rehearsal.log"))
    sdk.propagate = False
    try:
        web = ADDRESS_FILE.read_text().strip() if ADDRESS_FILE.exists() else None
        return asyncio.run(hold(rehearsal, voices, DATA, web))
    except Refused as refusal:
        refuse(str(refusal))
        raise
    except asyncio.CancelledError:
        # Told to stop, and everything that was started here has ended.
        sys.exit(130)
