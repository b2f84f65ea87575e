"""The least that a stream costs: an ASGI application that gives what is posted to it to all who listen."""

import asyncio
import sys

import uvicorn

from prachum.live.wire import Receive, Scope, Send

# As in prachum/live/stream.py, which cannot be imported without Django.
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"content-encoding", b"identity"),
    (b"x-accel-buffering", b"no"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]
_listening: set["asyncio.Queue[bytes]"] = set()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/stream":
        return await _stream(receive, send)
    said = b""
    if scope["method"] == "POST":
        said = await _body(receive)
        for queue in _listening:
            queue.put_nowait(said)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
    return None


async def _stream(receive: Receive, send: Send) -> None:
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    _listening.add(queue)
    sending = asyncio.create_task(_send_all(queue, send))
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        _listening.discard(queue)
        sending.cancel()


async def _send_all(queue: "asyncio.Queue[bytes]", send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": b": here\n\n", "more_body": True})
    while True:
        await send({"type": "http.response.body", "body": await queue.get(), "more_body": True})


async def _body(receive: Receive) -> bytes:
    said = bytearray()
    while True:
        message = await receive()
        said += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(said)


if __name__ == "__main__":
    uvicorn.run(
        application,
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        lifespan="off",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        log_level="warning",
    )
