"""In a meeting of others there is nothing for any role, by any address of live plane and door (S09, S10, S12)."""

import asyncio
from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID, uuid4

import httpx
import pytest
import websockets

from prachum.asgi import Application
from prachum.journal import read
from prachum.journal.codec import plain
from prachum.live import admit, commands, envelopes, plane
from prachum.live.limits import Limit
from prachum.live.wire import dumped
from prachum.media import door, webhook
from prachum.media.engine import Address
from prachum.media.plane import Media, _admission
from prachum.media.relay import Scope
from prachum.registry import links, taking
from prachum.registry.models import Meeting, Person, SeatSession, User
from prachum.rules.delegations import AccreditPerson, ExpelPerson
from prachum.rules.order import SECRETARIAT, PersonId, Standing
from prachum.rules.procedure import COMMANDS, MAY
from tests.live.clients import Caller, Served, in_thread
from tests.live.conftest import serve
from tests.registry.hall import CAN_HEAD, MYS, MYS_HEAD, SECRETARY, THA, THA_ADVISER, THA_HEAD, act, hall, in_session
from tests.rules.roles import busy, samples

MORE = {
    PersonId("tha-second"): (THA, Standing.ALTERNATE),
    PersonId("mys-looks-on"): (MYS, Standing.OBSERVER),
    PersonId("sec-rapporteur"): (SECRETARIAT, Standing.RAPPORTEUR),
    PersonId("sec-technician"): (SECRETARIAT, Standing.TECHNICIAN),
}
CAST = (MYS_HEAD, CAN_HEAD, THA_HEAD, THA_ADVISER, SECRETARY, *MORE)
"""Everybody who can have a seat: one of each standing."""
ROLES = (*CAST, "stranger", "looks on", "reads by token", "acts by token", "bot", "revoked", "expelled", "left")

# Who may open what is of no meeting: everybody. Nothing in it may name one.
OF_NO_MEETING = {
    "/api/": 200,
    "/api/openapi.json": 200,
    "/api/refusals/en.json": 200,
    "/api/refusals/th.json": 200,
    "/api/refusals/fr.json": 200,
    "/healthz": 200,
}


class Doorway(Media):
    """The media part with its own admission, and no engine behind it: who is refused never comes so far."""

    async def run(self, plane: plane.Plane) -> None:
        async def admit(scope: Scope) -> door.Admission | door.Refusal:
            return await _admission(plane, scope)

        self._door = door.Door(cast(Any, None), admit)
        self._reports = webhook.Reports(Address("http://127.0.0.1:9", "key", "s" * 40), lambda room: None)
        await asyncio.Event().wait()


@pytest.fixture(scope="module")
def served(databases: None) -> Iterator[Served]:
    """With the door; nobody is told to wait, since here one machine plays everybody."""
    with pytest.MonkeyPatch.context() as patch:
        for limit in ("LIMIT", "FOR_LONG"):
            patch.setattr(commands, limit, Limit(burst=1e6, per_second=1e6))
        patch.setattr(admit, "_spent", lambda whose: True)
        yield from serve(Application(Doorway()))


def full(*, rehearsal: bool) -> Meeting:
    """A meeting in session with somebody of every standing."""
    held = hall(rehearsal=rehearsal)
    in_session(held)
    for person, (delegation, standing) in MORE.items():
        Person.objects.create(meeting=held, person=person, nameplate={"title": {"en": person}}, language="en")
        act(held.id, AccreditPerson(person, delegation, standing))
    return held


@pytest.fixture(scope="module")
def foreign(databases: None) -> Meeting:
    """The meeting of others, which is no rehearsal and is not published."""
    return full(rehearsal=False)


@pytest.fixture(scope="module")
def own(databases: None) -> Meeting:
    return full(rehearsal=False)


def entered(meeting: Meeting, person: str) -> str:
    link = taking.link_of(links.issue(meeting, person))
    assert link is not None
    return taking.enter(link, None)


