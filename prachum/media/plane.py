"""The media part of the web process: our own admission before the door, the engine's reports, and the rooms kept."""

import asyncio
import re
from uuid import UUID

from django.conf import settings

from prachum.live.admit import NotAdmitted
from prachum.live.plane import UUID_FORM, Plane
from prachum.live.wire import request
from prachum.media import webhook
from prachum.media.door import NOT_ADMITTED, Admission, Door, Receive, Refusal, Scope, Send
from prachum.media.engine import Address
from prachum.media.keeping import Keeping
from prachum.media.reconcile import LISTENS, permissions
from prachum.media.rooms import Rooms
from prachum.registry.seats import Change

LINE = re.compile(
    rf"(?P<root>/api/meetings/(?P<meeting>{UUID_FORM})/line/(?:speak|(?P<listen>listen-[0-9a-z]{{8,32}})))/rtc(?:/.*)?"
)
"""Where a client connects: one line of a person speaks, any number of others, each with a name of its own, listen."""


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
            return await self._reports(scope, receive, send)
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
            self._reports = webhook.Reports(address, lambda room: keeping.look_again(UUID(room.partition(".")[0])))
            self._door = door

            def reseated(change: Change) -> None:
                door.cut(change.meeting, change.person)

            with plane.hubs.told_of_seats(reseated):
                await keeping.run()


async def _admission(plane: Plane, scope: Scope) -> Admission | Refusal:
    """Ask who it is like everything else that is asked, and what the journal grants them at this moment."""
    found = LINE.fullmatch(scope["path"])
    assert found is not None
    meeting = UUID(found["meeting"])
    try:
        visit = await plane.hubs.enter(request(scope), meeting)
    except NotAdmitted as refusal:
        return NOT_ADMITTED if refusal.status < 500 else Refusal(503, refusal.code)
    state, person = visit.hub.state, visit.seat.person
    epoch = state.delegations.epoch
    if (listening := found["listen"]) is not None:
        return Admission(meeting, epoch, person, line=listening)
    if visit.seat.observer:
        return NOT_ADMITTED
    allowed = permissions(state).get(person, LISTENS)
    return Admission(meeting, epoch, person, tuple(sorted(allowed.publish)), allowed.subscribe)
