"""Visitors may take any seat of a rehearsal: the script waits for them, bends to what they do, and comes to an end."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from prachum.journal.clock import written
from prachum.journal.store import CommandIdReused
from prachum.journal.threads import READER, WRITER
from prachum.meetingfile.script import Step, Until, spoken_seconds
from prachum.presence import kinds
from prachum.registry import seats, taking
from prachum.rules.agenda import CloseAgendaItem, OpenAgendaItem
from prachum.rules.decisions.consensus import ConfirmText, SetTextAside
from prachum.rules.floor.turns import TakeFloorBack, YieldFloor
from prachum.rules.meeting import CloseMeeting, Phase
from prachum.rules.order import Entry, ItemId, PersonId, Standing, Text
from prachum.rules.procedure import MAY, Command, Deadline, apply, decide
from prachum.workers.mending import NO_CONSENSUS, Deed, Situation, comes_later, next_deed, refusal
from prachum.workers.numbers import Numbers
from prachum.workers.owing import owed
from prachum.workers.rehearsal import Departure, Rehearsal, entries_after
from prachum.workers.suggesting import GOES_ON, suggested, taken_back

PATIENCE = timedelta(seconds=60)
"""How long a visitor is waited for who does nothing at all; twice as long who has just sat down to be heard."""
TICK = timedelta(seconds=0.5)
MOST_DEEDS = 40
"""What is done for one step at most, so that no step lasts for ever."""
LAPSES = 2
"""Who lets the patience run out so often, one after the other, gives the seat back."""
TOLD_FOR = timedelta(seconds=kinds.Rehearsal.lasts)
"""How long it is told why a seat was given back, unless somebody takes one before."""
LOST_LINE = timedelta(seconds=45)
"""The chair's line comes back with the bot, once the seat of a visitor who is gone was given back."""

Tell = Callable[[Mapping[str, object]], Awaitable[None]]


class Outcome(Enum):
    """What became of a visitor's step: they did it; the course, or who sits there, changed; or nothing happened."""

    DONE = auto()
    CHANGED = auto()
    LAPSED = auto()


async def _tell_nobody(fact: Mapping[str, object]) -> None:
    """No screen is open."""