def comes(role: str, foreign: Meeting, own: Meeting) -> dict[str, str]:
    """What somebody of that role shows: the seat is in a meeting of their own, or in the foreign one no more."""
    holder = User.objects.create(username=uuid4().hex)
    match role:
        case "stranger":
            return {}
        case "looks on":
            return {"cookie": uuid4().hex}
        case "reads by token" | "acts by token":
            person = THA_HEAD if role.startswith("acts") else ""
            return {"bearer": taking.give_token(own, holder, label=role, person=person)}
        case "bot":
            return {"bearer": taking.seat_bot(hall(), MYS_HEAD)}
        case "revoked" | "left":
            token = entered(foreign, CAN_HEAD)
            if role == "revoked":
                links.revoke(foreign, CAN_HEAD)
            else:
                taking.end(SeatSession.objects.latest("id"), "left")
            return {"cookie": token}
        case "expelled":
            token = entered(foreign, THA_ADVISER)
            if THA_ADVISER in read.state(foreign.id).delegations.people:
                act(foreign.id, ExpelPerson(THA_ADVISER, {"en": "Disorder"}), MYS_HEAD)
            return {"cookie": token}
    return {"cookie": entered(own, role)}


def asked_of_a_meeting() -> list[tuple[str, str, bytes]]:
    """Method, address below the meeting, and body: everything that the live plane answers, read from the plane."""
    bodies = {name: plain(command) for name, command in samples(busy()).items()}
    views = [(method, what, b"{}") for what, method in plane.OF_A_MEETING.items()]
    return views + [
        ("POST", f"commands/{envelopes.address(name)}", message(name, bodies[name])) for name in sorted(COMMANDS)
    ]


def message(name: str, body: object) -> bytes:
    return dumped({"id": str(uuid4()), "kind": name, "body": body})


async def answer(
    client: httpx.AsyncClient, caller: Caller, method: str, what: str, body: bytes
) -> tuple[int, bytes, tuple[str, ...]]:
    told = caller.headers() | {"content-type": "application/json"}
    said = await client.request(method, caller.path(what), headers=told, content=body)
    return said.status_code, said.content, tuple(name for name, _ in said.headers.multi_items())


@pytest.mark.parametrize("role", ROLES)
async def test_nobody_of_elsewhere_finds_a_meeting_by_any_address(
    served: Served, foreign: Meeting, own: Meeting, role: str
) -> None:
    shows = await in_thread(comes, role, foreign, own)
    there, nowhere = Caller(served.address, foreign.id, **shows), Caller(served.address, uuid4(), **shows)
    before = (await in_thread(read.head, foreign.id)).digest
    async with httpx.AsyncClient(verify=False) as client:
        for method, what, body in asked_of_a_meeting():
            found = await answer(client, there, method, what, body)
            assert found[0] == 404, (role, what)
            assert found == await answer(client, nowhere, method, what, body), (role, what)
    assert (await in_thread(read.head, foreign.id)).digest == before


@pytest.mark.parametrize("role", ROLES)
async def test_nobody_of_elsewhere_comes_in_by_the_door(
    served: Served, foreign: Meeting, own: Meeting, role: str
) -> None:
    shows = await in_thread(comes, role, foreign, own)
    found = {
        meeting: [await at_the_door(Caller(served.address, meeting, **shows), line) for line in lines()]
        for meeting in (foreign.id, uuid4())
    }
    first, second = found.values()
    assert first == second, role
    assert {status for status, _ in first} == {403}


def lines() -> list[str]:
    return [
        f"line/{line}{path}"
        for line in ("speak", "listen-abcdefgh1234")
        for path in sorted(door.SIGNALLING | door.VALIDATION)
    ]


async def at_the_door(caller: Caller, line: str) -> tuple[int, bytes]:
    if line.partition("/rtc")[2].removeprefix("/v1") == "/validate":
        async with httpx.AsyncClient(verify=False) as client:
            said = await client.get(caller.path(line), headers=caller.headers())
            return said.status_code, said.content
    headers = {name: value for name, value in caller.headers().items() if name != "sec-fetch-site"}
    try:
        async with websockets.connect(
            caller.path(line).replace("http", "ws", 1), additional_headers=headers, proxy=None
        ):
            return 101, b""
    except websockets.InvalidStatus as refused:
        return refused.response.status_code, bytes(refused.response.body or b"")


