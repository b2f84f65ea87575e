"""A leak is a memory, a number of threads or of open files that grows for as long as a process lives."""

import os
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median

WARM_UP, LEAST = 180.0, 600.0
"""Seconds of a life that are not looked at, since caches fill and everybody comes; and of which fewer say nothing."""
EVERY = 60.0
"""Of each minute only the least counts: what is used and given back is no leak."""
PER_ENTRY = 0.004
"""MB: the state of a meeting of eight hours takes 1.8 kB for each entry (docs/performance.md); its views as much."""
ALLOWED: Mapping[str, float] = {"memory": 12.0, "threads": 4.0, "files": 12.0}
"""Per hour.  With twenty people coming and going in a minute, 10 kB that each leaves behind is 12 MB an hour; and a
thread or file lost at one in a hundred comings is 12."""
UNITS = {"memory": "MB", "threads": "", "files": ""}


@dataclass(frozen=True, slots=True)
class Sample:
    """At a moment (seconds): MB, resident or, of a program in Go, in use; threads; open files."""

    at: float
    memory: float
    threads: float
    files: float


@dataclass(frozen=True, slots=True)
class Growth:
    """Of one life of one part, in so many minutes of it; `leaks` is None where these are too few to say.

    `floors` is the least of each minute, from the beginning of the life: whether what grows does so ever more slowly.
    """

    part: str
    pid: int
    what: str
    first: float
    last: float
    minutes: float
    per_hour: float | None
    allowed: float
    leaks: bool | None
    floors: tuple[float, ...]


def sample(pid: int, at: float) -> Sample | None:
    """What the kernel says of a process; None where it has ended."""
    with suppress(OSError, ValueError):
        said = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        if "VmRSS" in said:
            files = len(os.listdir(f"/proc/{pid}/fd"))
            return Sample(at, int(said["VmRSS"].split()[0]) / 1024, int(said["Threads"]), files)
    return None


TRACED = {"GODEBUG": "gctrace=1"}
"""The environment in which a program in Go tells in its log of each collection, and what was in use after it."""
COLLECTED = re.compile(rb"^gc \d+ @.* \d+->\d+->(\d+) MB, .* (\d+) MB stacks, ", re.M)


def in_use(log: Path) -> float | None:
    """MB in use, heap and stacks, after the last collection that this log of TRACED tells of, or the log before it.

    What is resident says little of Go: it gives back late what it has used.  None where neither tells of one.
    """
    for path in (log, log.with_name(f"{log.name}.1")):
        with suppress(OSError):
            if found := COLLECTED.findall(path.read_bytes()):
                return float(sum(map(int, found[-1])))
    return None


def growths(part: str, pid: int, life: Sequence[Sample], entries_per_hour: float) -> list[Growth]:
    """What of this life grew, and whether by more than is allowed."""
    watched = [one for one in life if one.at - life[0].at >= WARM_UP]
    lasted = watched[-1].at - watched[0].at if watched else 0.0
    found = []
    for what, allowed in ALLOWED.items():
        if what == "memory" and part == "web":
            allowed += PER_ENTRY * entries_per_hour
        per_hour = slope(_points(watched, what)) if lasted >= LEAST else None
        leaks = None if per_hour is None else per_hour > allowed
        first, last = (float(getattr(life[end], what)) for end in (0, -1))
        least = tuple(round(value, 1) for value, _ in floors(_points(life, what)))
        found.append(Growth(part, pid, what, first, last, lasted / 60, per_hour, allowed, leaks, least))
    return found


def _points(life: Sequence[Sample], what: str) -> list[tuple[float, float]]:
    return [(one.at, float(getattr(one, what))) for one in life]


def floors(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The least value of each minute, and when that was."""
    minutes: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    for at, value in points:
        minutes[int((at - points[0][0]) / EVERY)].append((value, at))
    return [min(of) for of in minutes.values()]


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Per hour, the median of the slopes between all pairs of the minutes' least, as of Theil and Sen."""
    slopes = [(b - a) / (later - at) for (a, at), (b, later) in combinations(floors(points), 2) if later != at]
    return 3600 * median(slopes) if slopes else 0.0
