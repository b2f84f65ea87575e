"""Between a client and the engine passes what the one may say and what the other answers, and no flood of it."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, TypeAlias

import aiohttp

from prachum.media import asking
from prachum.media.kinds import Kinds
from prachum.media.spoken import LONGEST_WAIT, Line

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]

WAITED = 1013
"""The close code of a line that would have to wait for too long: come back."""
CUT = 4403
"""The websocket's close code when the door cuts a line; asking again is answered by 403."""


async def relay(
    engine: aiohttp.ClientWebSocketResponse,
    kinds: Kinds,
    spoken: Line,
    cut: asyncio.Event,
    receive: Receive,
    send: Send,
) -> None:
    """Pass messages both ways until one side ends, or the line is cut, and then end the other."""
    inward = asyncio.ensure_future(_inward(engine, kinds, spoken, receive))
    outward = asyncio.ensure_future(_outward(engine, send))
    severed = asyncio.ensure_future(cut.wait())
    tasks = (inward, outward, severed)
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if (waited := _waited(inward)) or not inward.done():
            code = WAITED if waited else CUT if severed.done() else engine.close_code or 1012
            # 1006 and its like report a broken line and may not be sent; 1012 says "restarting, come back".
            with suppress(Exception):
                await send({"type": "websocket.close", "code": 1012 if code in (1005, 1006, 1015) else code})
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _waited(inward: asyncio.Future[bool]) -> bool:
    return inward.done() and inward.exception() is None and inward.result()


async def _inward(engine: aiohttp.ClientWebSocketResponse, kinds: Kinds, spoken: Line, receive: Receive) -> bool:
    """Pass on what the client says; who says much waits, and whoever else does something has a turn in between.

    While a message waits uvicorn reads nothing more of its line, pongs neither: who goes on and on loses it.  Return
    whether it was to wait for too long.
    """
    clock = asyncio.get_running_loop().time
    while (message := await receive())["type"] == "websocket.receive":
        said = message.get("bytes") or b""
        size = len(said or message.get("text") or "")
        if (wait := spoken.wait(size, clock())) > LONGEST_WAIT:
            return True
        await asyncio.sleep(wait)
        # The engine would read JSON too, which no client of ours writes.
        if (asked := asking.message(said, kinds)) is not None:
            await engine.send_bytes(asked)
    return False


async def _outward(engine: aiohttp.ClientWebSocketResponse, send: Send) -> None:
    async for message in engine:
        if message.type is aiohttp.WSMsgType.BINARY:
            await send({"type": "websocket.send", "bytes": message.data})
        elif message.type is aiohttp.WSMsgType.TEXT:
            await send({"type": "websocket.send", "text": message.data})
