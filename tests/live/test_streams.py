"""A stream begins with a whole view, goes on with patches, and says every other second that it is alive."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from django.conf import settings

from prachum.journal import read
from prachum.journal.threads import READER
from prachum.live import limits, sentences
from prachum.live import stream as streams
from prachum.projections import record
from prachum.registry.models import Meeting
from prachum.rules.conclusions import ConfirmConclusion, EnterConclusion, Verb
from prachum.rules.decisions.consensus import EnterText, ObjectToText, PutTextToMeeting
from prachum.rules.delegations import AccreditPerson, EraseNameplate
from prachum.rules.floor.turns import CallToOrder, YieldFloor
from prachum.rules.order import OPERATOR, SECRETARIAT, Entry, ItemId, PersonId, Standing, Withheld
from prachum.rules.procedure import Command
from prachum.rules.visibility import ROLES, Audience
from tests.live.clients import Look, Served, Sit, following, in_thread
from tests.registry.hall import CAN, CAN_HEAD, MYS_HEAD, PEOPLE, SECRETARY, THA, THA_HEAD, act


async def test_a_stream_begins_with_the_whole_view_and_a_heartbeat_at_once(begun: Meeting, look: Look) -> None:
    async with look(begun).stream() as stream:
        await stream.until("here")
        assert stream.status == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["content-encoding"] == "identity"
        assert stream.headers["x-accel-buffering"] == "no"
        assert stream.headers["cache-control"] == "no-store"
        assert [said.name for said in stream.seen] == ["view", "here"]
        assert stream.seen[0].id == f"{stream.view['seq']}:{stream.seen[1].content['digest']}"
        assert stream.view["meeting"]["phase"] == "open"


async def test_what_a_stream_begins_with_is_what_view_answers(begun: Meeting, sit: Sit) -> None:
    thailand = await sit(begun, THA_HEAD)
    async with thailand.stream() as stream:
        await stream.until("here")
        said = (await thailand.view()).json()
    assert said["view"] == stream.view
    assert said["person"] == stream.seen[0].content["person"] == THA_HEAD


async def test_patches_come_in_order_and_make_of_a_view_what_view_answers(begun: Meeting, sit: Sit) -> None:
    malaysia, thailand = await sit(begun, MYS_HEAD), await sit(begun, THA_HEAD)
    async with following(malaysia, thailand) as (chair, delegate):
        first = chair.view["seq"]
        for _ in range(5):
            answered = await malaysia.send("floor.call_to_order", {"delegation": THA, "reason": {"en": "Order!"}})
            assert answered.status_code == 200
        assert answered.json() == {"seq": first + 5}
        for stream, caller in ((chair, malaysia), (delegate, thailand)):
            assert await stream.at(first + 5) == (await caller.view()).json()["view"]
            patched = [int((said.id or "").partition(":")[0]) for said in stream.seen if said.name == "patch"]
            assert patched == sorted(set(patched))


async def test_the_heartbeat_tells_time_seq_and_digest(still: Meeting, look: Look) -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    async with following(look(still)) as (stream,):
        said = await stream.until("here")
        assert before <= datetime.fromisoformat(said.content["now"]) <= datetime.now(UTC)
        assert said.content["seq"] == stream.view["seq"]
        assert len(said.content["digest"]) == 64


@pytest.mark.parametrize("last", ["1", "current", "999999", "-1", "2; drop", "9" * 400])
async def test_whatever_a_browser_had_before_it_gets_the_whole_view_and_a_heartbeat(
    still: Meeting, look: Look, last: str
) -> None:
    current = str((await look(still).view()).json()["view"]["seq"])
    async with look(still).stream(**{"last-event-id": current if last == "current" else last}) as stream:
        await stream.until("here")
        assert [said.name for said in stream.seen] == ["view", "here"]


async def test_who_comes_back_to_another_journal_is_told_and_so_is_the_operator(
    still: Meeting, sit: Sit, look: Look, served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    thailand = await sit(still, THA_HEAD)
    async with thailand.stream() as stream:
        await stream.until("here")
        now = stream.seen[-1].content
    head = {"seq": now["seq"], "digest": now["digest"]}
    assert served.application.plane is not None
    security = Path(settings.DATA) / "logs" / "security.log"
    for seen in ({"seq": 3, "digest": "a" * 64}, {"seq": now["seq"] + 3, "digest": now["digest"]}):
        entry = f"{seen['seq']}:{seen['digest']}"
        for caller in (thailand, look(still)):
            async with caller.stream(**{"last-event-id": entry}) as stream:
                await stream.until("here")
                assert [said.name for said in stream.seen] == ["back", "view", "here"]
                assert stream.seen[0].content == {"seen": seen, "head": head}
        assert sum(f"prachum verify {still.id} --head {entry}" in line for line in caplog.messages) == 1
        lines = map(json.loads, security.read_text().splitlines())
        noted = [line for line in lines if line.get("meeting") == str(still.id) and line.get("entry") == entry]
        assert [(line["what"], line["meeting"]) for line in noted] == [("contradicted", str(still.id))] * 2
        assert noted[0]["person"] == THA_HEAD


async def test_who_comes_back_to_the_same_journal_is_told_nothing(begun: Meeting, sit: Sit) -> None:
    malaysia = await sit(begun, MYS_HEAD)
    async with malaysia.stream() as stream:
        await stream.until("here")
        before = stream.seen[0].id
        last = (await malaysia.send("floor.call_to_order", {"delegation": THA})).json()["seq"]
        await stream.at(last)
    for seen in (before, stream.seen[-1].id):
        async with malaysia.stream(**{"last-event-id": seen}) as again:
            await again.until("here")
            assert [said.name for said in again.seen] == ["view", "here"]


async def test_a_session_has_no_streams_without_end(still: Meeting, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_OF_A_SESSION", 3)
    canada = await sit(still, CAN_HEAD)
    async with following(canada, canada, canada):
        async with canada.stream() as refused:
            assert refused.status == 429


async def test_sixty_four_clients_agree_while_the_meeting_goes_on(begun: Meeting, sit: Sit) -> None:
    people = (MYS_HEAD, CAN_HEAD, THA_HEAD, SECRETARY)
    callers = [caller for person in people for caller in [await sit(begun, person)] * 16]
    chair = callers[0]

    async def business() -> int:
        last = 0
        for _ in range(20):
            last = (await chair.send("floor.call_to_order", {"delegation": THA})).json()["seq"]
        return last

    doing = asyncio.create_task(business())
    async with following(*callers) as all_streams:
        last = await doing
        views = await asyncio.gather(*(stream.at(last) for stream in all_streams))
    for number, person in enumerate(people):
        mine = views[number * 16 : number * 16 + 16]
        assert all(view == mine[0] for view in mine), person


async def test_a_reader_who_takes_nothing_is_dropped_to_a_whole_view(
    begun: Meeting, sit: Sit, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "LARGEST_QUEUE", 20_000)
    malaysia = await sit(begun, MYS_HEAD)
    assert served.application.plane is not None
    async with following(malaysia) as (slow,):
        (kept,) = [s for hub in served.application.plane.hubs if hub.meeting == begun.id for s in hub.streams]
        transport = cast(asyncio.Transport, slow.writer.transport)
        transport.pause_reading()
        assert kept.sending is not None
        filler = streams.event("presence", {"kind": "filler", "words": "x" * 10_000})
        for _ in range(2000):
            kept.sending.get_loop().call_soon_threadsafe(kept.offer, filler)
            await asyncio.sleep(0.001)
            if kept.missed:
                break
        assert kept.missed
        transport.resume_reading()
        last = (await malaysia.send("floor.call_to_order", {"delegation": THA})).json()["seq"]
        slow.seen.clear()
        assert await slow.at(last) == (await malaysia.view()).json()["view"]
        assert "view" in [said.name for said in slow.seen]


async def test_the_journal_is_told_in_sentences_to_whoever_may_hear_them(begun: Meeting, sit: Sit, look: Look) -> None:
    thailand, observer = await sit(begun, THA_HEAD), look(begun)
    async with httpx.AsyncClient() as client:
        answer = await client.get(thailand.path("sentences?lang=th"), headers=thailand.headers())
        told = answer.json()
        later = await client.get(
            observer.path(f"sentences?lang=en&after={told[-1]['seq'] - 1}"), headers=observer.headers()
        )
        digits = await client.get(observer.path(f"sentences?after={'9' * 2000}"), headers=observer.headers())
    assert [one["seq"] for one in told] == sorted(one["seq"] for one in told)
    assert "ไทย" in told[-1]["said"]
    assert [one["said"] for one in later.json()] == ["The chair gave the floor to Thailand."]
    assert digits.status_code == 200


async def as_told(
    meeting: Meeting, audience: Audience = ROLES["head"], language: str = "en", after: int = 0
) -> list[str]:
    """On the thread that reads, as whoever asks is answered."""
    return [one["said"] for one in await READER.run(sentences.told, meeting.id, language, audience, after)]


async def test_each_entry_is_told_once_however_many_ask(begun: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    seqs: list[int] = []

    def sentence(entry: Entry, *said: Any) -> str:  # noqa: ANN401 - what the real one takes
        seqs.append(entry.seq)
        return record.sentence(entry, *said)

    monkeypatch.setattr(sentences, "sentence", sentence)
    before = await as_told(begun)
    last = await in_thread(act, begun.id, CallToOrder(THA), MYS_HEAD)
    assert await as_told(begun, after=last - 1) == ["The chair called Thailand to order."]
    for audience in ROLES.values():
        assert (await as_told(begun, audience))[-2:] == [before[-1], "The chair called Thailand to order."]
    assert seqs == list(range(1, last + 1))


async def test_whoever_asks_again_is_told_what_the_whole_journal_tells_them_now(begun: Meeting) -> None:
    """Also what was in confidence when it was told first."""
    rapporteur, item = PersonId("rapporteur"), ItemId("opening")
    acts: list[tuple[Command, PersonId]] = [
        (AccreditPerson(rapporteur, SECRETARIAT, Standing.RAPPORTEUR), OPERATOR),
        (YieldFloor(), THA_HEAD),
        (EnterText("text-1", 1, {"en": "A decision"}, {"en": "The meeting decides."}), OPERATOR),
        (PutTextToMeeting("text-1", 1, 300), MYS_HEAD),
        (ObjectToText("text-1", 1, openly=False, reason={"en": "It is too soon."}), CAN_HEAD),
        (EnterConclusion(item, Verb.NOTED, {"en": "the report"}), rapporteur),
        (ConfirmConclusion("c1"), MYS_HEAD),
    ]
    audiences = [*ROLES.values(), Audience(frozenset({Standing.HEAD}), CAN)]
    for command, by in acts:
        await in_thread(act, begun.id, command, by)
        entries = await in_thread(lambda: list(read.entries(begun.id)))
        for audience in audiences:
            assert await as_told(begun, audience, "fr") == [
                said
                for entry, said in record.sentences(entries, "fr", audience)
                if not isinstance(entry.event, Withheld)
            ]


async def test_an_erased_nameplate_is_in_no_sentence_told_later(begun: Meeting) -> None:
    plate = PEOPLE[THA_HEAD][2]["en"]
    assert plate in "".join(await as_told(begun))
    await in_thread(act, begun.id, EraseNameplate(THA_HEAD))
    assert plate not in "".join(await as_told(begun))


async def test_another_journal_under_the_same_meeting_is_told_from_its_first_entry(begun: Meeting) -> None:
    before = await as_told(begun)
    kept = sentences._told[begun.id, "en"]
    assert kept.last is not None
    kept.last, kept.sentences[:] = kept.last._replace(digest="0" * 64), []
    assert await as_told(begun) == before
