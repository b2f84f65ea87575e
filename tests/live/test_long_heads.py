"""However long an address, its query or header lines are, they are refused before anybody reads them."""

import asyncio
import time

import httpx
import pytest

from prachum import bounded
from prachum.live.wire import LONGEST_QUERY, Scope, request
from prachum.registry.models import Meeting
from tests.live.clients import PATIENCE, Served
from tests.live.test_unfinished import everything, line

HEAD = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n"
CHUNKED = b"POST /enter/ HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
LONG = {
    "lines": HEAD + b"a: b\r\n" * bounded.MOST_LINES + b"\r\n",
    "large lines": HEAD + b"".join(b"x-%d: %s\r\n" % (number, b"y" * 4000) for number in range(9)) + b"\r\n",
    "one that does not end": HEAD + b"x: " + b"y" * bounded.LARGEST_HEAD,
    "a name that does not end": HEAD + b"x" * bounded.LARGEST_HEAD,
    "an address": b"GET /" + b"x" * bounded.LARGEST_HEAD + b" HTTP/1.1\r\n\r\n",
    "after the body": CHUNKED + b"x: ",
    "many after the body": CHUNKED + b"x: y\r\n" * bounded.MOST_LINES,
    "beside a piece of the body": CHUNKED[:-3] + b"1;",
}


@pytest.mark.parametrize("name", LONG)
async def test_a_head_that_is_too_long_is_refused(served: Served, name: str) -> None:
    async with line(served) as (reader, writer), asyncio.timeout(PATIENCE):
        writer.write(LONG[name])
        await asyncio.sleep(0.1)
        if "body" in name and not reader.at_eof():
            writer.write(b"y" * (bounded.LARGEST_HEAD + 1))
        assert (await everything(reader)).startswith(b"HTTP/1.1 431 ")


async def test_a_few_requests_may_be_sent_before_they_are_answered_and_no_more(served: Served) -> None:
    for many in (bounded.MOST_AT_ONCE, 1000):
        async with line(served) as (reader, writer), asyncio.timeout(PATIENCE):
            writer.write((HEAD + b"\r\n") * (many - 1) + HEAD + b"connection: close\r\n\r\n")
            answered = (await everything(reader)).count(b"HTTP/1.1 200 ")
            assert (answered == many) is (many == bounded.MOST_AT_ONCE)


async def test_nobody_takes_a_stream_s_connection_for_a_websocket(served: Served, still: Meeting) -> None:
    """The stream would never learn that its reader is gone."""
    plane = served.application.plane
    assert plane is not None
    stream = f"GET /api/meetings/{still.id}/stream HTTP/1.1\r\nhost: localhost\r\n\r\n".encode()
    upgrade = b"upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: "
    async with line(served) as (reader, writer), asyncio.timeout(PATIENCE):
        writer.write(stream + HEAD + upgrade + b"A" * 22 + b"==\r\n\r\n")
        assert b" 101 " not in await everything(reader)
    async with asyncio.timeout(PATIENCE):
        while any(hub.streams for hub in plane.hubs):  # noqa: ASYNC110 they are in another thread
            await asyncio.sleep(0.05)


async def test_a_head_that_just_fits_and_a_large_body_are_read(served: Served) -> None:
    lines = {f"x-{number}": "y" * 300 for number in range(bounded.MOST_LINES - 8)}
    async with httpx.AsyncClient(base_url=served.address, verify=False) as client:
        assert (await client.get("/healthz", headers=lines)).status_code == 200
        assert (await client.post("/enter/", content=b"a" * 60_000)).status_code == 403
        for _ in range(3):
            assert (await client.get("/healthz", headers=lines)).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/api/meetings/{meeting}/view", "/meetings/{meeting}/", "/nothing"])
async def test_a_query_that_is_too_long_is_refused(served: Served, still: Meeting, path: str) -> None:
    query = "%41=%41&" * 1000
    async with httpx.AsyncClient(base_url=served.address, verify=False) as client:
        answered = await client.get(f"{path.format(meeting=still.id)}?lang=fr&{query}")
    assert (answered.status_code, answered.json()["code"]) == (414, "wire.query_too_long")
    assert answered.json()["title"] == "Trop long"


def test_of_a_query_so_much_is_read_and_no_more() -> None:
    scope: Scope = {"type": "http", "path": "/", "scheme": "http", "headers": [], "query_string": b"lang=th&after=%37"}
    assert request(scope).query == {"lang": "th", "after": "7"}
    scope["query_string"] = b"%41=%41&" * (LONGEST_QUERY // 8) * 32
    began = time.thread_time()
    for _ in range(100):
        request(scope)
    assert time.thread_time() - began < 100 * 0.002
