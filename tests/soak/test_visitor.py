"""Who was cut off in silence is away, whatever the server does meanwhile."""

import asyncio
from random import Random
from typing import cast
from uuid import UUID

import aiohttp
from aiohttp import web

from prachum.rules.order import DelegationId, PersonId
from tests.crash.assembly import Head
from tests.crash.delegate import AGAIN
from tests.soak.crowd import Crowd
from tests.soak.visitor import Hall, Visitor


class NoLines:
    """A crowd without media."""

    def come(self, name: str, address: str, token: str) -> None:
        pass

    def leave(self, name: str, how: str) -> None:
        pass


async def test_who_was_cut_off_while_the_server_was_away_does_not_come_back(unused_tcp_port: int) -> None:
    asked = set()

    async def stream(request: web.Request) -> web.Response:
        asked.add(request.headers["Authorization"].split()[-1])
        return web.Response()

    async with aiohttp.ClientSession(f"http://127.0.0.1:{unused_tcp_port}") as client:
        hall = Hall(client, "", UUID(int=1), cast(Crowd, NoLines()))
        stays, leaves = (
            Visitor(
                Head(PersonId(who), DelegationId(who), who, presides=False), hall.meeting, Random(1), print, hall=hall
            )
            for who in ("stays", "leaves")
        )
        stays.come(0)
        leaves.come(0)
        await asyncio.sleep(2 * AGAIN)
        leaves.leave(1, "cut")
        application = web.Application()
        application.router.add_get("/{any:.*}", stream)
        runner = web.AppRunner(application)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
            while not asked:  # noqa: ASYNC110
                await asyncio.sleep(AGAIN)
            await asyncio.sleep(5 * AGAIN)
            assert asked == {"stays"}
        finally:
            await stays.rest()
            await leaves.rest()
            await runner.cleanup()
