"""Whatever a publisher does or leaves undone, nobody is heard or seen who may not be (S01, S02, S03)."""

import asyncio
import os
import sys
import time
from contextlib import AsyncExitStack

import pytest
from livekit import api

from prachum.media.rooms import Permission, room_name
from prachum.rules.floor.turns import FloorTakenBack
from tests.hostile.sitting import SHOWS_FACE, Ear, Sitting, ear, speaker
from tests.hostile.started import Started, intruder, line_of, quiet
from tests.media.house import Bot, until
from tests.registry.hall import CAN_HEAD, THA_ADVISER, THA_HEAD

pytestmark = pytest.mark.engine
TRIALS = int(os.environ.get("PRACHUM_TRIALS", "1"))
SOURCES = ("microphone", "screen_sound", "camera", "screen", "unknown")


async def test_s01_who_has_no_grant_is_refused_every_source_and_every_message(there: Sitting) -> None:
    adviser = await there.by_link(THA_ADVISER)
    async with ear(there) as listens, intruder(line_of(adviser), adviser.headers()) as raw:
        messages: list[object] = []
        listens.room.on("data_received", messages.append)
        await raw.until("joined")
        raw.does("send", "Malaysia has left the meeting")
        await raw.until("sent")
        for source in SOURCES:
            raw.does("ask", source)
        await until(lambda: len(raw.times("answered")) == len(SOURCES), 20)
        # Who offers a track all the same is thrown out by the engine, and comes back at will.
        raw.does("ask_for_channel")
        raw.does("publish", "microphone", 660)
        await asyncio.sleep(1.5)
        seen = await there.present(THA_ADVISER)
        assert seen is None or (seen.permission, seen.published) == (Permission(), frozenset())
        assert not raw.times("published")
        assert not listens.times[there.identity(THA_ADVISER)]
        assert not messages
        assert not [track for other in listens.room.remote_participants.values() for track in other.track_publications]


async def test_s01_a_voice_is_not_let_in_as_a_picture(there: Sitting) -> None:
    await there.does("floor.take_floor_back", {"holder": "THA"})
    thailand = await there.by_link(THA_HEAD)
    async with ear(there) as listens, intruder(line_of(thailand), thailand.headers()) as raw:
        await there.may(THA_HEAD, SHOWS_FACE)
        raw.does("publish", "voice_as_camera", 660)
        raw.does("publish", "camera", 0)
        assert (await raw.until("published"))["name"] == "camera"
        await asyncio.sleep(1)
        assert len(raw.times("published")) == 1
        assert not listens.times[there.identity(THA_HEAD)]


@pytest.mark.parametrize("named", [True, False], ids=["named", "nameless"])
@pytest.mark.parametrize("first", ["name", "offer"])
async def test_s01_a_voice_is_not_let_in_under_the_name_of_a_picture(there: Sitting, first: str, named: bool) -> None:
    """To the engine (1.13.5) whatever is offered under a camera's name is that camera, and no name is one too."""
    await there.does("floor.take_floor_back", {"holder": "THA"})
    thailand = await there.by_link(THA_HEAD)
    async with ear(there) as listens, intruder(line_of(thailand), thailand.headers()) as raw:
        published: list[object] = []
        listens.room.on("track_published", lambda *said: published.append(said))
        await there.may(THA_HEAD, SHOWS_FACE)
        raw.does("disguise", 660, first, named=named)
        await raw.until("said")
        await asyncio.sleep(2.5)
        assert not published
        assert not (await there.rooms.present(room_name(there.meeting.id, 1)))[there.identity(THA_HEAD)].published
        assert not listens.times[there.identity(THA_HEAD)]


@pytest.mark.parametrize("honest", [True, False])
async def test_s02_once_the_floor_is_taken_back_nobody_hears_the_speaker(there: Sitting, honest: bool) -> None:
    me = there.identity(THA_HEAD)
    thailand = await there.by_link(THA_HEAD)
    async with AsyncExitStack() as people:
        listens = await people.enter_async_context(ear(there))
        spoke: Bot | Started
        if honest:
            spoke = await people.enter_async_context(speaker(there))
        else:
            spoke = await people.enter_async_context(intruder(line_of(thailand), thailand.headers()))
            await spoke.until("joined")
        for trial in range(TRIALS):
            if trial:
                await there.does("floor.give_floor", {"to": "THA", "speaker": THA_HEAD})
                await asyncio.sleep(0.5)
            if isinstance(spoke, Started):
                spoke.does("publish", "microphone", 660)
            elif trial:
                await spoke.publish_tone()
            await listens.until_hearing(me, frames=50)
            await taken_back(there, listens, me)


async def taken_back(there: Sitting, listens: Ear, me: str) -> None:
    """It is entered before it is answered, and after it comes a last sound, and then none."""
    sent = await there.does("floor.take_floor_back", {"holder": "THA"})
    answered = time.monotonic()
    assert isinstance((await there.entered())[-1], FloorTakenBack)
    await quiet(lambda: listens.times[me], lambda: listens.played[me])
    came, played = listens.last(me, sent)
    figures = f"last sound {came}, played {played}, answered {1000 * (answered - sent):.0f} ms after it was sent"
    sys.stderr.write(f"taking back: {figures}\n")
    assert played <= came
    assert not (await there.rooms.present(room_name(there.meeting.id, 1)))[me].published & {"microphone"}


async def test_s02_a_microphone_that_is_only_kept_ready_is_played_to_nobody(there: Sitting) -> None:
    canada, me = await there.by_link(CAN_HEAD), there.identity(CAN_HEAD)
    async with ear(there) as listens, intruder(line_of(canada), canada.headers()) as raw:
        await raw.until("joined")
        raw.does("publish", "microphone", 660)
        await until(lambda: len(listens.times[me]) > 50, 20)
        assert not listens.played[me]


async def test_s03_nobody_opens_a_microphone_that_its_owner_has_shut(there: Sitting) -> None:
    me, name = there.identity(THA_HEAD), room_name(there.meeting.id, 1)
    async with ear(there) as listens, speaker(there) as speaks:
        await listens.until_hearing(me)
        (mine,) = speaks.room.local_participant.track_publications.values()
        assert mine.track is not None
        mine.track.mute()
        await quiet(lambda: listens.times[me])
        opened = api.MuteRoomTrackRequest(room=name, identity=me, track_sid=mine.sid, muted=False)
        with pytest.raises(api.ServerError, match="remote unmute"):
            await there.rooms._api.room.mute_published_track(opened)
        before = len(listens.times[me])
        await there.does("floor.interrupt_speaker")
        await there.does("floor.end_interruption")
        await asyncio.sleep(1)
        assert len(listens.times[me]) == before
        assert mine.track.muted
