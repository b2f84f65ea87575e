"""A stream holds no more than a bounded queue: a reader who is too slow for it gets a whole view instead."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from prachum.live.wire import NEVER_CACHED, Receive, Request, Send, dumped
from prachum.registry.seats import Seat
from prachum.rules.visibility import Audience

LONGEST_QUEUE, LARGEST_QUEUE = 64, 512 * 1024
"""Messages and bytes that wait for one reader before they are dropped for a whole view."""
STALLED = 20.0
"""Seconds after which a reader that takes nothing at all is cut off."""
DOUBTED = 2.5
"""Seconds that a reader, whose signalling socket was lost, has to ask us for anything: TCP may not know for minutes.

A browser that is there after all asks the door again within one."""
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    # Django's compression and every proxy in between must leave the stream alone.
    (b"content-encoding", b"identity"),
    (b"x-accel-buffering", b"no"),
    *NEVER_CACHED,
]


def event(name: str, content: object, head: bytes = b"") -> bytes:
    """One server-sent event; `head`, `SEQ:DIGEST` of the journal's last entry, becomes its id."""
    return framed(name, dumped(content), head)


def framed(name: str, content: bytes, head: bytes = b"") -> bytes:
    """The same for content that is JSON already, on one line."""
    number = b"id: %s\n" % head if head else b""
    return b"event: %s\n%sdata: %s\n\n" % (name.encode(), number, content)


@dataclass(eq=False, slots=True)
class Stream:
    """One reader: whose seat it is, with what they asked, at which `seq` their view stands, and what waits to be sent.

    `whole` makes the events that a reader gets who knows nothing yet, or has missed something.
    """

    seat: Seat
    asked: Request
    audience: Audience
    whole: Callable[["Stream"], bytes]
    seq: int = 0
    missed: bool = True
    closed: bool = False
    sending_since: float | None = None
    doubted_since: float | None = None
    sending: "asyncio.Task[None] | None" = None
    _first: bytes = b""
    _waiting: deque[bytes] = field(default_factory=deque)
    _size: int = 0
    # Not an asyncio.Event, which for thousands of streams costs a seventh of all that a message does.
    _asleep: "asyncio.Future[None] | None" = None

    def offer(self, message: bytes) -> None:
        """Let the reader have this next, or drop all that waits where that would be too much."""
        if self.missed or self.closed:
            return
        self._waiting.append(message)
        self._size += len(message)
        if len(self._waiting) > LONGEST_QUEUE or self._size > LARGEST_QUEUE:
            self.miss()
        else:
            self._wake()

    def miss(self, first: bytes = b"") -> None:
        """The reader's view can no longer be patched; drop what waits and send a whole one next, after `first`."""
        self._first += first
        self._waiting.clear()
        self._size, self.missed = 0, True
        self._wake()

    def close(self, last: bytes = b"") -> None:
        """End the stream after `last`; whatever waits is dropped."""
        self._waiting.clear()
        self._waiting.append(last)
        self.closed = True
        self._wake()

    def give_up(self, now: float) -> bool:
        """Whether the reader has taken nothing for so long that the stream ends here; `now` is the loop's time."""
        if self.doubted_since is not None and now - self.doubted_since > DOUBTED:
            # Whoever is there after all opens it again at once.
            self.close()
        elif self.sending is not None and self.sending_since is not None and now - self.sending_since > STALLED:
            self.sending.cancel()
        else:
            return False
        return True

    def _wake(self) -> None:
        if self._asleep is not None and not self._asleep.done():
            self._asleep.set_result(None)

    async def send_all(self, send: Send) -> None:
        """Send until closed; returns when nothing more may follow."""
        loop = asyncio.get_running_loop()
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        while True:
            if not (self._waiting or self.missed or self.closed):
                self._asleep = loop.create_future()
                await self._asleep
            message, last = self._taken(), self.closed
            self.sending_since = loop.time()
            await send({"type": "http.response.body", "body": message, "more_body": not last})
            self.sending_since = None
            if last:
                return

    def _taken(self) -> bytes:
        if self.missed and not self.closed:
            self.missed = False
            self._waiting.extend((self._first, self.whole(self)))
            self._first = b""
        message = b"".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        return message


async def until_gone(receive: Receive) -> None:
    """Return when the reader has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def run(stream: Stream, receive: Receive, send: Send) -> None:
    """Send the stream until the reader leaves, takes nothing any more, or is cut off."""
    sending = stream.sending = asyncio.create_task(stream.send_all(send))
    gone = asyncio.create_task(until_gone(receive))
    stream.miss()
    try:
        await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stream.closed = True
        sending.cancel()
        gone.cancel()
        failure, _ = await asyncio.gather(sending, gone, return_exceptions=True)
    if isinstance(failure, Exception):
        raise failure
