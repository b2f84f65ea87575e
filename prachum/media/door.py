"""Nobody reaches the engine but through this door, which asks who they are and signs what they may do just now."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypedDict
from uuid import UUID

import aiohttp

from prachum.live.limits import MOST_FROM_AN_ADDRESS, Crowd, Limit
from prachum.media import asking
from prachum.media.keepalive import SILENT, Signalling
from prachum.media.kinds import MOST, Kinds
from prachum.media.lines import Lines
from prachum.media.relay import CUT, Receive, Scope, Send, relay
from prachum.media.returning import Returning
from prachum.media.rooms import NO_ANSWER, EngineAway, Permission, Rooms, Source, room_name
from prachum.media.spoken import NETWORK, PERSON, Line, Shares
from prachum.seldom import Seldom


class Served(TypedDict):
    """The arguments of uvicorn that matter to a door."""

    ws_ping_interval: float
    ws_ping_timeout: float
    ws_per_message_deflate: bool
    ws_max_size: int
    ws: type[asyncio.Protocol]
    log_level: str


UVICORN = Served(
    ws_ping_interval=0.75,
    ws_ping_timeout=5.0,
    ws_per_message_deflate=False,
    ws_max_size=1 << 20,
    ws=Signalling,
    log_level="warning",
)
"""How the web part is to be served: a line that is lost without a word is known in 6 s (LiveKit itself takes 15; on one
that is suddenly full an answer takes some seconds, and who lost it for that would not be heard), and no log below a
warning tells the query, in which livekit-client sends the engine's refreshed tokens.  The largest honest message
describes all that is received, with 1.6 kB for a voice and up to 8 for a picture: 300 voices and 20 pictures are
0.65 MB."""
SIGNALLING = frozenset({"/rtc", "/rtc/v1"})
VALIDATION = frozenset({"/rtc/validate", "/rtc/v1/validate"})
LONGEST_QUERY = 6 * 1024
"""Bytes: Chromium comes with 2.5 kB, the offer of livekit-client 2.23 packed among them, and a refreshed token has one
at most.  Of an address of more than 8 KiB websockets itself reads nothing."""
DIAL_WITHIN = 5.0
LARGEST_MESSAGE = 16 * 1024 * 1024
"""Of the engine, in bytes."""

LIMIT = Limit(burst=120, per_second=10)
"""Of a person: twice as many lines as a session may have come back at once, and again a moment later."""
CROWD = Limit(burst=2 * MOST_FROM_AN_ADDRESS, per_second=50)
"""Of all who look on from one network: every line that they may have comes back at once, and again a moment later.  An
engine that is slow has some of them come again, who are let in within half a minute."""

log = logging.getLogger(__name__)
log.addFilter(Seldom())


@dataclass(frozen=True, slots=True)
class Admission:
    """Who comes in where, and what they may do there now.

    A person speaks on one line, the one without a name; `line` names another of theirs, which only listens.
    `session` is what they came by, so that the line can be cut when that ends; an `observer` shares it with others,
    and is counted with all of their `network`.
    """

    meeting: UUID
    epoch: int
    person: str
    publish: tuple[Source, ...] = ()
    may_subscribe: bool = True
    line: str = ""
    session: str = ""
    network: str = ""
    observer: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """403: not admitted, asking again is useless, as with 414.  503: cannot be said now, ask again."""

    status: Literal[403, 414, 503]
    code: str


NOT_ADMITTED = Refusal(403, "door.not_admitted")
CANNOT_SERVE = Refusal(503, "door.cannot_serve")
TOO_LONG = Refusal(414, "wire.query_too_long")
TOO_MANY = Refusal(503, "live.too_often")

Admit: TypeAlias = Callable[[Scope], Awaitable[Admission | Refusal]]
"""Decides by our own session or bearer token (and Origin) in the ASGI scope, never by the engine's token."""
OnChange: TypeAlias = Callable[[UUID, str, int], None]
"""Told meeting, person and how many of their sockets are open now, after each opening and closing.

At an opening the engine already has the person in the room, so what it was told before may have missed them.
"""


