"""While the engine is away whoever comes waits for it, not each for themselves, and comes in as what they are then."""

import asyncio
from typing import cast

import pytest

from prachum.media import returning
from prachum.media.door import NOT_ADMITTED
from prachum.media.engine import Address
from prachum.media.returning import Returning
from prachum.media.rooms import Rooms
from tests.media.house import opened
from tests.media.test_door import JOIN, status


class Away:
    """An engine that is there when it has been asked so often."""

    def __init__(self, times: int) -> None:
        self.times, self.asked = times, 0

    async def answers(self) -> bool:
        self.asked += 1
        return self.asked >= self.times


async def test_all_who_wait_come_in_together_once_it_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "WAITED", 60.0)
    engine = Away(4)
    waiting = Returning(cast(Rooms, engine))
    waiting.away = True
    async with asyncio.timeout(15):
        await asyncio.gather(*(waiting.wait() for _ in range(200)))
    assert not waiting.away
    assert engine.asked == 4


async def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "WAITED", 0.2)
    waiting = Returning(cast(Rooms, Away(10**9)))
    waiting.away = True
    async with asyncio.timeout(2):
        await waiting.wait()
    assert waiting.away


async def test_who_waited_comes_in_as_what_they_are_afterwards(unused_tcp_port: int) -> None:
    async with opened(Address(f"http://127.0.0.1:{unused_tcp_port}", "key", "secret" * 8)) as house:
        house.admits("tha-head", "microphone")
        assert await status(house.url("tha-head") + JOIN) == 503
        waiting = house.door._engine
        assert waiting.away

        async def sent_out_meanwhile() -> None:
            house.admissions["tha-head"] = NOT_ADMITTED

        waiting.wait = sent_out_meanwhile  # type: ignore[method-assign]
        assert await status(house.url("tha-head") + JOIN) == 403
        assert house.asked == ["tha-head"] * 3
        assert not house.sockets("tha-head")
