"""A worker is kept as a supervisor would: whenever it ends another one is started, and what it hears is read."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from uuid import UUID

AGAIN = 0.5


class Worker:
    """`hears` while it is in the room; `heard`: when each sound ended, by person and beginning (monotonic seconds).

    `status` is what the last one ended with, a signal being negative.
    """

    def __init__(self, meeting: UUID, people: list[str], log: Path) -> None:
        self.hears = False
        self.status = 0
        self.heard: dict[tuple[str, float], float] = {}
        self._command = (sys.executable, "-m", "tests.soak.worker", str(meeting), *people)
        self._log = log
        self._running: Process | None = None
        self._living = asyncio.create_task(self._live())

    @property
    def pid(self) -> int:
        """0 between two lives."""
        return self._running.pid if self._running is not None else 0

    def kill(self) -> None:
        if self._running is not None:
            self._running.kill()

    async def _live(self) -> None:
        while True:
            with self._log.open("ab") as log:
                self._running = await asyncio.create_subprocess_exec(
                    *self._command, stdin=PIPE, stdout=PIPE, stderr=log, start_new_session=True
                )
            await self._read(self._running)
            self.status = await self._running.wait()
            self._running, self.hears = None, False
            await asyncio.sleep(AGAIN)

    async def _read(self, running: Process) -> None:
        assert running.stdout is not None
        async for line in running.stdout:
            with suppress(json.JSONDecodeError):  # the SDK may say something of its own
                said = json.loads(line)
                self.hears = said["in"]
                self.heard |= {(who, began): ended for who, began, ended in said["heard"]}

    async def end(self) -> None:
        self._living.cancel()
        await asyncio.gather(self._living, return_exceptions=True)
        if self._running is not None:
            with suppress(ProcessLookupError):
                self._running.kill()
            await self._running.wait()
