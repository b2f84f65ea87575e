"""A token is worth what the journal grants its bearer at that moment, and nothing more (S04, S05)."""

import asyncio

import aiohttp
import pytest

from prachum.media.engine import Address
from prachum.media.rooms import Permission, room_name
from prachum.settings import DATA
from tests.hostile.addresses import opened, plain
from tests.hostile.sitting import SHOWS_FACE, Sitting, ear
from tests.hostile.started import intruder, line_of
from tests.hostile.tickets import NEVER_GIVEN, claims, forged
from tests.media.house import until
from tests.registry.hall import THA_HEAD

pytestmark = pytest.mark.engine
TEN_MINUTES = 600


async def test_s04_s05_a_ticket_kept_from_the_floor_gives_no_floor(there: Sitting) -> None:
    thailand = await there.by_link(THA_HEAD)
    me = there.identity(THA_HEAD)
    async with ear(there) as listens:
        async with intruder(line_of(thailand), thailand.headers()) as spoke:
            ticket = (await spoke.until("token"))["token"]
        must_grant_little(ticket, there)
        assert claims(ticket)["video"]["canPublish"], "it was the floor's"
        await there.does("floor.take_floor_back", {"holder": "THA"})
        assert not await opened(there.up.port, {}, plain(there.meeting.id), ticket, *forged(ticket))
        query = {"access_token": ticket, "publish": "more", "hidden": "true", "recorder": "true"}
        async with intruder(line_of(thailand), thailand.headers(), query) as again:
            joined = await again.until("joined")
            assert not joined["hidden"]
            await there.may(THA_HEAD, SHOWS_FACE)
            for source in ("microphone", "screen_sound", "unknown"):
                again.does("ask", source)
            await until(lambda: len(again.times("answered")) == 3, 20)
            seen = await there.present(THA_HEAD)
            assert seen is not None
            assert seen.permission == SHOWS_FACE
            assert not seen.published
            again.does("publish", "microphone", 660)
            await asyncio.sleep(1)
        for one in again.told:
            if one["what"] == "token":
                must_grant_little(one["token"], there)
        assert not listens.times[me]


def must_grant_little(ticket: str, there: Sitting) -> None:
    """It opens one room, for some minutes, and administers, records, hides and describes nothing."""
    said = claims(ticket)
    assert said["video"]["room"] == room_name(there.meeting.id, 1)
    assert not [name for name in NEVER_GIVEN if said["video"].get(name)]
    assert not said.keys() & {"roomConfig", "roomPreset", "sip", "inference", "attributes", "name"}
    assert not said.get("metadata")
    assert said["exp"] - said["nbf"] <= TEN_MINUTES
    assert said["video"]["canPublishData"] is said["video"]["canUpdateOwnMetadata"] is False


async def test_s04_the_engine_itself_believes_no_forged_token(there: Sitting) -> None:
    address = Address.of(DATA)
    await there.rooms.ensure(room_name(there.meeting.id, 1))
    ours = there.rooms.token(room_name(there.meeting.id, 1), "somebody", Permission())
    async with aiohttp.ClientSession() as session:
        for ticket, wanted in ((ours, 200), *((one, 401) for one in forged(ours))):
            told = {"Authorization": f"Bearer {ticket}"}
            async with session.get(f"{address.url}/rtc/validate", headers=told) as answer:
                assert answer.status == wanted
