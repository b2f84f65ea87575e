"""However many come back at once, the engine is told of all of them in a turn or two, and of the floor in between."""

import asyncio
from uuid import UUID

import pytest

from prachum.ready import make_ready

make_ready()  # models can be imported only then

from prachum.journal import read  # noqa: E402
from prachum.media.door import Door  # noqa: E402
from prachum.media.engine import Address  # noqa: E402
from prachum.media.keeping import Keeping  # noqa: E402
from prachum.media.rooms import Permission, Rooms  # noqa: E402
from prachum.rules.order import PersonId  # noqa: E402
from tests.rules.chamber import THIDA, speaking  # noqa: E402

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
