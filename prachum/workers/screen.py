"""Whoever watches a rehearsal sees what was entered, what is spoken, who has the floor, and the hour."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task
from rich.text import Text as Styled

from prachum.journal.clock import written
from prachum.journal.codec import SEALED
from prachum.journal.read import Head
from prachum.meetingfile.model import MeetingFile
from prachum.meetingfile.script import Step
from prachum.projections.naming import Naming
from prachum.projections.record import clock_text, sentence
from prachum.projections.wording import in_language
from prachum.refusals import explain
from prachum.rules.agenda import AgendaItemOpened
from prachum.rules.order import INSTALLATION, Entry, PersonId, Standing, Text, Withheld, kind
from prachum.rules.procedure import State, apply, new
from prachum.rules.visibility import Audience, sees
from prachum.terminal import said as at
from prachum.workers.pace import Pace
from prachum.workers.rehearsal import Departure, Fault
from prachum.workers.said import said

WATCHES = Audience(frozenset({Standing.SECRETARIAT}))
"""Who starts a rehearsal sees what the secretariat sees: what is said to the chair alone stays with the chair."""


def shown(entry: Entry, before: State) -> Entry:
    """The entry as those who watch may have it."""
    if sees(WATCHES, entry.event, before):
        return entry
    return replace(entry, by=PersonId(SEALED), event=Withheld())


class Lines:
    """One JSON object a line: what was entered, and what was said."""

    def __init__(self, out: Console, language: str) -> None:
        self.out, self.language = out, language

    def entered(self, entry: Entry, before: State) -> None:
        entry = shown(entry, before)
        self.print(
            seq=entry.seq,
            at=written(entry.at),
            by=entry.by,
            kind=SEALED if isinstance(entry.event, Withheld) else kind(type(entry.event)),
            sentence=sentence(entry, before, self.language),
        )

    def step(self, number: int, step: Step) -> None:
        if step.says or step.note:
            self.print(step=number, by=step.by, says=dict(step.says), note=dict(step.note))

    def print(self, **said: object) -> None:
        self.out.out(json.dumps(said, ensure_ascii=False), highlight=False)

    def refused(self, step: Step, code: str) -> None:
        self.print(by=step.by, do=step.kind, refused=code)

    def waits(self, fact: Mapping[str, object]) -> None:
        self.print(waits=fact["whose"], act=fact["act"], until=fact["until"])

    def stop(self) -> None:
        """Nothing of a line is left to be given back."""

    def end(self, meeting: UUID, last: Head, departures: list[Departure]) -> None:
        for gone in departures:
            self.print(step=gone.number, by=gone.step.by, do=gone.step.do, expected=gone.step.expect, met=gone.met)
        self.print(meeting=str(meeting), seq=last.seq, head=last.digest, departures=len(departures))

    def voices(self, done: int, of: int) -> None:
        """Say how far the voices are prepared."""
        if done == of:
            self.print(voices=done)

    def heard(self, faults: list[Fault]) -> None:
        """Say what was heard otherwise than the journal says."""
        for fault in faults:
            self.print(person=fault.person, astray=fault.astray, milliseconds=round(fault.seconds * 1000))
        self.print(listened=True, faults=len(faults))


class Terminal:
    """Sentences roll up; below them stand the progress, the hour of the meeting, and who has the floor."""

    def __init__(
        self, out: Console, language: str, pace: Pace, file: MeetingFile, again: str, address: str | None = None
    ) -> None:
        self.out, self.language, self.pace, self.again, self.address = out, language, pace, again, address
        self.state, self.preparing = new(), ""
        columns = (BarColumn(bar_width=24), MofNCompleteColumn(), Floor(self))
        self.progress = Below(columns, self.below, out)
        self.task = self.progress.add_task("", total=len(file.script or ()))
        out.print(f"[bold]{escape(said('rehearsal', language, title=self._in(file.title)))}[/bold]\n")
        self._tell_address()
        self.progress.start()

    def below(self) -> str:
        """The one line that stays below everything: where the meeting can be seen."""
        return at("demo_at", address=f"{self.address}now/") if self.address is not None else ""

    def _tell_address(self) -> None:
        """Where nothing can stay below, say it among the lines."""
        if self.address is not None and not self.out.is_terminal:
            self.out.print(self.below())

    def voices(self, done: int, of: int) -> None:
        """Say how far the voices are prepared, until they are."""
        self.preparing = said("voices", self.language, done=done, of=of) if done < of else ""

    def entered(self, entry: Entry, before: State) -> None:
        self.state = apply(before, entry)
        entry = shown(entry, before)
        line, hour = escape(sentence(entry, before, self.language)), self.hour(entry.at, self.state)
        quiet = entry.by in INSTALLATION
        self.progress.console.print(f"[dim]{hour}[/dim]  {f'[dim]{line}[/dim]' if quiet else line}")
        if isinstance(entry.event, AgendaItemOpened):
            self._tell_address()

    def step(self, number: int, step: Step) -> None:
        if step.note:
            self.progress.console.print(f"[cyan]{escape(self._in(step.note))}[/cyan]")
        if step.says:
            words = escape(f"{self._name(step)}: “{self._in(step.says)}”")
            self.progress.console.print(f"          [italic]{words}[/italic]")
        self.progress.update(self.task, completed=number)

    def refused(self, step: Step, code: str) -> None:
        named = self._name(step)
        line = said("refused", self.language, who=named, do=step.do, why=explain(code, self.language).text)
        self.progress.console.print(f"          [yellow]{escape(line)}[/yellow]")

    def waits(self, fact: Mapping[str, object]) -> None:
        title, act = (self._in(cast(Text, fact[part])) for part in ("title", "act"))
        line = said("waits", self.language, title=title, act=act)
        self.progress.console.print(f"          [cyan]{escape(line)}[/cyan]")

    def _name(self, step: Step) -> str:
        name = Naming(self.state, self.language).actor(PersonId(step.by))
        return name[:1].upper() + name[1:]

    def _in(self, text: Text) -> str:
        return in_language(text, self.language)

    def hour(self, at: datetime, state: State) -> str:
        zone = ZoneInfo(state.meeting.setup.zone) if state.meeting.created else at.tzinfo
        return f"{at.astimezone(zone):%H:%M:%S}"

    def stop(self) -> None:
        """Give the terminal back, with its cursor; nothing stands below any more."""
        self.progress.stop()

    def end(self, meeting: UUID, last: Head, departures: list[Departure]) -> None:
        """Say what departed from the script, where the record is, and how to hold the meeting again."""
        none, ref = said("no_refusal", self.language), self.state.meeting.setup.ref
        for gone in departures:
            told = {"number": gone.number, "by": gone.step.by, "do": gone.step.do}
            met = {"expected": gone.step.expect or none, "met": gone.met or none}
            self.out.print(f"[red]{escape(said('departed', self.language, **told, **met))}[/red]")
        if self.address is not None:
            return
        self.out.print("\n" + said("ended", self.language, ref=ref, entries=last.seq, digest=last.digest))
        self.out.print(said("address", self.language, id=meeting, again=self.again))

    def heard(self, faults: list[Fault]) -> None:
        """Say what was heard otherwise than the journal says."""
        naming = Naming(self.state, self.language)
        for fault in faults:
            told = {"person": naming.person(fault.person), "seconds": f"{fault.seconds:.1f}"}
            line = said("astray" if fault.astray else "unheard", self.language, **told)
            self.out.print(f"[red]{escape(line)}[/red]")
        if not faults and self.address is None:
            self.out.print(said("all_heard", self.language))


class Below(Progress):
    """A line of progress, and another below it."""

    def __init__(self, columns: tuple[ProgressColumn, ...], line: Callable[[], str], out: Console) -> None:
        self.line = line
        super().__init__(*columns, console=out, disable=not out.is_terminal)

    def get_renderables(self) -> Iterable[RenderableType]:
        yield from super().get_renderables()
        if line := self.line():
            yield Styled(line, style="bold green")


class Floor(ProgressColumn):
    """The hour of the meeting, who has the floor, and for how long still."""

    def __init__(self, screen: Terminal) -> None:
        super().__init__()
        self.screen = screen

    def render(self, task: Task) -> Styled:
        state = self.screen.state
        now = self.screen.pace.now() + timedelta(milliseconds=state.meeting.setup.shift)
        shown = Styled(self.screen.hour(now, state))
        if (turn := state.floor.holder) is not None:
            name = Naming(state, self.screen.language).delegation(turn.delegation)
            left = turn.clock.limit * 1000 - turn.clock.spent_at(now) if turn.clock.limit is not None else None
            shown.append(f"  {name}" + (f"  {clock_text(left)}" if left is not None else ""), style="bold")
        shown.append(f"  {self.screen.preparing}", style="dim")
        return shown
