"""What is malformed, endless or slow harms nobody but its sender, and costs no memory (S15, S16)."""

import asyncio
import resource
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from django.conf import settings
from django.test import Client

from prachum.journal import read
from prachum.live import limits, reports, sentences
from prachum.live.limits import Limit
from prachum.live.security_log import SecurityLog
from prachum.live.wire import LARGEST_BODY, Scope, request
from prachum.registry import accounts, tokens
from prachum.registry.models import Meeting, User
from tests.live.clients import Caller, Look, Served, Sit, following, in_thread
from tests.registry.hall import CAN_HEAD, MYS_HEAD, SECRETARY, THA_HEAD

CHUNK = b" " * 65_536
HUNDRED_MEGABYTES = 1600
PASSWORD = "a rather long pass phrase"


def resident() -> int:
    """Bytes of memory that this process, which serves as well, holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


class Endless(httpx.AsyncByteStream):
    """A body that goes on until the other side has had enough."""

    def __init__(self, begins: bytes = b"") -> None:
        self.begins = begins

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.begins
        for _ in range(HUNDRED_MEGABYTES):
            yield CHUNK
            await asyncio.sleep(0)


PLACES = [
    "/api/meetings/{meeting}/commands/request-floor",
    "/api/meetings/{meeting}/presence",
    "/enter/",
    "/enter/whose/",
    "/meetings/{meeting}/seats/take/",
    "/editorial/login/",
    "/nothing",
]


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_of_a_hundred_megabytes_is_refused_and_kept_nowhere(
    served: Served, still: Meeting, sit: Sit, path: str, announced: bool
) -> None:
    caller = await sit(still, CAN_HEAD)
    before, body = resident(), Endless(b'{"id":"')
    if path == "/editorial/login/":
        body.begins = b"username="
    headers = caller.headers() | {"content-type": "application/json", "transfer-encoding": "chunked"}
    if announced:
        del headers["transfer-encoding"]
        headers["content-length"] = str(HUNDRED_MEGABYTES * len(CHUNK) + len(body.begins))
    async with httpx.AsyncClient(base_url=served.address, verify=False, timeout=30) as client:
        request = client.build_request("POST", path.format(meeting=still.id), headers=headers, content=body)
        answer = await client.send(request)
    assert (answer.status_code, answer.json()["code"]) == (413, "wire.too_large")
    assert resident() - before < 48 * 1024 * 1024


def signed_in(role: str) -> str:
    """The cookie of somebody who has signed in."""
    name, browser = uuid4().hex[:12], Client(SERVER_NAME="127.0.0.1")
    accounts.add(name, role, None if role == accounts.INTEGRATOR else PASSWORD)
    browser.force_login(User.objects.get(username=name))
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.parametrize("announced", [True, False])
async def test_only_an_editor_who_has_signed_in_lays_anything_large_on_the_disk(
    served: Served, *, announced: bool
) -> None:
    async def picture() -> AsyncIterator[bytes]:
        yield b"a" * 200_000

    cookies = [await in_thread(signed_in, role) for role in (accounts.INTEGRATOR, accounts.EDITOR)]
    answers = []
    async with httpx.AsyncClient(base_url=served.address, verify=False, timeout=30) as client:
        for cookie in ("", "nobody's", *cookies):
            shown = {"cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}", "content-type": "application/octet-stream"}
            body = b"a" * 200_000 if announced else picture()
            answers.append((await client.post("/editorial/images/add/", headers=shown, content=body)).status_code)
    assert answers == [413, 413, 413, 403], "the editor's has no CSRF token"


HOSTILE = {
    "deep": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "deeper than fits": b"[" * 100_000,
    "prototype": b'{"id":"ID","kind":"floor.request_floor","body":{"item":"opening"},"__proto__":{"by":"mys-head"}}',
    "prototype inside": b'{"id":"ID","kind":"floor.request_floor","body":{"item":{"__proto__":"opening"}}}',
    "twice": b'{"id":"ID","kind":"floor.request_floor","kind":"floor.yield_floor","body":{"item":"opening"}}',
    "twice, written otherwise": b'{"id":"ID","kind":"floor.request_floor","body":{"item":"a","\\u0069tem":"opening"}}',
    "infinity": b'{"id":"ID","kind":"floor.extend_time","body":{"seconds":1e400}}',
    "minus infinity": b'{"id":"ID","kind":"floor.extend_time","body":{"seconds":-Infinity}}',
    "half": b'{"id":"ID","kind":"floor.extend_time","body":{"seconds":0.5}}',
    "beyond 2^53": b'{"id":"ID","kind":"floor.extend_time","body":{"seconds":9007199254740993}}',
    "ten thousand digits": b'{"id":"ID","kind":"floor.extend_time","body":{"seconds":' + b"9" * 10_000 + b"}}",
    "lone surrogate": b'{"id":"ID","kind":"floor.request_floor","body":{"item":"\\udc00"}}',
    "surrogates in the wrong order": b'{"id":"ID","kind":"floor.request_floor","body":{"item":"\\udc00\\ud800"}}',
    "UTF-16": '{"id":"ID","kind":"floor.request_floor","body":{"item":"opening"}}'.encode("utf-16"),
    "overlong UTF-8": b'{"id":"ID","kind":"floor.request_floor","body":{"item":"\xc0\xaf"}}',
    "a byte order mark": b'\xef\xbb\xbf{"id":"ID","kind":"floor.request_floor","body":{"item":"opening"}}',
    "an item that is no id": b'{"id":"ID","kind":"floor.request_floor","body":{"item":"<img src=x onerror=y()>"}}',
    "a comment": b'{"id":"ID",/**/"kind":"floor.request_floor","body":{"item":"opening"}}',
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_json_is_refused_and_changes_nothing(still: Meeting, sit: Sit, name: str) -> None:
    address = "extend-time" if b"extend_time" in HOSTILE[name] else "request-floor"
    caller = await sit(still, MYS_HEAD)
    head, before = (await in_thread(read.head, still.id)).digest, resident()
    answer = await caller.post(f"commands/{address}", HOSTILE[name].replace(b'"ID"', f'"{uuid4()}"'.encode()))
    assert answer.status_code == (413 if len(HOSTILE[name]) > LARGEST_BODY else 422), answer.text
    assert answer.json()["code"].startswith("wire.")
    assert (await in_thread(read.head, still.id)).digest == head
    assert resident() - before < 32 * 1024 * 1024


CURSORS = ["", "1", "-1", "999999999", "x", "9" * 5000, "\u0e20", "1.5", "0x10", "NaN", "null", "\x0b", "1\t2"]
AGENTS = ["", "a" * 8000, "(" * 8000, ("Mozilla/" + "5.0 (" * 1000), "\xff\xfe"]


COOKIES = ["", "a=" * 1000, "; ".join(f"c{n}=x" for n in range(400)), "prachum=" + "z" * 4000, '=;=;"\\']


@pytest.mark.parametrize("cursor", CURSORS)
async def test_a_cursor_of_any_kind_begins_with_a_whole_view(still: Meeting, look: Look, cursor: str) -> None:
    async with look(still).stream(**{"last-event-id": cursor.encode().decode("latin-1").replace("\x0b", "")}) as stream:
        assert stream.status == 200
        await stream.until("here")
        assert stream.view["seq"] > 0
    answer = await look(still).ask("GET", f"sentences?after={quote(cursor)}")
    assert answer.status_code in (200, 414, 429)


@pytest.mark.parametrize("agent", AGENTS, ids=len)
@pytest.mark.parametrize("cookies", COOKIES)
async def test_cookies_and_agents_of_any_kind_concern_nobody_else(
    served: Served, still: Meeting, agent: str, cookies: str
) -> None:
    raw = [(b"user-agent", agent.encode("latin-1")), (b"cookie", cookies.encode())]
    async with httpx.AsyncClient(base_url=served.address, verify=False) as client:
        for path in (f"/api/meetings/{still.id}/view", f"/meetings/{still.id}/", "/en/news/"):
            answer = await client.get(path, headers=raw)
            assert answer.status_code in (200, 400, 431), path


async def test_a_cookie_full_of_backslashes_keeps_nobody_waiting(served: Served, still: Meeting) -> None:
    cookie = 'a="' + r"\a" * 4500 + '"'
    scope: Scope = {"type": "http", "path": "/", "scheme": "http", "headers": [(b"cookie", cookie.encode())]}
    assert request(scope).cookies["a"] == cookie[2:], "whose quotes are undone has the loop for as long as that takes"
    async with httpx.AsyncClient(base_url=served.address, verify=False) as client:
        for path in (f"/api/meetings/{still.id}/view", f"/meetings/{still.id}/", "/en/news/"):
            answer = await client.get(path, headers={"cookie": cookie})
            assert (answer.status_code, answer.json()["code"]) == (431, "wire.too_many_cookies"), path


@pytest.mark.parametrize("cookies", ['prefs={"a":1}; {}', "{}; foo", "a=b c; {}", "{}; q@r=2", '{}; open="'])
async def test_cookies_of_others_keep_nobody_out(still: Meeting, sit: Sit, cookies: str) -> None:
    caller = await sit(still, THA_HEAD)
    answer = await caller.view(cookie=cookies.replace("{}", f"{tokens.COOKIE}={caller.cookie}"))
    assert (answer.status_code, answer.json()["person"]) == (200, THA_HEAD)


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few of everything, so that little is needed to come to the end of it."""
    for module in (reports, sentences):
        monkeypatch.setattr(module, "CROWD", Limit(burst=5, per_second=0.01))
    monkeypatch.setattr(limits, "MOST_FROM_AN_ADDRESS", 6)


