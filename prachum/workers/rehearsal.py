"""In a rehearsal simulated delegations take their seats and act out the file's script, under the rules like anybody."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid5

from prachum.journal import read
from prachum.journal.threads import READER
from prachum.journal.together import perform_on_writer
from prachum.meetingfile.model import MeetingFile
from prachum.meetingfile.script import Step, Until, command
from prachum.meetingfile.store import enter
from prachum.rules.decisions.consensus import ConfirmText
from prachum.rules.delegations import SeatPerson
from prachum.rules.lines import ReportArrival
from prachum.rules.order import BINDING, CLOCK, DOOR, DelegationId, Entry, OutOfOrder, PersonId, Text
from prachum.rules.procedure import Command, Deadline, State, apply, deadlines, new
from prachum.rules.proposals import TableProposal
from prachum.workers import clock
from prachum.workers.pace import Pace

ARRIVING = timedelta(seconds=1)
"""Between two delegations that take their seats."""
SCREEN = timedelta(seconds=1)
"""From putting a text to the meeting until the delegations' screens show it."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A step that went otherwise than the script says: `met` is the refusal's code, empty if there was none."""

    number: int
    step: Step
    met: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Somebody spoke and was not heard (`astray`: was heard and was not to be), for so many seconds."""

    person: PersonId
    seconds: float
    astray: bool


class Screen(Protocol):
    """What a rehearsal is shown on."""

    def entered(self, entry: Entry, before: State) -> None:
        """Something was entered; `before` is the state before it."""

    def step(self, number: int, step: Step) -> None:
        """A step begins; they count from 1."""

    def refused(self, step: Step, code: str) -> None:
        """The rules refuse a step, as the script expects or not."""

    def waits(self, fact: Mapping[str, object]) -> None:
        """A step is left to the visitor who sits there; the fact is as on the wire of presence."""


class Unseen:
    """Nobody watches."""

    def entered(self, entry: Entry, before: State) -> None:
        """Nobody reads it."""

    def step(self, number: int, step: Step) -> None:
        """Nobody hears it."""

    def refused(self, step: Step, code: str) -> None:
        """Nobody minds."""

    def waits(self, fact: Mapping[str, object]) -> None:
        """Nobody waits."""


class Stage(Protocol):
    """Where the simulated delegations are heard and seen."""

    speaks: bool
    """Whether words take the time in which they are spoken."""

    async def seat(self, person: PersonId) -> None:
        """Somebody takes their seat."""

    async def speak(self, person: PersonId, says: Text) -> bool:
        """Return once this has been said; False, and at once, if nobody may hear this person now."""


class NoStage:
    """Nothing is heard or seen; words take the time that they would."""

    speaks = False

    async def seat(self, person: PersonId) -> None:
        """Nobody sees it."""

    async def speak(self, person: PersonId, says: Text) -> bool:
        return False


def begin(
    file: MeetingFile, text: str, *, now: datetime, starting: datetime | None = None, meeting: UUID | None = None
) -> UUID:
    """Enter a file as a rehearsal, at true time `now`, whose own hour is `starting`; returns the meeting's id."""
    shift = (starting - now) // timedelta(milliseconds=1) if starting is not None else 0
    return enter(file, text, meeting=meeting, rehearsal=True, shift=shift, now=now).id


