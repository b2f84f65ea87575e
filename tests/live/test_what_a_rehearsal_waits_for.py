"""Everybody reads what a rehearsal waits for, and only the rehearsal itself can say it."""

from dataclasses import replace

from prachum.registry import taking
from prachum.registry.models import Meeting
from tests.live.clients import Look, Sit, following, in_thread
from tests.registry.hall import CAN_HEAD, THA_HEAD

WAITS = {"kind": "rehearsal", "state": "waits", "whose": THA_HEAD, "title": {"en": "It waits for Thailand"}}


async def test_only_a_rehearsal_says_what_it_waits_for(still: Meeting, sit: Sit) -> None:
    refused = await (await sit(still, CAN_HEAD)).post("presence", WAITS)
    assert (refused.status_code, refused.json()["code"]) == (403, "presence.rehearsal_only")


async def test_everybody_reads_what_a_rehearsal_waits_for(still: Meeting, sit: Sit, look: Look) -> None:
    canada, watcher = await sit(still, CAN_HEAD), look(still)
    conductor = replace(watcher, bearer=await in_thread(taking.seat_conductor, still))
    async with following(canada, watcher) as streams:
        assert (await conductor.post("presence", WAITS)).status_code == 200
        for stream in streams:
            said = (await stream.until("presence")).content
            assert (said["state"], said["whose"], said["title"]) == ("waits", THA_HEAD, WAITS["title"])


async def test_a_seat_is_given_back_for_the_visitor_who_does_nothing(still: Meeting, sit: Sit) -> None:
    await sit(still, THA_HEAD)
    assert await in_thread(taking.give_back, still.id, THA_HEAD)
    assert not await in_thread(taking.give_back, still.id, THA_HEAD)
