"""A rehearsal's time passes by its own durations, at whatever speed."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from prachum.workers.pace import Pace

BEGAN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Slept:
    """A machine whose time passes only while somebody sleeps, and which wakes them a little early."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def monotonic(self) -> float:
        return sum(self.seconds)

    async def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds if len(self.seconds) % 2 else seconds * 0.99)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Slept:
    machine = Slept()
    monkeypatch.setattr(asyncio, "sleep", machine.sleep)
    return machine


@pytest.mark.parametrize(("speed", "slept"), [(1.0, 60), (10.0, 6), (0.5, 120)])
async def test_a_minute_takes_as_long_as_the_speed_says(machine: Slept, speed: float, slept: float) -> None:
    pace = Pace(BEGAN, speed, machine.monotonic)
    await pace.until(BEGAN + MINUTE)
    assert machine.monotonic() == pytest.approx(slept)
    assert pace.now() >= BEGAN + MINUTE - timedelta(milliseconds=1)


async def test_as_fast_as_possible_nobody_waits_and_the_minute_passes(machine: Slept) -> None:
    pace = Pace(BEGAN, None, machine.monotonic)
    await pace.until(BEGAN + MINUTE)
    assert (machine.seconds, pace.now()) == ([], BEGAN + MINUTE)


async def test_time_never_goes_back_to_a_moment_that_has_passed(machine: Slept) -> None:
    pace = Pace(BEGAN, None, machine.monotonic)
    await pace.until(BEGAN + MINUTE)
    await pace.until(BEGAN)
    assert pace.now() == BEGAN + MINUTE
