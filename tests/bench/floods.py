"""S16: while one of them sends what is malformed, endless or slow, the others' acts take no longer."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from prachum.registry import taking
from prachum.registry.models import User
from tests.bench.acts import SETTLED, acts, back
from tests.bench.figures import Figures, figure, percentile, ratio
from tests.bench.present import keys_of_all, present
from tests.bench.served import running
from tests.registry.hall import MYS_HEAD, hall, in_session

CHAIRS = 4
"""Sessions that act at a time."""
ROUNDS, EACH = 5, 40
"""Rounds of one repetition, and acts of each session in a round, first alone and then beside who floods."""


def measure(repetitions: int, rounds: int = ROUNDS, each: int = EACH) -> Figures:
    """POST → 200 of acts, alone and beside fifty bad requests a second and fifty that never end."""
    meeting = hall()
    in_session(meeting)
    holder = User.objects.create_user(f"bench-{uuid4().hex[:8]}")
    keys = [taking.give_token(meeting, holder, label="bench", person=MYS_HEAD) for _ in range(CHAIRS)]
    there, got = list(keys_of_all(meeting).values()), list[dict[str, int]]()
    alone, beside = list[list[float]](), list[list[float]]()
    with running("tests.bench.unlimited") as served:
        for _ in range(repetitions):
            times = asyncio.run(_round(served.address, meeting.id, there, keys, (rounds, each), got))
            alone.append(times[0])
            beside.append(times[1])
    tail = [[percentile(times, 0.99) for times in runs] for runs in (alone, beside)]
    middle = [[percentile(times, 0.5) for times in runs] for runs in (alone, beside)]
    answered = [sum(many for status, many in said.items() if status.isdigit()) for said in got]
    refused = [sum(many for status, many in said.items() if status[0] == "4") for said in got]
    return {
        "act alone, p50": figure("ms", middle[0]),
        "act beside a flood, p50": figure("ms", middle[1]),
        "act beside a flood ÷ alone, p50": ratio(middle[1], middle[0]),
        "act alone, p99": figure("ms", tail[0]),
        "act beside a flood, p99": figure("ms", tail[1]),
        "act beside a flood ÷ alone, p99": ratio(tail[1], tail[0]),
        "bad requests answered, a round": figure("", answered),
        "of these refused": figure("", refused),
        "and slow ones that still dawdle": figure("", [said["slow"] for said in got]),
    }


async def _round(
    address: str,
    meeting: UUID,
    there: list[str],
    keys: list[str],
    size: tuple[int, int],
    got: list[dict[str, int]],
) -> tuple[list[float], list[float]]:
    alone, beside = list[float](), list[float]()
    rounds, each = size
    async with present(address, meeting, there):
        await asyncio.sleep(SETTLED)
        await back(address, meeting, keys[0])
        await acts(address, meeting, keys, 1)
        for _ in range(rounds):
            alone += await acts(address, meeting, keys, each)
            with _flooded(address, meeting, got):
                await asyncio.sleep(SETTLED)
                beside += await acts(address, meeting, keys, each)
    return alone, beside


@contextmanager
def _flooded(address: str, meeting: UUID, got: list[dict[str, int]]) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.bench.flooding", address, str(meeting)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as flooding:
        try:
            yield
        finally:
            flooding.send_signal(signal.SIGTERM)
            said, _ = flooding.communicate(timeout=30)
    got.append(json.loads(said))
