"""The rules of procedure as a whole: one state folded from the journal, and what it permits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from typing import TypeAlias, cast, get_args

from prachum.rules import agenda, conclusions, decisions, delegations, floor, lines, meeting, proposals, writing
from prachum.rules.agenda import Agenda
from prachum.rules.conclusions import Conclusions
from prachum.rules.decisions.table import Decisions, missing
from prachum.rules.delegations import Delegations
from prachum.rules.floor.holding import Floor
from prachum.rules.floor.points import GOES_ON
from prachum.rules.lines import Lines
from prachum.rules.meeting import Meeting, Phase
from prachum.rules.order import (
    INSTALLATION,
    NEVER,
    Actor,
    DelegationId,
    Entry,
    OutOfOrder,
    PersonId,
    Standing,
    Withheld,
    kind,
)
from prachum.rules.presets import Kind
from prachum.rules.proposals import Proposals

Command: TypeAlias = (
    meeting.Command
    | delegations.Command
    | lines.Command
    | agenda.Command
    | floor.Command
    | proposals.Command
    | decisions.Command
    | conclusions.Command
)
Event: TypeAlias = (
    meeting.Event
    | delegations.Event
    | lines.Event
    | agenda.Event
    | floor.Event
    | proposals.Event
    | decisions.Event
    | conclusions.Event
)
COMMANDS: Mapping[str, type[Command]] = {kind(cls): cls for cls in get_args(Command)}
EVENTS: Mapping[str, type[Event]] = {kind(cls): cls for cls in get_args(Event)}

CHAPTERS = (meeting, delegations, lines, agenda, floor, proposals, decisions, conclusions)
MAY: Mapping[type, frozenset[Standing]] = {cls: who for chapter in CHAPTERS for cls, who in chapter.MAY.items()}
"""Role × command: in what standings a command may be given at all."""
_CHAPTER: Mapping[type, str] = {cls: name.partition(".")[0] for name, cls in (*COMMANDS.items(), *EVENTS.items())}

AFTER_CLOSING: frozenset[type] = frozenset({delegations.EraseNameplate, lines.ReportDeparture})
BEFORE_RULING: frozenset[type] = GOES_ON | {decisions.consensus.ConfirmText}
WAITS_FOR_RULING: frozenset[type] = frozenset(
    cls for chapter in (agenda, floor, proposals, decisions, conclusions) for cls in chapter.MAY
) - BEFORE_RULING | {meeting.CloseMeeting, meeting.PassTheChair}


@dataclass(frozen=True, slots=True)
class Deadline:
    """What the clock must send at a moment, if nothing changes before."""

    at: datetime
    command: Command


@dataclass(frozen=True, slots=True)
class State:
    """A meeting at one entry of its journal: `seq` and `at` are that entry's."""

    seq: int = 0
    at: datetime = NEVER
    meeting: Meeting = field(default_factory=Meeting)
    delegations: Delegations = field(default_factory=Delegations)
    lines: Lines = field(default_factory=Lines)
    agenda: Agenda = field(default_factory=Agenda)
    floor: Floor = field(default_factory=Floor)
    proposals: Proposals = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)
    conclusions: Conclusions = field(default_factory=dict)
    written: writing.Written = field(default_factory=dict)

    def must_run(self) -> None:
        """Business needs an open meeting whose chair is on the line."""
        if self.meeting.phase is not Phase.OPEN:
            raise OutOfOrder("meeting.not_open")
        if self.meeting.chair_lost is not None:
            raise OutOfOrder("meeting.chair_line_lost")

    def must_have_begun(self) -> None:
        if self.meeting.phase not in (Phase.OPEN, Phase.SUSPENDED):
            raise OutOfOrder("meeting.not_open")

    def deciding_present(self) -> tuple[DelegationId, ...]:
        """The parties that decide and are present, their line up or lost for a moment."""
        return tuple(code for code in self.delegations.deciding() if code in self.lines.present)

    def quorum_to_decide(self) -> bool:
        quorum = self.meeting.rules.quorum_to_decide
        return quorum is None or quorum.met(len(self.deciding_present()), len(self.delegations.deciding()))

    def actor(self, person: PersonId) -> Actor:
        """In what standings a person acts now; an unknown one only watches."""
        if person in INSTALLATION:
            return Actor(person, frozenset({INSTALLATION[person]}))
        known = self.delegations.people.get(person)
        if known is None:
            return Actor(person, frozenset({Standing.OBSERVER}))
        standings = {known.standing}
        if person == self.meeting.presiding:
            standings.add(Standing.PRESIDING)
        elif person in self.meeting.setup.chairs:
            standings.add(Standing.CO_CHAIR)
        leave = person in self.delegations.leave
        return Actor(person, frozenset(standings), known.delegation, leave)

    def speaks(self) -> bool:
        """Whether the holder's time runs: the meeting runs, the line is up, nobody interrupts, no point is pending."""
        turn = self.floor.holder
        if turn is None or not self.meeting.runs or self.floor.interrupted:
            return False
        return self.lines.on_line(turn.delegation) and (self.floor.point is None or turn.kind is Kind.POINT_OF_ORDER)

    def period_runs(self) -> bool:
        """Whether the objection period runs: nobody entitled missing, a quorum, no open objection, no point pending."""
        before = self.decisions.before
        if before is None or before.over or before.open_objection or not self.meeting.runs:
            return False
        return self.floor.point is None and self.quorum_to_decide() and not missing(self)


def new() -> State:
    """The state of a meeting of which nothing is entered."""
    return State()


