"""A stream holds no more than a bounded queue: a reader who is too slow for it gets a whole view instead."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from prachum.live.wire import NEVER_CACHED, PIECE, Receive, Request, Send, dumped
from prachum.registry.seats import Seat
from prachum.rules.visibility import Audience

LONGEST_QUEUE, LARGEST_QUEUE = 64, 512 * 1024
"""Messages and bytes that wait for one reader before they are dropped for a whole view."""
DOUBTED = 2.5
"""Seconds that a reader, whose signalling socket was lost, has to ask us for anything: TCP may not know for minutes.

A browser that is there after all asks the door again within one."""
END = b"\n\n"
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
    return begun(name, head) + content + END


def begun(name: str, head: bytes = b"") -> bytes:
    """The same up to its content; END must follow that."""
    number = b"id: %s\n" % head if head else b""
    return b"event: %s\n%sdata: " % (name.encode(), number)


@dataclass(eq=False, slots=True)
class Stream:
    """One reader: whose seat it is, with what they asked, at which `seq` their view stands, and what waits to be sent.

    `whole` makes the events that a reader gets who knows nothing yet, or has missed something, in parts of which others
    hold the same.  `sending` is what sends them, once it runs.
    """

    seat: Seat
    asked: Request
    audience: Audience
    whole: Callable[["Stream"], tuple[bytes, ...]]
    seq: int = 0
    missed: bool = True
    closed: bool = False
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
        """Whether the reader, who is doubted, has asked for nothing for so long that the stream ends here.

        `now` is the loop's time.  Who takes nothing of it is cut off by prachum.bounded.
        """
        if self.doubted_since is None or now - self.doubted_since <= DOUBTED:
            return False
        # Whoever is there after all opens it again at once.
        self.close()
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
            last = self.closed
            for piece in self._taken():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            if last:
                return await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _taken(self) -> Iterator[bytes]:
        """What is to be sent next, in pieces."""
        waiting = b"".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        if self.missed and not self.closed:
            self.missed = False
            first, self._first = self._first, b""
            parts = (waiting, first, *self.whole(self))
        else:
            parts = (waiting,)
        for part in parts:
            for start in range(0, len(part), PIECE):
                yield part if len(part) <= PIECE else part[start : start + PIECE]


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
