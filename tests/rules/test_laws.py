"""Laws hold whatever anybody does: one holder, nothing lost, no decision without its whole period."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from prachum.journal import codec
from prachum.rules import visibility
from prachum.rules.agenda import ItemStatus
from prachum.rules.decisions.consensus import (
    ConfirmText,
    EnterText,
    ObjectionToChair,
    ObjectToText,
    PutTextToMeeting,
    TextAdopted,
)
from prachum.rules.decisions.table import missing
from prachum.rules.delegations import EraseNameplate, ExpelPerson, NameplateErased, WithdrawAccreditation
from prachum.rules.floor.holding import Turn, in_order
from prachum.rules.lines import ReportDeparture
from prachum.rules.meeting import CloseMeeting, Phase, ReportChairLineLost
from prachum.rules.order import (
    CLOCK,
    DOOR,
    NOBODY,
    OPERATOR,
    DelegationId,
    Entry,
    OutOfOrder,
    PersonId,
    Standing,
    Withheld,
    kind,
)
from prachum.rules.permissions import Known, Permission, permitted, probes
from prachum.rules.presets import Kind, ListOrder, WhenOver
from prachum.rules.procedure import (
    COMMANDS,
    MAY,
    Command,
    Event,
    State,
    deadlines,
    decide,
)
from prachum.rules.procedure import replay as replayed
from tests.rules.any_command import ACTORS, any_command, target
from tests.rules.chamber import HEADS, RITA, SOMSAK, TEXT, Sitting, en, opened, scheduled

ABOUT_THE_CONTENT = frozenset(
    f"{chapter}.{reason}"
    for chapter, reasons in {
        "meeting": "no_chair too_many_chairs not_another_chair cannot_preside not_on_line not_the_chairs_line",
        "delegations": "no_such_standing no_such_delegation no_such_person already_accredited not_accredited"
        " not_your_adviser lot_needs_seed nothing_to_erase",
        "lines": "no_such_delegation not_here not_on_line line_not_lost",
        "agenda": "no_such_item no_such_parent already_there no_number no_title minutes_out_of_range"
        " seconds_out_of_range",
        "floor": "no_text not_aligned not_of_bloc not_of_delegation may_not_speak not_listed not_the_same_list"
        " replies_after_list seconds_out_of_range does_not_hold held not_present not_your_request",
        "proposals": "no_title no_such_proposal",
        "decisions": "another_text no_words not_the_next_version not_the_latest_version no_such_text no_statement"
        " period_out_of_range no_reason nobody_missing not_adopted no_name",
        "conclusions": "no_such_conclusion item_not_taken_up no_text no_reason attributed_to_nobody",
    }.items()
    for reason in reasons.split()
)
"""Refusals of what a command says, which no screen can know before it is said."""
NO_BUTTON = "no button"
RARE = frozenset(
    {CloseMeeting, ExpelPerson, WithdrawAccreditation, ReportChairLineLost, ReportDeparture, EraseNameplate}
)
"""What leaves little to do, and so is done seldom."""
BUSY = (*ACTORS, *(NOBODY,) * 12, SOMSAK, SOMSAK, RITA, RITA, DOOR, DOOR)
"""Who acts, and how often; nobody stands for whoever presides."""


def runs_by_the_book(state: State) -> bool:
    """Whether an objection period may run, told anew from what the issue says and not from how the rules do it."""
    before, here = state.decisions.before, state.lines.present
    if before is None or before.over or any(objection.openly for objection in before.objections):
        return False
    decides = {code for code, party in state.delegations.parties.items() if party.decides}
    asked = (before.entitled | (decides & set(here))) - before.waived
    seen = all(code in here and code not in state.lines.lost and code in before.confirmed for code in asked)
    quorum = state.meeting.rules.quorum_to_decide
    enough = quorum is None or quorum.met(len(decides & set(here)), len(decides))
    in_session = state.meeting.phase is Phase.OPEN and state.meeting.chair_lost is None
    return in_session and enough and seen and state.floor.point is None


def written_and_read(entry: Entry) -> Entry:
    """What another program makes of the entry that this one has written."""
    if isinstance(entry.event, Withheld):
        return entry
    event = cast(Event, entry.event)
    if visibility.sealed(event):
        by, event = codec.unseal(codec.seal(entry.by, event))
        return replace(entry, by=by, event=event)
    return replace(entry, event=codec.decode_event(kind(type(event)), codec.encode(event)))


class Meeting(RuleBasedStateMachine):
    """Anybody does anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.sitting = Sitting()
        self.ran = timedelta()
        self.known: dict[visibility.Audience, Known] = {}

    @initialize(
        preset=st.sampled_from(("asean-dialogue", "unga", "plain")),
        order=st.sampled_from(ListOrder),
        over=st.sampled_from(WhenOver),
        waits=st.booleans(),
        begun=st.sampled_from((opened, opened, opened, scheduled)),
    )
    def begin(self, preset: str, order: ListOrder, over: WhenOver, waits: bool, begun: object) -> None:
        sitting = begun(preset, order=order, when_over=over, secretariat_waits=waits, objection_period=20)  # type: ignore[operator]
        sitting.does(OPERATOR, EnterText(TEXT, 1, en("Outcome"), en("The Meeting took note.")))
        self.sitting = sitting

    @property
    def state(self) -> State:
        return self.sitting.state

    def passes(self, milliseconds: int) -> None:
        if runs_by_the_book(self.state):
            self.ran += timedelta(milliseconds=milliseconds)
        self.sitting.now += timedelta(milliseconds=milliseconds)

    def enters(self, person: PersonId, events: tuple[Event, ...]) -> None:
        for event in events:
            self.keeps_the_chairs_secret(person, event)
            before = self.state.decisions.before
            self.sitting.enter(Entry(self.state.seq + 1, self.sitting.now, person, event))
            if isinstance(event, TextAdopted):
                assert before is not None
                assert before.clock.limit is not None
                assert self.ran >= timedelta(seconds=before.clock.limit)
                assert runs_by_the_book(replace(self.state, decisions=replace(self.state.decisions, before=before)))
            if self.state.decisions.before is None:
                self.ran = timedelta()
            if isinstance(event, NameplateErased):
                log = self.sitting.log
                log[:] = [replace(e, event=Withheld()) if e.seq in event.entries else e for e in log]

    def keeps_the_chairs_secret(self, person: PersonId, event: Event) -> None:
        """A private objection: nobody else can tell from the entry, from what they may do, or from what they see."""
        if not isinstance(event, ObjectionToChair):
            return
        entry = Entry(self.state.seq + 1, self.sitting.now, person, event)
        before, after = self.state, Sitting()
        after.state = before
        after.enter(entry)
        for other in ACTORS:
            actor = before.actor(other)
            audience = visibility.Audience.of(actor)
            if actor.delegation == event.delegation or actor.presides:
                continue
            assert not visibility.sees(audience, event, after.state)
            assert permitted(before, actor, entry.at) == permitted(after.state, actor, entry.at)
            assert visibility.objections(audience, before) == visibility.objections(audience, after.state)
        assert deadlines(before) == deadlines(after.state)

    @rule(data=st.data(), person=st.sampled_from(BUSY), after=st.integers(0, 40_000))
    def somebody_presses_what_is_lit(self, data: st.DataObject, person: PersonId, after: int) -> None:
        self.passes(after)
        state, now = self.state, self.sitting.now
        person = person or state.meeting.presiding
        actor = state.actor(person)
        lit: dict[type[Command], list[Command]] = {}
        for _, command in probes(state, actor):
            if self.outcome(person, command) is True:
                lit.setdefault(type(command), []).append(command)
        if lit:
            cls = data.draw(st.sampled_from(list(lit)))
            if cls not in RARE or data.draw(st.integers(0, 9)) == 9:
                self.enters(person, decide(state, data.draw(st.sampled_from(lit[cls])), person, now))

    @rule(data=st.data(), cls=st.sampled_from(tuple(COMMANDS.values())), after=st.integers(0, 40_000))
    def somebody_tries_anything(self, data: st.DataObject, cls: type[Command], after: int) -> None:
        """Mostly somebody whose role allows it."""
        self.passes(after)
        in_role = [person for person in ACTORS if self.state.actor(person).standings & MAY[cls]]
        person = data.draw(st.sampled_from(in_role * 3 + [*ACTORS]))
        command = data.draw(any_command(cls, self.state))
        outcome, shown = self.outcome(person, command), self.shown(person, command)
        if outcome is True:
            assert shown is True
            self.enters(person, decide(self.state, command, person, self.sitting.now))
        elif shown != NO_BUTTON and not str(shown).endswith(".nothing_to_act_on"):
            assert outcome == shown or outcome in ABOUT_THE_CONTENT, (shown, outcome, command)

    @rule(
        text=st.sampled_from((TEXT, "other")),
        after=st.integers(0, 15_000),
        somebody=st.sampled_from((*HEADS, None)),
        objects=st.sampled_from((None, None, None, True, False)),
    )
    def a_text_goes_forward(self, text: str, after: int, somebody: DelegationId | None, objects: bool | None) -> None:
        """It is put, or shown on the screens that have not shown it yet, or objected to."""
        self.passes(after)
        table, chair = self.state.decisions, self.state.meeting.presiding
        if table.before is None and text in table.texts:
            self.tries(chair, PutTextToMeeting(text, table.texts[text].version))
        elif table.before is not None:
            if somebody is not None and objects is not None:
                self.tries(HEADS[somebody], ObjectToText(table.before.text, table.before.version, objects))
            for code in missing(self.state):
                if code != somebody:
                    self.tries(HEADS[code], ConfirmText(table.before.text, table.before.version))

    @precondition(lambda self: bool(deadlines(self.state)))
    @rule()
    def the_clock_keeps_its_appointment(self) -> None:
        due = deadlines(self.state)[0]
        wait = max(timedelta(), due.at - self.sitting.now)
        self.passes(-(-wait // timedelta(milliseconds=1)))
        self.enters(CLOCK, decide(self.state, due.command, CLOCK, self.sitting.now))

    @precondition(lambda self: self.state.seq % 4 == 0)
    @rule()
    def everything_is_read_again_from_what_is_written(self) -> None:
        """As after a crash: the meeting goes on from there, and answers everybody as before."""
        before, now = self.state, self.sitting.now
        self.sitting.log[:] = map(written_and_read, self.sitting.log)
        self.sitting.state = after = replayed(self.sitting.log)
        assert after == before
        assert deadlines(after) == deadlines(before)
        for person in ACTORS:
            assert permitted(after, after.actor(person), now) == permitted(before, before.actor(person), now)

    def tries(self, person: PersonId, command: Command) -> None:
        if self.outcome(person, command) is True:
            self.enters(person, decide(self.state, command, person, self.sitting.now))

    def outcome(self, person: PersonId, command: Command) -> Permission:
        try:
            decide(self.state, command, person, self.sitting.now)
        except OutOfOrder as refused:
            return refused.code
        return True

    def shown(self, person: PersonId, command: Command) -> Permission:
        """What the person's screen says about the button of this command."""
        answer = self.sitting.acts(person)[kind(type(command))]
        if isinstance(answer, Mapping):
            return answer.get(target(command, self.state), NO_BUTTON)
        return answer

    @invariant()
    def every_screen_says_what_the_rules_would_say(self) -> None:
        state, now = self.state, self.sitting.now
        person = ACTORS[state.seq % len(ACTORS)]
        actor = state.actor(person)
        acts = permitted(state, actor, now)
        assert acts.keys() == COMMANDS.keys()
        assert acts == permitted(state, actor.unnamed(), now)
        assert person == CLOCK or acts == permitted(state, actor, now + timedelta(hours=1))
        for at, command in probes(state, actor):
            answer = acts[kind(type(command))]
            shown = answer[at] if isinstance(answer, Mapping) else answer
            assert shown == self.outcome(person, command), command

    @invariant()
    def whoever_was_answered_before_is_answered_alike(self) -> None:
        """What nothing bears on that changed is not asked again; the clock, which has no screen, asks the time."""
        state, now = self.state, self.sitting.now
        for actor in (state.actor(person) for person in {*ACTORS} - {CLOCK}):
            known = self.known.setdefault(visibility.Audience.of(actor), {})
            assert permitted(state, actor, now, known) == permitted(state, actor, now)

    @invariant()
    def the_journal_is_the_meeting(self) -> None:
        assert replayed(self.sitting.log) == self.state
        assert [entry.seq for entry in self.sitting.log] == list(range(1, self.state.seq + 1))

    @invariant()
    def never_two_holders(self) -> None:
        floor = self.state.floor
        if floor.point is None:
            assert floor.held_over is None
            assert floor.holder is None or floor.holder.kind is not Kind.POINT_OF_ORDER
        else:
            assert floor.holder is None or floor.holder.delegation == floor.point.delegation
            assert floor.held_over is None or floor.held_over.delegation != floor.point.delegation
        assert not floor.interrupted or floor.holder is not None

    @invariant()
    def the_list_of_speakers_is_a_permutation_of_the_requests(self) -> None:
        for item in self.state.agenda.items:
            waiting = in_order(self.state, item)
            assert Counter(request.id for request in waiting) == Counter([*self.state.floor.list_for(item).requests])
            replies = [request.kind is Kind.RIGHT_OF_REPLY for request in waiting]
            assert not self.state.meeting.rules.replies_after_list or replies == sorted(replies)

    @invariant()
    def totals_are_the_sum_of_their_parts(self) -> None:
        spoken: Counter[str] = Counter()
        spoken_for: Counter[str] = Counter()
        for past in self.state.floor.interventions:
            assert timedelta() <= timedelta(milliseconds=past.spent) <= past.ended - past.began
            spoken[past.delegation] += past.spent
            spoken_for[past.bloc or ""] += past.spent
        assert Counter(self.state.floor.spoken) == spoken
        assert Counter(self.state.floor.spoken_for) + Counter({"": spoken_for[""]}) == +spoken_for

    @invariant()
    def a_clock_runs_exactly_while_the_rules_say_so_and_is_never_negative(self) -> None:
        state = self.state
        turns = [turn for turn in (state.floor.holder, state.floor.held_over) if turn is not None]
        assert all(turn.clock.spent_at(self.sitting.now) >= 0 for turn in turns)
        assert all(turn.clock.since is None for turn in (state.floor.held_over,) if turn is not None)
        if isinstance(state.floor.holder, Turn):
            assert (state.floor.holder.clock.since is not None) is state.speaks()
        if state.decisions.before is not None:
            clock = state.decisions.before.clock
            assert timedelta(milliseconds=clock.spent_at(self.sitting.now)) == self.ran
            assert (clock.since is not None) is runs_by_the_book(state)

    @invariant()
    def at_most_one_item_is_open(self) -> None:
        items = self.state.agenda.items.values()
        open_items = [item.id for item in items if item.status is ItemStatus.OPEN]
        current = self.state.agenda.current
        assert open_items == ([current] if current is not None else [])

    @invariant()
    def exactly_one_presides(self) -> None:
        if self.state.meeting.created:
            standings = [self.state.actor(person).standings for person in self.state.delegations.people]
            assert sum(Standing.PRESIDING in standing for standing in standings) == 1

    @invariant()
    def replies_are_never_more_than_the_rules_allow(self) -> None:
        allowed = self.state.meeting.rules.replies_per_item
        assert all(count <= allowed for count in self.state.floor.replies.values())

    @invariant()
    def every_deadline_is_one_that_the_clock_may_keep(self) -> None:
        for due in deadlines(self.state):
            at: datetime = max(due.at, self.sitting.now)
            assert decide(self.state, due.command, CLOCK, at)


TestLaws = Meeting.TestCase
TestLaws.settings = settings(suppress_health_check=list(HealthCheck))