@dataclass
class VisitedRehearsal(Rehearsal):
    """A rehearsal that visitors may take part in; as long as none does, it is held by its script alone.

    Once it was `visited` the script is no measure any more: who took a seat may have done anything.
    """

    tell: Tell = _tell_nobody
    patience: timedelta = PATIENCE
    visited: bool = False
    seated: frozenset[PersonId] = frozenset()
    _number: int = 0
    _item: ItemId | None = None
    _news: list[Entry] = field(default_factory=list)
    _tired_of: set[PersonId] = field(default_factory=set)
    _settling: set[PersonId] = field(default_factory=set)
    _fact: Mapping[str, object] = field(default_factory=lambda: GOES_ON)
    _lapses: Counter[PersonId] = field(default_factory=Counter)
    _numbers: Numbers = field(default_factory=Numbers)
    _put_off: list[tuple[Deed, Text]] = field(default_factory=list)

    async def hold(self) -> list[Departure]:
        try:
            departures = await super().hold()
            if self.visited:
                await self._come_to_the_end()
        except asyncio.CancelledError:
            await self._break_off()
            raise
        return departures

    async def catch_up(self) -> None:
        for entry in await READER.run(entries_after, self.meeting, self.state.seq):
            self.screen.entered(entry, self.state)
            self.state = apply(self.state, entry)
            self._news.append(entry)
            self._settling.discard(entry.by)

    async def _look(self) -> None:
        """Learn what was entered, and who sits there in person."""
        await self.catch_up()
        before, self.seated = self.seated, await READER.run(seats.taken, self.meeting)
        came = self.seated - before
        self._tired_of &= self.seated
        self._settling = (self._settling | (came if self.stage.speaks else set())) & self.seated
        if came and self._fact.get("state") == "goes_on":
            await self._say(GOES_ON)
        if self.seated and not self.visited:
            self.visited, self.departures = True, []

    # The script, as far as it still holds

    async def _play(self, number: int, step: Step, before: Step | None) -> None:
        self._number = number
        await self._look()
        if self.visited:
            await self._look_after_visitors()
            await self._hear_out(PersonId(step.by))
        await super()._play(number, step, before)

    def _told(self, step: Step) -> Step:
        if self._may_say_it(step):
            return step
        return step.model_copy(update={"says": {}} | ({"note": {}} if step.by in self.seated else {}))

    def _may_say_it(self, step: Step) -> bool:
        """Whether the simulation says the words of a step: none for a visitor, and none without the floor."""
        person, holder = PersonId(step.by), self.state.floor.holder
        has_floor = holder is not None and holder.speaker == person
        return not self.visited or (person not in self.seated and (has_floor or person == self.state.meeting.presiding))

    async def _speak(self, step: Step) -> bool:
        await self._look()
        person = PersonId(step.by)
        if person in self.seated:
            await self._let_speak(person, step.says)
            return True
        if not self._may_say_it(step):
            return True
        if self.visited and step.until == "period over" and not self._adopted_last():
            return True
        return await super()._speak(step)

    async def _do(self, number: int, step: Step, name: str) -> None:
        await self._look()
        count = len(self.state.conclusions), len(self.state.proposals)
        if self.visited:
            await self._do_among_visitors(step, name)
        else:
            await super()._do(number, step, name)
        self._remember(step, name, *count)

    async def _do_among_visitors(self, step: Step, name: str) -> None:
        command = self._command(step, name)
        wanted = Deed(command, self._actor(PersonId(step.by), command))
        if isinstance(command, OpenAgendaItem):
            self._item = command.item
        if step.expect is None and comes_later(self._situation(), wanted):
            self._put_off.append((wanted, step.says))
        elif step.expect is None:
            # What cannot be done any more is not tried, and no refusal to tell.
            await self._bring_about(wanted, step.says)
        elif wanted.by not in self.seated and refusal(self.state, wanted, self._hour()) == step.expect:
            self.screen.refused(step, step.expect)
        for due in [one for one in self._put_off if not comes_later(self._situation(), one[0])]:
            self._put_off.remove(due)
            await self._bring_about(*due)
        await self._look_after_visitors()

    def _actor(self, by: PersonId, command: Command) -> PersonId:
        """Who does it in fact: what a chair does, whoever presides now does."""
        may, chairs = MAY[type(command)], self.state.meeting.setup.chairs
        if Standing.PRESIDING in may and by in chairs and not self.state.actor(by).standings & may:
            return self.state.meeting.presiding
        return by

    def _command(self, step: Step, kind: str) -> Command:
        return super()._command(step.model_copy(update={"body": self._numbers.renamed(step.body)}), kind)

    def _remember(self, step: Step, name: str, conclusions: int, proposals: int) -> None:
        """Keep in mind the script's own item, and what became of what it numbers."""
        if isinstance(item := step.body.get("item"), str) and name == "agenda.open_agenda_item":
            self._item = ItemId(item)
        grown = {
            "conclusions.enter_conclusion": ("c", conclusions, list(self.state.conclusions)),
            "conclusions.correct_conclusion": ("c", conclusions, list(self.state.conclusions)),
            "proposals.table_proposal": ("p", proposals, list(self.state.proposals)),
        }
        if name in grown and step.expect is None:
            letter, before, now = grown[name]
            self._numbers.entered(letter, now, before)

    # What visitors are waited for, and what they are owed

    async def _bring_about(self, wanted: Deed, says: Text) -> None:
        """Do it, or have it done by whoever sits there, and what must be done before, as far as that is possible."""
        lost = self._hour() + LOST_LINE
        for _ in range(MOST_DEEDS):
            if self.state.meeting.chair_lost is not None and self._hour() < lost:
                await self._pass_a_tick()
                continue
            deed = next_deed(self._situation(), wanted)
            if deed is None and self.state.period_runs() and wanted.by not in self._tired_of:
                await self._let_period_run()
                continue
            if deed is None:
                return
            if deed.by not in self.seated:
                met = await self._act(deed.command, deed.by, f"visited {self.state.seq} {deed}")
                if deed == wanted and not met:
                    return
                await self._look()
                continue
            outcome = await self._wait_for_visitor(deed, says)
            skipped = outcome is Outcome.LAPSED and not await self._do_without(deed)
            if deed == wanted and (skipped or outcome is Outcome.DONE):
                return

    async def _wait_for_visitor(self, deed: Deed, says: Text) -> Outcome:
        """Wait until the visitor has done it, cannot do it any more, is gone, or has done nothing for so long."""
        if refusal(self.state, deed, self._hour()):
            return Outcome.CHANGED
        limit = await self._ask(deed, says)
        expected = {
            type(event) for event in decide(self.state, deed.command, deed.by, max(self._hour(), self.state.at))
        }
        try:
            while True:
                self._news.clear()
                await self._pass_a_tick()
                own = [entry for entry in self._news if entry.by == deed.by]
                if any(type(entry.event) in expected for entry in own):
                    return Outcome.DONE
                if deed.by not in self.seated or refusal(self.state, deed, self._hour()):
                    return Outcome.CHANGED
                over = self._hour() >= limit
                if own or (over and deed.by in self._settling):
                    # Nothing tells when the check of their devices, which lies over everything, is through.
                    self._settling.discard(deed.by)
                    self._lapses[deed.by] = 0
                    limit = await self._ask(deed, says)
                elif over:
                    return Outcome.LAPSED
                await self._look_after_visitors()
        finally:
            await self._say(GOES_ON)

    async def _ask(self, deed: Deed | PersonId, says: Text, seconds: int | None = None) -> datetime:
        """Let everybody see what is waited for, and return until when."""
        limit = self._hour() + (self.patience if seconds is None else timedelta(seconds=seconds))
        fact = suggested(self.state, deed, written(limit), says)
        self.screen.waits(fact)
        await self._say(fact)
        return limit

    async def _say(self, fact: Mapping[str, object]) -> None:
        if fact is not self._fact:
            self._fact = fact
            await self.tell(fact)

    async def _do_without(self, deed: Deed) -> bool:
        """Nothing has happened: return whether the seat was given back, else the step is skipped."""
        self._lapses[deed.by] += 1
        self._tired_of.add(deed.by)
        if not deed.essential and self._lapses[deed.by] < LAPSES:
            return False
        self._lapses[deed.by] = 0
        await WRITER.run(taking.give_back, self.meeting, deed.by)
        await self._look()
        await self._say(taken_back(self.state, deed.by, written(self._hour() + TOLD_FOR)))
        return True

    async def _let_speak(self, person: PersonId, says: Text) -> None:
        """Give a visitor who has the floor by the script the time that the script's words would take."""
        holder = self.state.floor.holder
        if not says or holder is None or holder.speaker != person:
            return
        limit = await self._ask(person, says, max(10, spoken_seconds(says, self.file.spoken_by(person))))
        while person in self.seated and self._hour() < limit and self.state.floor.holder is not None:
            await self._pass_a_tick()
        await self._say(GOES_ON)

    async def _hear_out(self, by: PersonId) -> None:
        """Nobody talks over a visitor who has the floor; whoever forgets to give it back loses it."""
        for _ in range(MOST_DEEDS):
            holder = self.state.floor.holder
            if holder is None or holder.speaker not in self.seated or holder.speaker == by:
                return
            deed = Deed(YieldFloor(), holder.speaker)
            if refusal(self.state, deed, self._hour()):
                return
            if await self._wait_for_visitor(deed, {}) is Outcome.LAPSED:
                self._tired_of.add(holder.speaker)
                chair = Deed(TakeFloorBack(holder.delegation), self.state.meeting.presiding)
                if chair.by in self.seated:
                    return
                await self._act(chair.command, chair.by, f"visited {self.state.seq} {chair}")
            await self._look_after_visitors()

    async def _look_after_visitors(self) -> None:
        """Without waiting, let the simulated chair and delegations do what visitors may expect of them."""
        for deed, words in owed(self._situation(), self._is_still_to_speak):
            if words:
                await self.stage.speak(deed.by, words)
                await self.catch_up()
            await self._act(deed.command, deed.by, f"visited {self.state.seq} {deed}")

    def _is_still_to_speak(self, person: PersonId) -> bool:
        """Whether the script has something for whoever has the floor before it goes on to another item."""
        delegation = self.state.delegations.people[person].delegation
        for step in (self.file.script or ())[max(0, self._number - 1) :]:
            if step.kind in ("agenda.open_agenda_item", "meeting.close_meeting"):
                return False
            if step.by == person or step.body.get("instead_of") == delegation:
                return True
        return False

    # Texts and times

    async def _wait_for(self, number: int, step: Step, until: Until) -> None:
        await self._look()
        if not self.visited:
            await super()._wait_for(number, step, until)
        elif until == "period over":
            await self._settle_the_text()
        else:
            await self._hear_out(PersonId(""))

    async def _settle_the_text(self) -> None:
        """See to it that no text is before the meeting any more: adopted, or set aside."""
        for _ in range(MOST_DEEDS):
            if self.state.decisions.before is None:
                return
            if self.state.period_runs():
                await self._let_period_run()
                continue
            # Screens take a moment to show a text, and an objection deserves to be seen.
            await self._pass_a_tick(5)
            deed = next_deed(self._situation(), Deed(CloseAgendaItem(), self.state.meeting.presiding))
            if deed is None or isinstance(deed.command, CloseAgendaItem):
                continue
            await self._bring_about(deed, {})

    async def _let_period_run(self) -> None:
        """Let it end, or have the text set aside when that takes much longer than patience lasts."""
        limit = self._hour() + 3 * self.patience
        while self.state.period_runs() and self._hour() < limit:
            await self._pass_a_tick()
            await self._look_after_visitors()
        if self.state.period_runs():
            self._tired_of.add(self.state.meeting.presiding)
            await self._bring_about(Deed(SetTextAside(NO_CONSENSUS), self.state.meeting.presiding), {})

    def _adopted_last(self) -> bool:
        taken = self.state.decisions.taken
        return bool(taken) and taken[-1].adopted

    async def _show_text(self) -> None:
        if not self.visited:
            await super()._show_text()

    async def _strike(self, due: Deadline) -> None:
        """Visitors may be quicker than the clock, and the clock of another process than this one."""
        try:
            await super()._strike(due)
        except (RuntimeError, CommandIdReused):
            await self.pace.until(self.pace.now() + TICK)

    async def _pass_a_tick(self, ticks: int = 1) -> None:
        await self._let_pass(ticks * TICK)
        await self._look()

    def _hour(self) -> datetime:
        """The meeting's own time."""
        return self.pace.now() + timedelta(milliseconds=self.state.meeting.setup.shift)

    def _situation(self) -> Situation:
        return Situation(self.state, self._hour(), self.seated, frozenset(self._tired_of), self._item)

    # The end

    async def _come_to_the_end(self) -> None:
        """Close the meeting, with the visitors as long as they do it, else without them."""
        for _ in range(2):
            if self.state.meeting.phase is Phase.CLOSED:
                return
            await self._bring_about(Deed(CloseMeeting(), self.state.meeting.presiding), {})
        for person in self.seated:
            await WRITER.run(taking.give_back, self.meeting, person)
        await self._break_off()

    async def _break_off(self) -> None:
        """Close at once what was opened, so that no meeting is left in session without anybody."""
        await self.catch_up()
        for _ in range(MOST_DEEDS):
            if self.state.meeting.phase in (Phase.SCHEDULED, Phase.CLOSED):
                return
            chair = self.state.meeting.presiding
            deed = next_deed(Situation(self.state, self._hour()), Deed(CloseMeeting(), chair))
            if deed is None or isinstance(deed.command, ConfirmText):
                deed = Deed(SetTextAside(NO_CONSENSUS), chair)
            if await self._act(deed.command, deed.by, f"broken off {self.state.seq} {deed}"):
                return
