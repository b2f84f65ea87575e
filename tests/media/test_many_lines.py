"""However many lines go through the door, the next one is not kept waiting, nor is a question to the engine."""

import asyncio

from aiohttp import WSMsgType, web

from prachum.media.engine import Address
from prachum.media.rooms import Rooms

LINES = 130
"""More than the hundred connections that aiohttp would open."""


async def hold(asked: web.Request) -> web.WebSocketResponse:
    line = web.WebSocketResponse()
    await line.prepare(asked)
    async for message in line:
        assert message.type is WSMsgType.TEXT
        await line.send_str(message.data)
    return line


async def none(asked: web.Request) -> web.Response:
    return web.Response(body=b"", content_type="application/protobuf")


async def test_more_than_a_hundred_lines_are_open_at_once() -> None:
    engine = web.Application()
    engine.router.add_get("/rtc", hold)
    engine.router.add_post("/twirp/livekit.RoomService/ListRooms", none)
    runner = web.AppRunner(engine)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        async with Rooms(Address(f"http://{host}:{port}", "key", "secret" * 8)) as rooms, asyncio.timeout(30):
            lines = [await rooms.session.ws_connect(f"{rooms.address.url}/rtc") for _ in range(LINES)]
            for number, line in enumerate(lines):
                await line.send_str(str(number))
            assert [await line.receive_str() for line in lines] == [str(number) for number in range(LINES)]
            assert await rooms.names() == frozenset()
            for line in lines:
                await line.close()
    finally:
        await runner.cleanup()
