"""Whoever comes back, many at once or the database, the engine is soon told what is so, and nobody loses a line."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from django.db import OperationalError

from prachum.ready import make_ready

make_ready()  # models can be imported only then

from prachum.journal import follow, read  # noqa: E402
from prachum.media import keeping as keepings  # noqa: E402
from prachum.media.door import Admission, Door, _Line  # noqa: E402
from prachum.media.engine import Address  # noqa: E402
from prachum.media.keeping import Keeping  # noqa: E402
from prachum.media.kinds import Kinds  # noqa: E402
from prachum.media.plane import Media  # noqa: E402
from prachum.media.reconcile import room_of  # noqa: E402
from prachum.media.relay import Message, Scope  # noqa: E402
from prachum.media.rooms import Permission, Present, Rooms, room_name  # noqa: E402
from prachum.rules.meeting import Phase  # noqa: E402
from prachum.rules.order import PersonId  # noqa: E402
from prachum.rules.procedure import State  # noqa: E402
from tests.rules.chamber import THIDA, VAN, speaking  # noqa: E402

MEETING, TAKES, CROWD = UUID(int=1), 0.05, 60


class Slow(Rooms):
    """An engine that takes its time for each word that it is told."""

    def __init__(self) -> None:
        super().__init__(Address("http://127.0.0.1:9", "key", "secret"))
        self.told: list[str] = []

    async def allow(self, room: str, identity: str, permission: Permission) -> bool:
        await asyncio.sleep(TAKES)
        self.told.append(identity)
        return True

    async def remove(self, room: str, identity: str) -> bool:
        return True

    async def names(self) -> frozenset[str]:
        return frozenset({room_name(MEETING, 1)})

    async def present(self, room: str) -> dict[str, Present]:
        return {}


@pytest.fixture
def rooms() -> Slow:
    return Slow()


@pytest.fixture
def keeping(rooms: Slow, monkeypatch: pytest.MonkeyPatch) -> Keeping:
    state = speaking(THIDA).state
    monkeypatch.setattr(read, "state", lambda meeting: state)

    async def nobody(_: object) -> object:
        raise AssertionError

    return Keeping(rooms, Door(rooms, nobody))  # type: ignore[arg-type]


def opens(keeping: Keeping, person: str, line: str = "") -> None:
    assert keeping.door is not None
    keeping.door.known.opened(MEETING, keeping._rooms.identity(MEETING, person, line), person, "1")


async def test_a_crowd_is_told_in_one_turn_or_two(keeping: Keeping, rooms: Slow) -> None:
    people = [f"somebody-{number}" for number in range(CROWD)]
    for person in people:
        opens(keeping, person)
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(keeping.came_in(MEETING, person) for person in people))
    took = asyncio.get_running_loop().time() - began
    assert sorted(rooms.told) == sorted(rooms.identity(MEETING, person) for person in people)
    assert took < CROWD * TAKES / 2, "one after the other"


async def test_who_comes_meanwhile_is_told_next(keeping: Keeping, rooms: Slow) -> None:
    opens(keeping, "first")
    opens(keeping, "second")
    first = asyncio.create_task(keeping.came_in(MEETING, "first"))
    await asyncio.sleep(TAKES / 5)
    await keeping.came_in(MEETING, "second")
    assert first.done()
    assert rooms.told == [rooms.identity(MEETING, PersonId(person)) for person in ("first", "second")]


async def test_of_who_only_listens_nothing_is_told(keeping: Keeping, rooms: Slow) -> None:
    opens(keeping, "somebody", line="listen-0123456789abcdef")
    await keeping.came_in(MEETING, "somebody")
    assert rooms.told == []


async def test_a_meeting_that_is_looked_at_again_and_again_has_no_other_wait(
    keeping: Keeping, rooms: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    restless, compared = UUID(int=2), list[UUID]()

    async def compare(meeting: UUID, names: frozenset[str]) -> None:
        compared.append(meeting)
        await asyncio.sleep(TAKES)
        keeping.look_again(restless)

    monkeypatch.setattr(keeping, "_compared", compare)
    keeping.look_again(restless)
    comparing = asyncio.create_task(keeping._compare())
    async with asyncio.timeout(30):
        while compared.count(MEETING) < 2:  # noqa: ASYNC110 it is no task of ours
            await asyncio.sleep(TAKES)
    comparing.cancel()
    assert compared.count(restless) > compared.count(MEETING)


class Journal:
    """What is read of the meeting, which `away` times more cannot be read at all."""

    def __init__(self) -> None:
        self.state = speaking(THIDA).state
        self.away = 0
        self.news: asyncio.Queue[frozenset[UUID]] = asyncio.Queue()

    def read(self, meeting: UUID) -> State:
        if self.away:
            self.away -= 1
            raise OperationalError("the server closed the connection unexpectedly")
        return self.state

    async def latest(self, meeting: UUID) -> tuple[State, None]:
        return self.read(meeting), None

    async def changes(self) -> AsyncIterator[frozenset[UUID]]:
        while True:
            yield await self.news.get()

    def withdraw(self, person: PersonId) -> None:
        there = self.state.delegations
        people = {who: one for who, one in there.people.items() if who != person}
        self.state = replace(self.state, seq=self.state.seq + 1, delegations=replace(there, people=people))
        self.tell()

    def tell(self) -> None:
        self.news.put_nowait(frozenset({MEETING}))


def comes(door: Door, person: PersonId) -> _Line:
    line = _Line(Admission(MEETING, 1, person), Kinds())
    door._lines[MEETING, person] = {line}
    return line


async def test_a_database_that_is_away_for_a_moment_costs_nobody_a_line(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    journal = Journal()
    monkeypatch.setattr(keepings, "EVERY", 0.05)
    monkeypatch.setattr(read, "state", journal.read)
    monkeypatch.setattr(follow, "latest", journal.latest)
    monkeypatch.setattr(follow, "changes", journal.changes)
    assert keeping.door is not None
    stays, withdrawn = comes(keeping.door, THIDA), comes(keeping.door, VAN)
    running = asyncio.create_task(keeping.run())
    try:
        journal.tell()
        async with asyncio.timeout(10):
            while not keeping._taking_part:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            journal.away = 4
            journal.withdraw(VAN)
            await withdrawn.cut.wait()
        assert not journal.away
        assert not running.done()
        assert not stays.cut.is_set()
        assert sum("the database is away" in said for said in caplog.messages) == 1
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_nothing_is_kept_of_a_meeting_that_is_closed_and_left(
    keeping: Keeping, rooms: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal()
    there = {room_of(MEETING, journal.state)}

    async def names() -> frozenset[str]:
        return frozenset(there)

    async def close(room: str) -> None:
        there.remove(room)

    closed = replace(journal.state.meeting, phase=Phase.CLOSED)
    monkeypatch.setattr(keepings, "EVERY", 0.05)
    monkeypatch.setattr(rooms, "names", names)
    monkeypatch.setattr(rooms, "close", close)
    monkeypatch.setattr(read, "state", journal.read)
    monkeypatch.setattr(follow, "latest", journal.latest)
    monkeypatch.setattr(follow, "changes", journal.changes)
    running = asyncio.create_task(keeping.run())
    try:
        async with asyncio.timeout(10):
            journal.tell()
            while not keeping._taking_part:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.2)
            assert keeping._reconciles, "it is not closed yet"
            journal.state = replace(journal.state, seq=journal.state.seq + 1, meeting=closed)
            journal.tell()
            while keeping._reconciles or keeping._taking_part:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        assert not there, "its room was closed before"
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_who_comes_while_the_database_is_away_is_left_to_the_next_comparison(
    keeping: Keeping, rooms: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal()
    journal.away = 1
    monkeypatch.setattr(read, "state", journal.read)
    opens(keeping, THIDA)
    await keeping.came_in(MEETING, THIDA)
    assert rooms.told == []


async def test_what_has_failed_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    media, was = Media(), []

    async def fails(_: Keeping) -> None:
        was.append(media.ready)
        raise OSError("whatever it was")

    monkeypatch.setattr(Keeping, "run", fails)
    monkeypatch.setattr(Address, "of", lambda home: Address("http://127.0.0.1:9", "key", "secret"))
    live = SimpleNamespace(hubs=SimpleNamespace(told_of_seats=lambda callback: nullcontext()))
    with pytest.raises(OSError, match="whatever"):
        await media.run(cast(Any, live))
    assert was == [True]
    assert not media.ready


@pytest.mark.parametrize(("kind", "path"), [("http", "/rtc/validate"), ("websocket", "/rtc")])
async def test_a_door_that_was_left_answers_ask_again(kind: str, path: str) -> None:
    said: list[Message] = []

    async def admit(scope: Scope) -> Admission:
        return Admission(MEETING, 1, THIDA)

    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    async def send(message: Message) -> None:
        said.append(message)

    async with Rooms(Address("http://127.0.0.1:9", "key", "secret" * 8)) as rooms:
        door = Door(rooms, admit)
    asked = {"headers": [], "query_string": b"", "extensions": {"websocket.http.response": {}}}
    await door({"type": kind, "path": path, **asked}, receive, send)
    assert said[0]["status"] == 503
