"""A line is up while a stream or a signalling socket of somebody is open here; what follows from it is entered."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from math import inf
from uuid import UUID, uuid4

from asgiref.sync import sync_to_async
from django.db import connections
from pydantic import TypeAdapter

from prachum.journal.together import perform_on_writer
from prachum.live.attendance import COME_BACK, FLAP, counts, due
from prachum.registry.models import Person
from prachum.rules.delegations import SeatPerson
from prachum.rules.order import DOOR, DelegationId, OutOfOrder, PersonId
from prachum.rules.parties import Nameplate
from prachum.rules.procedure import Command, State

TRY_AGAIN = 1.0
NAMEPLATE = TypeAdapter(Nameplate)

log = logging.getLogger(__name__)


class Lines:
    """The lines of one meeting; `state` is the meeting as it stands."""

    def __init__(self, meeting: UUID, state: Callable[[], State]) -> None:
        self.meeting = meeting
        self._state = state
        self._loop = asyncio.get_running_loop()
        self._streams: Counter[PersonId] = Counter()
        self._sockets: dict[PersonId, int] = {}
        self._gone: dict[str, float] = {}
        self._of: dict[PersonId, DelegationId] = {}
        self._settling: asyncio.Task[None] | None = None
        self._again = False
        self._closed = False
        self._timer: asyncio.TimerHandle | None = None
        self._held: set[asyncio.TimerHandle] = set()

    @property
    def up(self) -> frozenset[PersonId]:
        """Whose lines are up."""
        return frozenset(person for person, count in self._streams.items() if count) | self._sockets.keys()

    def listening(self) -> Counter[PersonId]:
        """How many signalling sockets each has open now."""
        return Counter(self._sockets)

    def expect_back(self) -> None:
        """This process has just started: who is on the line by the journal has a while to come back."""
        state, up, missed_at = self._state(), self.up, self._loop.time() + COME_BACK - FLAP
        back = up | {state.delegations.people[person].delegation for person in up if counts(state, person)}
        for whose in (*state.lines.present, state.meeting.presiding):
            if whose not in back:
                self._gone.setdefault(whose, missed_at)
        self.settle()

    def stream_opened(self, person: PersonId) -> None:
        self._streams[person] += 1
        self._changed(person)

    def stream_closed(self, person: PersonId) -> None:
        self._streams[person] -= 1
        self._changed(person)

    def hold(self, person: PersonId) -> None:
        """Somebody else takes this person's seat: between the two the line is no loss, for as long as a page loads."""
        self.stream_opened(person)
        self._held.add(self._loop.call_later(COME_BACK, self.stream_closed, person))

    def sockets(self, person: PersonId, count: int) -> None:
        """The door says how many signalling sockets somebody has open now."""
        if count:
            self._sockets[person] = count
        else:
            self._sockets.pop(person, None)
        self._changed(person)

    def _changed(self, person: PersonId) -> None:
        """Note since when a person, and a delegation, has no line left."""
        state, up, now = self._state(), self.up, self._loop.time()
        if counts(state, person):
            self._of[person] = state.delegations.people[person].delegation
        # Who is expelled is in no delegation any more, but was the last on its line all the same.
        if (code := self._of.get(person)) is None:
            return
        stays = {person: person in up, code: any(self._of.get(other) == code for other in up)}
        for whose, is_up in stays.items():
            if is_up:
                self._gone.pop(whose, None)
            else:
                self._gone.setdefault(whose, now)
        self.settle()

    def settle(self) -> None:
        """Enter what is due, one after the other; called whenever lines or the meeting have changed."""
        self._again = True
        if not self._closed and (self._settling is None or self._settling.done()):
            self._settling = self._loop.create_task(self._settle())

    async def _settle(self) -> None:
        while self._again:
            self._again = False
            now = self._loop.time()
            try:
                await self._settle_one(now)
            except Exception as fault:  # noqa: BLE001 whatever it was, it is tried again
                log.error("%s: of the lines nothing can be entered now: %r", self.meeting, fault)
                self._look_again(now + TRY_AGAIN)

    async def _settle_one(self, now: float) -> None:
        """Enter what is due; the meeting's change then calls `settle` again."""
        found = due(self._state(), self.up, self._gone, now)
        command: Command | None = found.report
        if found.seat is not None:
            command = await sync_to_async(_seating, thread_sensitive=False)(self.meeting, found.seat)
        if command is None:
            return self._look_again(found.look_again)
        try:
            await perform_on_writer(self.meeting, command, by=DOOR, command_id=uuid4())
        except OutOfOrder as refusal:
            log.info("%s: %r refused: %s", self.meeting, command, refusal.code)
            self._look_again(now + TRY_AGAIN)
        return None

    def _look_again(self, moment: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(moment, self.settle) if moment < inf else None

    def close(self) -> None:
        """From here nothing is entered any more, also when the last lines go down."""
        self._closed = True
        self._look_again(inf)
        for timer in self._held:
            timer.cancel()
        if self._settling is not None:
            self._settling.cancel()


def _seating(meeting: UUID, person: PersonId) -> SeatPerson:
    """The seating with the nameplate of the day; it is empty for somebody of whom the registry knows none."""
    try:
        kept = Person.objects.filter(meeting=meeting, person=person).values_list("nameplate", flat=True).first()
    finally:
        connections.close_all()
    if kept is None:
        log.warning("%s: no nameplate is registered for %s", meeting, person)
        return SeatPerson(person, Nameplate({}))
    return SeatPerson(person, NAMEPLATE.validate_python(kept))
