"""The engine's room is made to agree with the journal: told at once what changed, and compared again and again."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import TypeAlias
from uuid import UUID

from prachum.media.rooms import NOTHING, EngineAway, Permission, Rooms, Source, room_name
from prachum.projections.grants import grants
from prachum.rules.meeting import Phase
from prachum.rules.order import PersonId
from prachum.rules.procedure import State, new

LISTENS = Permission()
"""What those may do whom the journal gives no source, visitors among them."""

Overdue: TypeAlias = Callable[[UUID, Iterable[str]], frozenset[str]]

log = logging.getLogger(__name__)


_KEPT = 16
_kept: OrderedDict[int, tuple[State, Mapping[PersonId, Permission]]] = OrderedDict()
"""By the identity of a state, which is kept with it: when two hundred come back at once it is asked as often."""


def permissions(state: State) -> Mapping[PersonId, Permission]:
    """Return what each accredited person may do in the room now; who was sent out may do nothing."""
    if id(state) not in _kept:
        _kept[id(state)] = state, _permissions(state)
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return _kept[id(state)][1]


def _permissions(state: State) -> Mapping[PersonId, Permission]:
    publish = grants(state).publish
    allowed = {person: Permission(_sources(publish.get(person, frozenset()))) for person in state.delegations.people}
    return {**allowed, **dict.fromkeys(state.delegations.expelled, NOTHING)}


def _sources(granted: frozenset[str]) -> frozenset[Source]:
    """A screen is shared with its sound."""
    sources: set[Source] = set()
    if "microphone" in granted:
        sources.add("microphone")
    if "camera" in granted:
        sources.add("camera")
    if "screen" in granted:
        sources |= {"screen", "screen_sound"}
    return frozenset(sources)


def room_of(meeting: UUID, state: State) -> str:
    """Return the room in which the meeting is heard now; empty when it is closed: then there is nothing to hear."""
    return "" if state.meeting.phase is Phase.CLOSED else room_name(meeting, state.delegations.epoch)


class Reconcile:
    """One meeting's room; it only states what is desired, so two of these for one meeting do no harm.

    All is said under one lock and by the latest state known, so that a late answer never brings back an earlier one.
    """

    def __init__(self, rooms: Rooms, meeting: UUID) -> None:
        self._rooms = rooms
        self._meeting = meeting
        self._lock = asyncio.Lock()
        self._state = new()
        self._room = ""
        self._told: dict[str, Permission] = {}
        self._known: set[PersonId] = set()

    @property
    def over(self) -> bool:
        """Whether the meeting was closed, as far as was told."""
        return self._state.meeting.phase is Phase.CLOSED

    async def state_changed(self, state: State) -> None:
        """Tell the engine what differs from what it was last told: who may no longer first, then who may."""
        async with self._lock:
            desired = await self._desired(state)
            changed = {who: allowed for who, allowed in desired.items() if self._told.get(who, LISTENS) != allowed}
            less = {who: now for who, now in changed.items() if self._told.get(who, LISTENS).publish - now.publish}
            await self._say(less)
            await self._say({who: allowed for who, allowed in changed.items() if who not in less})

    async def say_again(self, state: State, people: Iterable[PersonId]) -> None:
        """Tell what these may do: they have just come in, and what was said before may have missed them."""
        async with self._lock:
            desired = await self._desired(state)
            came = [self._rooms.identity(self._meeting, person) for person in people]
            await self._say({who: desired.get(who, LISTENS) for who in came})

    async def compare(self, state: State, overdue: Overdue = lambda meeting, present: frozenset()) -> None:
        """Ask the engine who is there and what they may do, and mend what is not as the journal has it.

        `overdue` says which of those present, the simulated apart, may be there no longer; they are sent out, as is
        whoever has got past the door with sound that calls itself a picture.
        """
        async with self._lock:
            desired = await self._desired(state)
            try:
                present = await self._rooms.present(self._room) if self._room else {}
            except EngineAway:
                return
            leaves = overdue(self._meeting, [who for who, seen in present.items() if not seen.simulated])
            leaves |= {who for who, seen in present.items() if seen.disguised}
            wanted = {who: NOTHING if who in leaves else desired.get(who, LISTENS) for who in present}
            await self._say({who: wanted[who] for who, seen in present.items() if seen.permission != wanted[who]})

    async def close_others(self, state: State, names: Iterable[str]) -> None:
        """Close of these rooms of the meeting all but the one in which it is heard now."""
        async with self._lock:
            await self._desired(state)
            for name in names:
                if name != self._room:
                    with suppress(EngineAway):
                        await self._rooms.close(name)

    async def _desired(self, state: State) -> Mapping[str, Permission]:
        """What each may do by the latest state, in the room of its epoch."""
        self._state = max(self._state, state, key=lambda known: known.seq)
        await self._enter(room_of(self._meeting, self._state))
        allowed = permissions(self._state)
        # Whose accreditation is withdrawn is in no list any more, and is to be sent out all the same.
        self._known |= allowed.keys() | self._state.delegations.nameplates.keys()
        return {self._rooms.identity(self._meeting, person): allowed.get(person, NOTHING) for person in self._known}

    async def _enter(self, room: str) -> None:
        """An expulsion draws the lines anew, and closing ends them: the earlier room is closed with everybody in it."""
        earlier, self._room = self._room, room
        if earlier in ("", room):
            return
        self._told.clear()
        try:
            await self._rooms.close(earlier)
        except EngineAway:
            log.warning("the engine is away; what is left of the earlier room will be closed when it is back")

    async def _say(self, allowed: Mapping[str, Permission]) -> None:
        if not self._room:
            return
        self._told.update(allowed)
        await asyncio.gather(*(self._say_one(who, permission) for who, permission in allowed.items()))

    async def _say_one(self, who: str, permission: Permission) -> None:
        try:
            if permission == NOTHING:
                await self._rooms.remove(self._room, who)
            else:
                await self._rooms.allow(self._room, who, permission)
        except EngineAway:
            # What was not heard will be found by the next comparison, and said again.
            self._told.pop(who, None)
