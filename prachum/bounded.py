"""A connection is closed when no request comes to the end of its header lines, or nobody takes the answer."""

import asyncio
import fcntl
import struct
import termios
from contextlib import suppress

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_WITHIN = 10.0
"""Seconds for the header lines of a request, from when the connection is open or something comes after the last one."""
STALLED, PIECE = 20.0, 64 * 1024
"""Seconds in which whoever is answered takes as many bytes, or is cut off."""


class Bounded(HttpToolsProtocol):
    """A connection as uvicorn has it, which does not wait for ever."""

    _late: asyncio.TimerHandle | None = None
    _stalls: asyncio.TimerHandle | None = None
    _untaken = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._expected()
        self._taken()
        super().connection_lost(exc)

    def data_received(self, received: bytes) -> None:
        super().data_received(received)
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return
        if self.cycle is None or self.cycle.response_complete:
            self._expect()

    def on_headers_complete(self) -> None:
        self._expected()
        if not self.flow.write_paused:
            self._taken()
        super().on_headers_complete()

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
        if self._untaken - self._left() < PIECE:
            self.transport.abort()
        else:
            self._must_be_taken()

    def _left(self) -> int:
        """Bytes not yet taken, of ours and of the kernel, which asks for more only once a megabyte of its own went."""
        queued = struct.pack("i", 0)
        with suppress(OSError):
            queued = fcntl.ioctl(self.transport.get_extra_info("socket").fileno(), termios.TIOCOUTQ, queued)
        return self.transport.get_write_buffer_size() + int(struct.unpack("i", queued)[0])
