"""Somebody on two devices whose network comes and goes keeps seat and floor, and is away only when both are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from uuid import UUID

import aiohttp

from tests.crash import ledger
from tests.crash.assembly import Head, assembled
from tests.crash.delegate import Delegate
from tests.crash.installation import Installation
from tests.crash.racing import Said


@asynccontextmanager
async def on_a_device(client: aiohttp.ClientSession, meeting: UUID, head: Head) -> AsyncIterator[Delegate]:
    """Follow the meeting on one more device, which is switched off at the end."""
    device = Delegate(head, meeting, Random(), lambda _: None)
    following = asyncio.create_task(device.take_part(client, asyncio.Event()))
    try:
        async with asyncio.timeout(30):
            while not device.live:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        yield device
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def test_the_floor_outlives_a_device_that_comes_and_goes(shared: Installation) -> None:
    """R13; that one of two takes the sound over is in tests/media/test_door.py."""
    meeting, (chair, speaker) = await asyncio.to_thread(assembled, 2)

    def lines() -> list[str]:
        told = ledger.told(meeting, shared.home)
        return [kind for _, kind, body in told if kind.startswith("lines.line") and "D001" in body.values()]

    async def until_lines(expected: list[str]) -> None:
        async with asyncio.timeout(30):
            while await asyncio.to_thread(lines) != expected:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async with aiohttp.ClientSession(shared.address, read_bufsize=2**22) as client:
        said = Said(client, meeting)
        async with on_a_device(client, meeting, chair) as screen:
            async with on_a_device(client, meeting, speaker):
                floor = {"to": speaker.delegation, "speaker": speaker.person}
                assert await said.give(chair, "floor.give_floor", floor) == 200
                for _ in range(5):
                    async with on_a_device(client, meeting, speaker):
                        await asyncio.sleep(0.1)
                await asyncio.sleep(1)
                assert lines() == [], "one device was there all the time"
            await until_lines(["lines.line_lost"])
            async with on_a_device(client, meeting, speaker) as back:
                await until_lines(["lines.line_lost", "lines.line_restored"])
                async with asyncio.timeout(30):
                    while not back.view["seq"] == screen.view["seq"] == len(ledger.told(meeting, shared.home)):  # noqa: ASYNC110
                        await asyncio.sleep(0.05)
                assert back.view["floor"]["holder"] == screen.view["floor"]["holder"]
                assert back.view["floor"]["holder"]["delegation"] == speaker.delegation
