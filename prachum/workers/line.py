"""A line of ours to the engine is one LiveKit Room after another: what is lost is joined anew, by the state of then."""

import asyncio
import logging
from contextlib import suppress
from uuid import UUID

from livekit import rtc

from prachum.media.rooms import EngineAway, Permission, Rooms, room_name
from prachum.rules.procedure import State, new

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
"""Seconds before joining again, doubled each time up to the longest."""
STEADY = 10.0
"""A line that lasted so many seconds is joined again after the first pause."""
JOIN_WITHIN, LEAVE_WITHIN = 10.0, 2.0

log = logging.getLogger(__name__)


class Line:
    """Somebody's presence in the meeting's room of the epoch, kept up until `run` is cancelled.

    The SDK's own reconnecting is not waited for: it would come back with the token of long ago, and takes up to seven
    seconds where a new Room takes half a one.
    """

    def __init__(self, rooms: Rooms, meeting: UUID, identity: str) -> None:
        self.rooms = rooms
        self.meeting = meeting
        self.identity = identity
        self.state: State = new()
        self.joined = asyncio.Event()
        self.lives = 0
        self._over = asyncio.Event()
        self._news = asyncio.Event()

    def permission(self) -> Permission | None:
        """Return what this line may do by the state, and joins with; None: it is to stay outside."""
        raise NotImplementedError

    def enter(self, room: rtc.Room) -> None:
        """Register for what happens in a Room, before it connects."""

    async def attend(self, room: rtc.Room) -> None:
        """Do what there is to do as long as this Room lasts; cancelled when it is over, anew begun with the next."""
        await asyncio.Event().wait()

    def look(self) -> None:
        """Act at once on a state that is new."""

    async def state_changed(self, state: State) -> None:
        """Take note of a state; an earlier one than was known changes nothing."""
        if state.seq < self.state.seq:
            return
        moved = state.delegations.epoch != self.state.delegations.epoch
        self.state = state
        self.look()
        if moved or self.permission() is None:
            self._over.set()
        self._news.set()

    def begin_anew(self) -> None:
        """Leave the Room, and join again if the line is still wanted."""
        self._over.set()
        self._news.set()

    async def run(self) -> None:
        """Join, attend and join again, until cancelled."""
        loop = asyncio.get_running_loop()
        pause = FIRST_PAUSE
        while True:
            while (permission := self.permission()) is None:
                self._news.clear()
                await self._news.wait()
            began = loop.time()
            await self._live(permission)
            pause = FIRST_PAUSE if loop.time() - began > STEADY else min(2 * pause, LONGEST_PAUSE)
            await asyncio.sleep(pause)

    async def _live(self, permission: Permission) -> None:
        """Live through one Room, from joining until it is lost or left."""
        self._over.clear()
        room = rtc.Room()
        room.on("reconnecting", self._over.set)
        room.on("disconnected", self._disconnected)
        self.enter(room)
        parts: set[asyncio.Task[object]] = set()
        try:
            async with asyncio.timeout(JOIN_WITHIN):
                await self._join(room, permission)
            self.lives += 1
            self.joined.set()
            parts = {asyncio.create_task(self.attend(room)), asyncio.create_task(self._over.wait())}
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for part in done:
                part.result()
        except (EngineAway, rtc.ConnectError, rtc.participant.PublishTrackError, TimeoutError) as lost:
            log.info("%s: %s %s", self.identity[:8], type(lost).__name__, lost)
        finally:
            self.joined.clear()
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
            with suppress(TimeoutError):
                async with asyncio.timeout(LEAVE_WITHIN):
                    await room.disconnect()

    async def _join(self, room: rtc.Room, permission: Permission) -> None:
        name = room_name(self.meeting, self.state.delegations.epoch)
        await self.rooms.ensure(name)
        token = self.rooms.token(name, self.identity, permission, simulated=True)
        await room.connect(
            self.rooms.address.url, token, rtc.RoomOptions(auto_subscribe=False, dynacast=True, connect_timeout=3)
        )

    def _disconnected(self, reason: "rtc.DisconnectReason.ValueType" = rtc.DisconnectReason.UNKNOWN_REASON) -> None:
        self.left_because(reason)
        self._over.set()

    def left_because(self, reason: "rtc.DisconnectReason.ValueType") -> None:
        """Take note of why the engine, or we, ended a Room."""
