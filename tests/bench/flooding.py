"""Run with an address and a meeting, it asks for what nobody should until it is ended; then it says what it got."""

import asyncio
import json
import signal
import sys
from collections import Counter
from collections.abc import Coroutine
from urllib.parse import urlsplit

PER_SECOND = 50
SLOW = 50
"""So many send their request a byte a second, and never come to its end."""
FROM = "127.0.0.9"
WITHIN = 5.0
HEAD = "{} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{}\r\n"
DEEP = '{"a":' * 10_000
REQUESTS = (
    ("GET /api/meetings/{}/stream", "last-event-id: " + "9" * 5000 + "\r\n"),
    ("GET /api/meetings/{}/view", "cookie: " + "; ".join(f"c{n}=x" for n in range(400)) + "\r\n"),
    ("GET /api/meetings/{}/view", 'cookie: a="' + r"\a" * 4500 + '"\r\n'),
    ("GET /meetings/{}/", "user-agent: " + "(" * 8000 + "\r\n"),
    ("GET /api/meetings/{}/sentences?after=-1e400", ""),
    ("POST /api/meetings/{}/presence", f"content-type: application/json\r\ncontent-length: {len(DEEP)}\r\n"),
    ("POST /api/meetings/{}/commands/request-floor", "content-type: application/json\r\ncontent-length: 99999999\r\n"),
)


class Flood:
    """`got` counts statuses, and by other names what failed; `slow` are those who still dawdle."""

    def __init__(self, address: str, meeting: str) -> None:
        url = urlsplit(address)
        self.host, self.port, self.meeting = str(url.hostname), int(url.port or 80), meeting
        self.got = Counter[str]()
        self.slow = 0

    async def go_on(self, ended: asyncio.Event) -> dict[str, int]:
        dawdling = [asyncio.create_task(self._tried(self._dawdle())) for _ in range(SLOW)]
        asked: set[asyncio.Task[None]] = set()
        number = 0
        while not ended.is_set():
            asked.add(task := asyncio.create_task(self._tried(self._ask(number))))
            task.add_done_callback(asked.discard)
            number += 1
            await asyncio.sleep(1 / PER_SECOND)
        slow = self.slow
        for task in dawdling:
            task.cancel()
        await asyncio.gather(*dawdling, *asked, return_exceptions=True)
        return self.got | {"slow": slow}

    async def _ask(self, number: int) -> None:
        path, headers = REQUESTS[number % len(REQUESTS)]
        reader, writer = await asyncio.open_connection(self.host, self.port, local_addr=(FROM, 0))
        head = HEAD.format(path.format(self.meeting), self.host, headers)
        writer.write(head.encode() + DEEP.encode() * ("presence" in path))
        self.got[(await asyncio.wait_for(reader.readline(), WITHIN)).decode().split(" ")[1]] += 1
        writer.close()

    async def _dawdle(self) -> None:
        _, writer = await asyncio.open_connection(self.host, self.port, local_addr=(FROM, 0))
        writer.write(f"GET /api/meetings/{self.meeting}/stream HTTP/1.1\r\nhost: {self.host}\r\nx-slow: ".encode())
        self.slow += 1
        try:
            while not writer.is_closing():
                writer.write(b"y")
                await asyncio.sleep(1)
        finally:
            self.slow -= 1

    async def _tried(self, one: Coroutine[None, None, None]) -> None:
        try:
            await one
        except (OSError, TimeoutError, IndexError) as failure:
            self.got[type(failure).__name__] += 1


async def flood(address: str, meeting: str) -> None:
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    sys.stdout.write(json.dumps(await Flood(address, meeting).go_on(ended)) + "\n")


if __name__ == "__main__":
    asyncio.run(flood(*sys.argv[1:3]))
