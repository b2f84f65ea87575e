"""Who reads nothing of a stream holds nothing that others do not hold too, and nobody opens them without end."""

import asyncio

import httpx
import pytest

from prachum.live import hubs
from prachum.live.hub import Hub
from prachum.live.limits import Limit
from prachum.registry.models import Meeting
from tests.live.clients import PATIENCE, Caller, Served, Sit
from tests.live.test_crowds import resident
from tests.live.test_untaken import DEAF, LARGE, deaf
from tests.registry.hall import CAN_HEAD


async def test_who_reads_nothing_of_a_stream_holds_no_view_of_their_own(
    begun: Meeting, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hub, "_as_json", lambda *_: LARGE)
    before, plane = resident(), served.application.plane
    assert plane is not None
    lines = [deaf(served, f"/api/meetings/{begun.id}/stream") for _ in range(DEAF)]
    try:
        for line in lines:
            await line.__aenter__()
        async with asyncio.timeout(PATIENCE):
            while sum(not one.missed for hub in plane.hubs for one in hub.streams) < DEAF:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert resident() - before < len(LARGE) + DEAF * 1_000_000
    finally:
        for line in lines:
            await line.__aexit__(None, None, None)


async def test_streams_are_opened_so_often_and_no_more(
    begun: Meeting, served: Served, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "OPENS", Limit(burst=3, per_second=0.01))
    monkeypatch.setattr(hubs, "CROWD_OPENS", Limit(burst=5, per_second=0.01))

    async def opened(caller: Caller) -> int:
        async with (
            httpx.AsyncClient(verify=False) as client,
            client.stream("GET", caller.path("stream"), headers=caller.headers()) as answer,
        ):
            return answer.status_code

    strangers = [await opened(Caller(served.address, begun.id, cookie=f"{number:032}")) for number in range(7)]
    assert strangers == [200] * 5 + [429] * 2
    canada = await sit(begun, CAN_HEAD)
    assert [await opened(canada) for _ in range(4)] == [200] * 3 + [429]
