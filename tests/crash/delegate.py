"""A delegate's program acts without rest, sends the same id again until it is answered, and folds what it is told."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

import aiohttp

from prachum.projections.merge_patch import merge
from tests.crash.assembly import ITEM, Head

AGAIN = 0.1
"""Seconds between two attempts, of an act and of a stream."""
LOST = (aiohttp.ClientError, OSError, TimeoutError, asyncio.IncompleteReadError)
NOT_NOW = (429, 502, 503, 507)


@dataclass(slots=True)
class Act:
    """A command under its id: `seq` is what it was answered, `refused` the code, `cut` how often no answer came."""

    id: UUID
    kind: str
    body: Mapping[str, object]
    seq: int = 0
    refused: str = ""
    cut: int = 0

    @property
    def address(self) -> str:
        return self.kind.partition(".")[2].replace("_", "-")

    @property
    def open(self) -> bool:
        return not self.seq and not self.refused


@dataclass(eq=False)
class Delegate:
    """The head of one delegation: `acts` is all they ever sent, `view` what the stream has made of it."""

    head: Head
    meeting: UUID
    chance: Random
    answered: Callable[[float], None]
    pause: tuple[float, float] = (0.02, 0.3)
    acts: list[Act] = field(default_factory=list)
    view: dict[str, Any] = field(default_factory=dict)
    live: bool = False
    idle: bool = True
    gaps: int = 0

    async def take_part(self, client: aiohttp.ClientSession, works: asyncio.Event) -> None:
        """Follow and act until cancelled; while `works` is not set, finish what was begun and begin nothing."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._follow(client))
            both.create_task(self._act(client, works))

    async def _act(self, client: aiohttp.ClientSession, works: asyncio.Event) -> None:
        turn = 0
        while True:
            await works.wait()
            self.idle = False
            act = self._next(turn)
            self.acts.append(act)
            while act.open:
                await self.send(client, act)
                await asyncio.sleep(AGAIN if act.open else 0)
            # Who was refused finds things as they wanted them: the next turn is the other one.
            turn += 1
            self.idle = True
            await asyncio.sleep(self.chance.uniform(*self.pause))

    def _next(self, turn: int) -> Act:
        named = UUID(int=self.chance.getrandbits(128), version=4)
        if self.head.presides:
            return Act(named, f"delegations.{('lock', 'unlock')[turn % 2]}_meeting", {})
        if turn % 2:
            return Act(named, "floor.withdraw_request", {"item": ITEM, "request": self.head.delegation})
        return Act(named, "floor.request_floor", {"item": ITEM})

    async def send(self, client: aiohttp.ClientSession, act: Act) -> tuple[int, dict[str, Any]]:
        """Send it once, and note what was answered, unless something was answered before; (0, {}) where nothing is."""
        path = f"/api/meetings/{self.meeting}/commands/{act.address}"
        said = {"id": str(act.id), "kind": act.kind, "body": act.body}
        try:
            async with client.post(path, json=said, headers=self._headers, timeout=_timeout(10)) as answer:
                status, told = answer.status, json.loads(await answer.text())
        except LOST:
            act.cut += 1
            return 0, {}
        if status == 200:
            self.answered(time.monotonic())
            act.seq = act.seq or told["seq"]
        elif status not in NOT_NOW:
            act.refused = act.refused or told["code"]
        return status, told

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.head.token}"}

    async def whole(self, client: aiohttp.ClientSession) -> dict[str, Any]:
        """The view as the server has it."""
        async with client.get(f"/api/meetings/{self.meeting}/view", headers=self._headers) as answer:
            view: dict[str, Any] = json.loads(await answer.text())["view"]
        return view

    async def _follow(self, client: aiohttp.ClientSession) -> None:
        while True:
            with suppress(*LOST):
                address = f"/api/meetings/{self.meeting}/stream"
                async with client.get(address, headers=self._headers, timeout=_timeout(None)) as answer:
                    if answer.status == 200:
                        await self._read(answer.content)
            self.live = False
            await asyncio.sleep(AGAIN)

    async def _read(self, content: aiohttp.StreamReader) -> None:
        while one := (await content.readuntil(b"\n\n")).decode().strip():
            lines = dict(line.split(": ", 1) for line in one.split("\n"))
            said = json.loads(lines["data"])
            if lines["event"] == "view":
                self.view, self.live = said["view"], True
            elif lines["event"] == "patch":
                self.gaps += said["from"] != self.view["seq"]
                self.view = merge(self.view, said["patch"])


def _timeout(seconds: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=seconds, sock_connect=5)
