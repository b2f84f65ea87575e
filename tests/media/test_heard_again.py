"""Whatever ends the engine, those in the meeting hear each other again without doing anything."""

import asyncio
import os
import signal
from collections.abc import Callable

import pytest

from prachum.media.engine import Address

from .conftest import Installation
from .house import bots, opened

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
async def test_the_floor_is_heard_again(install: Callable[[], Installation], blow: signal.Signals) -> None:
    installation = install()
    pids = installation.start()
    async with opened(Address.of(installation.home)) as house, bots() as bot:
        house.admits("tha-head", "microphone")
        house.admits("obs")
        speaker, observer = bot(), bot()
        await observer.join(house.url("obs"))
        await speaker.join(house.url("tha-head"))
        await speaker.publish_tone()
        me = house.identity("tha-head")
        await observer.until_hearing(me)

        os.kill(pids["engine"], blow)
        await asyncio.to_thread(installation.wait, "engine", "up")
        # A second of sound is more than any buffer still held.
        await observer.until_hearing(me, frames=100, wait=60)
        assert (house.meeting, "tha-head", 0) in house.changes
        assert (await house.rooms.present(house.room))[me].permission.publish == {"microphone"}
