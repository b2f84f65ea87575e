"""A rehearsal with media is heard and seen in the engine's room, and an ear checks that it is as the journal says."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from prachum.journal import follow, read
from prachum.journal.threads import READER
from prachum.media import engine
from prachum.media.build import binary
from prachum.media.engine import Address
from prachum.media.reconcile import Reconcile
from prachum.media.rooms import EngineAway, Rooms
from prachum.meetingfile.model import MeetingFile
from prachum.projections.grants import grants
from prachum.registry import seats
from prachum.rules.order import PersonId, Text
from prachum.rules.procedure import State, new
from prachum.supervisor import Refused, Supervisor
from prachum.workers.attending import Attendance
from prachum.workers.bots import Bot, Spoken
from prachum.workers.listening import Ear
from prachum.workers.rehearsal import Departure, Fault, Rehearsal
from prachum.workers.voices import Said, Voices

EVERY = 1.0
"""Seconds between two looks at whose seats visitors have taken, and at what the engine says."""
HEARD = 0.3
"""The part of what was said that must be audible: the rest may be pauses, or an engine that came back."""
LISTENS_ON = 0.7
"""Seconds in which the end of what was said still arrives."""
ANSWERS_WITHIN = 20.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rehearsal is held: the engine's address, and that of `prachum up` where one runs."""

    engine: Address
    web: str | None


def words(file: MeetingFile, person: PersonId, says: Text) -> Said:
    """Return what somebody is heard saying: in their language, else in the first that there is, spoken as such."""
    language = file.spoken_by(person)
    spoken = language if language in says else next(iter(says), language)
    return Said(says.get(spoken, ""), spoken, person)


def script(file: MeetingFile) -> Iterator[Said]:
    """Yield all that is spoken in a rehearsal."""
    for step in file.script or ():
        if step.says:
            yield words(file, PersonId(step.by), step.says)


class Staging:
    """The simulated delegations of one meeting in the engine's room, and the ear that listens to them."""

    speaks = True

    def __init__(
        self, rooms: Rooms, meeting: UUID, file: MeetingFile, voices: Voices, attendance: Attendance | None = None
    ) -> None:
        self.meeting = meeting
        self.file = file
        self.bots: dict[PersonId, Bot] = {}
        self.ear = Ear(rooms, meeting, gated=False, name="the ear of the rehearsal")
        self._unheard: list[Fault] = []
        self._rooms = rooms
        self._voices = voices
        self._attendance = attendance
        self._reconcile = Reconcile(rooms, meeting)
        self._state: State = new()
        self._one_state = asyncio.Lock()

    async def seat(self, person: PersonId) -> None:
        """Let this person's bot take its place; it joins as soon as the journal gives it something to send."""
        if person not in self.bots:
            bot = self.bots[person] = Bot(self._rooms, self.meeting, person, self.file.spoken_by(person))
            await self.refresh()
            self._keep(bot.run())
            if self._attendance is not None:
                self._keep(self._attendance.attend(person))

    async def speak(self, person: PersonId, says: Text) -> bool:
        """Say this aloud, and return when it has been said; False if nobody may hear it, or a visitor sits there."""
        await self.refresh()
        bot = self.bots.get(person)
        if bot is None or bot.aside or person not in grants(self._state).heard:
            return False
        speech = await self._voices.speech(words(self.file, person, says))
        spoken = await bot.say(speech.samples)
        await asyncio.sleep(LISTENS_ON)
        self._judge(person, spoken, speech.seconds, stayed=not bot.aside)
        return True

    def _judge(self, person: PersonId, spoken: Spoken, seconds: float, *, stayed: bool) -> None:
        """Enter as a fault what was said without being heard; who was stopped by the journal has said less."""
        if spoken.began is None or spoken.ended is None:
            if stayed and person in grants(self._state).heard:
                self._unheard.append(Fault(person, seconds, astray=False))
            return
        lasted = spoken.ended - spoken.began
        audible = self.ear.seconds(person, spoken.began, spoken.ended + LISTENS_ON)
        if audible < HEARD * min(lasted, seconds):
            self._unheard.append(Fault(person, min(lasted, seconds) - audible, astray=False))

    @property
    def faults(self) -> list[Fault]:
        """What was heard otherwise than the journal says, until now."""
        astray = [Fault(one.person, one.ended - one.began, astray=True) for one in self.ear.astray]
        return [*self._unheard, *astray]

    async def refresh(self) -> None:
        """Let everybody here know the latest state: first who judges, then who speaks, then the engine."""
        async with self._one_state:
            self._state = await READER.run(read.state, self.meeting)
            for line in (self.ear, *self.bots.values()):
                await line.state_changed(self._state)
            await self._reconcile.state_changed(self._state)

    async def run(self) -> None:
        """Follow the meeting, its seats and the engine until cancelled."""
        async with asyncio.TaskGroup() as self._parts:
            self._keep(self.ear.run())
            self._keep(self._look())
            async for _ in follow.changes(self.meeting):
                await self.refresh()

    def _keep(self, part: Coroutine[None, None, None]) -> None:
        self._parts.create_task(part)

    async def _look(self) -> None:
        """Leave to visitors the seats that they have taken, and compare what the engine says."""
        while True:
            taken = await READER.run(seats.taken, self.meeting)
            for person, bot in self.bots.items():
                bot.step_aside() if person in taken else bot.come_back()
            with suppress(EngineAway):
                await self._reconcile.compare(self._state)
            await asyncio.sleep(EVERY)


