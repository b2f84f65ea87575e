"""Whose bytes still come is there: a line is given up when nothing more comes, not when an answer comes late."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

SILENT = "silent"
ROUND_TRIPS = 4.0
"""How many times as long as the last answer took the next may take."""


class Signalling(WebSocketsSansIOProtocol):
    """A websocket that waits for `ws_ping_timeout` on a good line, and for longer on one that is narrow or long.

    When it gives up, `scope["state"][SILENT]` says for how many seconds nothing has come.
    """

    def send_keepalive_ping(self) -> None:
        super().send_keepalive_ping()
        self._wait_anew()

    def data_received(self, received: bytes) -> None:
        self._heard = self.loop.time()
        super().data_received(received)
        if self.conn.handshake_exc is not None and not self.transport.is_closing():
            # What websockets answers to an address of more than 8 KiB uvicorn 0.54 keeps, and the line stands for ever.
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()
        self._wait_anew()

    def keepalive_timeout(self) -> None:
        self.scope["state"][SILENT] = self.loop.time() - self._heard
        super().keepalive_timeout()

    def _wait_anew(self) -> None:
        if self.pong_timer is not None:
            self.pong_timer.cancel()
            self.pong_timer = self.loop.call_later(self._patience(), self.keepalive_timeout)

    def _patience(self) -> float:
        return max(self.ping_timeout or 0.0, ROUND_TRIPS * self.last_ping_rtt)
