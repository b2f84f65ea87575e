"""Whoever follows or only listens without a seat is counted on every screen: nobody hears unseen."""

import asyncio
from uuid import uuid4

from prachum.registry import taking
from prachum.registry.models import Meeting, User
from tests.live.clients import PATIENCE, Caller, Following, Look, Served, Sit, following, in_thread
from tests.registry.hall import THA_HEAD


async def looking_on(stream: Following, many: int) -> None:
    """Wait until the screen says so."""
    async with asyncio.timeout(PATIENCE):
        while (await stream.until("here")).content["looking_on"] != many:
            pass


async def test_all_are_told_how_many_follow_without_a_seat(begun: Meeting, sit: Sit, look: Look) -> None:
    async with following(await sit(begun, THA_HEAD)) as (seated,):
        await looking_on(seated, 0)
        async with following(look(begun), look(begun)) as (one, other):
            for screen in (seated, one, other):
                await looking_on(screen, 2)
        await looking_on(seated, 0)


async def test_all_are_told_of_a_token_that_follows_and_of_one_that_only_listens(
    begun: Meeting, served: Served, sit: Sit
) -> None:
    holder = await in_thread(User.objects.create, username=uuid4().hex)
    token = await in_thread(lambda: taking.give_token(begun, holder, label="reads"))
    async with following(await sit(begun, THA_HEAD)) as (seated,):
        listens = Caller(served.address, begun.id, bearer=token)
        who = (await listens.view()).json()["person"]
        sockets(served, begun, who, 2)
        await looking_on(seated, 2)
        # Several may share a token: one follows and listens, the other only listens.
        async with following(listens):
            await seated.until("here")
            await looking_on(seated, 2)
            sockets(served, begun, who, 1)
            await looking_on(seated, 1)
        sockets(served, begun, who, 0)
        sockets(served, begun, THA_HEAD, 1)
        await looking_on(seated, 0)


def sockets(served: Served, meeting: Meeting, person: str, count: int) -> None:
    """What the door tells: so many lines of theirs are open."""
    assert served.application.plane is not None
    hubs = served.application.plane.hubs
    (hub,) = [hub for hub in hubs if hub.meeting == meeting.id]
    hub.lines._loop.call_soon_threadsafe(hubs.sockets, meeting.id, person, count)
