"""Every meeting's room is kept in agreement with its journal: told after each entry, compared every second."""

import asyncio
import logging
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from uuid import UUID

from django.db import DatabaseError, InterfaceError

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
DATABASE_AWAY = (DatabaseError, InterfaceError)

log = logging.getLogger(__name__)


class Keeping:
    """Follows all meetings; `look_again` is for the engine's reports and the door, which may know of a change first."""

    def __init__(self, rooms: Rooms, door: Door | None = None) -> None:
        self._rooms = rooms
        self.door = door
        self._reconciles: dict[UUID, Reconcile] = {}
        self._taking_part: dict[UUID, frozenset[PersonId]] = {}
        self._doubtful: set[UUID] = set()
        self._missed: set[UUID] = set()
        self._told_away = False
        self._came: dict[UUID, set[PersonId]] = {}
        self._turns: dict[UUID, asyncio.Lock] = {}
        self._rung = asyncio.Event()

    def look_again(self, meeting: UUID) -> None:
        """Compare this meeting's room soon: somebody came, left or published."""
        self._doubtful.add(meeting)
        self._rung.set()

    def reported(self, room: str) -> None:
        """The engine has something to say of this room, if it is one of ours."""
        with suppress(ValueError):
            self.look_again(UUID(room.partition(".")[0]))

    async def came_in(self, meeting: UUID, person: str) -> None:
        """Somebody's line was opened: between admission and joining they may have lost what they were given.

        When hundreds come back at once they are told in one turn, and who only listens has nothing to lose: whose floor
        it is meanwhile must not wait behind them all.
        """
        if self.door is not None and not self.door.known.holds(meeting, self._rooms.identity(meeting, person)):
            return
        self._came.setdefault(meeting, set()).add(PersonId(person))
        async with self._turns.setdefault(meeting, asyncio.Lock()):
            people = self._came.pop(meeting, None)
            if people and (state := await self._state(meeting)) is not None:
                await self._reconcile(meeting).say_again(state, people)

    async def run(self) -> None:
        """Go on until cancelled; an engine or a database that is away is asked again, and no line is lost by it."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow())
            tasks.create_task(self._compare())

    async def _follow(self) -> None:
        async for changed in follow.changes():
            await asyncio.gather(*(self._changed(meeting) for meeting in changed))

    async def _changed(self, meeting: UUID) -> None:
        try:
            state, _ = await follow.latest(meeting)
        except UNREADABLE:
            return  # the live plane tells why
        except DATABASE_AWAY as fault:
            self._tell_away(fault)
            self._missed.add(meeting)
            return
        self._send_out(meeting, state)
        await self._reconcile(meeting).state_changed(state)

    async def _compare(self) -> None:
        """All of them each second, however often one is looked at in between: no meeting has the others wait."""
        now = asyncio.get_running_loop().time
        due = now() + EVERY
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, due - now())):
                    await self._rung.wait()
            self._rung.clear()
            missed, self._missed = self._missed, set()
            await asyncio.gather(*(self._changed(meeting) for meeting in missed))
            doubtful, self._doubtful = self._doubtful, set()
            looked_at = dict.fromkeys(doubtful, frozenset[str]())
            if all_of_them := now() >= due:
                looked_at |= await self._with_rooms_or_people()
                due = now() + EVERY
            await asyncio.gather(*(self._compared(meeting, names) for meeting, names in looked_at.items()))
            if all_of_them:
                self._forget(looked_at.keys())

    def _forget(self, there: Container[UUID]) -> None:
        """What was kept of meetings that are closed, once their rooms are gone."""
        for meeting in [meeting for meeting, one in self._reconciles.items() if one.over and meeting not in there]:
            del self._reconciles[meeting]
            self._taking_part.pop(meeting, None)
            self._turns.pop(meeting, None)

    async def _compared(self, meeting: UUID, names: frozenset[str]) -> None:
        """Mend the meeting's room, and close what other rooms of it the engine has."""
        if (state := await self._state(meeting)) is None:
            return
        reconcile = self._reconcile(meeting)
        await reconcile.close_others(state, names)
        await reconcile.compare(state, self._overdue)

    async def _state(self, meeting: UUID) -> State | None:
        """The meeting as committed; None where it cannot be read now, and the next comparison will mend its room."""
        try:
            state = await READER.run(read.state, meeting)
        except (read.UnknownMeeting, *UNREADABLE):
            return None
        except DATABASE_AWAY as fault:
            self._tell_away(fault)
            return None
        self._told_away = False
        return state

    def _tell_away(self, fault: Exception) -> None:
        """In the log, once for each time that the database is away."""
        if not self._told_away:
            log.warning("the database is away, and rooms stay as they are until it is back: %s", fault)
        self._told_away = True

    def _overdue(self, meeting: UUID, present: Iterable[str]) -> frozenset[str]:
        return self.door.known.overdue(meeting, present) if self.door is not None else frozenset()

    async def _with_rooms_or_people(self) -> Mapping[UUID, frozenset[str]]:
        """The engine's rooms by their meetings, and none for those whose people the door has yet to forget.

        An engine elsewhere may have rooms that are none of ours.
        """
        try:
            names = await self._rooms.names()
        except EngineAway:
            return {}
        known = self.door.known.meetings if self.door is not None else ()
        there = dict.fromkeys(known, frozenset[str]())
        for name in names:
            with suppress(ValueError):
                meeting = UUID(name.partition(".")[0])
                there[meeting] = there.get(meeting, frozenset()) | {name}
        return there

    def _reconcile(self, meeting: UUID) -> Reconcile:
        return self._reconciles.setdefault(meeting, Reconcile(self._rooms, meeting))

    def _send_out(self, meeting: UUID, state: State) -> None:
        """Close the lines of those who may take part no longer; admission refuses them already."""
        now = frozenset(state.delegations.people)
        for person in self._taking_part.get(meeting, now) - now:
            if self.door is not None:
                self.door.cut(meeting, person)
                self.look_again(meeting)
        self._taking_part[meeting] = now
