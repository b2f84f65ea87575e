"""Clients as a browser or an integrator would be: cookies or a token, a stream that is read, commands that are sent."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeAlias, TypeVar
from uuid import UUID, uuid4

import httpx
import uvicorn
from django.conf import settings
from django.db import connections

from prachum.asgi import Application
from prachum.projections.merge_patch import merge
from prachum.registry import links, taking, tokens
from prachum.registry.models import Meeting
from prachum.rules.order import PersonId

TOKEN = "t" * 32
# `verify=False` below: nothing is spoken but HTTP on the loopback, and reading certificates takes longer than a test.
PATIENCE = 10.0


P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Served:
    """A server that runs, with the application inside, for looking into what no client can see."""

    address: str
    application: Application
    server: uvicorn.Server


@dataclass(frozen=True, slots=True)
class Said:
    """One event of a stream."""

    name: str
    content: dict[str, Any]
    id: str | None = None


@dataclass
class Caller:
    """Somebody in front of a browser; `cookie` is what a seat gave them."""

    address: str
    meeting: UUID
    cookie: str = ""
    bearer: str = ""

    def headers(self, **more: str | None) -> dict[str, str]:
        """What is sent with each request; an empty header is sent empty, None takes it away."""
        told = {**self._own_headers(), **more}
        return {name: value for name, value in told.items() if value is not None}

    def _own_headers(self) -> dict[str, str]:
        if self.bearer:
            return {"authorization": f"Bearer {self.bearer}"}
        seat = f"{tokens.COOKIE}={self.cookie}; " if self.cookie else ""
        return {
            "cookie": f"{seat}{settings.CSRF_COOKIE_NAME}={TOKEN}",
            "x-csrftoken": TOKEN,
            "origin": self.address,
            "sec-fetch-site": "same-origin",
        }

    def path(self, what: str) -> str:
        return f"{self.address}/api/meetings/{self.meeting}/{what}"

    async def view(self, **headers: str | None) -> httpx.Response:
        async with httpx.AsyncClient(verify=False) as client:
            return await client.get(self.path("view"), headers=self.headers(**headers))

    async def send(
        self,
        kind: str,
        body: Mapping[str, object] | None = None,
        *,
        sent_as: UUID | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> httpx.Response:
        """Give a command, in a message of its own id unless one is given."""
        message = {"id": str(sent_as or uuid4()), "kind": kind, "body": body or {}}
        return await self.post(f"commands/{kind.partition('.')[2].replace('_', '-')}", message, **(headers or {}))

    async def post(self, what: str, content: object, **headers: str | None) -> httpx.Response:
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        told = {"content-type": "application/json"} | self.headers(**headers)
        async with httpx.AsyncClient(timeout=30, verify=False) as client:
            return await client.post(self.path(what), content=raw, headers=told)

    async def ask(self, method: str, what: str) -> httpx.Response:
        async with httpx.AsyncClient(verify=False) as client:
            told = {"content-type": "application/json"} | self.headers()
            return await client.request(method, self.path(what), headers=told, content=b"{}")

    def stream(self, **headers: str | None) -> "Following":
        return Following(self, headers)


Sit: TypeAlias = Callable[[Meeting, PersonId], Awaitable[Caller]]
Look: TypeAlias = Callable[[Meeting], Caller]


async def in_thread(task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something with the database beside the loop."""

    def closing() -> T:
        try:
            return task(*args, **kwargs)
        finally:
            connections.close_all()

    return await asyncio.to_thread(closing)


@dataclass
class Following:
    """A stream that is being read; `view` is what its events have made of it."""

    caller: Caller
    more: Mapping[str, str | None]
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    view: dict[str, Any] = field(default_factory=dict)
    seen: list[Said] = field(default_factory=list)
    waiting: bytes = b""

    async def __aenter__(self) -> Self:
        url = httpx.URL(self.caller.path("stream"))
        self.reader, self.writer = await asyncio.open_connection(url.host, url.port)
        told = {"host": f"{url.host}:{url.port}"} | self.caller.headers(**self.more)
        lines = [f"GET {url.raw_path.decode()} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
        self.writer.write("\r\n".join([*lines, "", ""]).encode())
        self.status = int((await self.reader.readline()).split()[1])
        while line := (await self.reader.readline()).strip().decode():
            name, _, value = line.partition(": ")
            self.headers[name] = value
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.leave()

    async def leave(self) -> None:
        self.writer.close()
        with suppress(OSError):
            await self.writer.wait_closed()

    async def events(self) -> AsyncIterator[Said]:
        """The events as they come, until the server ends the stream; each is applied to `view`."""
        while True:
            while b"\n\n" in self.waiting:
                one, _, self.waiting = self.waiting.partition(b"\n\n")
                fields = dict(line.split(": ", 1) for line in one.decode().split("\n"))
                said = Said(fields["event"], json.loads(fields["data"]), fields.get("id"))
                self._take(said)
                yield said
            if not (size := int(await self.reader.readline() or b"0", 16)):
                return
            self.waiting += await self.reader.readexactly(size)
            await self.reader.readexactly(2)

    def _take(self, said: Said) -> None:
        self.seen.append(said)
        if said.name == "view":
            self.view = said.content["view"]
        elif said.name == "patch":
            assert said.content["from"] == self.view["seq"]
            self.view = merge(self.view, said.content["patch"])

    async def until(self, name: str, seq: int = 0) -> Said:
        """Wait for an event of that name, at which the view stands at `seq` or later."""
        async with asyncio.timeout(PATIENCE):
            async for said in self.events():
                if said.name == name and self.view.get("seq", 0) >= seq:
                    return said
        raise AssertionError(f"the stream ended without {name}: {[said.name for said in self.seen]}")

    async def at(self, seq: int) -> dict[str, Any]:
        """Read on until the view stands at `seq`, and return it."""
        async with asyncio.timeout(PATIENCE):
            if self.view.get("seq", 0) < seq:
                async for _ in self.events():
                    if self.view.get("seq", 0) >= seq:
                        break
        assert self.view["seq"] >= seq
        return self.view


@asynccontextmanager
async def following(*callers: Caller) -> AsyncIterator[list[Following]]:
    """Streams of all of them at once, each of which has its whole view."""
    streams = [caller.stream() for caller in callers]
    await asyncio.gather(*(stream.__aenter__() for stream in streams))
    try:
        await asyncio.gather(*(stream.until("here") for stream in streams))
        yield streams
    finally:
        await asyncio.gather(*(stream.leave() for stream in streams))


async def come(served: Served, meeting: Meeting, person: PersonId) -> Caller:
    """Come in by a personal link."""

    def enter() -> str:
        link = taking.link_of(links.issue(meeting, person))
        assert link is not None
        return taking.enter(link, None)

    return Caller(served.address, meeting.id, cookie=await in_thread(enter))
