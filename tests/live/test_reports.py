"""What is said of a moment reaches those whom it concerns, on the stream, and changes nothing in the journal."""

import asyncio
from datetime import UTC, datetime

import pytest

from prachum.journal import read
from prachum.live import hub, reports
from prachum.live.limits import Limit
from prachum.live.wire import dumped
from prachum.presence import board
from prachum.registry import taking
from prachum.registry.models import Meeting
from prachum.rules.order import Standing
from tests.live.clients import Caller, Following, Look, Served, Sit, following, in_thread
from tests.registry.hall import CAN_HEAD, MYS_HEAD, SECRETARY, THA_HEAD

LINE = {"kind": "line", "rtt": 31.5, "loss": 0.02, "jitter": 4}
CALL = {"kind": "call_secretariat", "call": "c1", "state": "sent"}


async def heard(stream: Following, until: datetime) -> list[str]:
    """The kinds of facts that have come by the first heartbeat after that."""
    while datetime.fromisoformat((await stream.until("here")).content["now"]) <= until:
        pass
    return [said.content["kind"] for said in stream.seen if said.name == "presence"]


async def test_a_line_is_told_to_those_who_look_after_lines(still: Meeting, sit: Sit) -> None:
    callers = [await sit(still, person) for person in (THA_HEAD, CAN_HEAD, MYS_HEAD, SECRETARY)]
    before = await in_thread(read.head, still.id)
    async with following(*callers) as streams:
        assert (await callers[0].post("presence", LINE)).status_code == 200
        said = datetime.now(UTC)
        told = await asyncio.gather(*(heard(stream, said) for stream in streams))
    assert told == [["line"], [], ["line"], ["line"]]
    assert await in_thread(read.head, still.id) == before


async def test_who_joins_later_is_told_what_is_still_so(still: Meeting, sit: Sit) -> None:
    thailand, secretary = await sit(still, THA_HEAD), await sit(still, SECRETARY)
    await thailand.post("presence", CALL)
    async with following(secretary) as (stream,):
        (said,) = [event for event in stream.seen if event.content.get("call") == "c1"]
    assert 1700 < said.content.pop("lasts") <= 1800
    assert said.content == CALL | {"person": THA_HEAD, "delegation": "THA"}


async def test_a_call_for_help_is_seen_and_answered(still: Meeting, sit: Sit) -> None:
    thailand, secretary = await sit(still, THA_HEAD), await sit(still, SECRETARY)
    async with following(thailand) as (stream,):
        await thailand.post("presence", CALL)
        for state in ("seen", "coming"):
            assert (await secretary.post("presence", CALL | {"state": state})).status_code == 200
        states: list[str] = []
        while len(states) < 3:
            states.append((await stream.until("presence")).content["state"])
        assert states == ["sent", "seen", "coming"]
    refused = await (await sit(still, CAN_HEAD)).post("presence", CALL | {"state": "seen"})
    assert (refused.status_code, refused.json()["code"]) == (403, "presence.not_your_call")


async def test_whoever_looks_on_may_call_for_help(still: Meeting, look: Look) -> None:
    assert (await look(still).post("presence", CALL | {"call": "c9"})).status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "gossip"},
        LINE | {"loss": 2},
        LINE | {"person": "can-head"},
        LINE | {"rtt": "31"},
        {"kind": "level", "dbfs": 3},
        CALL | {"call": ""},
        {"kind": "device", "microphone": "on"},
        b'{"kind":"line","rtt":1e999,"loss":0,"jitter":0}',
    ],
    ids=str,
)
async def test_what_is_no_fact_is_refused(still: Meeting, sit: Sit, said: object) -> None:
    assert (await (await sit(still, THA_HEAD)).post("presence", said)).status_code == 422


async def test_a_report_is_short_and_only_what_a_rehearsal_waits_for_may_be_long(
    begun: Meeting, served: Served, look: Look
) -> None:
    long = dumped(LINE) + b" " * 2048
    assert (await look(begun).post("presence", long)).status_code == 413
    bot = Caller(served.address, begun.id, bearer=await in_thread(taking.seat_bot, begun, THA_HEAD))
    assert (await bot.post("presence", long)).status_code == 200


async def test_who_reports_without_end_is_told_to_wait(
    still: Meeting, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "LIMIT", Limit(burst=5, per_second=0.1))
    thailand, canada = await sit(still, THA_HEAD), await sit(still, CAN_HEAD)
    answers = [(await thailand.post("presence", LINE)).status_code for _ in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert (await canada.post("presence", LINE)).status_code == 200


async def test_who_may_read_is_asked_once_for_all_who_see_the_same(
    still: Meeting, sit: Sit, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def told_to(standings: frozenset[Standing], fact: board.Fact) -> bool:
        asked.append(standings)
        return board.told_to(standings, fact)

    monkeypatch.setattr(hub, "told_to", told_to)
    secretary, lookers = await sit(still, SECRETARY), [look(still) for _ in range(8)]
    async with following(secretary, *lookers) as (stream, *_):
        assert (await lookers[0].post("presence", LINE)).status_code == 200
        await stream.until("presence")
    assert len(asked) == len(set(asked)) == 2


async def test_those_who_sit_in_one_house_are_not_limited_together(
    still: Meeting, sit: Sit, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reports.CROWD.per_second <= 20
    monkeypatch.setattr(reports, "CROWD", Limit(burst=2, per_second=0.01))
    told = [(await look(still).post("presence", LINE)).status_code for _ in range(3)]
    assert told == [200, 200, 429]
    for person in (THA_HEAD, CAN_HEAD, MYS_HEAD, SECRETARY):
        caller = await sit(still, person)
        assert [(await caller.post("presence", LINE)).status_code for _ in range(5)] == [200] * 5
