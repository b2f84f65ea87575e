"""Whoever takes part or listens holds a stream and a media line, comes and goes, and acts by what the screen shows."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from secrets import token_hex
from typing import Any, cast
from uuid import UUID

import aiohttp

from prachum.projections.grants import identity
from prachum.registry import tokens
from prachum.rules.order import DelegationId, PersonId
from tests.crash.assembly import Head
from tests.crash.delegate import AGAIN, LOST, Delegate
from tests.soak.crowd import Crowd, How, Wanted

HANGS = 45.0
"""Seconds for which the far end of a line that was cut in silence goes on hanging."""


@dataclass
class Hall:
    """What everybody needs: where the installation answers, and the program with everybody's media lines."""

    client: aiohttp.ClientSession
    address: str
    meeting: UUID
    crowd: Crowd

    def line(self, path: str) -> str:
        return f"{self.address.replace('http', 'ws', 1)}/api/meetings/{self.meeting}/line/{path}"


@dataclass(frozen=True, slots=True)
class _Read:
    """What comes by a stream as long as it is `ours`: of a line that was cut, nothing that was on its way counts."""

    content: aiohttp.StreamReader
    ours: Callable[[], bool]

    async def readuntil(self, end: bytes) -> bytes:
        read = await self.content.readuntil(end)
        if not self.ours():
            await asyncio.sleep(HANGS)
            return b""
        return read


@dataclass(eq=False)
class Visitor(Delegate):
    """`there` from coming to leaving; `identity` is that of the media line of this coming, none for a bot's seat.

    `changed` is when either happened last (seconds).  A listener is a visitor without a delegation.
    """

    hall: Hall = field(kw_only=True)
    by_bot: bool = False
    there: bool = False
    changed: float = 0.0
    identity: str = ""
    _following: "asyncio.Task[None] | None" = None
    _answer: aiohttp.ClientResponse | None = None
    _told: Wanted = ""
    _tasks: "set[asyncio.Task[None]]" = field(default_factory=set)

    @property
    def name(self) -> str:
        return self.head.person or f"listener-{self.head.token[-8:]}"

    @property
    def listens(self) -> bool:
        return not self.head.person

    def come(self, now: float) -> None:
        """Open the stream and the media line; a listener's has a new name each time, as with a page loaded anew."""
        self.there, self.changed, self.view, self.live, self._told = True, now, {}, False, ""
        self._following = asyncio.create_task(self._follow(self.hall.client))
        self._tasks.add(self._following)
        self._following.add_done_callback(self._tasks.discard)
        if self.by_bot:
            return
        path = f"listen-{token_hex(8)}" if self.listens else "speak"
        person = f"observer-{tokens.digest(self.head.token)[:16]}~{path}" if self.listens else self.head.person
        self.identity = identity(str(self.meeting), person)
        self.hall.crowd.come(self.name, self.hall.line(path), self.head.token)

    def leave(self, now: float, how: How) -> None:
        """Who is cut off in silence neither reads nor writes any more, and closes nothing."""
        self.there, self.changed, self.live = False, now, False
        assert self._following is not None
        following, self._following = self._following, None
        if how == "cut" and not self.by_bot:
            self._stop_reading()
            asyncio.get_running_loop().call_later(HANGS, following.cancel)
        else:
            following.cancel()
        if not self.by_bot:
            self.hall.crowd.leave(self.name, how)

    def cut_stream(self) -> None:
        """The stream breaks, and is opened again."""
        if (transport := self._transport()) is not None:
            transport.abort()

    def _stop_reading(self) -> None:
        if (transport := self._transport()) is not None:
            with suppress(RuntimeError):
                transport.pause_reading()

    def _transport(self) -> Any:  # noqa: ANN401 aiohttp does not say which it is
        connection = self._answer.connection if self._answer is not None else None
        return connection.transport if connection is not None else None

    async def _follow(self, client: aiohttp.ClientSession) -> None:
        """Until they leave; one who was cut off comes back by no stream, though the server should begin anew."""
        while asyncio.current_task() is self._following:
            with suppress(*LOST):
                address = f"/api/meetings/{self.meeting}/stream"
                timeout = aiohttp.ClientTimeout(total=None, sock_connect=5)
                async with client.get(address, headers=self._headers, timeout=timeout) as answer:
                    if answer.status == 200:
                        self._answer = answer
                        await self._read(answer.content)
            self.live, self._answer = False, None
            await asyncio.sleep(AGAIN)

    async def _read(self, content: aiohttp.StreamReader) -> None:
        await super()._read(
            cast(aiohttp.StreamReader, _Read(content, lambda: asyncio.current_task() is self._following))
        )

    def speak_as_shown(self) -> None:
        """Publish and open the microphone as one's own screen says one may."""
        if not self.there or self.by_bot or self.listens or not self.view:
            return
        wanted = wanted_of(self.head.person, self.view)
        if wanted != self._told:
            self._told = wanted
            self.hall.crowd.voice(self.name, wanted)

    async def rest(self) -> None:
        """End what is still open, here or at the far end."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def wanted_of(person: str, view: dict[str, Any]) -> Wanted:
    """The chair's microphone stays shut: it is heard when the speaker is, and nobody would know whom."""
    media, holder = view["media"], view["floor"].get("holder")
    if person not in media["microphone"]:
        return ""
    speaks = holder is not None and holder["speaker"] == person and person in media["heard"]
    return "open" if speaks else "ready"


def listener(hall: Hall, token: str, chance: Random) -> Visitor:
    nobody = Head(PersonId(""), DelegationId(""), token, presides=False)
    return Visitor(nobody, hall.meeting, chance, lambda _: None, hall=hall)