async def test_a_new_cookie_each_time_dodges_no_limit(begun: Meeting, served: Served, sit: Sit, narrow: None) -> None:
    fact = {"kind": "level", "dbfs": -20.0}
    told = [await Caller(served.address, begun.id, cookie=uuid4().hex).post("presence", fact) for _ in range(7)]
    assert [answer.status_code for answer in told] == [200] * 5 + [429] * 2
    read_ = [await Caller(served.address, begun.id, cookie=uuid4().hex).ask("GET", "sentences") for _ in range(7)]
    assert [answer.status_code for answer in read_] == [200] * 5 + [429] * 2
    assert (await (await sit(begun, THA_HEAD)).post("presence", fact)).status_code == 200, (
        "who has a seat is not concerned"
    )
    lookers = [Caller(served.address, begun.id, cookie=uuid4().hex) for _ in range(6)]
    async with following(*lookers):
        async with Caller(served.address, begun.id, cookie=uuid4().hex).stream() as one_more:
            assert one_more.status == 429


def test_a_new_name_each_time_washes_nothing_out_of_the_security_log(tmp_path: Path) -> None:
    path = tmp_path / "security.log"
    log = SecurityLog(path)
    assert log.write("refused", "floor.held", address="192.0.2.1", person=THA_HEAD)
    for number in range(1000):
        log.write("refused", "admission.read_only", address="192.0.2.2", person=f"observer-{number}")
    assert log.write("refused", "floor.held", address="192.0.2.1", person=CAN_HEAD), "others are written down as before"
    log.close()
    assert len(path.read_text().splitlines()) < 500


