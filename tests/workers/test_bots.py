"""A bot on deck is warm and silent, is heard while the journal says so, and is silent from the moment it does not."""

import asyncio
import os
import signal
from collections.abc import Callable
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from prachum.media.engine import Address
from prachum.media.reconcile import permissions
from prachum.rules.delegations import ExpelPerson
from prachum.rules.floor.points import RaisePointOfOrder
from prachum.rules.floor.speakers import RequestFloor
from prachum.rules.floor.turns import TakeFloorBack
from prachum.rules.order import PersonId
from prachum.workers.bots import Spoken
from tests.media.conftest import Installation
from tests.rules.chamber import BOUN, CHAIR, ONE, SOMSAK, THAILAND, THIDA, VAN, give

from .play import GENEROUS, Play, play, tone, until

pytestmark = pytest.mark.engine


async def gives(playing: Play, person: PersonId) -> None:
    give(playing.sitting, person)
    await playing.tell()


async def test_on_deck_is_warm_and_silent_and_is_heard_once_the_floor_is_given(home: Path) -> None:
    async with play(Address.of(home), THIDA, VAN) as playing:
        thida = playing.bots[THIDA]
        await playing.does(THIDA, RequestFloor(ONE))
        await playing.does(VAN, RequestFloor(ONE))
        await playing.until_warm(THIDA)
        assert "microphone" not in playing.bots[VAN].publishes
        saying = asyncio.create_task(thida.say(tone(2)))
        assert await playing.silence()
        assert not playing.open_ear.heard

        before = asyncio.get_running_loop().time()
        await gives(playing, THIDA)
        await playing.until_hearing(THIDA)
        spoken = await saying
        assert spoken.complete
        assert spoken.began is not None
        assert spoken.ended is not None
        assert all(ear.heard[0].began > before for ear in (playing.open_ear, playing.honest))
        for ear in (playing.open_ear, playing.honest):
            assert ear.seconds(THIDA, spoken.began, spoken.ended + 1) > 1.5
        assert playing.nothing_astray()


async def test_who_loses_the_floor_is_silent_at_once_and_has_not_said_all(home: Path) -> None:
    async with play(Address.of(home), THIDA) as playing:
        await gives(playing, THIDA)
        saying = asyncio.create_task(playing.bots[THIDA].say(tone(30)))
        await playing.until_hearing(THIDA)
        await playing.does(CHAIR, TakeFloorBack(THAILAND))
        spoken = await asyncio.wait_for(saying, GENEROUS)
        assert not spoken.complete
        await playing.until_quiet()
        assert playing.nothing_astray()
        await until(lambda: "microphone" not in playing.bots[THIDA].publishes)


async def test_two_bots_are_never_both_audible(home: Path) -> None:
    async with play(Address.of(home), THIDA, VAN, BOUN) as playing:
        for person in (THIDA, VAN, BOUN):
            await playing.does(person, RequestFloor(ONE))
        talking = [asyncio.create_task(bot.say(tone(60))) for bot in playing.bots.values()]
        for person in (THIDA, VAN, BOUN):
            talking.append(asyncio.create_task(playing.bots[person].say(tone(60))))
            await gives(playing, person)
            await playing.until_hearing(person)
        assert playing.nothing_astray()
        heard = sorted(playing.honest.heard, key=lambda one: one.began)
        # Of one turn a busy machine makes several stretches.
        assert [person for person, _ in groupby(one.person for one in heard)] == [THIDA, VAN, BOUN]
        assert all(earlier.ended < later.began + 0.1 for earlier, later in pairwise(heard))
        for task in talking:
            task.cancel()


async def test_a_point_of_order_stops_the_speaker_in_the_middle_of_a_sentence(home: Path) -> None:
    async with play(Address.of(home), THIDA) as playing:
        await gives(playing, THIDA)
        saying = asyncio.create_task(playing.bots[THIDA].say(tone(30)))
        await playing.until_hearing(THIDA)
        await playing.does(BOUN, RaisePointOfOrder())
        assert not (await asyncio.wait_for(saying, GENEROUS)).complete
        await playing.until_quiet()


