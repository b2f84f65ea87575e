"""A long meeting's journal is folded, decoded and verified by the ten thousand entries a second, its loops apart."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from resource import RUSAGE_CHILDREN, getrusage
from uuid import uuid4

from prachum.journal import codec
from prachum.journal import verify as module
from prachum.journal.verify import verify
from prachum.rules import procedure
from prachum.rules.order import Entry, PersonId, Withheld
from tests.bench.figures import Figures, figure, ratio
from tests.bench.journals import exported, long_meeting

ENTRIES = "1000 entries/s"


def measure(repetitions: int, hours: float = 8) -> Figures:
    """Thousands of entries a second of this process's own time, each beside the same loop with nothing in it."""
    meeting = uuid4()
    entries = long_meeting(meeting, hours)
    lines = exported(meeting, entries)
    bodies = [(line["kind"], json.dumps(line["body"])) for line in map(json.loads, lines)]
    nothing = [Entry(one.seq, one.at, one.by, Withheld()) for one in entries]
    doing: dict[str, Callable[[], object]] = {
        "empty loop": partial(_look, entries),
        "empty fold (entries that say nothing)": partial(procedure.replay, nothing),
        "fold": partial(procedure.replay, entries),
        "decode and fold": partial(_decode_and_fold, entries, bodies),
        "read as JSON only": partial(_parse, lines),
        "verify": partial(verify, lines),
    }
    # What is made once per process, such as a kind's parser, is no matter of an entry.
    for one in doing.values():
        one()
    rates: dict[str, list[float]] = {name: [] for name in doing}
    programs = []
    for _ in range(repetitions):
        for name, one in doing.items():
            rates[name].append(len(entries) / _seconds(one) / 1000)
        programs.append(_programs(lines))
    return figures(len(entries), rates) | {
        "an empty Python": figure("ms", [empty for empty, _ in programs]),
        f"a Python that verifies {len(entries)} entries": figure("ms", [full for _, full in programs]),
    }


def figures(count: int, rates: dict[str, list[float]]) -> Figures:
    found: Figures = {f"{name}, journal of {count}": figure(ENTRIES, each) for name, each in rates.items()}

    def times(dear: str, cheap: str) -> Figures:
        return {f"{dear} ÷ {cheap}, time": ratio(rates[cheap], rates[dear])}

    return found | times("fold", "empty fold (entries that say nothing)") | times("verify", "read as JSON only")


def _seconds(task: Callable[[], object]) -> float:
    """CPU time: others may be at work on this machine."""
    began = time.process_time()
    task()
    return time.process_time() - began


def _programs(lines: Sequence[str]) -> tuple[float, float]:
    """Milliseconds of CPU of a process that does nothing, and of one that verifies a file of these lines."""
    took = []
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        for command in (["-c", "pass"], [module.__file__, file.name]):
            before = getrusage(RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
            after = getrusage(RUSAGE_CHILDREN)
            took.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
    return took[0], took[1]


def _look(entries: Sequence[Entry]) -> int:
    return max(one.seq for one in entries)


def _parse(lines: Sequence[str]) -> None:
    for line in lines:
        json.loads(line)


def _decode_and_fold(entries: Sequence[Entry], bodies: Sequence[tuple[str, str]]) -> None:
    """As a journal is opened, but for the database."""
    state = procedure.new()
    for one, (kind, body) in zip(entries, bodies, strict=True):
        by, event = codec.unseal(body) if kind == codec.SEALED else (one.by, codec.decode_event(kind, body))
        state = procedure.apply(state, Entry(one.seq, one.at, PersonId(by), event))
