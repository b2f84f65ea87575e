"""Whoever comes again and again, or asks for more than a browser does, is refused before the engine hears of it."""

import asyncio
import logging
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from prachum.live import limits
from prachum.live.limits import Limit
from prachum.media import door
from prachum.media.door import Admission

from .house import House, before, socket_to, until
from .test_door import validation


class Counting:
    """An engine that holds whatever line is opened but those of which it says that they are malformed."""

    def __init__(self) -> None:
        self.asked = list[str]()

    async def hold(self, asked: web.Request) -> web.StreamResponse:
        self.asked.append(asked.path_qs)
        if "malformed" in asked.query:
            return web.Response(status=400)
        line = web.WebSocketResponse()
        await line.prepare(asked)
        async for _ in line:
            pass
        return line

    async def none(self, asked: web.Request) -> web.Response:
        self.asked.append(asked.path_qs)
        return web.Response()


@pytest.fixture
def engine() -> Counting:
    return Counting()


@pytest.fixture
async def house(engine: Counting) -> AsyncIterator[House]:
    rooms = web.post("/twirp/livekit.RoomService/ListRooms", engine.none)
    async with before(web.get("/rtc", engine.hold), web.get("/rtc/validate", engine.none), rooms) as house:
        for person in ("tha-head", "can-head"):
            house.admissions[person] = Admission(house.meeting, house.epoch, person, network="ministry")
        for onlooker, network in (("one", "ministry"), ("two", "ministry"), ("three", "elsewhere")):
            admission = Admission(house.meeting, house.epoch, onlooker, network=network, observer=True)
            house.admissions[onlooker] = admission
        yield house


async def comes(house: House, person: str, query: str = "") -> int:
    """Open a line and leave at once; the status of the answer."""
    try:
        async with socket_to(f"{house.url(person)}/rtc{query}"):
            return 101
    except aiohttp.WSServerHandshakeError as refused:
        return refused.status


async def test_a_query_longer_than_two_of_a_browsers_is_not_read(house: House, engine: Counting) -> None:
    longest = "?a=" + "x" * (door.LONGEST_QUERY - 2)
    assert await comes(house, "tha-head", f"{longest}x") == 414
    assert await validation(house.url("tha-head")) == 200
    async with aiohttp.ClientSession() as session:
        url = house.url("tha-head").replace("ws:", "http:") + f"/rtc/validate{longest}x"
        async with session.get(url) as answer:
            assert (answer.status, (await answer.json(content_type=None))["code"]) == (414, "wire.query_too_long")
    assert len(house.asked) == len(engine.asked) == 1
    assert await comes(house, "tha-head", longest) == 101


async def test_an_address_that_is_too_long_for_a_socket_is_answered_too(house: House, engine: Counting) -> None:
    async with asyncio.timeout(10):
        assert await comes(house, "tha-head", "?a=" + "x" * 9000) == 414
    assert not house.asked + engine.asked


async def test_a_person_does_not_come_without_end_by_whatever_way(
    house: House, engine: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "LIMIT", Limit(burst=3, per_second=0))
    assert await comes(house, "tha-head") == 101
    assert await validation(house.url("tha-head")) == 200
    assert [await comes(house, "tha-head") for _ in range(2)] == [101, 503]
    assert await validation(house.url("tha-head")) == 503
    assert len(engine.asked) == 3
    assert await comes(house, "can-head") == 101


async def test_those_who_look_on_from_one_network_do_not_come_without_end(
    house: House, engine: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "CROWD", Limit(burst=2, per_second=0))
    assert [await comes(house, onlooker) for onlooker in ("one", "two", "one")] == [101, 101, 503]
    assert await validation(house.url("two")) == 503
    assert len(engine.asked) == 2
    assert await comes(house, "three") == 101
    assert await comes(house, "tha-head") == 101, "whoever has a seat in the same house is not among them"
    await until(lambda: not house.door._crowds)
    assert await comes(house, "one") == 503
    assert not house.door._crowds, "who is refused is not remembered"


def test_a_whole_network_comes_back_at_once_and_again_a_moment_later() -> None:
    assert door.CROWD.burst >= 2 * limits.MOST_FROM_AN_ADDRESS
    assert door.LIMIT.burst >= 4 * limits.MOST_OF_A_SESSION


async def test_who_waits_for_an_engine_that_is_away_has_not_come_often(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "LIMIT", Limit(burst=2, per_second=0))
    house.door._engine.away = True
    assert await comes(house, "tha-head") == 101
    house.door._engine.away = True
    assert await validation(house.url("tha-head")) == 200
    assert not house.door._engine.away, "an engine that answers is not away"
    assert [await comes(house, "tha-head") for _ in range(2)] == [101, 503]


async def test_what_the_engine_will_not_read_is_logged_once_a_second(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (seldom,) = door.log.filters
    monkeypatch.setattr(seldom, "_said", {})
    monkeypatch.setattr(seldom, "clock", lambda: 0.0)
    with caplog.at_level(logging.WARNING):
        assert [await comes(house, "tha-head", "?malformed=1") for _ in range(5)] == [503] * 5
        assert [said.getMessage() for said in caplog.records] == ["the engine answers 400 to /rtc"]
        monkeypatch.setattr(seldom, "clock", lambda: 1.0)
        await comes(house, "tha-head", "?malformed=1")
    assert caplog.records[-1].getMessage() == "the engine answers 400 to /rtc (4 more were left out)"
