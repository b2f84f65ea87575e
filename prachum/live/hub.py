"""A meeting has one hub here: it computes each audience's view once, and each patch once, however many look."""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator
from functools import partial
from uuid import UUID

from prachum.journal import clock, follow, store
from prachum.live import admit
from prachum.live.limits import Crowd
from prachum.live.lines import Lines
from prachum.live.stream import DOUBTED, END, Stream, begun, event, framed
from prachum.live.wire import Request, dumped
from prachum.presence.board import Board, Fact, told_to
from prachum.projections.chamber import Screens
from prachum.projections.merge_patch import Compared, Patch, diff
from prachum.projections.views import View
from prachum.registry.limits import network
from prachum.registry.seats import ACT, Seat
from prachum.rules.meeting import Phase
from prachum.rules.order import PODIUM, DelegationId, PersonId
from prachum.rules.procedure import State
from prachum.rules.visibility import Audience

COUNTED_EVERY = 0.5
"""Seconds between two looks who looks on."""
log = logging.getLogger(__name__)


class Hub:
    """What is known here of one meeting, and everybody who follows it from here."""

    def __init__(self, meeting: UUID, folded: store.Folded) -> None:
        self.meeting = meeting
        self.state, self.digest = folded
        self.board = Board()
        self.lines = Lines(meeting, lambda: self.state)
        self.streams: set[Stream] = set()
        self._crowd = Crowd()
        self._doubted: set[Stream] = set()
        self._looking_on, self._counted = 0, -COUNTED_EVERY
        self.withdrawn: set[PersonId] = set()
        self._unused_since = asyncio.get_running_loop().time()
        self._screens = Screens()
        self._audiences: dict[Audience, Audience] = {}
        self._views: dict[Audience, View] = {}
        self._written: dict[Audience, bytes] = {}
        self._compared: Compared = {}
        self._parts: dict[int, bytes] = {}
        self._refreshing = asyncio.Lock()

    @property
    def head(self) -> bytes:
        """The last entry as the wire has it in events' ids, and `prachum verify --head`."""
        return b"%d:%s" % (self.state.seq, self.digest.encode())

    def now(self) -> str:
        """The meeting's time, with its rehearsal's shift, as on the wire."""
        return clock.written(clock.at(self.state))

    def audience(self, person: PersonId) -> Audience:
        """Whom somebody sees with; one object for all who do, so that thousands of streams need not be compared."""
        audience = Audience.of(self.state.actor(person))
        return self._audiences.setdefault(audience, audience)

    def view(self, audience: Audience) -> View:
        """The view of an audience as things stand."""
        if audience not in self._views:
            head = self.digest if self.state.meeting.phase is Phase.CLOSED else ""
            self._views[audience] = self._screens.view(self.state, audience, head)
        return self._views[audience]

    def _as_json(self, audience: Audience) -> bytes:
        """The same, written once for all who come in; those who are here already get patches."""
        if audience not in self._written:
            self._written[audience] = dumped(self.view(audience))
        return self._written[audience]

    def joined(self, theirs: Seat) -> tuple[bytes, bytes, bytes]:
        """The JSON that somebody begins with: who they are here, the whole view, which is everybody's, and the time."""
        view = self._as_json(self.audience(theirs.person))
        return b'{"person":%s,"view":' % dumped(theirs.person), view, b',"now":%s}' % dumped(self.now())

    def open(self, theirs: Seat, asked: Request) -> Stream:
        """A stream for somebody who was let in; `leave` must follow."""
        stream = Stream(theirs, asked, self.audience(theirs.person), self._whole)
        self.streams.add(stream)
        self._crowd.came(theirs.session, network(asked.address))
        if ACT in theirs.scopes:
            self.lines.stream_opened(theirs.person)
        return stream

    def full(self, theirs: Seat, asked: Request) -> bool:
        """Whether whoever asks has as many streams here as one may have."""
        return self._crowd.full(theirs.session, network(asked.address), observer=theirs.observer)

    def leave(self, stream: Stream) -> None:
        self.streams.discard(stream)
        self._doubted.discard(stream)
        self._crowd.left(stream.seat.session, network(stream.asked.address))
        self._unused_since = asyncio.get_running_loop().time()
        if ACT in stream.seat.scopes:
            self.lines.stream_closed(stream.seat.person)

    def sockets(self, person: PersonId, count: int) -> None:
        """The door tells how many signalling sockets somebody has; who lost the last may have lost the stream too."""
        self.lines.sockets(person, count)
        loop = asyncio.get_running_loop()
        for stream in self.streams:
            if stream.seat.person == person:
                if count:
                    stream.doubted_since = None
                    self._doubted.discard(stream)
                else:
                    stream.doubted_since = loop.time()
                    self._doubted.add(stream)
        if not count:
            # Not at the next heartbeat: everybody waits to be told that this line is lost.
            loop.call_later(DOUBTED + 0.01, self._give_up, person)

    def _give_up(self, person: PersonId) -> None:
        now = asyncio.get_running_loop().time()
        for stream in tuple(self.streams):
            if stream.seat.person == person:
                stream.give_up(now)

    def heard(self, session: str) -> None:
        """Somebody of this session has asked for something: their line is up."""
        for stream in tuple(self._doubted):
            if stream.seat.session == session:
                stream.doubted_since = None
                self._doubted.discard(stream)

    def unused_for(self, now: float) -> float:
        """Seconds since the last stream left; `now` is the loop's time."""
        return 0.0 if self.streams or self.lines.up else now - self._unused_since

    def _whole(self, stream: Stream) -> tuple[bytes, ...]:
        """A whole view, what is present, and a heartbeat, so that the reader knows at once that it is live."""
        stream.audience = self.audience(stream.seat.person)
        stream.seq = self.state.seq
        actor = self.state.actor(stream.seat.person)
        now = self.board.clock()
        present = (event("presence", fact.on_wire(now)) for fact in self.board.seen_by(actor))
        who, view, when = self.joined(stream.seat)
        return begun("view", self.head) + who, view, b"".join((when, END, *present, self.here()))

    def here(self) -> bytes:
        on = {"now": self.now(), "seq": self.state.seq, "digest": self.digest}
        return event("here", on | {"looking_on": self.looking_on()})

    def looking_on(self) -> int:
        """How many follow or listen without a seat, a rehearsal's own people apart: nobody hears unseen.

        When many come at once they are not counted anew for each.
        """
        now = asyncio.get_running_loop().time()
        if now - self._counted >= COUNTED_EVERY:
            self._looking_on, self._counted = self._count(), now
        return self._looking_on

    def _count(self) -> int:
        seats = [stream.seat for stream in self.streams if stream.seat.observer]
        known = self.state.delegations.people.keys() | {theirs.person for theirs in seats if theirs.simulates}
        follow, listen = Counter(theirs.person for theirs in seats), self.lines.listening()
        # Whoever follows mostly listens too; but several may share what they show.
        return sum(many for who, many in (follow | listen).items() if who not in known)

    async def refresh(self) -> None:
        """Read what is new, and let everybody have it; what comes meanwhile is read together, next time."""
        async with self._refreshing:
            folded = await follow.latest(self.meeting)
            if folded.digest == self.digest:
                return
            before, views = self.state, self._views
            self.state, self.digest = folded
            self._views, self._written, self._compared, self._parts = {}, {}, {}, {}
            if self.state.delegations is not before.delegations:
                self._see_who_left(before)
            for number, patch in enumerate(self._patches(before, views)):
                if number:
                    # A wide audience is many views: commands and heartbeats must not wait for all of them.
                    await asyncio.sleep(0)
                patch()
        self.lines.settle()

    def _see_who_left(self, before: State) -> None:
        """Who may take part has changed: whoever may no longer be here is told so."""
        self.withdrawn |= before.delegations.people.keys() - self.state.delegations.people.keys()
        for stream in tuple(self.streams):
            if code := admit.may_stay(self.state, stream.seat):
                self.cut(stream, code)

    def _patches(self, before: State, views: dict[Audience, View]) -> Iterator[Callable[[], None]]:
        """For each audience, what lets its streams have the new view."""
        groups: dict[int, list[Stream]] = defaultdict(list)
        # Who somebody is follows from these two parts alone, and few entries change them.
        same = self.state.delegations is before.delegations and self.state.meeting is before.meeting
        seq = before.seq
        for stream in self.streams:
            if stream.missed or stream.closed:
                continue
            if stream.seq != seq or not (same or self.audience(stream.seat.person) is stream.audience):
                stream.miss()
            else:
                groups[id(stream.audience)].append(stream)
        together = [(streams[0].audience, streams) for streams in groups.values()]
        # The podium first, then whose turn begins or ends: of two hundred delegations the last waits for as many views.
        turns = {turn.delegation for turn in (before.floor.holder, self.state.floor.holder) if turn is not None}
        for audience, streams in sorted(together, key=lambda one: _urgency(one[0], turns)):
            if (old := views.get(audience)) is not None:
                yield partial(self._patch, seq, old, audience, streams)
            else:
                for stream in streams:
                    stream.miss()

    def _patch(self, since: int, old: View, audience: Audience, streams: list[Stream]) -> None:
        """Patches are for those who stand where the old view stood; who joined meanwhile has the new one."""
        view = self.view(audience)
        patch = diff(old, view, self._compared)
        said = b'{"patch":%s,"from":%d,"now":%s}' % (self._patch_as_json(patch), since, dumped(self.now()))
        message = framed("patch", said, self.head)
        for stream in streams:
            if stream.seq == since and not stream.missed:
                stream.offer(message)
                stream.seq = self.state.seq

    def _patch_as_json(self, patch: Patch) -> bytes:
        """What has changed for everybody alike is one object in all their patches, which is written once."""
        for part in patch.values():
            if id(part) not in self._parts:
                self._parts[id(part)] = dumped(part)
        return b"{%s}" % b",".join(b"%s:%s" % (dumped(key), self._parts[id(part)]) for key, part in patch.items())

    def beat(self, now: float) -> None:
        """A heartbeat for everybody; who has been doubted for too long is given up. `now` is the loop's time."""
        here = self.here()
        for stream in tuple(self.streams):
            if not stream.give_up(now):
                stream.offer(here)

    def tell(self, fact: Fact) -> None:
        """A fact for those who may read it, which is asked once for all who see the same."""
        message, told = event("presence", fact.on_wire(self.board.clock())), dict[int, bool]()
        for stream in self.streams:
            whose = id(stream.audience)
            if whose not in told:
                told[whose] = told_to(stream.audience.standings, fact)
            if told[whose] or stream.seat.person == fact.person:
                stream.offer(message)

    def cut(self, stream: Stream, code: str) -> None:
        """End a stream, telling its reader why."""
        stream.close(event("gone", {"code": code}))

    def reseat(self, stream: Stream, theirs: Seat) -> None:
        """The same session now sits elsewhere: say so, and begin anew with a whole view."""
        before, stream.seat = stream.seat, theirs
        whence = network(stream.asked.address)
        self._crowd.came(theirs.session, whence)
        self._crowd.left(before.session, whence)
        if ACT in theirs.scopes:
            self.lines.stream_opened(theirs.person)
        if ACT in before.scopes:
            self.lines.stream_closed(before.person)
        stream.miss(event("seat", {"person": theirs.person}))


def _urgency(audience: Audience, turns: Container[DelegationId | None]) -> tuple[bool, bool]:
    return not audience.standings & PODIUM, audience.delegation not in turns