@dataclass(eq=False, slots=True)
class _Line:
    """One socket of one person, from admission to its end."""

    admission: Admission
    kinds: Kinds
    cut: asyncio.Event = field(default_factory=asyncio.Event)
    open: bool = False


class Door:
    """An ASGI application for the paths `/rtc`, `/rtc/v1` and their `/validate`, on our own origin."""

    def __init__(self, rooms: Rooms, admit: Admit, on_change: OnChange = lambda meeting, person, count: None) -> None:
        self._rooms = rooms
        self._admit = admit
        self._on_change = on_change
        self.known = Lines()
        self._engine = Returning(rooms)
        self._shares = Shares()
        self._lines: dict[tuple[UUID, str], set[_Line]] = {}
        self._crowds: dict[UUID, Crowd] = {}
        self._admitting = self._cuts = 0
        self._cut_last: dict[tuple[UUID, str, str], int] = {}

    def sockets(self, meeting: UUID, person: str) -> int:
        """Return how many signalling sockets this person has open in this meeting."""
        return sum(line.open for line in self._lines.get((meeting, person), ()))

    def cut(self, meeting: UUID, person: str = "", *, session: str = "") -> int:
        """Close all sockets of this person, or those that came by this session, also those just opening; say how many.

        Call it after `admit` has begun to refuse them.  Whoever drops the socket and stays in the engine's room is in
        `known.overdue` from now on.
        """
        if self._admitting:
            self._cuts += 1
            self._cut_last[meeting, person, session] = self._cuts
        lines = [
            line
            for (where, who), theirs in self._lines.items()
            for line in theirs
            if where == meeting and (line.admission.session == session if session else who == person)
        ]
        for line in lines:
            line.cut.set()
        self.known.end(meeting, person=person, session=session)
        return len(lines)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403, 414 or 503 before accepting, else proxy until either side or `cut` ends it."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        match scope["type"]:
            case "websocket" if path in SIGNALLING:
                await receive()
                await self._signal(scope, path, receive, send)
            case "websocket":
                await receive()
                await send({"type": "websocket.close", "code": 1000})
            case "http" if path in VALIDATION:
                await self._validate(scope, path, send)
            case "http":
                await _answer(send, "http", 404, "door.not_here")

    async def _line(self, scope: Scope) -> _Line | Refusal:
        """Admit, remembering who is cut off while any answer is on its way."""
        if len(scope["query_string"]) > LONGEST_QUERY:
            return TOO_LONG
        self._admitting += 1
        try:
            return await self._admitted(scope)
        except Exception:
            # Whatever failed: "ask again" is the only answer that ends nobody's meeting.
            log.exception("admission failed")
            return CANNOT_SERVE
        finally:
            self._admitting -= 1
            if not self._admitting:
                self._cut_last.clear()

    async def _admitted(self, scope: Scope) -> _Line | Refusal:
        """A person who was cut off while the answer was on its way is asked about again."""
        while True:
            began = self._cuts
            admission = await self._admit(scope)
            if isinstance(admission, Refusal):
                return admission
            if self._last_cut(admission) <= began:
                crowd = self._crowds.get(admission.meeting, Crowd())
                full = crowd.full(admission.session, admission.network, observer=admission.observer)
                if full or not self._may(admission):
                    return TOO_MANY
                self._crowds[admission.meeting] = crowd
                crowd.came(admission.session, admission.network)
                line = _Line(admission, self._kinds(admission))
                self._lines.setdefault((admission.meeting, admission.person), set()).add(line)
                return line

    def _kinds(self, admission: Admission) -> Kinds:
        """One for all sockets of an identity, also those just opening; who only listens has nothing to name."""
        identity = self._identity(admission)
        for line in self._lines.get((admission.meeting, admission.person), ()):
            if self._identity(line.admission) == identity:
                return line.kinds
        only_listens = admission.observer or bool(admission.line)
        return self.known.kinds(admission.meeting, identity) or Kinds(0 if only_listens else MOST)

    def _may(self, admission: Admission) -> bool:
        """Whether they may come once more now.

        While the engine is away nobody pays: all ask again and again, and would be kept out when it is back.
        """
        if self._engine.away:
            return True
        if admission.observer:
            return CROWD.spend(admission.network)
        return LIMIT.spend((admission.meeting, admission.person))

    def _spoken(self, admission: Admission) -> Line:
        """What may be said on one more line; who looks on shares it with their network, as they do the lines."""
        now = asyncio.get_running_loop().time()
        if admission.observer:
            return Line.of(self._shares.of(admission.network, NETWORK, now), now)
        return Line.of(self._shares.of((admission.meeting, admission.person), PERSON, now), now)

    def _last_cut(self, admission: Admission) -> int:
        """Number the last cut that meant this person, or the session by which they come."""
        whose = [(admission.person, "")] + ([("", admission.session)] if admission.session else [])
        return max(self._cut_last.get((admission.meeting, *who), 0) for who in whose)

    def _closed(self, line: _Line, *, silent: float = 0.0) -> None:
        who = (line.admission.meeting, line.admission.person)
        self._lines[who].discard(line)
        crowd = self._crowds[line.admission.meeting]
        crowd.left(line.admission.session, line.admission.network)
        if crowd.empty:
            del self._crowds[line.admission.meeting]
        if not self._lines[who]:
            del self._lines[who]
        if line.open:
            line.open = False
            self.known.closed(line.admission.meeting, self._identity(line.admission), silent=silent)
            self._on_change(*who, self.sockets(*who))

    async def _validate(self, scope: Scope, path: str, send: Send) -> None:
        """Answer as the signalling path would, over HTTP: clients ask here why a websocket was refused."""
        line = await self._line(scope)
        if isinstance(line, Refusal):
            return await _answer(send, "http", line.status, line.code)
        try:
            status = await self._asked(scope, path, line)
        except EngineAway:
            status = 503
        finally:
            self._closed(line)
        code = {200: "door.open", 400: "door.malformed"}.get(status, CANNOT_SERVE.code)
        return await _answer(send, "http", status if status in (200, 400) else 503, code)

    async def _asked(self, scope: Scope, path: str, line: _Line) -> int:
        url, headers = self._to_engine(scope, path, line)
        for _ in range(2):
            try:
                async with self._rooms.session.get(url, headers=headers) as said:
                    self._engine.away = False
                    if said.status != 404:
                        return said.status
            except NO_ANSWER as error:
                raise EngineAway(str(error)) from error
            await self._rooms.ensure(room_name(line.admission.meeting, line.admission.epoch))
        return 503

    async def _signal(self, scope: Scope, path: str, receive: Receive, send: Send) -> None:
        line = await self._line(scope)
        if self._engine.away and not isinstance(line, Refusal):
            # Who waits comes in as what they are afterwards.
            self._closed(line)
            await self._engine.wait()
            line = await self._line(scope)
        if isinstance(line, Refusal):
            return await _refuse(scope, receive, send, line)
        try:
            engine = await self._dialled(scope, path, line, receive)
            admission = line.admission
            who = admission.meeting, self._identity(admission), admission.person, admission.session, line.kinds
            if engine is None:
                self.known.missed(*who, ended=line.cut.is_set())
                refusal = NOT_ADMITTED if line.cut.is_set() else CANNOT_SERVE
                return await _refuse(scope, receive, send, refusal)
            async with engine:
                line.open = True
                self.known.opened(*who)
                await send({"type": "websocket.accept"})
                self._on_change(admission.meeting, admission.person, self.sockets(admission.meeting, admission.person))
                await relay(engine, line.kinds, self._spoken(admission), line.cut, receive, send)
        finally:
            self._closed(line, silent=scope.get("state", {}).get(SILENT, 0.0))
        return None

    async def _dialled(
        self, scope: Scope, path: str, line: _Line, receive: Receive
    ) -> aiohttp.ClientWebSocketResponse | None:
        """The engine's end of the line; None when it cannot be had, is cut meanwhile, or nobody waits any more."""
        dialling = asyncio.ensure_future(self._dial(scope, path, line))
        cut = asyncio.ensure_future(line.cut.wait())
        # Nothing is said before the line is accepted, so this is whoever goes away.
        gone = asyncio.ensure_future(receive())
        try:
            await asyncio.wait({dialling, cut, gone}, timeout=DIAL_WITHIN, return_when=asyncio.FIRST_COMPLETED)
            if not dialling.done():
                return None
            engine = dialling.result()
            if (line.cut.is_set() or gone.done()) and engine is not None:
                await engine.close()
                return None
            return engine
        finally:
            for task in (dialling, cut, gone):
                task.cancel()

    async def _dial(self, scope: Scope, path: str, line: _Line) -> aiohttp.ClientWebSocketResponse | None:
        """Ask the engine, and once more after making the room, which it forgets when it restarts or stands empty."""
        url, headers = self._to_engine(scope, path, line)
        for _ in range(2):
            try:
                return await self._rooms.session.ws_connect(
                    url,
                    headers=headers,
                    max_msg_size=LARGEST_MESSAGE,
                    timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
                )
            except aiohttp.WSServerHandshakeError as refused:
                if refused.status != 404:
                    log.warning("the engine answers %s to %s", refused.status, path)
                    return None
            except NO_ANSWER:
                self._engine.away = True
                return None
            try:
                await self._rooms.ensure(room_name(line.admission.meeting, line.admission.epoch))
            except EngineAway:
                return None
        return None

    def _identity(self, admission: Admission) -> str:
        return self._rooms.identity(admission.meeting, admission.person, admission.line)

    def _to_engine(self, scope: Scope, path: str, line: _Line) -> tuple[str, dict[str, str]]:
        """The address and the headers with which the engine is asked."""
        rooms, admission = self._rooms, line.admission
        query = asking.passed_on(scope["query_string"].decode("latin-1"), line.kinds)
        token = rooms.token(
            room_name(admission.meeting, admission.epoch),
            self._identity(admission),
            Permission(frozenset(admission.publish), admission.may_subscribe),
        )
        # LiveKit works around each browser's defects, by its User-Agent.
        agent = dict(scope["headers"]).get(b"user-agent", b"").decode("latin-1")
        return f"{rooms.address.url}{path}?{query}", {"Authorization": f"Bearer {token}", "User-Agent": agent}


async def _refuse(scope: Scope, receive: Receive, send: Send, refusal: Refusal) -> None:
    """Say why with a status before accepting, where the server can; closing instead is a bare 403 to the client."""
    if "websocket.http.response" in scope.get("extensions", {}):
        await _answer(send, "websocket.http", refusal.status, refusal.code)
        # Stay until the line is gone: uvicorn 0.54 tells of each refusal by a second "disconnect", and logs an error
        # if we leave before (its pull request 3138).
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await receive()
                await receive()
    elif refusal.status != 503:
        await send({"type": "websocket.close", "code": CUT})
    else:
        # Accepted and closed at once, the client takes it for a lost line and comes back; a 403 would be for good.
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": 1013})


async def _answer(send: Send, kind: Literal["http", "websocket.http"], status: int, code: str) -> None:
    headers = [(b"content-type", b"application/problem+json"), (b"cache-control", b"no-store")]
    body = json.dumps({"type": "about:blank", "status": status, "code": code}).encode()
    await send({"type": f"{kind}.response.start", "status": status, "headers": headers})
    await send({"type": f"{kind}.response.body", "body": body})
