"""The rules answer and remember as the reference does, whoever does whatever at whatever time, and after a crash."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from prachum.rules import agenda, delegations, meeting, writing
from prachum.rules.decisions import consensus
from prachum.rules.decisions.table import missing
from prachum.rules.floor import turns
from prachum.rules.floor.holding import Turn, in_order
from prachum.rules.order import (
    CLOCK,
    DelegationId,
    Entry,
    OutOfOrder,
    PersonId,
    Withheld,
)
from prachum.rules.permissions import probes
from prachum.rules.presets import ListOrder, WhenOver
from prachum.rules.procedure import COMMANDS, MAY, Command, State, deadlines, decide, replay
from tests.rules.any_command import ACTORS, any_command, item, minutes, words
from tests.rules.any_sitting import beginning, courses, lively
from tests.rules.chamber import (
    HEADS,
    TEXT,
    VIETNAM,
    Sitting,
    setup,
)
from tests.rules.reference import Turn as TurnTold
from tests.rules.reference_decisions import Reference
from tests.rules.test_laws import BUSY, RARE, written_and_read

MOST, MOST_OF_THE_SECRETARIAT, KEPT_FOR_POSITIONS = 400, 2_000, 200
"""Letters: so few that somebody enters as much as they may."""
BEGINNINGS = ("nothing", "created", "scheduled", *("opened",) * 9)
ITEMS = st.builds(
    agenda.AddAgendaItem,
    item,
    st.sampled_from(("1", "4", "5", " ")),
    words,
    minutes,
    st.one_of(st.none(), st.none(), item),
    st.sampled_from((None, 120)),
    st.booleans(),
)


def the_turn(turn: Turn | None, sitting: Sitting) -> object:
    if turn is None:
        return None
    spent = turn.clock.spent_at(sitting.now)
    return (turn.delegation, turn.speaker, turn.kind, turn.item, turn.clock.limit, spent, turn.clock.since is not None)


def the_turn_told(turn: TurnTold | None, *, runs: bool) -> object:
    return turn and (turn.delegation, turn.speaker, turn.kind, turn.item, turn.limit, turn.spent, runs)


def of_the_meeting(sitting: Sitting) -> dict[str, object]:
    state = sitting.state
    people, here, paper = state.delegations, state.lines, state.agenda
    return {
        "meeting": (state.meeting.created, state.meeting.phase, state.meeting.presiding, state.meeting.acting),
        "chair's line": (state.meeting.chair_lost is not None, state.meeting.chair_absent),
        "people": {who: (person.delegation, person.standing) for who, person in people.people.items()},
        "seats": (people.seated, people.leave, people.expelled, people.locked),
        "nameplates": ({*people.nameplates}, {who for who, entries in people.plates.items() if entries}),
        "lines": ({*here.present}, {*here.lost}),
        "agenda": [(one.id, one.number, one.parent, one.status) for one in paper.items.values()],
        "adopted": (paper.adopted is not None, paper.current),
    }


def of_the_meeting_told(told: Reference) -> dict[str, object]:
    return {
        "meeting": (told.created, told.phase, told.presiding, told.acting),
        "chair's line": (told.chair_lost is not None, told.chair_absent),
        "people": told.people,
        "seats": (told.seated, told.leave, told.expelled, told.locked),
        "nameplates": (told.plates, told.plates),
        "lines": (told.present, told.lost),
        "agenda": [(name, one.number, one.parent, one.status) for name, one in told.items.items()],
        "adopted": (told.adopted, told.current()),
    }


def of_the_floor(sitting: Sitting) -> dict[str, object]:
    floor, items = sitting.state.floor, sitting.state.agenda.items
    return {
        "lists": {one: [(place.id, place.kind) for place in in_order(sitting.state, one)] for one in items},
        "closed lists": {one for one in items if not floor.list_for(one).open},
        "holder": the_turn(floor.holder, sitting),
        "held over": the_turn(floor.held_over, sitting),
        "point": floor.point and floor.point.delegation,
        "interrupted": floor.interrupted,
        "spoken": {code: spent for code, spent in floor.spoken.items() if spent},
        "replies": {where: given for where, given in floor.replies.items() if given},
    }


def of_the_floor_told(told: Reference) -> dict[str, object]:
    return {
        "lists": {one: [(place.id, place.kind) for place in told.in_order(one)] for one in told.items},
        "closed lists": told.closed_lists,
        "holder": the_turn_told(told.holder, runs=told.speaks()),
        "held over": the_turn_told(told.held_over, runs=False),
        "point": told.point,
        "interrupted": told.interrupted,
        "spoken": {code: spent for code, spent in told.spoken.items() if spent},
        "replies": {where: given for where, given in told.replies_given.items() if given},
    }


def of_the_table(sitting: Sitting) -> dict[str, object]:
    table = sitting.state.decisions
    before = table.before
    return {
        "texts": {name: text.version for name, text in table.texts.items()},
        "before": before
        and (before.text, before.version, before.confirmed - before.waived, before.waived, before.over),
        "objections": before and {each.delegation: each.openly for each in before.objections},
        "period": before and (before.clock.limit, before.clock.spent_at(sitting.now), before.clock.since is not None),
        "taken": [(each.text.id, each.adopted, len(each.reservations), len(each.explanations)) for each in table.taken],
        "proposals": [
            (each.id, each.delegation, each.item, each.supporters, each.withdrawn)
            for each in sitting.state.proposals.values()
        ],
        "conclusions": [(each.id, each.stands, each.corrected_by) for each in sitting.state.conclusions.values()],
    }


def of_the_table_told(told: Reference) -> dict[str, object]:
    put = told.put
    return {
        "texts": told.texts,
        "before": put and (put.text, put.version, put.confirmed - put.waived, put.waived, put.over),
        "objections": put and put.objections,
        "period": put and (put.limit, put.spent, told.period_runs()),
        "taken": [(each.text, each.adopted, each.reservations, each.explanations) for each in told.taken],
        "proposals": [
            (name, each.delegation, each.item, tuple(each.supporters), each.withdrawn)
            for name, each in told.proposals.items()
        ],
        "conclusions": [(name, each.stands, each.corrected_by) for name, each in told.conclusions.items()],
    }


@pytest.fixture(autouse=True)
def little_may_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST", MOST)
    monkeypatch.setattr(writing, "MOST_OF_THE_SECRETARIAT", MOST_OF_THE_SECRETARIAT)
    monkeypatch.setattr(writing, "KEPT_FOR_POSITIONS", KEPT_FOR_POSITIONS)


class Meeting(RuleBasedStateMachine):
    """Anybody does anything at any time, to the rules and to the reference."""

    def __init__(self) -> None:
        super().__init__()
        self.sitting = Sitting()
        self.told = Reference()
        self.told.most, self.told.most_of_the_secretariat = MOST, MOST_OF_THE_SECRETARIAT
        self.told.kept_for_positions = KEPT_FOR_POSITIONS

    @initialize(
        preset=st.sampled_from(("asean-dialogue", "unga", "plain")),
        order=st.sampled_from(ListOrder),
        over=st.sampled_from(WhenOver),
        yes=st.fixed_dictionaries(
            dict.fromkeys(
                ("secretariat_waits", "replies_after_list", "replies_on_closed_list", "inscription_before_item"),
                st.booleans(),
            )
        ),
        silent=st.booleans(),
        begun=st.sampled_from(BEGINNINGS),
    )
    def begin(
        self, preset: str, order: ListOrder, over: WhenOver, yes: dict[str, bool], silent: bool, begun: str
    ) -> None:
        """Under any rules; Viet Nam may perhaps not speak."""
        given = setup(preset, order=order, when_over=over, objection_period=20, **yes)
        parties = [replace(party, speaks=not silent or party.code != VIETNAM) for party in given.parties]
        for person, command in beginning(begun, meeting.CreateMeeting(replace(given, parties=tuple(parties)))):
            assert self.tries(person, command)

    @property
    def state(self) -> State:
        return self.sitting.state

    def passes(self, milliseconds: int) -> None:
        self.sitting.now += timedelta(milliseconds=milliseconds)
        self.told.passes(milliseconds)

    def tries(self, person: PersonId, command: Command) -> bool:
        """Whether somebody may do this, of which both say the same."""
        code = ""
        try:
            events = decide(self.state, command, person, self.sitting.now)
        except OutOfOrder as refused:
            events, code = (), refused.code
        accepted = self.told.does(person, command)
        assert accepted is not bool(code), (person, command, code)
        for event in events:
            self.sitting.enter(Entry(self.state.seq + 1, self.sitting.now, person, event))
            if isinstance(event, delegations.NameplateErased):
                log = self.sitting.log
                log[:] = [replace(entry, event=Withheld()) if entry.seq in event.entries else entry for entry in log]
        self.both_remember_the_same()
        return accepted

    @rule(data=st.data(), person=st.sampled_from(BUSY), after=st.integers(0, 40_000))
    def somebody_does_what_could_be_done(self, data: st.DataObject, person: PersonId, after: int) -> None:
        self.passes(after)
        person = person or self.state.meeting.presiding
        actor = self.state.actor(person)
        rare = data.draw(st.integers(0, 9)) == 9
        samples: dict[type[Command], list[Command]] = {}
        for _, command in probes(self.state, actor):
            if MAY[type(command)] & actor.standings and (rare or type(command) not in RARE):
                samples.setdefault(type(command), []).append(command)
        for _ in range(8 if samples else 0):
            if self.tries(person, data.draw(st.sampled_from(samples[data.draw(st.sampled_from(list(samples)))]))):
                break

    @rule(data=st.data(), cls=st.sampled_from(tuple(COMMANDS.values())), after=st.integers(0, 40_000))
    def somebody_tries_anything(self, data: st.DataObject, cls: type[Command], after: int) -> None:
        """Mostly somebody whose role allows it."""
        self.passes(after)
        in_role = [person for person in ACTORS if self.state.actor(person).standings & MAY[cls]]
        command = data.draw(ITEMS if cls is agenda.AddAgendaItem else any_command(cls, self.state))
        if isinstance(command, turns.GiveFloor):
            command = replace(command, instead_of=data.draw(st.sampled_from((command.instead_of, None, VIETNAM))))
        self.tries(data.draw(st.sampled_from(in_role * 3 + [*ACTORS])), command)

    @rule(data=st.data(), code=st.sampled_from((*HEADS,)), after=st.integers(0, 40_000))
    def the_floor_changes_hands(self, data: st.DataObject, code: DelegationId, after: int) -> None:
        """Turns, points of order and lines, as they come in a lively sitting."""
        self.passes(after)
        for _ in range(2):
            self.tries(*data.draw(st.sampled_from(lively(self.state, code))))

    @rule(data=st.data(), code=st.sampled_from((*HEADS,)), after=st.integers(0, 40_000))
    def things_take_their_course(self, data: st.DataObject, code: DelegationId, after: int) -> None:
        for person, command in data.draw(st.sampled_from(courses(self.state, code))):
            self.tries(person, command)
            self.passes(after)

    @rule(
        absent=st.sampled_from((*HEADS, *(None,) * 6)),
        objects=st.sampled_from((*HEADS, *(None,) * 4)),
        openly=st.booleans(),
        after=st.sampled_from((0, 5_000, 19_999, 20_000)),
    )
    def a_text_goes_forward(self, absent: str | None, objects: str | None, openly: bool, after: int) -> None:
        """It is put, shown on the screens that have not shown it yet, perhaps objected to, and the period runs."""
        for text in [*self.state.decisions.texts.values()]:
            self.tries(self.state.meeting.presiding, consensus.PutTextToMeeting(text.id, text.version))
        before = self.state.decisions.before
        put = (before.text, before.version) if before is not None else (TEXT, 1)
        for waited_for in missing(self.state):
            if waited_for == objects:
                self.tries(HEADS[waited_for], consensus.ObjectToText(*put, openly=openly))
            if waited_for != absent:
                self.tries(HEADS[waited_for], consensus.ConfirmText(*put))
        self.passes(after)
        self.tries(CLOCK, consensus.ConcludeObjectionPeriod(*put))

    @precondition(lambda self: bool(deadlines(self.state)))
    @rule(early=st.sampled_from((0, 0, 1)), which=st.integers(0, 9))
    def the_clock_keeps_its_appointment(self, early: int, which: int) -> None:
        """Or comes a millisecond early."""
        due = deadlines(self.state)
        appointment = due[which % len(due)]
        wait = max(timedelta(), appointment.at - self.sitting.now)
        self.passes(max(0, -(-wait // timedelta(milliseconds=1)) - early))
        self.tries(CLOCK, appointment.command)

    @precondition(lambda self: self.state.seq % 3 == 0)
    @rule()
    def everything_is_read_again_from_what_is_written(self) -> None:
        """As after a crash: all that the rules remember is what the entries say."""
        self.sitting.log[:] = map(written_and_read, self.sitting.log)
        self.sitting.state = replay(self.sitting.log)

    @invariant()
    def both_remember_the_same(self) -> None:
        assert of_the_meeting(self.sitting) == of_the_meeting_told(self.told)
        assert of_the_floor(self.sitting) == of_the_floor_told(self.told)
        assert of_the_table(self.sitting) == of_the_table_told(self.told)


TestReference = Meeting.TestCase
TestReference.settings = settings(
    max_examples=max(100, settings().max_examples),
    stateful_step_count=60,
    suppress_health_check=list(HealthCheck),
)
