"""Whatever visitors do or leave undone, a rehearsal comes to its end, and its chair does what they may expect."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import uuid4

import pytest

from prachum.journal import read
from prachum.journal.perform import perform
from prachum.journal.threads import WRITER
from prachum.meetingfile.read import loads
from prachum.ready import make_ready
from prachum.registry import taking
from prachum.registry.models import Meeting
from prachum.rules.agenda import ItemStatus
from prachum.rules.decisions.consensus import ObjectToText, PutTextToMeeting, TextAdopted, TextSetAside
from prachum.rules.floor.points import PointOfOrderRuled, RaisePointOfOrder
from prachum.rules.floor.speakers import RequestFloor
from prachum.rules.floor.turns import FloorGiven, FloorTakenBack, GiveFloor, TakeFloorBack, YieldFloor
from prachum.rules.meeting import MeetingClosed, Phase, SuspendMeeting
from prachum.rules.order import INSTALLATION, DelegationId, ItemId, OutOfOrder, PersonId
from prachum.rules.permissions import probes
from prachum.rules.procedure import MAY, Command, State
from prachum.workers.pace import Pace
from prachum.workers.rehearsal import begin
from prachum.workers.suggesting import GOES_ON
from prachum.workers.visited import VisitedRehearsal
from tests.meetings.golden import TOP

FILE = TOP / "meetings" / "asean-canada-som-19.yaml"
THA, MYS = PersonId("tha-head"), PersonId("mys-head")
Visit = Callable[["Stranger"], Awaitable[None]]


@dataclass
class Stranger(VisitedRehearsal):
    """A rehearsal in whose pauses somebody from outside does something."""

    visit: Visit | None = None
    deeds: list[str] = field(default_factory=list)
    told: list[Mapping[str, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tell = self._note

    async def _note(self, fact: Mapping[str, object]) -> None:
        self.told.append(fact)

    async def _pass_a_tick(self, ticks: int = 1) -> None:
        await super()._pass_a_tick(ticks)
        await self._be_visited()

    async def _play(self, *step: object) -> None:
        await self._be_visited()
        await super()._play(*step)  # type: ignore[arg-type]

    async def _be_visited(self) -> None:
        if self.visit is not None:
            await self.visit(self)
            await self.catch_up()

    async def does(self, person: PersonId, command: Command) -> bool:
        try:
            await WRITER.run(_perform, self, command, person)
        except OutOfOrder:
            return False
        self.deeds.append(type(command).__name__)
        return True


def _perform(stranger: Stranger, command: Command, person: PersonId) -> None:
    perform(stranger.meeting, command, by=person, command_id=uuid4(), now=stranger.pace.now())


def _take(stranger: Stranger, person: PersonId) -> None:
    taking.take(Meeting.objects.get(id=stranger.meeting), person, None)


async def takes(stranger: Stranger, person: PersonId) -> None:
    await WRITER.run(_take, stranger, person)
    await stranger._look()


def held(visit: Visit) -> tuple[Stranger, list[object]]:
    """The rehearsal, and what was entered."""
    make_ready()
    text, pace = FILE.read_text(), Pace(datetime.now(UTC), None)
    file = loads(text.encode(), "som.yaml")
    rehearsal = Stranger(begin(file, text, now=pace.began), file, pace, visit=visit)
    assert asyncio.run(rehearsal.hold()) == []
    assert read.state(rehearsal.meeting).meeting.phase is Phase.CLOSED
    return rehearsal, [entry.event for entry in read.entries(rehearsal.meeting)]


@pytest.mark.parametrize("person", [MYS, THA])
def test_a_visitor_who_never_does_anything_does_not_keep_the_meeting_from_its_end(person: PersonId) -> None:
    async def idles(stranger: Stranger) -> None:
        if not stranger.visited:
            await takes(stranger, person)

    rehearsal, entered = held(idles)
    assert isinstance(entered[-1], MeetingClosed)
    waits, *_, taken_back = (fact for fact in rehearsal.told if fact.get("whose") == person)
    assert (waits["state"], taken_back["state"]) == ("waits", "goes_on")
    assert any(isinstance(event, TextAdopted) for event in entered)


def test_why_a_seat_was_given_back_is_told_until_somebody_takes_one() -> None:
    seen: list[Mapping[str, object]] = []

    async def comes_again(stranger: Stranger) -> None:
        last = stranger.told[-1] if stranger.told else {}
        if not stranger.visited:
            await takes(stranger, MYS)
        elif not seen and last.get("state") == "goes_on" and "until" in last:
            until = datetime.fromisoformat(str(last["until"]))
            assert until - stranger._hour() > timedelta(seconds=60)
            await takes(stranger, MYS)
            seen.append(stranger.told[-1])

    held(comes_again)
    assert seen == [GOES_ON]


def test_a_visitor_is_asked_to_request_the_floor_under_an_item_once_the_screen_offers_it() -> None:
    async def sits(stranger: Stranger) -> None:
        if not stranger.visited:
            await takes(stranger, THA)
        asked = stranger.told[-1].get("act") if stranger.told else None
        if isinstance(asked, dict) and asked["en"].startswith("Ask for the floor under item 3.1"):
            assert stranger.state.agenda.items[ItemId("relations")].status is ItemStatus.CLOSED
            await stranger.does(THA, RequestFloor(ItemId("sustainable")))

    rehearsal, entered = held(sits)
    assert rehearsal.deeds == ["RequestFloor"]
    assert any(isinstance(event, FloorGiven) and event.speaker == THA for event in entered)


def test_a_visitor_who_asks_for_the_floor_is_given_it_and_loses_it_in_the_end() -> None:
    async def asks(stranger: Stranger) -> None:
        if stranger.state.agenda.current == "relations" and not stranger.visited:
            await takes(stranger, THA)
            await stranger.does(THA, RequestFloor(ItemId("relations")))

    _, entered = held(asks)
    given = [event for event in entered if isinstance(event, FloorGiven) and event.to == "THA"]
    assert given[0].item == "relations"
    assert any(isinstance(event, FloorTakenBack) and event.holder == "THA" for event in entered)
    assert any(isinstance(event, TextAdopted) for event in entered)


def test_a_point_of_order_of_a_visitor_is_heard_and_ruled_on() -> None:
    async def rises(stranger: Stranger) -> None:
        holder = stranger.state.floor.holder
        if holder is not None and holder.delegation == "VNM" and not stranger.visited:
            await takes(stranger, THA)
            assert await stranger.does(THA, RaisePointOfOrder())
        elif holder is not None and holder.speaker == THA and "YieldFloor" not in stranger.deeds:
            await stranger.does(THA, YieldFloor())

    rehearsal, entered = held(rises)
    assert rehearsal.deeds[:2] == ["RaisePointOfOrder", "YieldFloor"]
    assert [event.delegation for event in entered if isinstance(event, PointOfOrderRuled)] == ["SGP", "THA"]


def test_an_objection_of_a_visitor_keeps_the_text_from_being_adopted() -> None:
    async def objects(stranger: Stranger) -> None:
        before = stranger.state.decisions.before
        if before is not None and not stranger.visited:
            await takes(stranger, THA)
            assert await stranger.does(THA, ObjectToText(before.text, before.version, openly=True))

    _, entered = held(objects)
    assert any(isinstance(event, TextSetAside) for event in entered)
    assert not any(isinstance(event, TextAdopted) for event in entered)


def test_in_the_chair_a_visitor_gives_the_floor_takes_it_back_and_puts_a_text() -> None:
    idn = DelegationId("IDN")

    async def presides(stranger: Stranger) -> None:
        state = stranger.state
        if state.agenda.current == "relations" and not stranger.visited:
            await takes(stranger, MYS)
            assert await stranger.does(MYS, GiveFloor(idn, PersonId("idn-head")))
            assert await stranger.does(MYS, TakeFloorBack(idn))
            assert await stranger.does(MYS, PutTextToMeeting("outcome", 1, 20))

    _, entered = held(presides)
    assert any(isinstance(event, FloorTakenBack) and event.holder == "IDN" for event in entered)
    assert any(isinstance(event, TextAdopted) for event in entered)


def test_a_meeting_that_a_visitor_suspends_and_leaves_is_resumed() -> None:
    async def suspends(stranger: Stranger) -> None:
        if stranger.state.agenda.current == "relations" and not stranger.visited:
            await takes(stranger, MYS)
            assert await stranger.does(MYS, SuspendMeeting())

    rehearsal, _ = held(suspends)
    assert len(rehearsal.state.meeting.sittings) > 1
    assert rehearsal.state.agenda.items[ItemId("closing")].opened is not None


@pytest.mark.parametrize("seed", range(int(os.environ.get("PRACHUM_STRANGERS", "1"))))
def test_strangers_who_do_anything_at_all_cannot_keep_it_from_its_end(seed: int) -> None:
    random = Random(seed)

    async def meddles(stranger: Stranger) -> None:
        if len(stranger.deeds) > 30 or random.random() < 0.6:
            return
        person = random.choice([person for person in stranger.state.delegations.people if person not in INSTALLATION])
        if random.random() < 0.3:
            await takes(stranger, person)
        for seated in sorted(stranger.seated):
            await stranger.does(seated, anything(stranger.state, seated, random))

    held(meddles)


def anything(state: State, person: PersonId, random: Random) -> Command:
    """Some command that this person's standing allows, without regard to whether it makes sense."""
    actor = state.actor(person)
    mine = [command for _, command in probes(state, actor) if MAY[type(command)] & actor.standings]
    return random.choice(mine) if mine else RequestFloor(ItemId("relations"))
