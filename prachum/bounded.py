"""A connection ends when header lines are endless, in time or in size, and when nobody takes the answer."""

import asyncio
import fcntl
import struct
import termios
from contextlib import suppress

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

HEAD_WITHIN = 10.0
"""Seconds for the header lines of a request, from when the connection is open or something comes after the last one."""
MOST_LINES, LARGEST_HEAD = 100, 32 * 1024
"""Header lines of a request, those after its body among them, and bytes of them all with the address."""
TOO_LARGE = STATUS_LINE[431] + b"content-length: 0\r\nconnection: close\r\n\r\n"
MOST_AT_ONCE = 8
"""Requests that somebody sends before they are answered; no browser sends a second one on the same connection."""
STALLED, TAKEN = 20.0, 4 * 1024
"""Seconds in which whoever is answered takes as many bytes, or is cut off: a very bad line carries more."""


class Endless(Exception):
    """The parser goes no further."""


class Bounded(HttpToolsProtocol):
    """A connection as uvicorn has it, which does not wait for ever."""

    _late: asyncio.TimerHandle | None = None
    _stalls: asyncio.TimerHandle | None = None
    _lines = _size = _unread = _untaken = 0
    _endless = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._expected()
        self._taken()
        super().connection_lost(exc)

    def data_received(self, received: bytes) -> None:
        self._unread += len(received)
        super().data_received(received)
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return
        if self._unread > LARGEST_HEAD:
            # The parser keeps a line until it has it all.
            self._endless = True
            self.send_400_response("")
        elif self.cycle is None or self.cycle.response_complete:
            self._expect()

    def send_400_response(self, msg: str) -> None:
        if not self._endless:
            super().send_400_response(msg)
        elif self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete:
            self.transport.abort()
        else:
            self.transport.write(TOO_LARGE)
            self.transport.close()

    def on_message_begin(self) -> None:
        self._lines = self._size = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._lines += 1
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._unread = 0
        self._expected()
        if not self.flow.write_paused:
            self._taken()
        answering = self.cycle is not None and not self.cycle.response_complete
        if len(self.pipeline) >= MOST_AT_ONCE or (answering and self.parser.should_upgrade()):
            # What is being answered would lose its connection to a websocket, and never learn that it is gone.
            self._endless = True
            raise Endless
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unread = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._unread = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        last = not self.pipeline
        super().on_response_complete()
        if last:
            self._must_be_taken()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._must_be_taken()

    def resume_writing(self) -> None:
        self._taken()
        super().resume_writing()

    def _count(self, size: int) -> None:
        self._size += size
        if self._lines > MOST_LINES or self._size > LARGEST_HEAD:
            self._endless = True
            raise Endless

    def _expect(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(HEAD_WITHIN, self.transport.abort)

    def _expected(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _must_be_taken(self) -> None:
        if self._stalls is None:
            self._untaken = self._left()
            self._stalls = self.loop.call_later(STALLED, self._look)

    def _taken(self) -> None:
        if self._stalls is not None:
            self._stalls.cancel()
            self._stalls = None

    def _look(self) -> None:
        self._stalls = None
        # Of what became a websocket, its own protocol knows whether anybody is there.
        if self.transport.get_protocol() is not self or not self.transport.get_write_buffer_size():
            return
        if self._untaken - self._left() < TAKEN:
            self.transport.abort()
        else:
            self._must_be_taken()

    def _left(self) -> int:
        """Bytes not yet taken, of ours and of the kernel, which asks for more only once a megabyte of its own went."""
        queued = struct.pack("i", 0)
        with suppress(OSError):
            queued = fcntl.ioctl(self.transport.get_extra_info("socket").fileno(), termios.TIOCOUTQ, queued)
        return self.transport.get_write_buffer_size() + int(struct.unpack("i", queued)[0])
