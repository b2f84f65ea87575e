"""Of each meeting that anybody follows there is one hub; one timer beats for all, and one look finds changed seats."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import product
from typing import ParamSpec, TypeVar
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import connections

from prachum.journal import follow, read, store, unreadable
from prachum.journal.threads import READER
from prachum.journal.unreadable import UNREADABLE
from prachum.live import admit, witness
from prachum.live.admit import Doorkeeper, NotAdmitted
from prachum.live.hub import Hub
from prachum.live.limits import Limit
from prachum.live.stream import run
from prachum.live.wire import Receive, Request, Send
from prachum.registry import seats, taking
from prachum.registry.limits import network
from prachum.registry.seats import Change, Seat
from prachum.rules.meeting import Phase
from prachum.rules.order import PersonId

BEAT = 2.0
OPENS, CROWD_OPENS = Limit(burst=60, per_second=2), Limit(burst=3000, per_second=50)
"""Streams that one person, and all who look on from one network, open: each begins with a whole view.  A house of 1,500
comes back at once when the web part was away."""
LOOK_FOR_CHANGES = 0.7
"""Seconds between two looks for seats that another process has changed: what is revoked is cut within one."""
KEPT_UNUSED = 600.0
YIELDED, SENT_OUT = "yielded", "sent_out"

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who has been let in, and what they ask."""

    hub: Hub
    seat: Seat
    asked: Request

    @property
    def network(self) -> str:
        return network(self.asked.address)

    def may(self, limit: Limit, crowd: Limit) -> bool:
        """Whether whoever sits here may do it once more; who looks on pays with the others of the network.

        A cookie of one's own making, or none, is no session that anybody has given, and a person's devices are one.
        """
        if not self.seat.observer:
            return limit.spend((self.hub.meeting, self.seat.person))
        return limit.spend(self.seat.session) if self.seat.bearer else crowd.spend(self.network)


