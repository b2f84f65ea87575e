"""What somebody may do is asked again only where something changed: after every act, whoever is told is told right."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from prachum.rules.agenda import CloseAgendaItem
from prachum.rules.conclusions import EnterConclusion, Verb
from prachum.rules.decisions.consensus import EnterText, ObjectToText
from prachum.rules.delegations import AllowAdviser
from prachum.rules.floor.points import RaisePointOfOrder
from prachum.rules.floor.speakers import RequestRightOfReply
from prachum.rules.floor.turns import ExtendTime, InterruptSpeaker
from prachum.rules.meeting import OpenMeeting
from prachum.rules.order import CLOCK, DOOR, OPERATOR, Entry, OutOfOrder, PersonId
from prachum.rules.permissions import Known, permitted, probes
from prachum.rules.presets import Quorum
from prachum.rules.procedure import Event, State, apply, decide
from prachum.rules.proposals import Area, TableProposal
from tests.rules.chamber import (
    BOUN,
    CHAIR,
    LAO_ADVISER,
    ONE,
    PEOPLE,
    RITA,
    SOMSAK,
    TEXT,
    THAILAND,
    THIDA,
    VAN,
    Sitting,
    adopted,
    asked,
    chair_absent,
    chair_drops,
    confirmed,
    created,
    drops,
    en,
    give,
    opened,
    period_running,
    replied,
    scheduled,
    speaking,
    text_put,
)

SOON = timedelta(minutes=20)
EVERYBODY = (*(person for person, _, _ in PEOPLE), DOOR, OPERATOR, PersonId("a stranger"))


def listed() -> Sitting:
    """Two wait, one of them for a reply; one has been heard."""
    sitting = asked(THIDA, VAN, BOUN)
    give(sitting, BOUN)
    sitting.does(VAN, RequestRightOfReply(ONE))
    sitting.does(BOUN, AllowAdviser(LAO_ADVISER, may_speak=True))
    return sitting


def heard_in_reply() -> Sitting:
    sitting = asked(THIDA, VAN, preset="unga", replies_after_list=False)
    replied(sitting, BOUN)
    return sitting


def stopped() -> Sitting:
    """A point of order is pending over a speaker."""
    sitting = speaking()
    sitting.does(VAN, RaisePointOfOrder())
    return sitting


def interrupted() -> Sitting:
    sitting = speaking()
    sitting.does(CHAIR, InterruptSpeaker())
    return sitting


def without_the_chair() -> Sitting:
    sitting = speaking()
    chair_drops(sitting)
    return sitting


def without_a_line() -> Sitting:
    sitting = asked(THIDA, VAN)
    drops(sitting, THAILAND)
    return sitting


def objected() -> Sitting:
    sitting = text_put()
    confirmed(sitting, THAILAND)
    sitting.does(BOUN, ObjectToText(TEXT, 1, openly=True))
    return sitting


def opening() -> Sitting:
    """The agenda is still to be adopted, and nobody may be missing for it."""
    sitting = scheduled(quorum_to_decide=Quorum(1, 1))
    sitting.does(CHAIR, OpenMeeting())
    return sitting


def between_items() -> Sitting:
    sitting = opened()
    sitting.does(CHAIR, CloseAgendaItem())
    return sitting


def written_up() -> Sitting:
    """A proposal is tabled, a conclusion entered and a text waits; nobody may be missing when it is put."""
    sitting = opened(quorum_to_decide=Quorum(1, 1))
    sitting.does(SOMSAK, EnterText(TEXT, 1, en("Outcome"), en("The Meeting took note.")))
    sitting.does(THIDA, TableProposal(en("Digital trade"), (Area(en("Rules")),)))
    sitting.does(RITA, EnterConclusion(ONE, Verb.NOTED, en("the report")))
    return sitting


MOMENTS = (
    created,
    scheduled,
    opening,
    opened,
    between_items,
    listed,
    heard_in_reply,
    speaking,
    interrupted,
    stopped,
    without_the_chair,
    chair_absent,
    without_a_line,
    text_put,
    period_running,
    objected,
    adopted,
    written_up,
)


def outcomes(state: State, sitting: Sitting) -> Iterator[tuple[PersonId, tuple[Event, ...]]]:
    """Everything that anybody might do now, and what would be entered."""
    seen: set[object] = set()
    for person in (*EVERYBODY, CLOCK):
        for _, command in probes(state, state.actor(person)):
            try:
                events = decide(state, command, person, sitting.now + SOON)
            except OutOfOrder:
                continue
            if repr(events) not in seen:
                seen.add(repr(events))
                yield person, events


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.__name__)
def test_after_whatever_is_done_everybody_is_told_what_the_rules_say_then(moment: Callable[[], Sitting]) -> None:
    sitting = moment()
    before = sitting.state
    known: dict[PersonId, Known] = {person: {} for person in EVERYBODY}
    for person in EVERYBODY:
        permitted(before, before.actor(person), sitting.now, known[person])
    done = 0
    for by, events in outcomes(before, sitting):
        after = before
        for event in events:
            after = apply(after, Entry(after.seq + 1, sitting.now + SOON, by, event))
        for person in EVERYBODY:
            actor = after.actor(person)
            if actor == before.actor(person):
                told = permitted(after, actor, sitting.now + SOON, {**known[person]})
                assert told == permitted(after, actor, sitting.now + SOON), (person, events)
        done += 1
    assert done > 5


def test_what_nothing_bears_on_is_not_asked_again() -> None:
    sitting = asked(THIDA, VAN)
    give(sitting, THIDA)
    known: Known = {}
    actor = sitting.state.actor(CHAIR)
    permitted(sitting.state, actor, sitting.now, known)
    before = dict(known)
    sitting.does(CHAIR, ExtendTime(60))
    permitted(sitting.state, actor, sitting.now, known)
    again = {what for what in known if known[what] is not before[what]}
    assert again == {("floor", ".turns"), ("floor", ".points")}


def test_a_place_on_one_list_is_not_asked_about_under_the_other_items() -> None:
    sitting = asked(THIDA)
    known: Known = {}
    permitted(sitting.state, sitting.state.actor(SOMSAK), sitting.now, known)
    before = dict(known)
    sitting.does(VAN, RequestRightOfReply(ONE))
    permitted(sitting.state, sitting.state.actor(SOMSAK), sitting.now, known)
    assert {what for what in known if known[what] is not before[what]} == {("floor", ONE), ("floor", ".turns")}