@asynccontextmanager
async def staged(meeting: UUID, file: MeetingFile, voices: Voices, place: Place) -> AsyncIterator[Staging]:
    """Stage a meeting that was entered as a rehearsal; what fails there fails here."""
    async with AsyncExitStack() as stack:
        rooms = await stack.enter_async_context(Rooms(place.engine))
        attendance = Attendance(place.web, meeting) if place.web is not None else None
        if attendance is not None:
            stack.push_async_callback(attendance.close)
        staging = Staging(rooms, meeting, file, voices, attendance)
        running = asyncio.create_task(staging.run())
        try:
            with _cancelled_with(running):
                await asyncio.sleep(0)
                yield staging
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


def must_have_an_engine() -> None:
    """Raise Refused where none is built, and none is named."""
    if "PRACHUM_LIVEKIT_URL" not in os.environ and not binary().exists():
        raise Refused("The media engine is not built yet: run scripts/install.")


async def hold(
    rehearsal: Rehearsal,
    voices: Voices,
    home: Path,
    web: str | None,
    told: Callable[[int, int], None] | None = None,
) -> tuple[list[Departure], list[Fault]]:
    """Hold a rehearsal with sound and pictures; return what departed from the script, and what was heard otherwise.

    Where somebody is `told` how far that is, the voices are prepared meanwhile.
    """
    async with (
        a_place(home, web) as place,
        staged(rehearsal.meeting, rehearsal.file, voices, place) as staging,
    ):
        rehearsal.stage = staging
        preparing = asyncio.create_task(_prepare(voices, rehearsal.file, told)) if told is not None else None
        try:
            departures = await rehearsal.hold()
        finally:
            if preparing is not None:
                preparing.cancel()
    return departures, staging.faults


async def _prepare(voices: Voices, file: MeetingFile, told: Callable[[int, int], None]) -> None:
    """One after the other, in the order in which they will be needed: who speaks now must not wait for them all."""
    words = list(dict.fromkeys(script(file)))
    for done, one in enumerate(words):
        told(done, len(words))
        await voices.speech(one)
    told(len(words), len(words))
    await voices.forget_oldest()


@asynccontextmanager
async def a_place(home: Path, web: str | None) -> AsyncIterator[Place]:
    """Use the engine of the `prachum up` that runs on this folder, and its streams, or else keep an engine meanwhile.

    `web` is the address at which `prachum up` was last served.  Raise Refused when there is no engine that answers.
    """
    with ExitStack() as held:
        try:
            supervisor = held.enter_context(Supervisor(home))
        except Refused:
            yield Place(await _answering(Address.of(home)), web)
            return
        supervisor.keep(engine.part(home))
        running = asyncio.create_task(supervisor.run())
        try:
            with _cancelled_with(running):
                # It starts its children as soon as it runs.
                await asyncio.sleep(0)
                await supervisor.up("engine")
                yield Place(Address.of(home), None)
        finally:
            supervisor.stop()
            await running


async def _answering(address: Address) -> Address:
    async with Rooms(address) as rooms:
        deadline = asyncio.get_running_loop().time() + ANSWERS_WITHIN
        while True:
            try:
                await rooms.names()
            except EngineAway as away:
                if asyncio.get_running_loop().time() > deadline:
                    raise Refused(f"The media engine at {address.url} does not answer: {away}") from away
                await asyncio.sleep(1)
            else:
                return address


@contextmanager
def _cancelled_with(other: "asyncio.Task[None]") -> Iterator[None]:
    """Cancel the block when another task ends, and raise what that one raised."""
    me = asyncio.current_task()
    assert me is not None

    def cancel(_: object) -> None:
        me.cancel()

    other.add_done_callback(cancel)
    try:
        yield
    except asyncio.CancelledError:
        if other.done():
            other.result()
        raise
    finally:
        other.remove_done_callback(cancel)
