"""`prachum rehearse` holds a meeting with simulated delegations, and fails if it departs from its script."""

import asyncio
import logging
import os
import shlex
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from rich.console import Console

from prachum.meetingfile.cli import FILE, language_option, refuse
from prachum.meetingfile.faults import FaultyFile, readers_language
from prachum.supervisor import Refused
from prachum.workers.said import said

if TYPE_CHECKING:
    from prachum.meetingfile.model import MeetingFile
    from prachum.workers.rehearsal import Departure, Fault
    from prachum.workers.screen import Lines, Terminal
    from prachum.workers.visited import VisitedRehearsal
    from prachum.workers.voices import Voices

QUICKLY = timedelta(seconds=0.3)
"""Between two arrivals, where somebody waits to see the meeting."""
Result = TypeVar("Result")


@click.command()
@click.argument("path", metavar="FILE", type=FILE)
@click.option("--speed", default="1", help="How many times faster than natural; 0 or max: as fast as possible.")
@click.option("--no-media", is_flag=True, help="Without sound and pictures.")
@click.option("--starting", metavar="TIME", help="The hour at which it begins, such as 2022-06-21T09:00+07:00.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, an object a line.")
@click.option("--patience", default=60, show_default=True, help="Seconds that the script waits for a visitor's act.")
@click.option("--for", "address", hidden=True, help="Where `prachum demo` serves.")
@language_option
def rehearse(
    path: Path,
    speed: str,
    no_media: bool,
    starting: str | None,
    as_json: bool,
    patience: int,
    address: str | None,
    language: str | None,
) -> None:
    """Hold the meeting in FILE as a rehearsal, by its script."""
    language = readers_language(language)
    times = _speed(speed, language)
    if not no_media and times != 1:
        refuse(said("natural_speed", language))
    begins = _starting(starting, language)
    text, file = _file(path, language)
    from prachum.ready import make_ready

    make_ready()
    failed = _hold(Wanted(text, file, times, begins, language, not no_media, as_json, patience, address))
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a meeting is to be held; `address` is where a demonstration's web part answers."""

    text: str
    file: "MeetingFile"
    speed: float | None
    starting: datetime | None
    language: str
    media: bool
    as_json: bool
    patience: int
    address: str | None


def _hold(wanted: Wanted) -> int:
    """Hold the meeting; returns how many steps departed from the script, or were not heard as the journal has it.

    Who visits may do anything: then nothing is counted.
    """
    from prachum.journal.clock import whole_milliseconds
    from prachum.journal.read import head
    from prachum.settings import ADDRESS_FILE
    from prachum.workers.conducting import Conductor, until_served
    from prachum.workers.pace import Pace
    from prachum.workers.rehearsal import begin
    from prachum.workers.screen import Lines, Terminal
    from prachum.workers.visited import VisitedRehearsal

    out = Console(highlight=False, soft_wrap=True)
    voices = _voices(wanted, out) if wanted.media else None
    pace = Pace(whole_milliseconds(datetime.now(UTC)), wanted.speed)
    meeting = begin(wanted.file, wanted.text, now=pace.began, starting=wanted.starting)
    web = wanted.address or (ADDRESS_FILE.read_text().strip() if ADDRESS_FILE.exists() else None)
    if wanted.address is not None:
        asyncio.run(until_served(wanted.address))
    again = shlex.join(["prachum", *sys.argv[1:]])
    screen: Lines | Terminal = Lines(out, wanted.language)
    if not wanted.as_json:
        screen = Terminal(out, wanted.language, pace, wanted.file, again, wanted.address)
    rehearsal = VisitedRehearsal(meeting, wanted.file, pace, screen, patience=timedelta(seconds=wanted.patience))
    if web is not None:
        rehearsal.tell = Conductor(web, meeting).tell
    if wanted.address is not None:
        rehearsal.arriving = QUICKLY
    told = screen.voices if wanted.address is not None else None
    with _given_back(screen, heard=voices is not None):
        departures, faults = _heard(rehearsal, voices, web, told) if voices else _unheard(rehearsal)
    screen.end(meeting, head(meeting), departures)
    if rehearsal.visited:
        return 0
    if faults is not None:
        screen.heard(faults)
    return len(departures) + len(faults or ())


def _voices(wanted: Wanted, out: Console) -> "Voices":
    """Prepare all that will be said, so that nobody waits for it later; a demonstration does that while it is held."""
    from prachum.settings import DATA
    from prachum.workers.staging import must_have_an_engine, script
    from prachum.workers.voices import CannotSpeak, Voices

    voices, language = Voices(DATA / "cache" / "voices"), wanted.language
    try:
        must_have_an_engine()
        if wanted.address is None:
            with out.status("") as status:
                told = partial(said, "voices", language)
                spoken = list(script(wanted.file))
                asyncio.run(voices.prepare(spoken, lambda done, of: status.update(told(done=done, of=of))))
    except CannotSpeak as mute:
        refuse(said("no_voices", language, why=mute))
    except Refused as refusal:
        refuse(str(refusal))
    return voices


def _unheard(rehearsal: "VisitedRehearsal") -> "tuple[list[Departure], None]":
    return asyncio.run(_ended_by_term(rehearsal.hold())), None


def _heard(
    rehearsal: "VisitedRehearsal", voices: "Voices", web: str | None, told: Callable[[int, int], None] | None
) -> "tuple[list[Departure], list[Fault]]":
    """Hold it with sound and pictures; the voices are prepared meanwhile where somebody is `told` how far that is."""
    from prachum.settings import DATA
    from prachum.workers.staging import hold

    (DATA / "logs").mkdir(exist_ok=True, mode=0o700)
    sdk = logging.getLogger("livekit")
    sdk.addHandler(logging.FileHandler(DATA / "logs" / "rehearsal.log"))
    sdk.propagate = False
    try:
        return asyncio.run(_ended_by_term(hold(rehearsal, voices, DATA, web, told)))
    except Refused as refusal:
        refuse(str(refusal))
        raise


@contextmanager
def _given_back(screen: "Lines | Terminal", *, heard: bool) -> Iterator[None]:
    """Have the terminal as it was, however the block ends; it may be told to stop."""
    try:
        yield
    except (asyncio.CancelledError, KeyboardInterrupt):
        if not heard:
            sys.exit(130)
        # Everything that was started here has ended; but a thread of the SDK that still calls into an interpreter which
        # is being taken down aborts, with a stack trace on the terminal.
        screen.stop()
        sys.stdout.flush()
        os._exit(130)
    finally:
        screen.stop()


async def _ended_by_term(holding: Coroutine[None, None, Result]) -> Result:
    """A supervisor says TERM: the meeting is closed then, as when a person presses Ctrl-C."""
    held = asyncio.ensure_future(holding)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, held.cancel)
    return await held
