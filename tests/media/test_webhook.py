"""The engine's reports reach us, and nobody else's do."""

import asyncio
import socket
from collections.abc import Callable

import aiohttp
import pytest

from prachum.live.limits import Limit
from prachum.media import webhook
from prachum.media.engine import Address
from prachum.media.relay import Message
from prachum.media.rooms import Permission, Rooms
from prachum.media.webhook import Reports

from .conftest import Installation
from .house import opened, served, socket_to

JOIN = "/rtc?protocol=15&auto_subscribe=1"


@pytest.mark.engine
async def test_the_engine_reports_who_comes(install: Callable[..., Installation]) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}{webhook.PATH}"
        installation = install(url)
        installation.start()
        address = Address.of(installation.home)
        reported: asyncio.Queue[str] = asyncio.Queue()
        async with served(Reports(address, reported.put_nowait), listening), opened(address) as house:
            house.admits("tha-head")
            async with socket_to(house.url("tha-head") + JOIN):
                assert await asyncio.wait_for(reported.get(), 20) == house.room


async def test_what_the_engine_did_not_sign_is_no_report() -> None:
    address = Address("http://127.0.0.1:9", "key", "secret" * 8)
    reported: list[str] = []
    report = b'{"event": "participant_joined", "room": {"name": "x"}}'
    async with Rooms(address) as rooms:
        ticket = rooms.token("any", "someone", Permission())
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}{webhook.PATH}"
        async with served(Reports(address, reported.append), listening), aiohttp.ClientSession() as session:
            for headers in ({}, {"Authorization": "x"}, {"Authorization": ticket}):
                async with session.post(url, data=report, headers=headers) as answer:
                    assert answer.status == 401
    assert not reported


async def test_who_sends_many_that_are_not_signed_does_not_fill_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(webhook, "TOLD", Limit(burst=3, per_second=0.001))
    reports = Reports(Address("http://127.0.0.1:9", "key", "secret" * 8), lambda room: None)
    said: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"{}"}

    async def send(message: Message) -> None:
        said.extend([message["status"]] if "status" in message else [])

    for headers in [[], *[[(b"authorization", b"x")]] * 9]:
        await reports({"type": "http", "headers": headers}, receive, send)
    assert said == [401] * 10
    assert [record.message for record in caplog.records] == ["a report that the engine did not sign: DecodeError"] * 3
