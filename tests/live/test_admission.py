"""Who is not let in learns nothing: neither that a meeting exists, nor why."""

import asyncio
import json
import sqlite3
import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone

from prachum.registry import limits, links, seats, taking
from prachum.registry.models import Meeting, SeatSession, User
from prachum.rules.delegations import AccreditPerson, ExpelPerson, LockMeeting, WithdrawAccreditation
from prachum.rules.order import Standing
from prachum.workers import visits
from tests.live.clients import TOKEN, Caller, Look, Served, Sit, come, following, in_thread
from tests.registry.hall import CAN_HEAD, MYS_HEAD, SECRETARY, THA, THA_ADVISER, THA_HEAD, act, hall, in_session

WHATS = [("GET", "view"), ("GET", "stream"), ("POST", "presence"), ("POST", "commands/request-floor")]


@pytest.fixture
def real(databases: None) -> Meeting:
    """A meeting that is no rehearsal: nobody looks on without a seat."""
    held = hall(rehearsal=False)
    in_session(held)
    return held


def fails_once(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    does, tries = getattr(module, name), []

    def failing(*args: object) -> object:
        tries.append(args)
        if len(tries) == 1:
            raise OperationalError("database is locked")
        return does(*args)

    monkeypatch.setattr(module, name, failing)


async def sent_out(meeting: Meeting, person: str) -> bool:
    """Wait until nothing that the person came in by is open."""
    for _ in range(100):
        if await in_thread(lambda: not SeatSession.objects.filter(meeting=meeting, person=person, ended=None).exists()):
            return True
        await asyncio.sleep(0.1)
    return False


@pytest.mark.parametrize(("method", "what"), WHATS)
async def test_a_meeting_that_is_not_open_to_me_answers_like_one_that_does_not_exist(
    real: Meeting, served: Served, sit: Sit, begun: Meeting, method: str, what: str
) -> None:
    stranger = Caller(served.address, real.id)
    elsewhere = await sit(begun, THA_HEAD)
    elsewhere.meeting = real.id
    nowhere = Caller(served.address, uuid4())
    answers = [await caller.ask(method, what) for caller in (stranger, elsewhere, nowhere)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(name for name, _ in answer.headers.multi_items()) for answer in answers}) == 1


async def test_whoever_comes_by_their_link_is_let_in(real: Meeting, served: Served) -> None:
    thailand = await come(served, real, THA_HEAD)
    said = (await thailand.view()).json()
    assert said["person"] == THA_HEAD
    assert (await thailand.send("floor.yield_floor")).status_code == 200


ORIGINS = [
    ({}, 200),
    ({"sec-fetch-site": None}, 200),
    ({"origin": "https://elsewhere.example"}, 403),
    ({"origin": "null"}, 403),
    ({"origin": ""}, 403),
    ({"origin": "http://["}, 403),
    ({"origin": "http://127.0.0.1:1"}, 403),
    ({"origin": None, "sec-fetch-site": None}, 403),
    ({"origin": None}, 200),
    ({"sec-fetch-site": "cross-site"}, 403),
    ({"sec-fetch-site": "same-site"}, 403),
    ({"sec-fetch-site": "none"}, 403),
    ({"x-csrftoken": ""}, 403),
    ({"x-csrftoken": "u" * 32}, 403),
    ({"x-csrftoken": TOKEN[:-1]}, 403),
    ({"host": "elsewhere.example"}, 403),
]


@pytest.mark.parametrize(("headers", "status"), ORIGINS, ids=str)
async def test_a_command_paid_with_a_cookie_comes_from_a_page_of_ours_and_says_its_token(
    begun: Meeting, sit: Sit, headers: dict[str, str | None], status: int
) -> None:
    thailand = await sit(begun, THA_HEAD)
    assert (await thailand.send("floor.yield_floor", headers=headers)).status_code == status


