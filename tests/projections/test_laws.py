"""Laws of what is shown, granted and told, whatever anybody does in the chamber."""

import json
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from prachum.projections.chamber import Screens, Shown, shown
from prachum.projections.grants import grants
from prachum.projections.merge_patch import diff, merge
from prachum.projections.record import sentence
from prachum.projections.wording import LANGUAGES
from prachum.rules.decisions.consensus import EnterText, ObjectionToChair, ObjectToText, PutTextToMeeting
from prachum.rules.order import DELEGATES, NOBODY, OPERATOR, Entry, OutOfOrder, PersonId, Standing
from prachum.rules.procedure import COMMANDS, Command, State, decide
from prachum.rules.visibility import ROLES, Audience
from tests.rules.any_command import ACTORS, any_command
from tests.rules.chamber import (
    CANADA,
    CHAIR,
    HEADS,
    LAOS,
    PEOPLE,
    SOMSAK,
    TEXT,
    Sitting,
    en,
    opened,
    scheduled,
    speaking,
)

BUSY = (*ACTORS, *(NOBODY,) * 12, SOMSAK)
"""Who acts, and how often; nobody stands for whoever presides."""


def audiences(state: State) -> Mapping[Audience, PersonId | str]:
    """All who see alike, each with one of them."""
    roles = {audience: name for name, audience in ROLES.items()}
    return roles | {Audience.of(state.actor(person)): person for person, _, _ in PEOPLE}


def plain(part: object) -> bool:
    """Whether it is made of maps, lists, strings, whole numbers and truth values only."""
    if isinstance(part, dict):
        return all(isinstance(key, str) and plain(value) for key, value in part.items())
    if isinstance(part, list):
        return all(plain(value) for value in part)
    return isinstance(part, str | int)


def in_confidence(audience: Audience, objection: ObjectionToChair) -> bool:
    of_delegation = audience.delegation == objection.delegation and bool(audience.standings & DELEGATES)
    return of_delegation or Standing.PRESIDING in audience.standings


