"""Every answer, page or not, error or not, says what a browser may do with it; no form and no frame gets past (S27)."""

import re
from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from django.conf import settings

from prachum.asgi import Application
from prachum.media import door
from prachum.media.plane import Media
from prachum.registry import links, taking
from prachum.registry.models import Meeting, PersonalLink
from prachum.web.headers import WHATEVER_IT_IS
from tests.live.clients import TOKEN, Caller, Served, following, in_thread
from tests.live.conftest import serve
from tests.live.test_matrix import Doorway
from tests.registry.hall import CAN_HEAD, THA_HEAD

NOWHERE = UUID("00000000-0000-4000-8000-000000000000")
"""The same in every process, so that several can share these tests."""
ANSWERS = [
    ("GET", "/", 200),
    ("HEAD", "/", 200),
    ("GET", "/enter/", 200),
    ("GET", "/now/", 302),
    ("GET", "/meetings/{meeting}/", 200),
    ("GET", "/meetings/{meeting}/seats/", 200),
    ("GET", "/meetings/{meeting}/record/", 200),
    ("GET", "/meetings/{meeting}/record/journal.jsonl", 200),
    ("GET", f"/meetings/{NOWHERE}/", 404),
    ("GET", "/nothing", 404),
    ("GET", "/%2e%2e/%2e%2e/etc/passwd", 404),
    ("GET", "/language/", 405),
    ("POST", "/enter/", 403),
    ("POST", "/language/", 403),
    ("HEAD", "/static/pages/pages.css", 200),
    ("GET", "/static/nothing", 404),
    ("GET", "/media/images/nothing", 404),
    ("GET", "/en/news/", 200),
    ("GET", "/th/news/feed/", 200),
    ("GET", "/en/news/nothing/", 404),
    ("GET", "/editorial/", 302),
    ("GET", "/editorial/login/", 200),
    ("GET", "/editorial/nothing/", 302),
    ("GET", "/api/", 200),
    ("GET", "/api/openapi.json", 200),
    ("GET", "/api/refusals/th.json", 200),
    ("GET", "/api/nothing", 404),
    ("GET", "/healthz", 200),
    ("GET", "/api/meetings/{meeting}/view", 200),
    ("POST", "/api/meetings/{meeting}/view", 405),
    ("GET", f"/api/meetings/{NOWHERE}/view", 404),
    ("POST", "/api/meetings/{meeting}/presence", 403),
    ("GET", "/api/meetings/{meeting}/line/speak/rtc/validate", 403),
    ("GET", "/api/meetings/{meeting}/line/speak/rtc/nothing", 404),
    ("POST", "/engine/report", 401),
]
DESK = {"content-security-policy", "x-frame-options"}
"""What Wagtail's own pages say otherwise: they bring scripts of their own, and frames of themselves."""


@pytest.fixture(scope="module")
def served(databases: None) -> Iterator[Served]:
    yield from serve(Application(Doorway()))


def check(answer: httpx.Response, path: str) -> None:
    for name, value in WHATEVER_IT_IS.items():
        said = answer.headers.get_list(name)
        assert len(said) == 1, (path, name, said)
        if name not in DESK:
            assert said == [value], (path, name)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    desk = path.startswith("/editorial/")
    assert policy["default-src"] == "'none'", path
    assert policy["base-uri"] == "'none'", path
    assert policy["frame-ancestors"] == ("'self'" if desk else "'none'"), path
    assert desk or answer.headers["x-frame-options"] == "DENY", path
    if not desk:
        # The API's page, which holds no script, has its styles inside.
        assert ("unsafe-inline" in str(policy)) is (path == "/api/"), path
    assert not re.search(r"https?:|\*", str(policy)), path


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
async def test_every_answer_says_what_a_browser_may_do_with_it(
    served: Served, still: Meeting, method: str, path: str, status: int
) -> None:
    async with httpx.AsyncClient(base_url=served.address, verify=False) as client:
        answer = await client.request(method, path.format(meeting=still.id))
    assert answer.status_code == status
    check(answer, path)


async def test_so_does_an_answer_of_wrong_requests_and_of_a_fault(
    served: Served, still: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    async with httpx.AsyncClient(base_url=served.address, verify=False) as client:
        for headers in ({"host": "evil.example"}, {"cookie": "a=" + "x" * 30_000}):
            check(await client.get("/", headers=headers), "/")
        monkeypatch.setattr("prachum.live.sentences.answer", broken)
        answer = await client.get(f"/api/meetings/{still.id}/sentences")
        assert answer.status_code == 500
        check(answer, "/api/…/sentences")
    media = cast(Media, served.application.door)
    monkeypatch.setattr(media, "_door", None)
    async with httpx.AsyncClient(base_url=served.address, verify=False) as client:
        answer = await client.get(f"/api/meetings/{still.id}/line/speak{min(door.VALIDATION)}")
    assert answer.status_code == 503
    check(answer, "the door while it cannot serve")


async def test_so_does_a_stream(served: Served, still: Meeting) -> None:
    async with following(Caller(served.address, still.id)) as (stream,):
        for name, value in WHATEVER_IT_IS.items():
            said = {found.lower(): held for found, held in stream.headers.items()}
            assert said[name] == value


CROSS_SITE: list[dict[str, str]] = [
    {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"},
    {"origin": "null", "sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://elsewhere.example"},
]


@pytest.mark.parametrize("headers", CROSS_SITE, ids=str)
async def test_a_page_of_others_reads_no_stream_and_does_nothing_with_my_cookies(
    served: Served, begun: Meeting, headers: dict[str, str]
) -> None:
    cookie = await in_thread(taking.take, begun, THA_HEAD, None)
    cookies = f"prachum={cookie}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    told = {"cookie": cookies, "x-csrftoken": TOKEN, "content-type": "application/json"} | headers
    async with httpx.AsyncClient(base_url=served.address, verify=False) as client:
        for what in ("view", "stream", "sentences"):
            answer = await client.get(f"/api/meetings/{begun.id}/{what}", headers=told)
            assert answer.status_code == 403, what
        for what in ("presence", "commands/yield-floor"):
            answer = await client.post(f"/api/meetings/{begun.id}/{what}", headers=told, content=b"{}")
            assert answer.status_code == 403, what
            assert "access-control-allow-origin" not in answer.headers


async def test_a_form_of_others_takes_no_seat_and_enters_nobody(served: Served, begun: Meeting) -> None:
    token = await in_thread(links.issue, begun, CAN_HEAD)
    forms: list[tuple[str, dict[str, Any]]] = [
        ("/enter/", {"token": token}),
        (f"/meetings/{begun.id}/seats/take/", {"person": CAN_HEAD, "sure": "1"}),
        (f"/meetings/{begun.id}/seats/leave/", {}),
        ("/language/", {"language": "th"}),
        ("/editorial/login/", {"username": "x", "password": "y"}),
    ]
    async with httpx.AsyncClient(base_url=served.address, verify=False) as client:
        for path, said in forms:
            for cookies in ({}, {settings.CSRF_COOKIE_NAME: TOKEN}):
                told = {"origin": "https://elsewhere.example"}
                jar = "; ".join(f"{name}={value}" for name, value in cookies.items())
                headers = told | ({"cookie": jar} if jar else {})
                answer = await client.post(path, data={**said, "csrfmiddlewaretoken": TOKEN}, headers=headers)
                assert answer.status_code == 403, path
                assert "set-cookie" not in answer.headers or "prachum=" not in answer.headers["set-cookie"]
    assert not await in_thread(lambda: PersonalLink.objects.exclude(used=None).filter(meeting=begun).exists())
