"""The engine does as the journal says, whatever was lost, late, doubled or forged on the way (R04, R05, R06)."""

import asyncio
import json
import os
import signal
import time
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from uuid import uuid4

import aiohttp
import pytest
from livekit import api

from prachum.media import webhook
from prachum.media.engine import Address
from prachum.media.rooms import room_name
from prachum.rules.delegations import WithdrawAccreditation
from prachum.rules.floor.turns import TakeFloorBack
from prachum.settings import DATA
from tests.hostile.sitting import SHOWS_FACE, SPEAKS, Sitting, speaker
from tests.hostile.started import intruder, line_of
from tests.live.clients import Caller, in_thread
from tests.registry.hall import MYS_HEAD, SECRETARY, THA, THA_ADVISER, THA_HEAD, act

pytestmark = pytest.mark.engine
ROUNDS = int(os.environ.get("PRACHUM_ROUNDS", "10"))


async def enters(chair: Caller, kind: str, body: Mapping[str, object]) -> None:
    """A person has a hundred and twenty acts at once, and twenty a second in many rounds."""
    while (said := await chair.send(kind, body)).status_code == 429:  # noqa: ASYNC110 the server tells nobody
        await asyncio.sleep(0.2)
    assert said.status_code == 200


async def test_r04_the_last_word_counts_however_fast_the_floor_goes_to_and_fro(there: Sitting) -> None:
    chair, thailand = await there.by_token(MYS_HEAD), await there.by_link(THA_HEAD)
    async with intruder(line_of(thailand), thailand.headers()) as comes:
        await comes.until("joined")
        for last in (SHOWS_FACE, SPEAKS):
            for number in range(ROUNDS):
                await enters(chair, "floor.take_floor_back", {"holder": "THA"})
                if last is SPEAKS or number < ROUNDS - 1:
                    await enters(chair, "floor.give_floor", {"to": "THA", "speaker": THA_HEAD})
                await asyncio.sleep(0.05)
            await there.may(THA_HEAD, last)
            # Nothing that was said earlier comes late and undoes it.
            await asyncio.sleep(1.2)
            seen = await there.present(THA_HEAD)
            assert seen is not None
            assert seen.permission == last
            if last is SHOWS_FACE:
                await chair.send("floor.give_floor", {"to": "THA", "speaker": THA_HEAD})


async def test_r05_what_was_entered_when_the_web_part_died_is_done_by_the_next(there: Sitting) -> None:
    thailand, adviser = await there.by_link(THA_HEAD), await there.by_link(THA_ADVISER)
    async with (
        intruder(line_of(thailand), thailand.headers()) as speaks,
        intruder(line_of(adviser), adviser.headers()) as listens,
    ):
        await asyncio.gather(speaks.until("joined"), listens.until("joined"))
        speaks.does("publish", "microphone", 660)
        await listens.until("packet")
        await there.may(THA_HEAD, SPEAKS)
        web = there.up.pid("web")
        assert web
        os.kill(web, signal.SIGSTOP)
        # Entered, and nobody is left who could tell the engine: both stay in its room without a word of signalling.
        await in_thread(act, there.meeting.id, TakeFloorBack(THA), MYS_HEAD)
        await in_thread(act, there.meeting.id, WithdrawAccreditation(THA_ADVISER), SECRETARY)
        entered = time.monotonic()
        assert (await there.rooms.present(room_name(there.meeting.id, 1)))[there.identity(THA_ADVISER)]
        await asyncio.to_thread(there.up.kill, "web")
        await there.agrees(THA_HEAD, lambda seen: seen is None or "microphone" not in seen.permission.publish)
        await there.agrees(THA_ADVISER, lambda seen: seen is None)
        assert listens.last("packet", entered) < 20


async def test_r06_reports_are_hints_whether_lost_doubled_late_or_forged(there: Sitting) -> None:
    address = Address.of(DATA)
    room = room_name(there.meeting.id, 1)
    async with speaker(there) as speaks, aiohttp.ClientSession() as session:
        await there.may(THA_HEAD, SPEAKS)

        async def report(event: str, name: str, secret: str, at: int = 0) -> int:
            said = {"event": event, "room": {"name": name}, "id": "EV_1", "createdAt": str(at)}
            said |= {"participant": {"identity": there.identity(THA_HEAD)}}
            body = json.dumps(said)
            token = api.AccessToken(address.key, secret).with_sha256(b64encode(sha256(body.encode()).digest()).decode())
            async with session.post(there.up.address + webhook.PATH, data=body, headers=signed(token)) as answer:
                return answer.status

        hours_ago = int(time.time()) - 3600
        for name in (room, f"{there.meeting.id}.7", f"{uuid4()}.1", "somebody-elses-room", ""):
            for event in ("participant_left", "participant_joined", "room_finished", "track_unpublished"):
                told = [await report(event, name, address.secret, at) for at in (0, 0, hours_ago)]
                assert told == [204, 204, 204]
        assert await report("room_finished", room, "another-secret" * 4) == 401
        await asyncio.sleep(1.2)
        seen = await there.present(THA_HEAD)
        assert seen is not None
        assert (seen.permission, seen.published) == (SPEAKS, frozenset({"microphone"}))
        assert not speaks.left.is_set()


def signed(token: api.AccessToken) -> Mapping[str, str]:
    return {"Authorization": token.to_jwt(), "Content-Type": "application/webhook+json"}