@dataclass
class Rehearsal:
    """A meeting of the journal that was entered as a rehearsal, and what is to be acted out in it."""

    meeting: UUID
    file: MeetingFile
    pace: Pace
    screen: Screen = field(default_factory=Unseen)
    stage: Stage = field(default_factory=NoStage)
    state: State = field(default_factory=new)
    departures: list[Departure] = field(default_factory=list)
    confirmed: set[tuple[str, int]] = field(default_factory=set)
    arriving: timedelta = ARRIVING

    async def hold(self) -> list[Departure]:
        """Seat everybody, act out the script, and return the steps that went otherwise than it says."""
        await self.catch_up()
        await self._take_seats()
        before: Step | None = None
        for number, step in enumerate(self.file.script or (), start=1):
            await self._play(number, step, before)
            before = step
        await self._let_pass(timedelta())
        return self.departures

    async def catch_up(self) -> None:
        """Learn what was entered, by whomever."""
        for entry in await READER.run(entries_after, self.meeting, self.state.seq):
            self.screen.entered(entry, self.state)
            self.state = apply(self.state, entry)

    async def _take_seats(self) -> None:
        for delegation, people in self.file.delegations().items():
            await self._let_pass(self.arriving)
            for person in people:
                await self._act(SeatPerson(PersonId(person.id), person.nameplate), DOOR, f"seat {person.id}")
                await self.stage.seat(PersonId(person.id))
            await self._act(ReportArrival(delegation), DOOR, f"arrival {delegation}")

    async def _play(self, number: int, step: Step, before: Step | None) -> None:
        if step.until is not None:
            await self._wait_for(number, step, step.until)
        language = self.file.spoken_by(PersonId(before.by)) if before is not None else ""
        await self._let_pass(timedelta(seconds=step.pause(None if self.stage.speaks else before, language)))
        self.screen.step(number, self._told(step))
        said = await self._speak(step)
        if step.kind is not None:
            await self._do(number, step, step.kind)
        if not said:
            # Who opens the meeting is heard from then on.
            await self._speak(step)

    def _told(self, step: Step) -> Step:
        """The step as whoever watches is told it."""
        return step

    async def _do(self, number: int, step: Step, name: str) -> None:
        met = await self._act(self._command(step, name), PersonId(step.by), f"step {number}")
        if met:
            self.screen.refused(step, met)
        if met != (step.expect or ""):
            self.departures.append(Departure(number, step, met))
        await self._show_text()

    async def _speak(self, step: Step) -> bool:
        """Let the words of a step be spoken, while the clock does what falls due; False if nobody may hear them."""
        if not step.says:
            return True
        speaking = asyncio.ensure_future(self.stage.speak(PersonId(step.by), step.says))
        try:
            while not speaking.done():
                due = self._next_deadline()
                ahead = (self._true(due.at) - self.pace.now()).total_seconds() if due is not None else None
                await asyncio.wait({speaking}, timeout=ahead if ahead is None else max(0.0, ahead))
                if due is not None and not speaking.done():
                    await self._strike(due)
            return speaking.result()
        finally:
            speaking.cancel()
            await self.catch_up()

    def _command(self, step: Step, kind: str) -> Command:
        if step.prepared is None:
            return command(kind, step.body)
        proposal = next(one for one in self.file.proposals if one.id == step.prepared)
        return TableProposal(proposal.title, proposal.areas)

    async def _act(self, deed: Command, by: PersonId, name: str) -> str:
        """The code of the refusal, empty if there was none."""
        try:
            await perform_on_writer(
                self.meeting, deed, by=by, command_id=uuid5(self.meeting, name), now=self.pace.now()
            )
        except OutOfOrder as refusal:
            return refusal.code
        finally:
            await self.catch_up()
        return ""

    async def _let_pass(self, duration: timedelta) -> None:
        """Let time pass, while the clock does what falls due."""
        until = self.pace.now() + duration
        while (due := self._next_deadline()) is not None and self._true(due.at) <= until:
            await self._strike(due)
        await self.pace.until(until)
        await self.catch_up()

    async def _strike(self, due: Deadline) -> None:
        await self.pace.until(self._true(due.at))
        before = self.state.seq
        identity = clock.command_id(self.meeting, due)
        with suppress(OutOfOrder):  # somebody was quicker
            await perform_on_writer(self.meeting, due.command, by=CLOCK, command_id=identity, now=self.pace.now())
        await self.catch_up()
        if self.state.seq == before:
            raise RuntimeError(f"the clock's {due.command} changed nothing")

    def _next_deadline(self) -> Deadline | None:
        return next(iter(deadlines(self.state)), None)

    def _true(self, at: datetime) -> datetime:
        """True time at a moment of the meeting, which may have an hour of its own."""
        return at - timedelta(milliseconds=self.state.meeting.setup.shift)

    async def _wait_for(self, number: int, step: Step, until: Until) -> None:
        while not self._reached(until):
            due = self._next_deadline()
            if due is None:
                self.departures.append(Departure(number, step, f"rehearsal.never_{until.replace(' ', '_')}"))
                return
            await self._strike(due)

    def _reached(self, until: Until) -> bool:
        before = self.state.decisions.before
        return self.state.floor.holder is None if until == "floor free" else before is None or before.over

    async def _show_text(self) -> None:
        """The delegations' screens show the text that is put, unless the script itself says when they do."""
        before = self.state.decisions.before
        if before is None or (before.text, before.version) in self.confirmed or self._script_confirms():
            return
        self.confirmed.add((before.text, before.version))
        await self._let_pass(SCREEN)
        for delegation, person in self._entitled():
            deed = ConfirmText(before.text, before.version)
            await self._act(deed, person, f"{delegation} sees {before.text} {before.version}")

    def _script_confirms(self) -> bool:
        return any(step.kind == "decisions.confirm_text" for step in self.file.script or ())

    def _entitled(self) -> Iterator[tuple[DelegationId, PersonId]]:
        before = self.state.decisions.before
        for delegation in self.state.deciding_present() if before is not None else ():
            people = (p.id for p in self.state.delegations.of(delegation) if p.standing in BINDING)
            if (person := next(people, None)) is not None:
                yield delegation, person


def entries_after(meeting: UUID, after: int) -> list[Entry]:
    """What was entered after that seq."""
    return list(read.entries(meeting, after))