def test_there_is_no_address_of_the_live_plane_that_is_not_tried_here() -> None:
    assert set(plane.FIXED) == set(OF_NO_MEETING), "say here who may open it"
    tried = {what.partition("/")[0] for _, what, _ in asked_of_a_meeting()}
    assert tried == {*plane.OF_A_MEETING, "commands"}
    pattern = plane.PATH.pattern.partition(plane.UUID_FORM)[2]
    assert pattern == f")/(?:(?P<what>{'|'.join(plane.OF_A_MEETING)})|commands/(?P<command>[a-z-]+))"


async def test_what_is_of_no_meeting_names_none(served: Served, foreign: Meeting) -> None:
    async with httpx.AsyncClient(base_url=served.address, verify=False) as client:
        for path, status in OF_NO_MEETING.items():
            said = await client.get(path)
            assert said.status_code == status
            assert str(foreign.id) not in said.text
            assert foreign.ref not in said.text
        assert (await client.post(webhook.PATH, content=b"{}")).status_code == 401


@pytest.mark.parametrize("person", CAST)
async def test_in_the_own_meeting_nobody_does_what_is_not_of_their_standing(
    served: Served, own: Meeting, person: PersonId
) -> None:
    caller = Caller(served.address, own.id, cookie=await in_thread(entered, own, person))
    standings = (await in_thread(read.state, own.id)).actor(person).standings
    bodies = {name: plain(command) for name, command in samples(busy()).items()}
    before = (await in_thread(read.head, own.id)).digest
    forbidden = [name for name, cls in COMMANDS.items() if not MAY[cls] & standings]
    assert forbidden
    async with httpx.AsyncClient(verify=False) as client:
        for name in forbidden:
            what, body = f"commands/{envelopes.address(name)}", message(name, bodies[name])
            told = caller.headers() | {"content-type": "application/json"}
            said = await client.post(caller.path(what), headers=told, content=body)
            assert (said.status_code, said.json()["code"]) == (409, f"{name.partition('.')[0]}.not_in_your_role"), body
    assert (await in_thread(read.head, own.id)).digest == before


async def test_nobody_says_in_a_command_who_they_are(served: Served, own: Meeting) -> None:
    caller = Caller(served.address, own.id, cookie=await in_thread(entered, own, SECRETARY))
    bodies = {name: plain(command) for name, command in samples(busy()).items()}
    before = (await in_thread(read.head, own.id)).digest
    async with httpx.AsyncClient(verify=False) as client:
        for name in envelopes.OPEN_TO_PEOPLE:
            body = cast(dict[str, object], bodies[name])
            for claim in ("by", "actor", "delegation_id", "standing", "__proto__"):
                if claim in body:
                    continue
                for said in ({**body, claim: MYS_HEAD}, body):
                    whole = {"id": str(uuid4()), "kind": name, "body": said}
                    told = caller.headers() | {"content-type": "application/json"}
                    sent = whole if said is not body else {**whole, claim: MYS_HEAD}
                    answered = await client.post(
                        caller.path(f"commands/{envelopes.address(name)}"), headers=told, json=sent
                    )
                    assert (answered.status_code, answered.json()["code"]) == (422, "wire.not_the_command"), name
    assert (await in_thread(read.head, own.id)).digest == before


async def test_another_persons_place_is_not_withdrawn_by_naming_it(served: Served, own: Meeting) -> None:
    canada = Caller(served.address, own.id, cookie=await in_thread(entered, own, CAN_HEAD))
    thailand = Caller(served.address, own.id, cookie=await in_thread(entered, own, THA_HEAD))
    assert (await canada.send("floor.request_floor", {"item": "opening"})).status_code == 200
    said = await thailand.send("floor.withdraw_request", {"item": "opening", "request": "CAN"})
    assert said.status_code == 409, said.text
    assert "CAN" in (await in_thread(read.state, UUID(str(own.id)))).floor.list_for(cast(Any, "opening")).requests