async def test_a_bearer_needs_no_page_but_a_scope(begun: Meeting, served: Served) -> None:
    def tokens() -> tuple[str, str]:
        holder = User.objects.create(username=uuid4().hex)
        reads = taking.give_token(begun, holder, label="reads")
        return reads, taking.give_token(begun, holder, label="acts", person=THA_HEAD)

    reads, acts = (Caller(served.address, begun.id, bearer=token) for token in await in_thread(tokens))
    assert (await reads.view()).status_code == 200
    assert (await reads.send("floor.yield_floor")).status_code == 403
    assert (await acts.send("floor.yield_floor", headers={"origin": "https://elsewhere.example"})).status_code == 200
    wrong = Caller(served.address, begun.id, bearer="x" * 43)
    assert (await wrong.view()).status_code == 404


async def test_a_page_gets_its_token_with_the_view(begun: Meeting, look: Look) -> None:
    caller = look(begun)
    given = (await caller.view(cookie="")).headers["set-cookie"]
    assert given.startswith(f"{settings.CSRF_COOKIE_NAME}=")
    assert "SameSite=Lax" in given
    assert "set-cookie" not in (await caller.view()).headers


async def test_a_revoked_link_cuts_its_streams_within_a_second(real: Meeting, served: Served) -> None:
    thailand, canada = await come(served, real, THA_HEAD), await come(served, real, CAN_HEAD)
    async with following(thailand, canada) as (cut, stays):
        began = time.monotonic()
        await in_thread(links.revoke, real, THA_HEAD)
        said = await cut.until("gone")
        assert said.content == {"code": "seat.revoked"}
        assert [event async for event in cut.events()] == []
        assert time.monotonic() - began < 10
        assert (await thailand.view()).status_code == 404
        assert (await thailand.send("floor.yield_floor")).status_code == 404
        await stays.until("here")


