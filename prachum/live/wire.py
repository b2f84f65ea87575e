"""What comes in is read within bounds of size, depth and meaning, and what goes out is never cached."""

import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NoReturn, TypeAlias
from urllib.parse import parse_qsl

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
Headers: TypeAlias = Iterable[tuple[bytes, bytes]]

LARGEST_BODY = 64 * 1024
PIECE = 64 * 1024
LARGEST_COOKIES = 8 * 1024
"""Bytes of all cookies of a request, as nginx takes them: how long Django reads them grows with their square."""
LONGEST_QUERY, MOST_FIELDS = 2 * 1024, 16
DEEPEST, MOST_PARTS = 16, 2000
"""Levels, and lists and objects in all: sixty thousand empty ones in each other would hold up everybody for a tenth of
a second, and a proposal of two hundred points in five languages has three hundred."""
LARGEST_NUMBER = 2**53 - 1
NEVER_CACHED = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))

# Marks that turn the direction of what follows: a name or a ruling must not rearrange the words around it.
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
# One that does not end goes to the end, so that no quote in it is begun from anew.
STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
CONTROL, HALVES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]"), re.compile("[\ud800-\udfff]")


class Malformed(Exception):
    """What came in cannot be read; `code` is a code of problems.py, `what` says where."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code, what)
        self.code = code
        self.what = what


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as the live plane sees it; header names are lower case, `address` is the peer's."""

    method: str
    path: str
    scheme: str
    address: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    cookies: Mapping[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return self.headers.get("host", "")

    @property
    def authorization(self) -> str | None:
        return self.headers.get("authorization")


def request(scope: Scope) -> Request:
    """Read a request out of an ASGI scope; what cannot be decoded, or is more than is read, counts as not sent."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    fields = scope.get("query_string", b"")[:LONGEST_QUERY].decode("latin-1").split("&", MOST_FIELDS)[:MOST_FIELDS]
    return Request(
        method=scope.get("method", "GET"),
        path=scope["path"],
        scheme="https" if scope["scheme"] in ("https", "wss") else "http",
        address=(scope.get("client") or ("", 0))[0],
        headers=headers,
        query=dict(parse_qsl("&".join(fields))),
        cookies=_cookies(headers.get("cookie", "")),
    )


def _cookies(header: str) -> Mapping[str, str]:
    """As sent: nobody's quotes are undone, since none of ours has any, and one odd cookie hides no other."""
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def long_query(scope: Scope) -> bool:
    """Whether a request asks for more than any page or view is asked for."""
    return len(scope.get("query_string", b"")) > LONGEST_QUERY


def too_many_cookies(scope: Scope) -> bool:
    """Whether a request shows more of them than is read here."""
    return sum(len(value) for name, value in scope["headers"] if name == b"cookie") > LARGEST_COOKIES


async def body(asked: Request, receive: Receive, most: int = LARGEST_BODY) -> bytes:
    """The request's body; raises Malformed at once when it is too large, as `receive` does when it is too slow."""
    if (length := asked.headers.get("content-length", "0")).isdigit() and int(length) > most:
        raise Malformed("wire.too_large")
    read = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Malformed("wire.incomplete")
        read += message.get("body", b"")
        if len(read) > most:
            raise Malformed("wire.too_large")
        if not message.get("more_body"):
            return bytes(read)


def read_json(raw: bytes, *, floats: bool = False) -> dict[str, object]:
    """The JSON object in `raw`; Malformed for doubled keys, NaN, lone surrogates, NUL, depth and inexact numbers."""
    if _parts(raw) > MOST_PARTS and _parts(STRING.sub(b"", raw)) > MOST_PARTS:
        raise Malformed("wire.too_many_parts")
    try:
        said = json.loads(
            raw.decode(),
            object_pairs_hook=_once,
            parse_constant=_refuse,
            parse_float=_finite if floats else _refuse,
        )
    except Malformed:
        raise
    except RecursionError:
        raise Malformed("wire.too_deep") from None
    except ValueError as error:
        raise Malformed("wire.not_json", str(error)) from None
    if not isinstance(said, dict):
        raise Malformed("wire.not_json", "an object is expected")
    cleaned = _clean(said, DEEPEST)
    assert isinstance(cleaned, dict)
    return cleaned


def _parts(raw: bytes) -> int:
    return raw.count(b"[") + raw.count(b"{")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise Malformed("wire.doubled_key")
    return read


def _refuse(number: str) -> NoReturn:
    raise Malformed("wire.inexact_number", number[:40])


def _finite(number: str) -> float:
    value = float(number)
    if not isfinite(value):
        _refuse(number)
    return value


def _clean(value: object, deeper: int) -> object:
    """The value with direction marks taken out of its words; keys must be ASCII, as the journal's are."""
    if deeper == 0:
        raise Malformed("wire.too_deep")
    match value:
        case str():
            return _words(value)
        case bool() | float() | None:
            return value
        case int():
            if abs(value) > LARGEST_NUMBER:
                _refuse(str(value)[:40])
            return value
        case list():
            return [_clean(item, deeper - 1) for item in value]
        case dict():
            if not all(key.isascii() and key.isprintable() for key in value):
                raise Malformed("wire.strange_key")
            return {key: _clean(item, deeper - 1) for key, item in value.items()}
    raise Malformed("wire.not_json")


def _words(said: str) -> str:
    if CONTROL.search(said):
        raise Malformed("wire.control_character")
    if HALVES.search(said):
        raise Malformed("wire.lone_surrogate")
    return DIRECTION.sub("", said)


def dumped(value: object) -> bytes:
    """Compact UTF-8 JSON, on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


async def answer(send: Send, status: int, kind: str, *parts: bytes, more: Headers = ()) -> None:
    """Send a whole response, whose parts others may hold too; `kind` is its content type."""
    size = sum(map(len, parts))
    headers = [(b"content-type", kind.encode()), (b"content-length", b"%d" % size), *NEVER_CACHED, *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    for number, part in enumerate(parts, 1):
        await send({"type": "http.response.body", "body": part, "more_body": number < len(parts)})


async def answer_json(
    send: Send, content: object, status: int = 200, more: Headers = (), kind: str = "application/json"
) -> None:
    await answer(send, status, kind, dumped(content), more=more)


def in_pieces(send: Send) -> Send:
    """Send so that of no answer more than a piece lies with the server for each who does not take it."""

    # Not a coroutine around each of a stream's thousand events.
    def sending(message: Message) -> Awaitable[None]:
        return send(message) if len(message.get("body", b"")) <= PIECE else _each(message)

    async def _each(message: Message) -> None:
        body, more = message["body"], message.get("more_body", False)
        for start in range(0, len(body), PIECE):
            last = start + PIECE >= len(body)
            await send({**message, "body": body[start : start + PIECE], "more_body": more or not last})

    return sending
