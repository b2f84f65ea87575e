"""A seated delegation's camera moves for whoever watches it, and nothing is drawn for nobody."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest
from livekit import rtc

from prachum.media.engine import Address
from prachum.media.rooms import Permission, room_name
from prachum.rules.order import PersonId
from tests.rules.chamber import BOUN, CHAIR, THIDA, VAN, drops, give

from .play import GENEROUS, Play, play, until

pytestmark = pytest.mark.engine


class Viewer:
    """Somebody who looks at one person, and keeps the light of each picture."""

    def __init__(self) -> None:
        self.room = rtc.Room()
        self.seen: list[bytes] = []
        self._watching: asyncio.Task[None] | None = None

    async def look_at(self, playing: Play, person: PersonId) -> None:
        name = room_name(playing.meeting, 1)
        token = playing.rooms.token(name, playing.rooms.identity(playing.meeting, "a viewer"), Permission())
        self.room.on("track_subscribed", self._watch)
        await self.room.connect(playing.rooms.address.url, token, rtc.RoomOptions(auto_subscribe=False))
        identity = playing.bots[person].identity
        await until(lambda: identity in self.room.remote_participants)
        await until(lambda: self._cameras(identity))
        self._cameras(identity)[0].set_subscribed(True)

    def _cameras(self, identity: str) -> list[rtc.RemoteTrackPublication]:
        published = self.room.remote_participants[identity].track_publications.values()
        return [one for one in published if one.source == rtc.TrackSource.SOURCE_CAMERA]

    def _watch(self, track: rtc.Track, *_: object) -> None:
        self._watching = asyncio.create_task(self._keep(track))

    async def _keep(self, track: rtc.Track) -> None:
        stream = rtc.VideoStream(track, format=rtc.VideoBufferType.I420)
        try:
            async for event in stream:
                self.seen.append(bytes(event.frame.data[: event.frame.width * event.frame.height]))
        finally:
            await stream.aclose()

    async def leave(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await self.room.disconnect()


@asynccontextmanager
async def viewer() -> AsyncIterator[Viewer]:
    looking = Viewer()
    try:
        yield looking
    finally:
        await looking.leave()


async def test_whoever_looks_sees_a_picture_that_moves(home: Path) -> None:
    async with play(Address.of(home), THIDA, VAN) as playing, viewer() as looking:
        give(playing.sitting, THIDA)
        await playing.tell()
        await until(lambda: all("camera" in bot.publishes for bot in playing.bots.values()))
        await looking.look_at(playing, THIDA)
        await until(lambda: len(looking.seen) > 16, GENEROUS * 2)
        first, last = (np.frombuffer(picture, np.uint8).astype(int) for picture in (looking.seen[8], looking.seen[16]))
        assert first.size == last.size
        assert np.abs(first - last).max() > 60


async def test_nothing_is_drawn_before_somebody_looks_and_slowly_for_those_off_stage(home: Path) -> None:
    async with play(Address.of(home), THIDA, BOUN, CHAIR) as playing, viewer() as looking:
        await until(lambda: all("camera" in bot.publishes for bot in playing.bots.values()))
        give(playing.sitting, THIDA)
        await playing.tell()
        await looking.look_at(playing, BOUN)
        await until(lambda: playing.bots[BOUN].draws)
        assert not playing.bots[THIDA].draws
        assert not playing.bots[CHAIR].draws
        lively = {person: bot.lively for person, bot in playing.bots.items()}
        assert lively == {THIDA: True, CHAIR: True, BOUN: False}


async def test_a_delegation_whose_line_is_lost_shows_nothing(home: Path) -> None:
    async with play(Address.of(home), THIDA) as playing:
        await until(lambda: "camera" in playing.bots[THIDA].publishes)
        drops(playing.sitting, playing.sitting.state.delegations.people[THIDA].delegation)
        await playing.tell()
        await until(lambda: not playing.bots[THIDA].publishes)
