"""A command is entered once and answered after that, by whoever's seat it came from, or refused with a reason."""

import asyncio
from threading import Event
from uuid import uuid4

import pytest

from prachum.journal import read
from prachum.live import commands
from prachum.live.limits import Limit
from prachum.registry import taking
from prachum.registry.models import Meeting, User
from prachum.rules.floor.turns import CalledToOrder
from prachum.rules.order import kind
from prachum.rules.procedure import COMMANDS
from tests.live.clients import PATIENCE, Caller, Look, Served, Sit, in_thread
from tests.registry.hall import CAN_HEAD, MYS_HEAD, SECRETARY, THA, THA_ADVISER, THA_HEAD

ITEM = {"item": "opening"}


async def entered(meeting: Meeting, after: int = 0) -> list[str]:
    entries = await in_thread(lambda: list(read.entries(meeting.id, after)))
    return [kind(type(entry.event)) for entry in entries]


async def test_a_command_is_answered_with_the_last_seq_once_it_is_entered(begun: Meeting, sit: Sit) -> None:
    canada = await sit(begun, CAN_HEAD)
    answer = await canada.send("floor.request_floor", ITEM)
    assert answer.status_code == 200, answer.text
    assert (await entered(begun))[answer.json()["seq"] - 1] == "floor.floor_requested"


