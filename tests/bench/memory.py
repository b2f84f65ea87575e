"""A long meeting opens within a second, and each who follows costs the web process some kilobytes."""

import subprocess
import sys
import time
import urllib.request
from itertools import cycle
from resource import RUSAGE_CHILDREN, getrusage
from uuid import UUID, uuid4

import uvloop

from prachum.journal import export
from prachum.registry import taking
from prachum.registry.models import Meeting, User
from tests.bench.figures import Figures, figure, ratio
from tests.bench.journals import HOURS, exported, long_meeting
from tests.bench.served import Served, many_files, running
from tests.bench.streams import OF_ONE_SESSION, Seen, asked, joined, leave
from tests.registry.hall import BEGINS, PEOPLE, TITLE, hall, in_session

STREAMS = 1000
EMPTY = "from prachum.ready import make_ready; make_ready(); "
OPENING = f"{EMPTY} from uuid import UUID; from prachum.journal import read; read.state(UUID({{meeting!r}})); "
RESIDENT = "print(open('/proc/self/status').read().split('VmRSS:')[1].split()[0])"


def measure(repetitions: int, streams: int = STREAMS, hours: float = HOURS) -> Figures:
    """A fresh process that opens the journal beside one that opens none; a web process with and without streams."""
    many_files()
    long, entries = _entered(hours)
    meeting = hall()
    in_session(meeting)
    holder = User.objects.create_user(f"bench-{uuid4().hex[:8]}")
    empty, opened, views, watchers, seated = [], [], [], [], []
    for _ in range(repetitions):
        empty.append(_process(EMPTY + RESIDENT))
        opened.append(_process(OPENING.format(meeting=str(long)) + RESIDENT))
        people = [person for person, _ in zip(cycle(PEOPLE), range(streams // OF_ONE_SESSION + 1), strict=False)]
        keys = [taking.give_token(meeting, holder, label="bench", person=one) for one in people]
        with running("prachum.serving") as served:
            views.append(_first_view(served, long))
            watchers.append(uvloop.run(_kilobytes(served, meeting.id, streams, [])))
        with running("prachum.serving") as served:
            seated.append(uvloop.run(_kilobytes(served, meeting.id, streams, keys)))
    both = list(zip(empty, opened, strict=True))
    return {
        "an empty process": figure("ms", [one for one, _ in empty]),
        f"a process that opens a meeting of {entries} entries": figure("ms", [one for one, _ in opened]),
        f"opening {entries} entries, by itself": figure("ms", [b - a for (a, _), (b, _) in both]),
        "the same ÷ an empty process": ratio([one for one, _ in opened], [one for one, _ in empty]),
        "memory of the state": figure("MB", [b - a for (_, a), (_, b) in both]),
        "its first view from a web process": figure("ms", views),
        "web process, memory per stream that watches": figure("kB", watchers),
        "web process, memory per stream with a seat": figure("kB", seated),
    }


def _entered(hours: float) -> tuple[UUID, int]:
    """A long meeting in this installation's journal, which anybody may watch."""
    meeting = uuid4()
    entries = long_meeting(meeting, hours)
    export.load(exported(meeting, entries))
    Meeting.objects.create(
        id=meeting, ref="long", title=TITLE, rehearsal=True, scheduled=BEGINS, zone="UTC", languages=["en"]
    )
    return meeting, len(entries)


def _process(said: str) -> tuple[float, float]:
    """Milliseconds of CPU and MB of a Python that does this."""
    before = getrusage(RUSAGE_CHILDREN)
    ended = subprocess.run([sys.executable, "-c", said], check=True, capture_output=True, text=True)
    after = getrusage(RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took * 1000, int(ended.stdout.split()[-1]) / 1024


def _first_view(served: Served, meeting: UUID) -> float:
    began = time.perf_counter()
    with urllib.request.urlopen(f"{served.address}/api/meetings/{meeting}/view", timeout=60) as answer:
        answer.read()
    return (time.perf_counter() - began) * 1000


async def _kilobytes(served: Served, meeting: UUID, many: int, keys: list[str]) -> float:
    """Per stream; each of so many keys opens its share, none are needed to watch."""
    path, seen = f"/api/meetings/{meeting}/stream", Seen()
    asks = [asked(path, {"Authorization": f"Bearer {key}"}) for key in keys] or [asked(path, {})]
    first = await joined(served, seen, asks)
    before = served.status("VmRSS")
    rest = await joined(served, seen, [asks[number % len(asks)] for number in range(many)])
    found = (served.status("VmRSS") - before) / many
    leave(first + rest)
    return found
