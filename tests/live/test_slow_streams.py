"""Whoever reads a stream slowly has it, and who reads nothing of it holds nothing that others do not hold too."""

import asyncio

import httpx
import pytest

from prachum import bounded
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


async def test_who_reads_a_stream_slowly_is_not_cut_off(
    begun: Meeting, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "STALLED", 1.0)
    monkeypatch.setattr(Hub, "_as_json", lambda *_: LARGE)
    loop, size = asyncio.get_running_loop(), 0
    async with deaf(served, f"/api/meetings/{begun.id}/stream", 65_536) as line:
        until = loop.time() + 6 * bounded.STALLED
        while size < len(LARGE):
            piece = await loop.sock_recv(line, 20_000 if loop.time() < until else 1_000_000)
            assert piece, f"cut off after {size} of {len(LARGE)}"
            size += len(piece)
            if loop.time() < until:
                await asyncio.sleep(0.1)


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