async def test_a_session_that_expires_and_an_account_that_is_deactivated_or_deleted_cut_their_streams(
    real: Meeting, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def given() -> tuple[User, str]:
        holder = User.objects.create(username=uuid4().hex)
        return holder, taking.give_token(real, holder, label="reads")

    def lapse() -> None:
        SeatSession.objects.filter(meeting=real, person=THA_HEAD).update(expires=timezone.now())
        User.objects.filter(id=off.id).update(is_active=False)

    (off, first), (deleted, second) = await in_thread(given), await in_thread(given)
    thailand, canada = await come(served, real, THA_HEAD), await come(served, real, CAN_HEAD)
    programs = [Caller(served.address, real.id, bearer=token) for token in (first, second)]
    plane = served.application.plane
    assert plane is not None
    monkeypatch.setattr(visits, "EVERY", 0.1)
    async with following(thailand, canada, *programs) as (over, stays, disabled, gone):
        await in_thread(deleted.delete)
        assert (await gone.until("gone")).content == {"code": "seat.disabled"}
        await in_thread(lapse)
        sweeping = asyncio.create_task(visits.end_visits(plane))
        assert (await over.until("gone")).content == {"code": "seat.expired"}
        assert (await disabled.until("gone")).content == {"code": "seat.disabled"}
        sweeping.cancel()
        await asyncio.gather(sweeping, return_exceptions=True)
        await stays.until("here")


@pytest.mark.parametrize(("act_of", "code"), [(ExpelPerson, "expelled"), (WithdrawAccreditation, "withdrawn")])
async def test_who_is_expelled_or_no_longer_accredited_is_cut_off_and_stays_outside(
    begun: Meeting, sit: Sit, act_of: type, code: str
) -> None:
    canada, secretary = await sit(begun, THA_ADVISER), await sit(begun, SECRETARY)
    async with following(canada) as (stream,):
        name, body = "expel_person", {"person": THA_ADVISER, "reason": {"en": "Disorder"}}
        if act_of is WithdrawAccreditation:
            name, body = "withdraw_accreditation", {"person": THA_ADVISER}
        assert (await secretary.send(f"delegations.{name}", body)).status_code == 200
        assert (await stream.until("gone")).content == {"code": f"admission.{code}"}
    assert (await canada.view()).status_code == 404


@pytest.mark.parametrize("act_of", [ExpelPerson(THA_HEAD, {"en": "Disorder"}), WithdrawAccreditation(THA_HEAD)])
async def test_who_is_sent_out_and_accredited_again_needs_a_new_link_for_what_they_kept_opens_nothing(
    real: Meeting, served: Served, act_of: ExpelPerson | WithdrawAccreditation
) -> None:
    thailand, canada = await come(served, real, THA_HEAD), await come(served, real, CAN_HEAD)
    holder = await in_thread(User.objects.create, username=uuid4().hex)
    token = await in_thread(taking.give_token, real, holder, label="", person=THA_HEAD)
    program = Caller(served.address, real.id, bearer=token)
    async with following(thailand, canada) as (cut, stays):
        await in_thread(act, real.id, act_of, SECRETARY)
        await cut.until("gone")
        await stays.until("patch")
    assert await sent_out(real, THA_HEAD)
    await in_thread(act, real.id, AccreditPerson(THA_HEAD, THA, Standing.HEAD), SECRETARY)
    async with following(canada):
        for caller in (thailand, program):
            assert (await caller.view()).status_code == 404
        assert (await (await come(served, real, THA_HEAD)).view()).status_code == 200


async def test_while_an_editor_keeps_the_other_database_nobody_waits_to_be_known(real: Meeting, served: Served) -> None:
    """That they were seen is written when it can be; SQLite itself waits for twenty seconds, one after the other."""
    callers = [await come(served, real, person) for person in (THA_HEAD, CAN_HEAD, MYS_HEAD)]
    shown = SeatSession.objects.filter(meeting_id=real.id)
    await in_thread(lambda: shown.update(seen=None))
    editor = sqlite3.connect(str(settings.DATABASES["default"]["NAME"]), isolation_level=None)
    editor.execute("BEGIN IMMEDIATE")
    try:
        async with asyncio.timeout(15):
            assert [(await caller.view()).status_code for caller in callers] == [200, 200, 200]
    finally:
        editor.execute("ROLLBACK")
        editor.close()
    async with asyncio.timeout(60):
        while await in_thread(lambda: shown.filter(seen=None).exists()):  # noqa: ASYNC110 written by a thread
            await asyncio.sleep(0.1)


async def test_a_revoked_link_cuts_its_streams_also_where_the_database_is_busy_at_that_moment(
    real: Meeting, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with following(await come(served, real, THA_HEAD)) as (cut,):
        fails_once(monkeypatch, limits, "spend")
        await in_thread(links.revoke, real, THA_HEAD)
        assert (await cut.until("gone")).content == {"code": "seat.revoked"}


async def test_who_is_sent_out_while_the_database_is_busy_is_so_a_moment_later(
    real: Meeting, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    await come(served, real, THA_HEAD)
    async with following(await come(served, real, CAN_HEAD)):
        fails_once(monkeypatch, taking, "end_all")
        await in_thread(act, real.id, WithdrawAccreditation(THA_HEAD), SECRETARY)
        assert await sent_out(real, THA_HEAD)


async def test_who_was_sent_out_while_nobody_followed_is_so_when_somebody_does(real: Meeting, served: Served) -> None:
    await come(served, real, THA_HEAD)
    await in_thread(act, real.id, WithdrawAccreditation(THA_HEAD), SECRETARY)
    async with following(await come(served, real, CAN_HEAD)):
        assert await sent_out(real, THA_HEAD)


async def test_a_locked_meeting_lets_in_those_who_are_seated_only(meeting: Meeting, sit: Sit, look: Look) -> None:
    malaysia, watching = await sit(meeting, MYS_HEAD), look(meeting)
    async with following(malaysia, watching) as (chair, watcher):
        await chair.at(chair.view["seq"] + 2)
        await in_thread(act, meeting.id, LockMeeting(), MYS_HEAD)
        await watcher.at(chair.view["seq"] + 1)
        assert (await malaysia.view()).status_code == 200
        assert (await (await sit(meeting, THA_HEAD)).view()).status_code == 404
        assert (await watching.view()).status_code == 404
        await watcher.until("here")


async def test_a_visitor_who_takes_a_bots_seat_and_leaves_it_moves_the_bot_aside_and_back(
    begun: Meeting, served: Served
) -> None:
    bot = Caller(served.address, begun.id, bearer=await in_thread(taking.seat_bot, begun, THA_HEAD))
    async with following(bot) as (stream,):
        assert stream.view["me"]["standings"] == ["head"]
        visitor = await in_thread(taking.take, begun, THA_HEAD, None)
        assert (await stream.until("seat")).content["person"].startswith("observer")
        await stream.until("here")
        assert stream.view["me"]["standings"] == ["observer"]
        session = await in_thread(lambda: seats.live_session(visitor, bearer=False))
        assert session is not None
        await in_thread(taking.end, session, "left")
        assert (await stream.until("seat")).content == {"person": THA_HEAD}


async def test_who_follows_with_the_new_seat_when_its_change_is_looked_for_needs_no_new_view(
    begun: Meeting, served: Served, sit: Sit
) -> None:
    plane = served.application.plane
    assert plane is not None
    thailand = await sit(begun, THA_HEAD)
    session = await in_thread(lambda: seats.live_session(thailand.cookie, bearer=False))
    assert session is not None
    async with following(thailand) as (stream,):
        await in_thread(transaction.atomic(seats.enter_change), session, "taken")
        entered = await in_thread(seats.last_change)
        async with asyncio.timeout(20):
            while plane.hubs._last_change < entered:  # noqa: ASYNC110 the server's own thread learns of it
                await asyncio.sleep(0.02)
        await in_thread(act, begun.id, LockMeeting(), MYS_HEAD)
        await stream.until("patch")
        assert [said.name for said in stream.seen if said.name != "here"] == ["view", "patch"]


async def test_who_leaves_a_seat_and_looks_on_is_counted_as_that_and_no_more_once_gone(
    begun: Meeting, served: Served
) -> None:
    assert served.application.plane is not None
    visitor = await in_thread(taking.take, begun, THA_HEAD, None)
    session = await in_thread(lambda: seats.live_session(visitor, bearer=False))
    assert session is not None
    async with following(Caller(served.address, begun.id, cookie=visitor)) as (stream,):
        (hub,) = [hub for hub in served.application.plane.hubs if hub.meeting == begun.id]
        await in_thread(taking.end, session, "left")
        assert (await stream.until("seat")).content["person"].startswith("observer")
        assert sorted(hub._crowd._of.values()) == [1, 1]
    async with asyncio.timeout(20):
        while hub._crowd._of:  # noqa: ASYNC110 the server's own thread learns of it
            await asyncio.sleep(0.05)


async def test_what_was_denied_or_refused_is_in_the_security_log_and_no_secret_is(
    real: Meeting, served: Served, begun: Meeting, sit: Sit
) -> None:
    thailand = await sit(begun, THA_HEAD)
    await thailand.send("meeting.close_meeting")
    lines: list[dict[str, str]] = []
    async with asyncio.timeout(30):
        # Where much was denied just before, it is one line a second.
        while not any(line["what"] == "denied" and line["meeting"] == str(real.id) for line in lines):
            await Caller(served.address, real.id, cookie="a-secret-cookie").view()
            written = (Path(settings.DATA) / "logs" / "security.log").read_text()
            lines = [json.loads(line) for line in written.splitlines()]
            await asyncio.sleep(0.3)
    assert any(line["what"] == "refused" and line.get("person") == THA_HEAD for line in lines)
    assert "a-secret-cookie" not in written
    assert thailand.cookie not in written