def decide(state: State, command: Command, by: PersonId, at: datetime) -> tuple[Event, ...]:
    """The events that a command leads to; raises OutOfOrder with the code of the rule that refuses it."""
    return decide_as(state, command, state.actor(by), at)


def decide_as(state: State, command: Command, by: Actor, at: datetime) -> tuple[Event, ...]:
    """The same for whoever acts in these standings, named or not."""
    cls = type(command)
    if not by.standings & MAY[cls]:
        raise OutOfOrder(role_refusal(cls))
    if not state.meeting.created and not isinstance(command, meeting.CreateMeeting):
        raise OutOfOrder("meeting.not_created")
    if state.meeting.phase is Phase.CLOSED and cls not in AFTER_CLOSING:
        raise OutOfOrder("meeting.closed")
    if state.floor.point is not None and cls in WAITS_FOR_RULING:
        raise OutOfOrder("floor.point_of_order_pending")
    if writing.is_too_much(state.written, by.delegation, cls):
        raise OutOfOrder("meeting.too_much_written")
    return _by_chapter(state, command, by, at)


def role_refusal(cls: type) -> str:
    """The refusal for those whose standing does not allow a command."""
    return f"{_CHAPTER[cls]}.not_in_your_role"


def _by_chapter(state: State, command: Command, by: Actor, at: datetime) -> tuple[Event, ...]:
    match _CHAPTER[type(command)]:
        case "floor":
            return floor.decide(state, cast(floor.Command, command), by, at)
        case "lines":
            return lines.decide(state, cast(lines.Command, command))
        case "decisions":
            return decisions.decide(state, cast(decisions.Command, command), by, at)
        case "agenda":
            return agenda.decide(state, cast(agenda.Command, command))
        case "proposals":
            return proposals.decide(state, cast(proposals.Command, command), by)
        case "conclusions":
            return conclusions.decide(state, cast(conclusions.Command, command))
        case "delegations":
            return delegations.decide(state, cast(delegations.Command, command), by)
        case _:
            return meeting.decide(state, cast(meeting.Command, command), by, at)


def apply(state: State, entry: Entry) -> State:
    """The state after one more entry; a withheld body changes nothing but the count."""
    return _settled(_entered(state, entry))


def _entered(state: State, entry: Entry) -> State:
    event, here, there, on_line, items = entry.event, state.meeting, state.delegations, state.lines, state.agenda
    on_floor, tabled, table, concluded = state.floor, state.proposals, state.decisions, state.conclusions
    match _CHAPTER.get(type(event)):
        case "floor":
            on_floor = floor.apply(on_floor, cast(floor.Event, event), entry)
        case "lines":
            on_line = lines.apply(on_line, (report := cast(lines.Event, event)), entry)
            if not on_line.on_line(report.delegation):
                table = decisions.table.unseen(table, report.delegation)
            elif report.delegation in there.deciding():
                table = decisions.table.entitled(table, report.delegation)
        case "decisions":
            table = decisions.apply(table, cast(decisions.Event, event), entry)
        case "agenda":
            items = agenda.apply(items, cast(agenda.Event, event), entry)
            on_floor = floor.speakers.kept(on_floor, items.items)
        case "proposals":
            tabled = proposals.apply(tabled, cast(proposals.Event, event), entry)
        case "conclusions":
            concluded = conclusions.apply(concluded, cast(conclusions.Event, event), entry)
        case "delegations":
            there = delegations.apply(there, cast(delegations.Event, event), entry)
        case "meeting":
            here = meeting.apply(here, cast(meeting.Event, event), entry)
            if isinstance(event, meeting.MeetingCreated):
                there = delegations.at_the_table(event.setup.parties, event.setup.blocs)
            if isinstance(event, meeting.ChairPassed):
                on_floor = replace(on_floor, interrupted=False)
        case _:
            assert isinstance(event, Withheld), event
    written = state.written
    if type(event) in writing.WRITTEN and (author := there.people.get(entry.by)) is not None:
        written = writing.counted(written, author.delegation, event)
    # Not dataclasses.replace, on which a replay would spend a third of its time.
    return State(entry.seq, entry.at, here, there, on_line, items, on_floor, tabled, table, concluded, written)


def _settled(state: State) -> State:
    """Clocks run or stand as the state demands; an interruption ends with its chair or the sitting."""
    on_floor, table, at = state.floor, state.decisions, state.at
    turn, before = on_floor.holder, table.before
    if on_floor.interrupted and not state.meeting.runs:
        on_floor = replace(on_floor, interrupted=False)
    if turn is not None and (turn.clock.since is not None) is not (runs := state.speaks()):
        on_floor = replace(on_floor, holder=replace(turn, clock=turn.clock.set(runs=runs, at=at)))
    if before is not None and (before.clock.since is not None) is not (runs := state.period_runs()):
        table = replace(table, before=replace(before, clock=before.clock.set(runs=runs, at=at)))
    if on_floor is state.floor and table is state.decisions:
        return state
    here, there, on_line, items = state.meeting, state.delegations, state.lines, state.agenda
    tabled, concluded, written = state.proposals, state.conclusions, state.written
    return State(state.seq, at, here, there, on_line, items, on_floor, tabled, table, concluded, written)


def replay(entries: Iterable[Entry]) -> State:
    """The state after all entries, in the order of their `seq`."""
    return reduce(apply, entries, new())


def deadlines(state: State) -> tuple[Deadline, ...]:
    """What the clock has to do next, as things stand, soonest first."""
    due = (meeting.deadline(state), floor.turns.deadline(state), decisions.consensus.deadline(state))
    return tuple(sorted((Deadline(*one) for one in due if one is not None), key=lambda deadline: deadline.at))
