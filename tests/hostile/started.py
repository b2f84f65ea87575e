"""An intruder is a program of its own, and all that a test knows of it is what it has told."""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from tests.live.clients import Caller

GENEROUS = 20.0
"""Seconds to wait for what takes one or two."""


class Started:
    """A running intruder; `told` is what it said so far."""

    def __init__(self, program: asyncio.subprocess.Process) -> None:
        self.told: list[dict[str, Any]] = []
        self._program = program
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def until(self, *what: str, since: float = 0.0, wait: float = GENEROUS) -> dict[str, Any]:
        """Wait for one of these to be told, at `since` or later, and return it."""
        deadline = time.monotonic() + wait
        while time.monotonic() < deadline:
            for said in self.told:
                if said["what"] in what and said["at"] >= since:
                    return said
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), 1)
        raise AssertionError(f"told nothing of {what}, but {Counter(said['what'] for said in self.told)}")

    def times(self, what: str) -> list[float]:
        """When it was told of this."""
        return [said["at"] for said in self.told if said["what"] == what]

    def last(self, what: str, since: float = 0.0) -> float:
        """When it was told of this last, in seconds after `since`; 0 if not after that."""
        return max([at - since for at in self.times(what) if at > since], default=0.0)

    def does(self, name: str, *arguments: object, **more: object) -> None:
        assert self._program.stdin is not None
        self._program.stdin.write(json.dumps([name, arguments, more]).encode() + b"\n")

    async def end(self) -> None:
        """Let it go."""
        assert self._program.stdin is not None
        self._program.stdin.close()
        try:
            async with asyncio.timeout(GENEROUS):
                await self._program.wait()
        finally:
            if self._program.returncode is None:
                self._program.kill()
                await self._program.wait()
            await self._reading

    async def _read(self) -> None:
        assert self._program.stdout is not None
        while line := await self._program.stdout.readline():
            self.told.append(json.loads(line))
            self._news.set()


def line_of(caller: Caller, name: str = "speak") -> str:
    """Where this person's line is asked for."""
    return caller.path(f"line/{name}").replace("http:", "ws:")


@asynccontextmanager
async def intruder(
    url: str, headers: Mapping[str, str], query: Mapping[str, str] | None = None
) -> AsyncIterator[Started]:
    """Start one with this address (without `/rtc`), these headers and more for the query."""
    said = json.dumps([f"{url}/rtc", dict(headers), dict(query or {})])
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "ignore", "-m", "tests.hostile.intruder", said,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    started = Started(program)
    try:
        yield started
    finally:
        await started.end()


async def quiet(*heard: Callable[[], Sequence[float]], wait: float = 10.0, seconds: float = 1.5) -> None:
    """Wait until for so many seconds nothing was added to any of these moments; raise TimeoutError."""
    async with asyncio.timeout(wait + seconds):
        while any(at > time.monotonic() - seconds for moments in heard for at in moments()[-1:]):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