async def test_who_has_acted_and_then_asks_for_the_view_finds_it_done(
    begun: Meeting, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also while whoever follows the journal waits for something else, here for the database."""
    canada, secretary, busy, free = await sit(begun, CAN_HEAD), await sit(begun, SECRETARY), Event(), Event()

    def waits(*_: object) -> None:
        busy.set()
        free.wait(PATIENCE)

    monkeypatch.setattr(taking, "end_all", waits)
    try:
        withdrawn = await secretary.send("delegations.withdraw_accreditation", {"person": THA_ADVISER})
        assert withdrawn.status_code == 200, withdrawn.text
        assert await in_thread(busy.wait, PATIENCE)
        entered_as = (await canada.send("floor.request_floor", ITEM)).json()["seq"]
        assert (await canada.view()).json()["view"]["seq"] >= entered_as
    finally:
        free.set()


@pytest.mark.parametrize("limit", ["LIMIT", "FOR_LONG"])
async def test_a_person_has_no_more_acts_for_having_more_devices_and_tokens(
    begun: Meeting, served: Served, sit: Sit, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(commands, limit, Limit(burst=5, per_second=0.01))
    holder = await in_thread(User.objects.create, username=uuid4().hex)

    def token(label: str) -> str:
        return taking.give_token(begun, holder, label=label, person=CAN_HEAD)

    programs = [Caller(served.address, begun.id, bearer=await in_thread(token, label)) for label in ("one", "two")]
    devices = [await sit(begun, CAN_HEAD), *programs]
    answers = [await devices[number % 3].send("floor.request_floor", ITEM) for number in range(7)]
    assert [answer.status_code for answer in answers] == [200, 409, 409, 409, 409, 429, 429]
    assert (await (await sit(begun, THA_HEAD)).send("floor.yield_floor")).status_code == 200


async def test_a_large_command_is_as_much_as_several(begun: Meeting, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "LIMIT", Limit(burst=20, per_second=0.01))
    canada, thailand = await sit(begun, CAN_HEAD), await sit(begun, THA_HEAD)
    large = b" " * 60_000 + b"{}"
    answers = [(await canada.post("commands/request-floor", large)).status_code for _ in range(2)]
    assert answers == [422, 429]
    assert (await thailand.send("floor.yield_floor")).status_code == 200


async def test_the_same_command_sent_fifty_times_at_once_is_entered_once(begun: Meeting, sit: Sit) -> None:
    canada, sent_as, before = await sit(begun, CAN_HEAD), uuid4(), (await in_thread(read.head, begun.id)).seq
    answers = await asyncio.gather(*(canada.send("floor.request_floor", ITEM, sent_as=sent_as) for _ in range(50)))
    assert {answer.text for answer in answers} == {f'{{"seq":{before + 1}}}'}
    assert await entered(begun, before) == ["floor.floor_requested"]


async def test_an_id_that_answered_another_command_or_another_person_is_refused(begun: Meeting, sit: Sit) -> None:
    canada, thailand, sent_as = await sit(begun, CAN_HEAD), await sit(begun, THA_HEAD), uuid4()
    assert (await canada.send("floor.request_floor", ITEM, sent_as=sent_as)).status_code == 200
    for caller, body in ((canada, {"item": "recovery"}), (thailand, ITEM)):
        answer = await caller.send("floor.request_floor", body, sent_as=sent_as)
        assert (answer.status_code, answer.json()["code"]) == (409, "command.id_reused")


async def test_a_refused_command_is_not_remembered(begun: Meeting, sit: Sit) -> None:
    thailand, malaysia, sent_as = await sit(begun, THA_HEAD), await sit(begun, MYS_HEAD), uuid4()
    assert (await malaysia.send("floor.close_list_of_speakers", ITEM)).status_code == 200
    assert (await thailand.send("floor.request_floor", ITEM, sent_as=sent_as)).status_code == 409
    assert (await malaysia.send("floor.reopen_list_of_speakers", ITEM)).status_code == 200
    assert (await thailand.send("floor.request_floor", ITEM, sent_as=sent_as)).status_code == 200


@pytest.mark.parametrize(
    ("language", "title"), [("th", "ไม่เป็นไปตามระเบียบ"), ("fr", "Irrecevable"), ("en", "Out of order")]
)
async def test_a_refusal_names_its_rule_in_the_readers_language(
    still: Meeting, sit: Sit, language: str, title: str
) -> None:
    canada = await sit(still, CAN_HEAD)
    answer = await canada.send("meeting.close_meeting", headers={"accept-language": f"{language}-XX,en;q=0.5"})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == language
    said = answer.json()
    assert (said["code"], said["title"], said["status"]) == ("meeting.not_in_your_role", title, 409)
    assert said["rule"][0].isdigit()
    assert said["detail"] not in ("", said["code"])


ONLY_THE_CHAIR = ["meeting.suspend_meeting", "meeting.close_meeting", "agenda.adopt_agenda", "agenda.close_agenda_item"]


@pytest.mark.parametrize("name", ONLY_THE_CHAIR)
@pytest.mark.parametrize("person", [CAN_HEAD, THA_HEAD, THA_ADVISER])
async def test_a_delegate_cannot_do_what_the_chair_does(still: Meeting, sit: Sit, name: str, person: str) -> None:
    before = (await in_thread(read.head, still.id)).digest
    answer = await (await sit(still, person)).send(name)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"]) == (409, f"{name.partition('.')[0]}.not_in_your_role")
    assert (await in_thread(read.head, still.id)).digest == before


async def test_what_the_installation_reports_nobody_can_send(still: Meeting, sit: Sit) -> None:
    secretary, before = await sit(still, SECRETARY), (await in_thread(read.head, still.id)).digest
    for name in (
        "lines.report_departure",
        "delegations.seat_person",
        "meeting.create_meeting",
        "meeting.report_clock_step",
    ):
        answer = await secretary.send(name, {"delegation": THA})
        assert (answer.status_code, answer.json()["code"]) == (409, f"{name.partition('.')[0]}.not_in_your_role")
    assert (await in_thread(read.head, still.id)).digest == before


async def test_who_only_looks_on_does_nothing(still: Meeting, look: Look) -> None:
    answer = await look(still).send("floor.request_floor", ITEM)
    assert (answer.status_code, answer.json()["code"]) == (403, "admission.read_only")


async def test_thirty_two_commands_at_once_are_all_entered_in_some_order(begun: Meeting, sit: Sit) -> None:
    malaysia, before = await sit(begun, MYS_HEAD), (await in_thread(read.head, begun.id)).seq
    answers = await asyncio.gather(*(malaysia.send("floor.call_to_order", {"delegation": THA}) for _ in range(32)))
    assert sorted(answer.json()["seq"] for answer in answers) == list(range(before + 1, before + 33))


async def test_two_who_take_the_floor_back_at_once_do_it_once(begun: Meeting, sit: Sit) -> None:
    malaysia, secretary = await sit(begun, MYS_HEAD), await sit(begun, SECRETARY)
    answers = await asyncio.gather(
        *(caller.send("floor.take_floor_back", {"holder": THA}) for caller in (malaysia, secretary))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b'{"id":',
        b'{"id":"x","kind":"floor.request_floor","body":{"item":"opening"}}',
        b'{"id":"ID","id":"ID","kind":"floor.request_floor","body":{"item":"opening"}}',
        b'{"id":"ID","kind":"floor.request_floor","body":{"item":"opening","item":"recovery"}}',
        b'{"id":"ID","kind":"floor.request_floor","body":{"item":"opening","delegation":"MYS"}}',
        b'{"id":"ID","kind":"floor.request_floor","by":"mys-head","body":{"item":"opening"}}',
        b'{"id":"ID","kind":"floor.request_floor","body":{"item":"opening","__proto__":{}}}',
        b'{"id":"ID","kind":"floor.request_floor","body":{"item":NaN}}',
        b'{"id":"ID","kind":"floor.request_floor","body":{"item":1e400}}',
        b'{"id":"ID","kind":"floor.request_floor","body":{"item":7}}',
        b'{"id":"ID","kind":"floor.request_floor","body":{"item":"\\ud800"}}',
        b'{"id":"ID","kind":"floor.request_floor","body":{"item":"a\\u0000b"}}',
        b'{"id":"ID","kind":"floor.request_floor","body":{"item":"\xff"}}',
        b'{"id":"ID","kind":"floor.request_floor","body":{"item":"' + b"x" * 300 + b'"}}',
        b'{"id":"ID","kind":"floor.yield_floor","body":{}}',
        b'{"id":"ID","kind":"floor.request_floor"}',
        b'{"a":' * 30_00 + b"1" + b"}" * 30_00,
        b"[" * 60_000,
        b'{"a":[' + b",".join([b"[" * 9 + b"]" * 9] * 230) + b"]}",
        b"9" * 60_000,
    ],
    ids=lambda raw: str(len(raw)),
)
async def test_what_is_malformed_is_refused_quickly(still: Meeting, sit: Sit, raw: bytes) -> None:
    canada = await sit(still, CAN_HEAD)
    before = (await in_thread(read.head, still.id)).digest
    answer = await canada.post("commands/request-floor", raw.replace(b'"ID"', f'"{uuid4()}"'.encode()))
    assert answer.status_code == 422
    assert answer.json()["code"].startswith("wire.")
    assert answer.elapsed.total_seconds() < 0.5, "ten times what S15 allows"
    assert (await in_thread(read.head, still.id)).digest == before


async def test_brackets_within_words_are_no_lists(begun: Meeting, sit: Sit) -> None:
    words = {"item": "opening", "text": {"en": "[alternative] " * 1200 + '\\"[' * 1000}}
    assert (await (await sit(begun, THA_HEAD)).send("floor.take_as_read", words)).status_code == 200


async def test_what_is_too_large_is_refused_before_it_is_read(still: Meeting, sit: Sit) -> None:
    canada = await sit(still, CAN_HEAD)
    answer = await canada.post("commands/request-floor", b" " * 70_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "wire.too_large")


async def test_marks_that_turn_the_direction_of_words_are_taken_out(begun: Meeting, sit: Sit) -> None:
    malaysia = await sit(begun, MYS_HEAD)
    reason = {"en": "Order\u202e, please\u2066!", "th": "โปรดรักษา\u200bระเบียบ"}
    answer = await malaysia.send("floor.call_to_order", {"delegation": THA, "reason": reason})
    (entry,) = await in_thread(lambda: list(read.entries(begun.id, answer.json()["seq"] - 1)))
    assert isinstance(entry.event, CalledToOrder)
    assert entry.event.reason == {"en": "Order, please!", "th": "โปรดรักษา\u200bระเบียบ"}


async def test_there_is_one_address_for_each_command_and_no_other(still: Meeting, sit: Sit) -> None:
    malaysia = await sit(still, MYS_HEAD)
    answer = await malaysia.post("commands/do-everything", {})
    assert (answer.status_code, answer.json()["code"]) == (404, "command.unknown")
    assert "floor.do_everything" not in COMMANDS
