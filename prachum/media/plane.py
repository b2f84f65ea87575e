"""The media part of the web process: our own admission before the door, the engine's reports, and the rooms kept."""

import asyncio
import re
from dataclasses import replace
from uuid import UUID

from django.conf import settings

from prachum.journal import read
from prachum.journal.threads import READER
from prachum.live.admit import NotAdmitted, may_enter
from prachum.live.plane import UUID_FORM, Plane
from prachum.live.wire import request
from prachum.media import webhook
from prachum.media.door import NOT_ADMITTED, Admission, Door, Refusal
from prachum.media.engine import Address
from prachum.media.keeping import Keeping
from prachum.media.reconcile import LISTENS, permissions
from prachum.media.relay import Receive, Scope, Send
from prachum.media.rooms import Rooms
from prachum.registry.seats import Change, Seat
from prachum.rules.meeting import Phase
from prachum.rules.procedure import State

LINE = re.compile(
    rf"(?P<root>/api/meetings/(?P<meeting>{UUID_FORM})/line/(?:speak|(?P<listen>listen-[0-9a-z]{{8,32}})))/rtc(?:/.*)?"
)
"""Where a client connects: one line of a person speaks, any number of others, each with a name of its own, listen."""

TAKEN = "taken"


class Media:
    """An ASGI application for `LINE` and for the engine's reports; it answers once `run` has begun."""

    def __init__(self) -> None:
        self._door: Door | None = None
        self._reports: webhook.Reports | None = None

    def answers(self, path: str) -> bool:
        """Whether an address is one of the media part's."""
        return path == webhook.PATH or LINE.fullmatch(path) is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == webhook.PATH:
            assert self._reports is not None
            return await (self._reports if scope["type"] == "http" else hang_up)(scope, receive, send)
        found = LINE.fullmatch(scope["path"])
        assert found is not None
        assert self._door is not None
        return await self._door({**scope, "root_path": found["root"]}, receive, send)

    @property
    def ready(self) -> bool:
        return self._door is not None

    async def run(self, plane: Plane) -> None:
        """Serve until cancelled; raises when no engine has been set up yet."""
        address = Address.of(settings.DATA)
        async with Rooms(address) as rooms:
            keeping = Keeping(rooms)
            loop = asyncio.get_running_loop()
            welcomed: set[asyncio.Task[None]] = set()

            def changed(meeting: UUID, person: str, count: int) -> None:
                plane.hubs.sockets(meeting, person, count)
                if count:
                    task = loop.create_task(keeping.came_in(meeting, person))
                    welcomed.add(task)
                    task.add_done_callback(welcomed.discard)

            async def admit(scope: Scope) -> Admission | Refusal:
                return await _admission(plane, scope)

            door = keeping.door = Door(rooms, admit, changed)
            self._reports = webhook.Reports(address, keeping.reported)
            self._door = door

            def reseated(change: Change) -> None:
                # Who has just come, perhaps through the door already, cuts nobody off.
                if change.what != TAKEN:
                    door.cut(change.meeting, session=change.session)
                    keeping.look_again(change.meeting)

            try:
                with plane.hubs.told_of_seats(reseated):
                    await keeping.run()
            finally:
                self._door = self._reports = None


async def hang_up(scope: Scope, receive: Receive, send: Send) -> None:
    """Nobody has anything to say here over a websocket."""
    await receive()
    await send({"type": "websocket.close", "code": 1000})


async def _admission(plane: Plane, scope: Scope) -> Admission | Refusal:
    """Ask who it is like everything else that is asked, and what the journal grants them at this moment."""
    found = LINE.fullmatch(scope["path"])
    assert found is not None
    asked, meeting = request(scope), UUID(found["meeting"])
    try:
        visit = await plane.hubs.enter(asked, meeting)
        # What the hub shows may be a moment old, in which somebody was sent out.
        state = await READER.run(read.state, meeting)
        if code := _refused(state, visit.seat, found["listen"]):
            raise plane.doorkeeper.denied(asked, meeting, 403, code, visit.seat.person)
    except NotAdmitted as refusal:
        return NOT_ADMITTED if refusal.status < 500 else Refusal(503, refusal.code)
    seat, epoch = visit.seat, state.delegations.epoch
    came = Admission(meeting, epoch, seat.person, session=seat.session, network=visit.network, observer=seat.observer)
    if (listening := found["listen"]) is not None:
        return replace(came, line=listening)
    allowed = permissions(state).get(seat.person, LISTENS)
    return replace(came, publish=tuple(sorted(allowed.publish)), may_subscribe=allowed.subscribe)


def _refused(state: State, theirs: Seat, listens: str | None) -> str | None:
    """Why somebody who was let in to the meeting has no line to the engine, as a code; None if they have."""
    if state.meeting.phase is Phase.CLOSED:
        return "door.closed"
    if theirs.observer and listens is None:
        return "admission.read_only"
    return may_enter(state, theirs)