class Looking(RuleBasedStateMachine):
    """Anybody does anything, and every screen follows."""

    def __init__(self) -> None:
        super().__init__()
        self.sitting = Sitting()
        self.shown: Shown | None = None
        self.screens = Screens()
        self.turn = 0
        self.views: dict[Audience, dict[str, object]] = {}

    @initialize(
        preset=st.sampled_from(("asean-dialogue", "unga", "plain")),
        begun=st.sampled_from((opened, speaking, scheduled)),
    )
    def begin(self, preset: str, begun: object) -> None:
        self.sitting = begun(preset=preset) if begun is not speaking else speaking(preset=preset)  # type: ignore[operator]
        self.sitting.does(OPERATOR, EnterText(TEXT, 1, en("Outcome"), en("The Meeting took note.")))

    def tries(self, person: PersonId, command: Command) -> None:
        who = person or self.sitting.state.meeting.presiding
        try:
            events = decide(self.sitting.state, command, who, self.sitting.now)
        except OutOfOrder:
            return
        for event in events:
            self.enters(Entry(self.sitting.state.seq + 1, self.sitting.now, who, event))

    def enters(self, entry: Entry) -> None:
        before = self.sitting.state
        for language in LANGUAGES:
            told = sentence(entry, before, language)
            assert told.strip()
            assert not [person for person, _, _ in PEOPLE if f" {person}" in told], told
        self.sitting.enter(entry)
        if isinstance(entry.event, ObjectionToChair):
            self.keeps_the_secret(before, entry.event)

    def keeps_the_secret(self, before: State, objection: ObjectionToChair) -> None:
        after = self.sitting.state
        for audience in audiences(after):
            if not in_confidence(audience, objection):
                changed = diff(Screens().view(before, audience), Screens().view(after, audience))
                assert changed.keys() <= {"seq", "at"}, audience

    @rule(
        person=st.sampled_from(BUSY),
        cls=st.sampled_from(sorted(COMMANDS.values(), key=lambda cls: cls.__name__)),
        after=st.sampled_from((0, 1, 30)),
        data=st.data(),
    )
    def somebody_tries_anything(self, person: PersonId, cls: type[Command], after: int, data: st.DataObject) -> None:
        self.sitting.waits(after)
        self.tries(person, data.draw(any_command(cls, self.sitting.state)))

    @rule(code=st.sampled_from(tuple(HEADS)), openly=st.booleans())
    def somebody_objects(self, code: str, openly: bool) -> None:
        chair = self.sitting.state.meeting.presiding
        latest = self.sitting.state.decisions.texts[TEXT].version
        self.tries(chair, PutTextToMeeting(TEXT, latest))
        objector = next(head for theirs, head in HEADS.items() if theirs == code)
        self.tries(objector, ObjectToText(TEXT, latest, openly, en("Not now.")))

    @invariant()
    def what_is_kept_from_an_earlier_entry_is_what_would_be_written_anew(self) -> None:
        self.shown = shown(self.sitting.state, self.shown)
        assert self.shown == shown(self.sitting.state)

    @invariant()
    def every_client_that_merges_patches_has_the_view(self) -> None:
        """Of all audiences two at a time, so that each also meets patches over several entries."""
        everyone = list(audiences(self.sitting.state))
        self.turn += 2
        for audience in (everyone[self.turn % len(everyone)], everyone[(self.turn + 1) % len(everyone)]):
            view = dict(self.screens.view(self.sitting.state, audience))
            assert view == Screens().view(self.sitting.state, audience)
            assert plain(view)
            assert json.loads(json.dumps(view)) == view
            old = self.views.get(audience, {})
            patch = json.loads(json.dumps(diff(old, view)))
            assert merge(old, patch) == view
            assert diff(view, view) == {}
            self.views[audience] = view

    @invariant()
    def one_is_heard_besides_the_presiding_chair_and_may_send(self) -> None:
        state, granted = self.sitting.state, grants(self.sitting.state)
        assert len(granted.heard - {state.meeting.presiding}) <= 1
        assert granted.heard <= set(granted.may("microphone"))
        assert granted.ducked <= granted.heard
        assert all(granted.publish.values())
        assert granted.publish.keys() <= state.delegations.people.keys()
        silent = (Standing.OBSERVER, Standing.TECHNICIAN, Standing.RAPPORTEUR)
        assert not [who for who in granted.publish if state.delegations.people[who].standing in silent]

    @invariant()
    def a_delegation_is_seen_through_one_camera(self) -> None:
        people = self.sitting.state.delegations.people
        seen = [people[person].delegation for person in grants(self.sitting.state).may("camera")]
        assert len(seen) == len(set(seen))


TestScreens = Looking.TestCase
TestScreens.settings = settings(settings.default, max_examples=15, stateful_step_count=30)

JSON = st.recursive(
    st.integers() | st.text(max_size=3) | st.booleans() | st.lists(st.integers(), max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=12,
)
MAPS = st.dictionaries(st.sampled_from("abcd"), JSON, max_size=4)


@given(old=MAPS, new=MAPS)
def test_a_patch_makes_of_any_map_any_other(old: dict[str, object], new: dict[str, object]) -> None:
    assert merge(old, diff(old, new)) == new
    assert diff(new, new) == {}


def test_the_machine_reaches_an_objection_to_the_chair_alone() -> None:
    sitting = opened()
    sitting.does(OPERATOR, EnterText(TEXT, 1, en("Outcome"), en("The Meeting took note.")))
    sitting.does(CHAIR, PutTextToMeeting(TEXT, 1))
    before = sitting.state
    sitting.does(HEADS[CANADA], ObjectToText(TEXT, 1, openly=False, reason=en("Not now.")))
    chair = Audience.of(sitting.state.actor(CHAIR))
    assert "before" in diff(Screens().view(before, chair), Screens().view(sitting.state, chair))
    laos = Audience.of(sitting.state.actor(HEADS[LAOS]))
    assert diff(Screens().view(before, laos), Screens().view(sitting.state, laos)).keys() == {"seq", "at"}
