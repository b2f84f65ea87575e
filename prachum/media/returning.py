"""Whoever comes while the engine is away waits for it, and of all who wait one at a time looks whether it is back."""

import asyncio
from contextlib import suppress

from prachum.media.rooms import Rooms

WAITED = 1.5
"""Seconds: a browser gives most of its tries two (chamber/src/media/retries.ts)."""
LOOKS = 0.05


class Returning:
    """Whether the engine was away when it was last dialled, and is not back yet."""

    def __init__(self, rooms: Rooms) -> None:
        self.away = False
        self._rooms = rooms
        self._asked = 0.0

    async def wait(self) -> None:
        """Return once it is back, or after as long as somebody who comes by the door waits."""
        clock = asyncio.get_running_loop().time
        with suppress(TimeoutError):
            async with asyncio.timeout(WAITED):
                while self.away:
                    if clock() - self._asked >= LOOKS:
                        self._asked = clock()
                        self.away = not await self._rooms.answers()
                    else:
                        await asyncio.sleep(LOOKS / 2)