async def test_a_board_filled_by_one_leaves_room_for_a_call_for_help(
    begun: Meeting, served: Served, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LIMIT", "CROWD"):
        monkeypatch.setattr(reports, name, Limit(burst=1000, per_second=1000))
    looker, canada = Caller(served.address, begun.id, cookie=uuid4().hex), await sit(begun, CAN_HEAD)
    calls = [{"kind": "call_secretariat", "call": uuid4().hex, "state": "sent"} for _ in range(100)]
    answers = [(await looker.post("presence", call)).status_code for call in calls]
    assert answers == [200] * 64 + [403] * 36
    hub = await served.application.plane.hubs.hub(begun.id)  # type: ignore[union-attr]
    assert len(list(hub.board.seen_by(hub.state.actor(SECRETARY)))) == 64
    assert (await canada.post("presence", calls[0] | {"call": uuid4().hex})).status_code == 200


async def test_those_who_send_a_byte_now_and_then_or_read_none_keep_nobody_waiting(
    begun: Meeting, served: Served, sit: Sit
) -> None:
    url = httpx.URL(served.address)
    slow = [await asyncio.open_connection(url.host, url.port) for _ in range(100)]
    for number, (_, writer) in enumerate(slow):
        stream = f"GET /api/meetings/{begun.id}/stream HTTP/1.1\r\nhost: {url.host}:{url.port}\r\n"
        writer.write((stream + ("\r\n" if number % 2 else "x-slow: ")).encode())
    canada = await sit(begun, CAN_HEAD)
    async with following(canada) as (follower,):
        for _ in range(5):
            for _, writer in slow[::2]:
                writer.write(b"y")
            answer = await canada.send("floor.request_floor", {"item": "opening"})
            await follower.at(answer.json().get("seq", 0))
            answer = await canada.send("floor.withdraw_request", {"item": "opening", "request": "CAN"})
            assert answer.status_code == 200, answer.text
            await follower.at(answer.json()["seq"])
    for _, writer in slow:
        writer.close()
