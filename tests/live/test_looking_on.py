"""Whoever follows or only listens without a seat is counted on every screen: nobody hears unseen."""

import asyncio
from uuid import UUID, uuid4

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
    assert served.application.plane is not None
    hubs = served.application.plane.hubs
    async with following(await sit(begun, THA_HEAD)) as (seated,):
        listens = Caller(served.address, begun.id, bearer=token)
        who = (await listens.view()).json()["person"]
        hubs.sockets(UUID(str(begun.id)), who, 2)
        await looking_on(seated, 2)
        async with following(listens):
            await looking_on(seated, 1)
        hubs.sockets(UUID(str(begun.id)), who, 0)
        hubs.sockets(UUID(str(begun.id)), THA_HEAD, 1)
        await looking_on(seated, 0)
