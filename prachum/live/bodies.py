"""The body of a request comes in its time, and nobody keeps many of them waiting."""

import asyncio
from contextlib import suppress

from prachum.live.wire import Malformed, Message, Receive, Scope
from prachum.registry.limits import network

BODY_WITHIN, SLOWEST = 10.0, 64 * 1024
"""Seconds for a body, and the bytes of it that bring one second more: an editor's pictures are large."""
MOST_UNFINISHED = 300
"""Of one network at a time.  One more, and whoever has waited longest is given up: who is honest waits for moments."""


class Bodies:
    """Those that are being waited for, by network, the longest first."""

    def __init__(self) -> None:
        self._awaited: dict[str, dict[asyncio.Timeout, None]] = {}

    def in_time(self, scope: Scope, receive: Receive) -> Receive:
        """Receive until the body is there, or raise Malformed when it takes too long; then as before."""
        whose = network((scope.get("client") or ("", 0))[0])
        whole, until = False, 0.0

        async def receiving() -> Message:
            nonlocal whole, until
            if whole:
                return await receive()
            until = until or asyncio.get_running_loop().time() + BODY_WITHIN
            message = await self._received(receive, whose, until)
            whole = not message.get("more_body", False)
            until += len(message.get("body", b"")) / SLOWEST
            return message

        return receiving

    async def _received(self, receive: Receive, whose: str, until: float) -> Message:
        try:
            async with asyncio.timeout_at(until) as limit:
                theirs = self._awaited.setdefault(whose, {})
                theirs[limit] = None
                if len(theirs) > MOST_UNFINISHED:
                    self._give_up(theirs)
                try:
                    return await receive()
                finally:
                    theirs.pop(limit, None)
                    if not theirs and self._awaited.get(whose) is theirs:
                        del self._awaited[whose]
        except TimeoutError:
            raise Malformed("wire.too_slow") from None

    def _give_up(self, theirs: dict[asyncio.Timeout, None]) -> None:
        longest = next(iter(theirs))
        del theirs[longest]
        with suppress(RuntimeError):  # its time is just over
            longest.reschedule(asyncio.get_running_loop().time())
