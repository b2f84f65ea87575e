"""A connection on which no request comes to the end of its header lines is closed."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_WITHIN = 10.0
"""Seconds for the header lines of a request, from when the connection is open or something comes after the last one."""


class Bounded(HttpToolsProtocol):
    """A connection as uvicorn has it, which does not wait for ever."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._expected()
        super().connection_lost(exc)

    def data_received(self, received: bytes) -> None:
        super().data_received(received)
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return
        if self.cycle is None or self.cycle.response_complete:
            self._expect()

    def on_headers_complete(self) -> None:
        self._expected()
        super().on_headers_complete()

    def _expect(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(HEAD_WITHIN, self.transport.abort)

    def _expected(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
