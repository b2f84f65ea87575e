"""Every spelling of a signalling address that somebody might try, asked for letter by letter over a raw connection."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

LISTENS = "listen-0123456789abcdef"
UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
KEY = {"Sec-WebSocket-Key": "c29tZWJvZHlrbm9ja3NoZQ=="}
UNFINISHED = ("Transfer-Encoding", "chunked")
AT_ONCE = 40
OPENED = (101, 200, 204, 503)
"""An engine that is away is no refusal: whoever gets as far as that was let in."""
WAIT, WAITS_ITSELF = 10.0, 0.5
"""Seconds for an answer; and where there is none, since the rest of a body is waited for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it is written on the line; `target` is what stands between method and version."""

    target: str
    method: str = "GET"
    version: str = "HTTP/1.1"
    more: tuple[tuple[str, str], ...] = ()
    upgrade: bool = True


def plain(meeting: UUID) -> Iterator[Asked]:
    """The addresses that open for whoever is admitted."""
    for end in ("speak/rtc", "speak/rtc/v1", f"{LISTENS}/rtc"):
        yield Asked(f"/api/meetings/{meeting}/line/{end}")
    yield Asked(f"/api/meetings/{meeting}/line/speak/rtc/validate", upgrade=False)


def spellings(meeting: UUID, port: int) -> Iterator[Asked]:
    """Every way to the engine that is, was, or could be taken for one."""
    line = f"/api/meetings/{meeting}/line"
    for path in (*_lines(line), *_elsewhere(), *_meetings(meeting)):
        yield Asked(path)
    for path in (f"{line}/speak/rtc/validate", f"{line}/{LISTENS}/rtc/v1/validate", f"{line}/speak/rtc"):
        yield Asked(path, upgrade=False)
        yield Asked(path, method="POST", upgrade=False)
    straight = f"{line}/speak/rtc"
    yield Asked(f"http://127.0.0.1:{port}{straight}")
    yield Asked(f"http://127.0.0.1:{port}@elsewhere.example{straight}")
    yield Asked(straight, version="HTTP/1.0")
    yield Asked(straight, method="CONNECT")
    yield Asked(straight, method="POST")
    for query in ("reconnect=1&sid=PA_0123456789ab", "publish=more", "hidden=true&recorder=1", "a=1;x=1", "%00"):
        yield Asked(f"{straight}?{query}")
    for name, value in _headers(straight):
        yield Asked(straight, more=((name, value),))


def _lines(line: str) -> Iterator[str]:
    for name in ("speak", LISTENS, "SPEAK", "speak/", "speak/.", f"{LISTENS}/../speak", "%73peak", "speak%2f..", "x"):
        yield f"{line}/{name}/rtc"
    for end in ("rtc/", "rtc/v1", "rtc/v1/", "/rtc", "rtc//v1", "RTC", "rtc/v2", "rtc/v1/v1", "%72tc", "rtc%2Fv1"):
        yield f"{line}/speak/{end}"
    for end in ("rtc;x=1", "rtc/./v1", "rtc/../rtc", "rtc%252fv1", "rtc\\v1", "rtc/validate", "rtc/v1/validate"):
        yield f"{line}/speak/{end}"
    for end in ("rtc%00", "./rtc", "%2e/rtc"):
        yield f"{line}/speak/{end}"
    yield f"{line}/{LISTENS.upper()}/rtc"
    yield f"{line}/listen-0123456/rtc"
    yield f"{line}/rtc"
    yield f"//{line}/speak/rtc"
    yield f"{line}//speak/rtc"


def _elsewhere() -> Iterator[str]:
    """What the engine itself answers to, on our own origin."""
    yield from ("/rtc", "/rtc/v1", "//rtc", "/rtc/validate", "/rtc/v1/validate", "/%72tc", "/RTC", "/agent", "/whip/v1")
    yield from ("/twirp/livekit.RoomService/ListRooms", "/engine/report", "/static/../rtc", "/api/../rtc", "/rtc?x=1")


def _meetings(meeting: UUID) -> Iterator[str]:
    said = str(meeting)
    for name in (said.upper(), meeting.hex, f"{{{said}}}", f"urn:uuid:{said}", f"{said}.1", f"{said}%20"):
        yield f"/api/meetings/{name}/line/speak/rtc"


def _headers(straight: str) -> Iterator[tuple[str, str]]:
    yield "Host", "127.0.0.1"
    yield "X-Forwarded-Host", "localhost"
    yield "X-Forwarded-For", "127.0.0.1"
    yield "X-Original-URL", straight
    yield "X-Rewrite-URL", "/rtc"
    yield "X-HTTP-Method-Override", "GET"
    yield UNFINISHED
    yield "Content-Length", "0"
    yield "Sec-WebSocket-Protocol", "livekit"
    yield "Upgrade", "h2c"


async def status(port: int, asked: Asked, headers: Mapping[str, str]) -> int:
    """The status of the answer: 101 opens the engine; 0 where there is no answer."""
    told = {"Host": f"127.0.0.1:{port}"} | ({**UPGRADE, **KEY} if asked.upgrade else {}) | dict(headers)
    lines = [f"{asked.method} {asked.target} {asked.version}"]
    lines += [f"{name}: {value}" for name, value in (*told.items(), *asked.more)]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
        async with asyncio.timeout(WAITS_ITSELF if UNFINISHED in asked.more else WAIT):
            answer = await reader.readline()
    except (ConnectionError, TimeoutError):
        return 0
    finally:
        writer.close()
    return int(answer.split()[1]) if answer else 0


def shown(ticket: str) -> Iterator[tuple[Mapping[str, str], str]]:
    """Every place where a token can be shown: headers, and what is added to the query."""
    yield {}, ""
    yield {}, f"access_token={ticket}"
    yield {}, f"token={ticket}&access_token={ticket}"
    yield {"Authorization": f"Bearer {ticket}"}, ""
    yield {"authorization": f"bearer  {ticket}"}, f"access_token={ticket}"
    yield {"Sec-WebSocket-Protocol": f"access_token, {ticket}"}, ""
    yield {"Cookie": f"access_token={ticket}; prachum={ticket}; __Host-prachum={ticket}"}, ""


async def opened(
    port: int, headers: Mapping[str, str], asked: Iterable[Asked], *tickets: str
) -> set[tuple[int, str, str]]:
    """What opens of these addresses, with one of these tickets shown in all ways: status, request, how it was shown."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def tried(one: Asked, more: Mapping[str, str], query: str) -> tuple[int, str, str]:
        async with gate:
            got = await status(port, _with_query(one, query), {**headers, **more})
        return got, f"{one.method} {one.target} {one.version} {one.more}", f"{sorted(more)} {query[:12]}"

    tries = [tried(one, *ways) for one in asked for ticket in tickets for ways in shown(ticket)]
    found = await asyncio.gather(*tries)
    # Where nobody answers nothing opens either.
    unanswered = [f"{request} {how}" for got, request, how in found if not got and str(UNFINISHED) not in request]
    assert not unanswered, unanswered
    return {one for one in found if one[0] in OPENED}


def _with_query(asked: Asked, more: str) -> Asked:
    joined = f"{asked.target}{'&' if '?' in asked.target else '?'}{more}" if more else asked.target
    return Asked(joined, asked.method, asked.version, asked.more, asked.upgrade)
