"""Who goes through meetings learns nothing by status, size or time, and has to wait before long (S08)."""

import time
from itertools import pairwise
from math import exp
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from prachum.live import admit
from prachum.live.admit import Doorkeeper, NotAdmitted
from prachum.live.security_log import SecurityLog
from prachum.live.wire import Request
from prachum.registry import limits
from prachum.registry.models import Meeting
from tests.live.clients import Caller, Served, Sit, in_thread
from tests.registry.hall import THA_HEAD, hall

TRIES, EACH = 3, 120


@pytest.fixture(scope="module")
def real(databases: None) -> Meeting:
    return hall(rehearsal=False)


def same(one: list[float], other: list[float]) -> float:
    """The p of Kolmogorov and Smirnov: how often two samples of one distribution differ by as much as these."""
    merged = sorted([(value, 1 / len(one)) for value in one] + [(value, -1 / len(other)) for value in other])
    walk = [0.0]
    for _, step in merged:
        walk.append(walk[-1] + step)
    n = len(one) * len(other) / (len(one) + len(other))
    far = (n**0.5 + 0.12 + 0.11 / n**0.5) * max(map(abs, walk))
    return min(1.0, 2 * sum((1.0 if k % 2 else -1.0) * exp(-2 * (k * far) ** 2) for k in range(1, 40)))


def test_the_measure_tells_two_distributions_apart() -> None:
    first = [number / 100 for number in range(100)]
    assert same(first, list(first)) > 0.99
    assert same(first, [value + 0.5 for value in first]) < 0.001


async def test_the_time_of_an_answer_does_not_tell_what_is_there(
    served: Served, real: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admit, "_spent", lambda whose: True)
    found = 0.0
    # A noisy machine may fail it once; what is there fails it every time.
    for _ in range(TRIES):
        found = max(found, same(*await times(served, real.id)))
        if found > 0.01:
            return
    raise AssertionError(f"p = {found}")


async def times(served: Served, real: UUID) -> tuple[list[float], list[float]]:
    there: list[float] = []
    nowhere: list[float] = []
    async with httpx.AsyncClient(verify=False) as client:
        for number in range(2 * EACH):
            into, meeting = (there, real) if number % 2 else (nowhere, uuid4())
            # Another cookie each time, so that nothing is remembered.
            caller = Caller(served.address, meeting, cookie=uuid4().hex)
            began = time.perf_counter()
            answer = await client.get(caller.path("view"), headers=caller.headers())
            into.append(time.perf_counter() - began)
            assert answer.status_code == 404
    assert all(earlier != later for earlier, later in pairwise(there))
    return there, nowhere


async def test_after_many_that_are_not_there_one_waits_and_whoever_sits_does_not(
    served: Served, real: Meeting, begun: Meeting, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_minute", lambda: 50_000_000 + real.created.microsecond)
    monkeypatch.setitem(limits.MOST, "meeting", 6)
    monkeypatch.setattr(served.application.plane.doorkeeper, "_waits", {})  # type: ignore[union-attr]
    seated = await sit(begun, THA_HEAD)
    # An id of 128 bits, 122 of them drawn: 300 tries a minute find one of a million meetings in 10^22 years.
    statuses = [(await Caller(served.address, uuid4()).view()).status_code for _ in range(8)]
    assert statuses == [404] * 6 + [429] * 2
    assert (await Caller(served.address, real.id).view()).status_code == 429, "nor is it told by this"
    assert (await seated.view()).status_code == 200


async def test_a_restart_forgets_nothing_of_it(tmp_path: Path, real: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_minute", lambda: 60_000_000 + real.created.microsecond)
    monkeypatch.setitem(limits.MOST, "meeting", 2)
    codes = []
    for number in range(4):
        log = SecurityLog(tmp_path / f"{number}.log")
        asked = Request("GET", "/", "http", f"2001:db8:0:7::{number}", {"host": "127.0.0.1"}, {})
        with pytest.raises(NotAdmitted) as refused:
            await Doorkeeper(log).who(asked, real.id)
        log.close()
        codes.append(refused.value.status)
    assert codes == [404, 404, 429, 429], "each a doorkeeper of its own, and another address of one network"
    assert not await in_thread(limits.spend, "2001:db8:0:7::/64", "meeting")