class Hubs:
    """All hubs of this process."""

    def __init__(self, doorkeeper: Doorkeeper) -> None:
        self.doorkeeper = doorkeeper
        self._hubs: dict[UUID, Hub] = {}
        self._opening: dict[UUID, asyncio.Future[Hub]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._closing = False
        self._look = asyncio.Event()
        self._last_change = 0
        self._owed: set[tuple[UUID, PersonId]] = set()
        self._stop_listening: Callable[[], None] = lambda: None
        self._told: list[Callable[[Change], None]] = []

    def __iter__(self) -> Iterator[Hub]:
        return iter(tuple(self._hubs.values()))

    async def start(self) -> None:
        """Follow the journal, the seats and the time; take up where they were left the meetings that somebody is in."""
        loop = asyncio.get_running_loop()
        self._last_change = await _in_thread(seats.last_change)
        self._stop_listening = seats.on_change(lambda change: _soon(loop, self._seats_changed))
        for forever in (self._follow, self._beat, self._watch_seats):
            self._tasks.append(asyncio.create_task(_forever(forever)))
        # Nobody has to wait for it: an installation may have held many meetings.
        self._tasks.append(asyncio.create_task(self._take_up()))

    async def _take_up(self) -> None:
        for meeting in await READER.run(read.not_closed):
            try:
                await self._take_up_where_left(meeting)
            except UNREADABLE as fault:
                unreadable.tell(meeting, fault)
            except Exception:
                log.exception("%s is not taken up before somebody asks for it", meeting)

    async def _take_up_where_left(self, meeting: UUID) -> None:
        state = await READER.run(read.state, meeting)
        phase, present = state.meeting.phase, state.lines.present
        if phase in (Phase.OPEN, Phase.SUSPENDED) or (phase is Phase.SCHEDULED and present):
            (await self.hub(meeting)).lines.expect_back()

    def close_streams(self) -> None:
        self._closing = True
        for hub in self:
            for stream in tuple(hub.streams):
                stream.close()

    async def stop(self) -> None:
        self.close_streams()
        self._stop_listening()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for hub in self:
            hub.lines.close()

    async def hub(self, meeting: UUID) -> Hub:
        """The meeting's hub; read.UnknownMeeting if nothing is entered of it. Many at once wait for one reading."""
        if known := self._hubs.get(meeting):
            return known
        if meeting not in self._opening:
            self._opening[meeting] = asyncio.ensure_future(self._open(meeting))
        return await asyncio.shield(self._opening[meeting])

    async def _open(self, meeting: UUID) -> Hub:
        try:
            folded = await READER.run(store.caught_up, meeting)
            if not folded.state.seq:
                raise read.UnknownMeeting(str(meeting))
            hub = self._hubs[meeting] = Hub(meeting, folded)
        finally:
            del self._opening[meeting]
        # Between reading and now somebody may have entered something.
        await hub.refresh()
        there = hub.state.delegations
        await self._send_out(meeting, there.expelled | (there.nameplates.keys() - there.people.keys()))
        return hub

    async def enter(self, asked: Request, meeting: UUID) -> Visit:
        """Let somebody in to a meeting; NotAdmitted says nothing of what there is."""
        theirs = await self.doorkeeper.who(asked, meeting)
        try:
            hub = await self.hub(meeting)
        except read.UnknownMeeting:
            raise self.doorkeeper.denied(asked, meeting, *admit.NOT_HERE, person=theirs.person) from None
        if code := admit.may_enter(hub.state, theirs):
            self.doorkeeper.log.write("denied", code, address=asked.address, person=theirs.person, meeting=meeting)
            raise NotAdmitted(*admit.NOT_HERE)
        hub.heard(theirs.session)
        return Visit(hub, theirs, asked)

    async def stream(self, visit: Visit, receive: Receive, send: Send) -> None:
        """Let somebody follow until they leave or are cut off."""
        hub, theirs = visit.hub, visit.seat
        if self._closing:
            raise NotAdmitted(503, "live.cannot_serve")
        if hub.full(theirs, visit.asked) or not visit.may(OPENS, CROWD_OPENS):
            raise NotAdmitted(429, "live.too_often")
        stream = hub.open(theirs, visit.asked)
        try:
            stream.miss(await witness.contradiction(hub, theirs, visit.asked, self.doorkeeper.log))
            await run(stream, receive, send)
        finally:
            hub.leave(stream)

    @contextmanager
    def told_of_seats(self, callback: Callable[[Change], None]) -> Iterator[None]:
        """Within the block, call back in the loop after each change of a seat, once admission knows of it."""
        self._told.append(callback)
        try:
            yield
        finally:
            self._told.remove(callback)

    def sockets(self, meeting: UUID, person: str, count: int) -> None:
        """The door tells how many signalling sockets somebody, whom `enter` let in, has open now."""
        if hub := self._hubs.get(meeting):
            hub.sockets(PersonId(person), count)

    async def _follow(self) -> None:
        """Half of the loop's time stays for those who act, however fast they do: views rest as long as they took."""
        now = asyncio.get_running_loop().time
        async for changed in follow.changes():
            began = now()
            for hub in self:
                if not changed or hub.meeting in changed:
                    await self._refresh(hub)
                    withdrawn, hub.withdrawn = hub.withdrawn, set()
                    await self._send_out(hub.meeting, withdrawn)
            await asyncio.sleep(now() - began)

    async def _send_out(self, meeting: UUID, people: Iterable[PersonId]) -> None:
        """What these came in by opens nothing any more, even if they are accredited again; their streams are cut.

        Whoever could not be sent out, since the database was busy, is so the next time.
        """
        self._owed |= {(meeting, person) for person in people}
        for owed in tuple(self._owed):
            await _in_thread(taking.end_all, *owed, SENT_OUT)
            self._owed.discard(owed)

    async def _refresh(self, hub: Hub) -> None:
        """A meeting that can no longer be read here is served no more, and the others are."""
        try:
            await hub.refresh()
        except UNREADABLE as fault:
            unreadable.tell(hub.meeting, fault)
            for stream in tuple(hub.streams):
                stream.close()
            hub.lines.close()
            self._hubs.pop(hub.meeting, None)

    async def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(BEAT - loop.time() % BEAT)
            for hub in self:
                hub.beat(loop.time())
            for hub in self:
                if hub.unused_for(loop.time()) > KEPT_UNUSED:
                    hub.lines.close()
                    del self._hubs[hub.meeting]

    def _seats_changed(self) -> None:
        """Here, just now: from this moment nobody is who they were, however long it takes to look whom it concerns."""
        self.doorkeeper.forget()
        self._look.set()

    async def _watch_seats(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_FOR_CHANGES):
                    await self._look.wait()
            self._look.clear()
            if found := await _in_thread(seats.changes_since, self._last_change):
                self.doorkeeper.forget()
                for change, callback in product(found, tuple(self._told)):
                    callback(change)
                await self._reseat(found)
                # Only now: what failed half-way is done again.
                self._last_change = found[-1].seq

    async def _reseat(self, found: tuple[Change, ...]) -> None:
        """Whoever's session has changed is asked anew who they are: cut off, or seated where they sit now."""
        sessions = {(change.meeting, change.session): change.what for change in found}
        for hub in self:
            for stream in tuple(hub.streams):
                what = sessions.get((hub.meeting, stream.seat.session))
                if what is None or stream.closed:
                    continue
                try:
                    theirs = await self.doorkeeper.who(stream.asked, hub.meeting)
                except NotAdmitted:
                    hub.cut(stream, f"seat.{what}")
                else:
                    # Who has left while that was asked has no line to hold; who came with the new seat sits there.
                    if stream not in hub.streams or theirs == stream.seat:
                        continue
                    if what == YIELDED:
                        hub.lines.hold(stream.seat.person)
                    hub.reseat(stream, theirs)


async def _in_thread(task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    def closing() -> T:
        try:
            return task(*args, **kwargs)
        finally:
            connections.close_all()

    return await sync_to_async(closing, thread_sensitive=False)()


def _soon(loop: asyncio.AbstractEventLoop, told: Callable[[], None]) -> None:
    """From the thread that changed something; a loop that has ended needs to know of nothing."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(told)


async def _forever(task: Callable[[], Awaitable[None]]) -> None:
    """Log what went wrong and go on: a meeting must not end with one mistake."""
    while True:
        try:
            await task()
        except Exception:
            log.exception("%s failed and begins anew", task.__name__)
        await asyncio.sleep(1)
