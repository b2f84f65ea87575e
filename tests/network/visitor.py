"""Run as a program, this has a stream and a signalling socket like a browser, and comes back whatever happens."""

import asyncio
import ssl
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import aiohttp

SILENCE = 4.5
"""Seconds after which a browser opens its stream again."""


class Here(aiohttp.abc.AbstractResolver):
    """Every name is at one address."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[Any]:
        return [{"hostname": host, "host": self._address, "port": port, "family": 2, "proto": 0, "flags": 0}]

    async def close(self) -> None:
        """Nothing is kept."""


async def visit(here: str, root: str, address: str, cookie: str) -> None:
    """`address` is the meeting's API with its name, which is to be found at `here`; print each event's name."""
    trust = ssl.create_default_context(cafile=root)
    origin = "/".join(address.split("/")[:3])

    async def again_and_again(doing: Callable[[aiohttp.ClientSession], Awaitable[None]]) -> None:
        while True:
            # A connection of its own each time: one that was cut must not be used again.
            connector = aiohttp.TCPConnector(ssl=trust, resolver=Here(here), force_close=True)
            timeout = aiohttp.ClientTimeout(total=None, connect=2, sock_read=SILENCE)
            told = {"cookie": cookie, "origin": origin}
            async with aiohttp.ClientSession(connector=connector, headers=told, timeout=timeout) as session:
                with suppress(aiohttp.ClientError, TimeoutError, OSError):
                    await doing(session)
            await asyncio.sleep(0.2)

    async def stream(session: aiohttp.ClientSession) -> None:
        async with session.get(f"{address}/stream") as answer:
            async for line in answer.content:
                if line.startswith(b"event: "):
                    sys.stdout.write(line[7:].decode())
                    sys.stdout.flush()

    async def socket(session: aiohttp.ClientSession) -> None:
        asked = f"{address.replace('https', 'wss', 1)}/line/speak/rtc?protocol=15&auto_subscribe=0"
        async with session.ws_connect(asked, timeout=aiohttp.ClientWSTimeout(ws_close=1)) as line:
            sys.stdout.write("socket\n")
            sys.stdout.flush()
            async for _ in line:
                pass

    await asyncio.gather(again_and_again(stream), again_and_again(socket))


if __name__ == "__main__":
    asyncio.run(visit(*sys.argv[1:]))
