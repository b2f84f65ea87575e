"""The room agrees with the journal whoever joins, whatever was missed, and after an engine that was away."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from prachum.media.engine import Address
from prachum.media.reconcile import Reconcile, permissions
from prachum.media.rooms import Permission, Present, room_name
from prachum.rules.delegations import ExpelPerson, WithdrawAccreditation
from prachum.rules.floor.turns import TakeFloorBack
from prachum.rules.order import PersonId
from tests.hostile.started import intruder
from tests.media.house import House, bots, opened
from tests.rules.chamber import ANN, BOUN, CHAIR, OBSERVER, SOMSAK, THAILAND, THIDA, Sitting, en, give, speaking
from tests.rules.chamber import opened as in_session

pytestmark = pytest.mark.engine

MICROPHONE = "microphone"


async def present(house: House, person: PersonId, true: Callable[[Present], bool], epoch: int = 1) -> None:
    """Wait until the engine says of this person what is true."""
    async with asyncio.timeout(10):
        while True:
            there = await house.rooms.present(room_name(house.meeting, epoch))
            if (seen := there.get(house.identity(person))) is not None and true(seen):
                return
            await asyncio.sleep(0.02)


def may(*sources: str) -> Callable[[Present], bool]:
    return lambda seen: seen.permission.publish == frozenset(sources)


def test_only_chairs_holder_and_on_deck_may_open_a_microphone() -> None:
    sitting = speaking(THIDA)
    allowed = permissions(sitting.state)
    microphones = {person for person, permission in allowed.items() if MICROPHONE in permission.publish}
    assert microphones == {CHAIR, ANN, THIDA}
    assert allowed[OBSERVER] == Permission()


def test_a_screen_is_shared_with_its_sound() -> None:
    assert {"screen", "screen_sound"} <= permissions(speaking(THIDA).state)[THIDA].publish


async def test_the_floor_opens_the_microphone_and_losing_it_closes_it(home: Path) -> None:
    sitting = in_session()
    async with opened(Address.of(home)) as house, bots() as make:
        house.admits(THIDA)
        await make().join(house.url(THIDA))
        reconcile = Reconcile(house.rooms, house.meeting)
        await reconcile.state_changed(sitting.state)
        give(sitting, THIDA)
        await reconcile.state_changed(sitting.state)
        await present(house, THIDA, may("microphone", "camera", "screen", "screen_sound"))
        sitting.does(CHAIR, TakeFloorBack(THAILAND))
        await reconcile.state_changed(sitting.state)
        await present(house, THIDA, may("camera"))


async def test_what_the_engine_was_told_by_somebody_else_is_mended_by_comparing(home: Path) -> None:
    sitting = in_session()
    async with opened(Address.of(home)) as house, bots() as make:
        house.admits(BOUN, "microphone")
        await make().join(house.url(BOUN))
        await present(house, BOUN, may("microphone"))
        await Reconcile(house.rooms, house.meeting).compare(sitting.state)
        await present(house, BOUN, may("camera"))


async def test_a_visitor_of_whom_the_journal_knows_nothing_only_listens(home: Path) -> None:
    visitor = PersonId("visitor-1")
    async with opened(Address.of(home)) as house, bots() as make:
        house.admits(visitor, "microphone")
        await make().join(house.url(visitor))
        await Reconcile(house.rooms, house.meeting).compare(in_session().state)
        await present(house, visitor, may())


async def test_who_has_got_past_the_door_with_a_voice_that_calls_itself_a_camera_is_sent_out(home: Path) -> None:
    sitting = in_session()
    async with opened(Address.of(home)) as house, bots() as make:
        house.admits(THIDA)
        await make().join(house.url(THIDA))
        engine = house.rooms.address.url.replace("http", "ws")
        token = house.rooms.token(house.room, house.identity(BOUN), Permission(frozenset({"camera"})))
        async with intruder(engine, {"Authorization": f"Bearer {token}"}) as raw:
            await raw.until("joined")
            raw.does("disguise", 660, "name", named=True)
            await present(house, BOUN, lambda seen: seen.disguised)
            await Reconcile(house.rooms, house.meeting).compare(sitting.state)
            await raw.until("sent_out", "line_ended")
            assert (await house.rooms.present(house.room)).keys() == {house.identity(THIDA)}


async def test_an_expulsion_empties_the_room_of_the_earlier_epoch(home: Path) -> None:
    sitting = speaking(THIDA)
    async with opened(Address.of(home)) as house, bots() as make:
        house.admits(THIDA)
        bot = make()
        await bot.join(house.url(THIDA))
        reconcile = Reconcile(house.rooms, house.meeting)
        await reconcile.state_changed(sitting.state)
        sitting.does(CHAIR, ExpelPerson(THIDA, en("Disorder")))
        await reconcile.state_changed(sitting.state)
        async with asyncio.timeout(10):
            await bot.left.wait()
        assert await house.rooms.present(room_name(house.meeting, 1)) == {}


async def test_whose_accreditation_is_withdrawn_is_sent_out_of_the_room(home: Path) -> None:
    sitting = in_session()
    async with opened(Address.of(home)) as house, bots() as make:
        house.admits(BOUN)
        bot = make()
        await bot.join(house.url(BOUN))
        reconcile = Reconcile(house.rooms, house.meeting)
        await reconcile.state_changed(sitting.state)
        sitting.does(SOMSAK, WithdrawAccreditation(BOUN))
        await reconcile.state_changed(sitting.state)
        async with asyncio.timeout(10):
            await bot.left.wait()


async def test_a_late_comparison_never_brings_back_an_earlier_state(home: Path) -> None:
    sitting: Sitting = in_session()
    give(sitting, THIDA)
    holding = sitting.state
    async with opened(Address.of(home)) as house, bots() as make:
        house.admits(THIDA)
        await make().join(house.url(THIDA))
        reconcile = Reconcile(house.rooms, house.meeting)
        sitting.does(CHAIR, TakeFloorBack(THAILAND))
        await reconcile.state_changed(sitting.state)
        await reconcile.compare(holding)
        await reconcile.say_again(holding, [THIDA])
        await present(house, THIDA, may("camera"))


async def test_an_engine_that_is_away_is_told_when_it_is_back(home: Path) -> None:
    address = Address.of(home)
    sitting = speaking(THIDA)
    async with opened(Address("http://127.0.0.1:1", address.key, address.secret)) as nowhere:
        away = Reconcile(nowhere.rooms, UUID(int=1))
        await away.state_changed(sitting.state)
        await away.compare(sitting.state)
        assert away._told == {}, "what was not heard counts as not said"