async def test_who_has_published_often_joins_anew_when_not_on_deck(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the SDK keeps of each publishing goes with its Room; and nobody leaves who speaks, or is next."""
    monkeypatch.setattr("prachum.workers.bots.OFTEN", 2)
    async with play(Address.of(home), THIDA) as playing:
        thida = playing.bots[THIDA]
        for lives in (1, 2):
            await playing.does(THIDA, RequestFloor(ONE))
            await playing.until_warm(THIDA)
            await gives(playing, THIDA)
            saying = asyncio.create_task(thida.say(tone(1)))
            await playing.until_hearing(THIDA)
            assert (await saying).complete
            assert thida.lives == lives
            await playing.does(CHAIR, TakeFloorBack(THAILAND))
            await until(lambda lives=lives: thida.lives == lives + 1)  # type: ignore[misc]
        await until(lambda: thida.publishes == {"camera"})


async def test_who_is_never_given_the_floor_gives_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prachum.workers.bots.PATIENCE", 0.5)
    async with play(Address.of(home), BOUN, CHAIR) as playing:
        assert await playing.bots[BOUN].say(tone(1)) == Spoken(complete=False)
        assert playing.bots[BOUN].publishes <= {"camera"}
        await playing.until_warm(CHAIR)
        assert (await playing.bots[CHAIR].say(tone(1))).complete
        assert {one.person for one in playing.open_ear.heard} == {CHAIR}


async def test_after_an_expulsion_the_others_go_on_in_another_room(home: Path) -> None:
    async with play(Address.of(home), THIDA, BOUN) as playing:
        await gives(playing, THIDA)
        saying = asyncio.create_task(playing.bots[THIDA].say(tone(12)))
        await playing.until_hearing(THIDA)
        await playing.does(SOMSAK, ExpelPerson(BOUN, {"en": "Unruly"}))
        await asyncio.sleep(0.5)
        await playing.until_hearing(THIDA)
        await until(lambda: playing.bots[THIDA].lives == 2)
        assert not playing.bots[BOUN].joined.is_set()
        saying.cancel()
        assert (await playing.rooms.names()) >= {f"{playing.meeting}.2"}
        assert f"{playing.meeting}.1" not in await playing.rooms.names()


async def test_a_bot_steps_aside_for_a_visitor_and_comes_back(home: Path) -> None:
    async with play(Address.of(home), THIDA) as playing:
        thida, visitor = playing.bots[THIDA], Play(playing.rooms, playing.sitting)
        visitor.meeting = playing.meeting
        await visitor.begin(THIDA)
        try:
            await until(lambda: thida.aside and not thida.joined.is_set())
            await asyncio.sleep(1)
            assert visitor.bots[THIDA].lives == 1
        finally:
            await visitor.end()
        thida.come_back()
        await until(lambda: thida.lives == 2)


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
async def test_after_the_engines_death_the_speaker_is_heard_again(
    install: Callable[[], Installation], blow: signal.Signals
) -> None:
    installation = install()
    pids = installation.start()
    async with play(Address.of(installation.home), THIDA, VAN, CHAIR) as playing:
        await playing.does(THIDA, RequestFloor(ONE))
        await playing.does(VAN, RequestFloor(ONE))
        await gives(playing, THIDA)
        saying = asyncio.create_task(playing.bots[THIDA].say(tone(60)))
        await playing.until_hearing(THIDA)
        await playing.until_warm(VAN)

        os.kill(pids["engine"], blow)
        await asyncio.to_thread(installation.wait, "engine", "up")
        await asyncio.sleep(0.3)
        await playing.until_hearing(THIDA, wait=60)
        await playing.until_warm(VAN)
        present = await playing.rooms.present(f"{playing.meeting}.1")
        desired = permissions(playing.sitting.state)
        assert {person: present[bot.identity].permission for person, bot in playing.bots.items()} == {
            person: desired[person] for person in playing.bots
        }
        await playing.does(CHAIR, TakeFloorBack(THAILAND))
        assert not (await asyncio.wait_for(saying, GENEROUS)).complete
        await playing.until_quiet()
        assert playing.nothing_astray()
