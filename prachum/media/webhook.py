"""What the engine reports is a hint that something changed in a room, believed when signed, and never the truth."""

import logging
from collections.abc import Callable
from typing import TypeAlias

from livekit import api

from prachum.live.limits import Limit
from prachum.media.engine import Address
from prachum.media.relay import Receive, Scope, Send

PATH = "/engine/report"
LARGEST_REPORT = 256 * 1024
TOLD = Limit(burst=20, per_second=0.1)
"""Of reports that the engine did not sign: whoever sends many must not wash out what else the log says."""

log = logging.getLogger(__name__)

OnReport: TypeAlias = Callable[[str], None]
"""Told the name of the room in which somebody came, left, published or stopped; ask `Rooms.present` what is so."""


class Reports:
    """An ASGI application for POST at `PATH`: 204 for what the engine signed with our key, 401 for anything else."""

    def __init__(self, address: Address, on_report: OnReport) -> None:
        self._receiver = api.WebhookReceiver(api.TokenVerifier(address.key, address.secret))
        self._on_report = on_report

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
        body, more = b"", bool(token)
        while more and len(body) <= LARGEST_REPORT:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        room = None if more or not token else self._room(body, token)
        await send({"type": "http.response.start", "status": 401 if room is None else 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        if room:
            self._on_report(room)

    def _room(self, body: bytes, token: str) -> str | None:
        """Return the room of a report that is signed, empty if it is about none; None if it is not signed."""
        try:
            return self._receiver.receive(body.decode(errors="replace"), token).room.name
        except Exception as error:  # noqa: BLE001 the library raises just this for a wrong digest
            if TOLD.spend(""):
                log.warning("a report that the engine did not sign: %s", type(error).__name__)
            return None
