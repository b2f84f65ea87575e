"""Every meeting's room is kept in agreement with its journal: told after each entry, compared every second."""

import asyncio
import logging
from contextlib import suppress
from uuid import UUID

from prachum.journal import follow, read
from prachum.journal.threads import READER
from prachum.journal.unreadable import UNREADABLE
from prachum.media.door import Door
from prachum.media.reconcile import Reconcile
from prachum.media.rooms import EngineAway, Rooms
from prachum.rules.order import PersonId
from prachum.rules.procedure import State

EVERY = 1.0
"""Seconds between two comparisons of what the engine says with what the journal says."""

log = logging.getLogger(__name__)


class Keeping:
    """Follows all meetings; `look_again` is for the engine's reports and the door, which may know of a change first."""

    def __init__(self, rooms: Rooms, door: Door | None = None) -> None:
        self._rooms = rooms
        self.door = door
        self._reconciles: dict[UUID, Reconcile] = {}
        self._taking_part: dict[UUID, frozenset[PersonId]] = {}
        self._doubtful: set[UUID] = set()
        self._rung = asyncio.Event()

    def look_again(self, meeting: UUID) -> None:
        """Compare this meeting's room soon: somebody came, left or published."""
        self._doubtful.add(meeting)
        self._rung.set()

    async def came_in(self, meeting: UUID, person: str) -> None:
        """Somebody's line was opened: between admission and joining they may have lost what they were given."""
        state = await READER.run(read.state, meeting)
        await self._reconcile(meeting).say_again(state, PersonId(person))

    async def run(self) -> None:
        """Go on until cancelled; an engine that is away is asked again."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow())
            tasks.create_task(self._compare())

    async def _follow(self) -> None:
        async for changed in follow.changes():
            await asyncio.gather(*(self._changed(meeting) for meeting in changed))

    async def _changed(self, meeting: UUID) -> None:
        try:
            state = await READER.run(read.state, meeting)
        except UNREADABLE:
            return  # the live plane tells why
        self._send_out(meeting, state)
        await self._reconcile(meeting).state_changed(state)

    async def _compare(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._rung.wait(), EVERY)
            self._rung.clear()
            doubtful, self._doubtful = self._doubtful, set()
            await asyncio.gather(*(self._compared(meeting) for meeting in doubtful or await self._with_rooms()))

    async def _compared(self, meeting: UUID) -> None:
        try:
            state = await READER.run(read.state, meeting)
        except (read.UnknownMeeting, *UNREADABLE):
            return
        await self._reconcile(meeting).compare(state)

    async def _with_rooms(self) -> frozenset[UUID]:
        try:
            names = await self._rooms.names()
        except EngineAway:
            return frozenset()
        return frozenset(UUID(name.partition(".")[0]) for name in names)

    def _reconcile(self, meeting: UUID) -> Reconcile:
        return self._reconciles.setdefault(meeting, Reconcile(self._rooms, meeting))

    def _send_out(self, meeting: UUID, state: State) -> None:
        """Close the lines of those who may take part no longer; admission refuses them already."""
        now = frozenset(state.delegations.people)
        for person in self._taking_part.get(meeting, now) - now:
            if self.door is not None:
                self.door.cut(meeting, person)
        self._taking_part[meeting] = now
