"""Run with an address and a meeting, it asks for what nobody should until it is ended; then it says what it got."""

import asyncio
import json
import signal
import sys
from collections import Counter
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


async def flood(address: str, meeting: str) -> None:
    url, ended, got = urlsplit(address), asyncio.Event(), Counter[str]()
    host, port = str(url.hostname), int(url.port or 80)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)

    async def ask(number: int) -> None:
        path, headers = REQUESTS[number % len(REQUESTS)]
        reader, writer = await asyncio.open_connection(host, port, local_addr=(FROM, 0))
        writer.write(HEAD.format(path.format(meeting), host, headers).encode() + DEEP.encode() * ("presence" in path))
        got[(await asyncio.wait_for(reader.readline(), WITHIN)).decode().split(" ")[1]] += 1
        writer.close()

    async def dawdle() -> None:
        _, writer = await asyncio.open_connection(host, port, local_addr=(FROM, 0))
        writer.write(f"GET /api/meetings/{meeting}/stream HTTP/1.1\r\nhost: {host}\r\nx-slow: ".encode())
        while not writer.is_closing():
            writer.write(b"y")
            await asyncio.sleep(1)

    async def tried(one: "asyncio.Future[None]") -> None:
        try:
            await one
        except (OSError, TimeoutError, IndexError) as failure:
            got[type(failure).__name__] += 1

    slow = [asyncio.create_task(tried(asyncio.ensure_future(dawdle()))) for _ in range(SLOW)]
    asked: set[asyncio.Task[None]] = set()
    number = 0
    while not ended.is_set():
        asked.add(task := asyncio.create_task(tried(asyncio.ensure_future(ask(number)))))
        task.add_done_callback(asked.discard)
        number += 1
        await asyncio.sleep(1 / PER_SECOND)
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, *asked, return_exceptions=True)
    sys.stdout.write(json.dumps(got) + "\n")


if __name__ == "__main__":
    asyncio.run(flood(*sys.argv[1:3]))
