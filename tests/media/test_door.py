"""Through the door one gets what one is admitted to, whatever token one brings, and nothing but a status otherwise."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest
from livekit.protocol.rtc import SignalResponse

from prachum.media import lines
from prachum.media.door import NOT_ADMITTED, Admission, Refusal
from prachum.media.engine import Address
from prachum.media.relay import CUT, Scope
from prachum.media.rooms import Permission
from prachum.projections.grants import identity

from .house import Bot, House, bots, opened, socket_to, until

pytestmark = pytest.mark.engine
JOIN = "/rtc?protocol=15&auto_subscribe=1"
Bots = Callable[[], Bot]


@pytest.fixture
async def house(home: Path) -> AsyncIterator[House]:
    async with opened(Address.of(home)) as house:
        yield house


@pytest.fixture
async def bot() -> AsyncIterator[Bots]:
    async with bots() as make:
        yield make


async def status(url: str) -> int:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with socket_to(url):
            pass
    return refused.value.status


async def validation(url: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(url.replace("ws:", "http:") + "/rtc/validate") as answer:
        return answer.status


async def test_who_is_admitted_to_speak_is_heard_and_who_is_not_is_not(house: House, bot: Bots) -> None:
    house.admits("tha-head", "microphone")
    house.admits("obs")
    speaker, observer = bot(), bot()
    await observer.join(house.url("obs"))
    await speaker.join(house.url("tha-head"), "not a token at all")
    await speaker.publish_tone()
    await observer.until_hearing(house.identity("tha-head"))
    with pytest.raises(TimeoutError):
        await observer.publish_tone(wait=0.5)
    present = await house.rooms.present(house.room)
    assert present[house.identity("tha-head")].permission == Permission(frozenset({"microphone"}))
    assert present[house.identity("obs")].permission == Permission()
    assert not speaker.heard


async def test_a_stolen_token_gives_the_thief_only_their_own_grants(house: House, bot: Bots) -> None:
    house.admits("obs", may_subscribe=False)
    stolen = house.rooms.token(house.room, house.identity("mys-head"), Permission(frozenset({"microphone", "screen"})))
    thief = bot()
    await thief.join(house.url("obs"), stolen)
    present = await house.rooms.present(house.room)
    assert present.keys() == {house.identity("obs")}
    assert present[house.identity("obs")].permission == Permission(subscribe=False)


async def test_the_engines_own_ticket_for_the_floor_is_worthless_at_the_door(house: House, bot: Bots) -> None:
    house.admits("tha-head", "microphone")
    house.admits("obs")
    me = house.identity("tha-head")
    speaker, observer = bot(), bot()
    await observer.join(house.url("obs"))
    await speaker.join(house.url("tha-head"))
    await until(lambda: bool(speaker.tokens))
    ticket = speaker.tokens[-1]
    house.admits("tha-head")
    await house.rooms.remove(house.room, me)
    await speaker.leave()

    again = bot()
    await again.join(house.url("tha-head"), ticket)
    assert (await house.rooms.present(house.room))[me].permission == Permission()
    with pytest.raises(TimeoutError):
        await again.publish_tone(wait=1)
    assert not observer.heard
    await again.leave()

    # It was no dud: past the door, where no browser comes, the engine takes it.
    past = bot()
    await past.join(house.rooms.address.url, ticket)
    assert (await house.rooms.present(house.room))[me].permission == Permission(frozenset({"microphone"}))


async def test_who_loses_the_floor_loses_the_track_and_may_not_bring_it_back(house: House, bot: Bots) -> None:
    house.admits("tha-head", "microphone", "camera")
    house.admits("obs")
    speaker, observer = bot(), bot()
    await observer.join(house.url("obs"))
    await speaker.join(house.url("tha-head"))
    await speaker.publish_tone()
    me = house.identity("tha-head")
    await observer.until_hearing(me)
    assert await house.rooms.allow(house.room, me, Permission(frozenset({"camera"})))
    assert not (await house.rooms.present(house.room))[me].published
    await asyncio.sleep(0.3)
    silent_since = observer.heard[me]
    await asyncio.sleep(0.3)
    assert observer.heard[me] == silent_since


async def test_a_second_line_of_the_same_person_replaces_the_first(house: House, bot: Bots) -> None:
    house.admits("tha-head")
    first, second = bot(), bot()
    await first.join(house.url("tha-head"))
    await second.join(house.url("tha-head"))
    async with asyncio.timeout(10):
        await first.left.wait()
    assert (await house.rooms.present(house.room)).keys() == {house.identity("tha-head")}


async def test_who_is_not_admitted_gets_403_and_is_not_told_more(house: House) -> None:
    assert await status(house.url("stranger") + JOIN) == 403
    assert await status(house.url("stranger") + "/rtc/v1") == 403
    assert await validation(house.url("stranger")) == 403
    assert house.room not in await house.rooms.names()


async def test_while_nobody_can_be_asked_the_answer_is_503(house: House) -> None:
    house.admissions["tha-head"] = Refusal(503, "door.cannot_serve")
    assert await status(house.url("tha-head") + JOIN) == 503
    assert await validation(house.url("tha-head")) == 503

    async def broken(scope: Scope) -> Admission:
        raise OSError(f"no database for {scope['person']}")

    house.door._admit = broken
    assert await status(house.url("tha-head") + JOIN) == 503


async def test_while_the_engine_is_away_the_answer_is_503(unused_tcp_port: int) -> None:
    async with opened(Address(f"http://127.0.0.1:{unused_tcp_port}", "key", "secret" * 8)) as house:
        house.admits("tha-head")
        assert await status(house.url("tha-head") + JOIN) == 503
        assert await validation(house.url("tha-head")) == 503


async def test_who_is_admitted_is_told_so_and_the_room_is_there(house: House) -> None:
    house.admits("tha-head")
    assert await validation(house.url("tha-head")) == 200
    assert house.room in await house.rooms.names()
    assert not house.changes


async def test_nobody_slips_a_second_nameless_microphone_in(house: House) -> None:
    house.admits("tha-head", "microphone")
    async with socket_to(house.url("tha-head") + JOIN + "&publish=extra&attributes=e30=&access_token=x") as line:
        await line.receive_bytes(timeout=10)
        assert (await house.rooms.present(house.room)).keys() == {house.identity("tha-head")}


async def test_no_browser_is_sent_to_a_server_of_somebody_else(house: House) -> None:
    house.admits("tha-head")
    async with socket_to(house.url("tha-head") + JOIN) as line:
        said = SignalResponse.FromString(await line.receive_bytes(timeout=10))
    urls = [url for server in said.join.ice_servers for url in server.urls]
    assert urls
    assert all(url.startswith("stun:127.0.0.1:") for url in urls)


async def test_presence_knows_how_many_sockets_a_person_has(house: House) -> None:
    house.admits("tha-head")
    async with socket_to(house.url("tha-head") + JOIN) as line:
        await line.receive_bytes(timeout=10)
        assert house.sockets("tha-head") == 1
        assert house.changes == [(house.meeting, "tha-head", 1)]
    await until(lambda: not house.sockets("tha-head"))
    assert house.changes[-1] == (house.meeting, "tha-head", 0)


async def test_a_lost_line_is_known_in_six_seconds_which_count(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINGERS", 4.0)
    house.admits("tha-head")
    async with socket_to(house.url("tha-head") + JOIN, autoping=False) as line:
        await line.receive_bytes(timeout=10)
        await until(lambda: not house.sockets("tha-head"), wait=60)
    present = [identity(str(house.meeting), "tha-head")]
    assert house.door.known.overdue(house.meeting, present) == set(present), "what has passed in silence is counted"


async def test_who_is_cut_off_is_out_at_once_and_not_let_in_again(house: House) -> None:
    house.admits("tha-head")
    async with socket_to(house.url("tha-head") + JOIN) as line:
        await line.receive_bytes(timeout=10)
        house.admissions["tha-head"] = NOT_ADMITTED
        assert house.door.cut(house.meeting, "tha-head") == 1
        async with asyncio.timeout(10):
            while not line.closed:
                await line.receive()
        assert line.close_code == CUT
    await until(lambda: house.sockets("tha-head") == 0)
    assert await status(house.url("tha-head") + JOIN) == 403


async def test_who_is_cut_off_while_the_answer_is_on_its_way_is_asked_about_again(house: House) -> None:
    house.admits("tha-head")
    asking, answered = asyncio.Event(), asyncio.Event()
    quick = house.door._admit

    async def slow(scope: Scope) -> Admission | Refusal:
        decided = await quick(scope)
        asking.set()
        await answered.wait()
        return decided

    house.door._admit = slow
    coming = asyncio.create_task(status(house.url("tha-head") + JOIN))
    await asking.wait()
    house.admissions["tha-head"] = NOT_ADMITTED
    house.door.cut(house.meeting, "tha-head")
    answered.set()
    assert await coming == 403
    assert house.asked == ["tha-head", "tha-head"]
