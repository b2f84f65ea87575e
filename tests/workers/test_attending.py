"""A simulated delegate is on the line, and asks ever more rarely where that is refused."""

import asyncio
from uuid import uuid4

import httpx
import pytest

from prachum.rules.order import PersonId
from prachum.workers import attending


async def test_who_is_refused_asks_ever_more_rarely(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[httpx.Request] = []

    def refused(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(404)

    monkeypatch.setattr(attending, "_token", lambda meeting, person: "a token")
    monkeypatch.setattr(attending, "AGAIN", 0.01)
    attendance = attending.Attendance("http://here", uuid4())
    attendance._client = httpx.AsyncClient(base_url="http://here", transport=httpx.MockTransport(refused))
    attends = asyncio.create_task(attendance.attend(PersonId("tha-head")))
    async with asyncio.timeout(10):
        while not asked:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.6)
    attends.cancel()
    await asyncio.gather(attends, return_exceptions=True)
    await attendance.close()
    assert len(asked) < 12
