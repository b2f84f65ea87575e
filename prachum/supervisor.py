"""One installation has one supervisor, each of its parts is restarted on its own, and none outlives it."""

import asyncio
import fcntl
import logging
import logging.handlers
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self, TextIO, TypeAlias, TypeVar

from prachum.processes import dies_with, used
from prachum.terminal import said

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds before the first restart, doubled at each further one up to the longest."""
STEADY = 10.0
"""A part that has lived so many seconds starts again with the first pause."""
GRACE = 3.0
"""Seconds between TERM and KILL: livekit-server drains for ever, uvicorn waits for open streams."""
PROBE_EVERY = 0.4
BUSY = 0.2
"""The share of the time since the last look that a process must have computed, or waited to, to be taken for busy."""
NOT_STARTED = 127
"""The exit status of what could not be started, as shells have it."""
LOG_BYTES, LOG_FILES = 5_000_000, 5
DEATHS = "DEATHS_TOLD_ON"
"""The variable by which a part knows the file descriptor on which it tells, by a byte, of each death within itself."""

What: TypeAlias = Literal["started", "up", "silent", "died", "ended"]
"""`died`: what had answered ended without being told to."""
Tell: TypeAlias = Callable[[str, What], None]
T = TypeVar("T")
log = logging.getLogger(__name__)


class Refused(Exception):
    """The installation cannot run like this; the text is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Part:
    """One child and how it is kept; `environment` is added to ours.

    `answers` says whether the child still answers; no answer within `patience` seconds and it is killed and restarted
    (with the 0.4 s between two questions a hung child is replaced within 3 s), within `busy_patience` where it computes
    meanwhile, or would on a less full machine: who has two hundred to let in again is not helped by having to begin
    anew.  `once_up` is awaited after the first answer of each start and may raise Refused, which stops everything.
    A part that is not to live `again` runs once.  One that `replaces` by itself what dies within it tells of that on
    the descriptor in DEATHS.
    What a part that is `shown` says goes to our own terminal, not to a log.
    """

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    answers: Callable[[], Awaitable[bool]] | None = None
    once_up: Callable[[], Awaitable[None]] | None = None
    patience: float = 2.4
    busy_patience: float = 0.0
    start_patience: float = 30.0
    again: bool = True
    replaces: bool = False
    shown: bool = False


async def answers_http(host: str, port: int, path: str = "/", *, below: int = 500) -> bool:
    """Say whether an HTTP server answers this path with a status below that; wait as long as the caller lets us."""
    try:
        reader, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
        status = (await reader.readline()).split()
        return len(status) > 1 and status[1].isdigit() and int(status[1]) < below
    except OSError:
        return False
    finally:
        writer.close()


class Log(logging.handlers.RotatingFileHandler):
    """What a part says, in files that are rotated; where they cannot be written it is said on our own terminal."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - named by logging
        with suppress(OSError):
            sys.stderr.write(record.getMessage())


class Child:
    """The lives of one part, one after the other."""

    def __init__(self, part: Part, logs: Path, tell: Tell) -> None:
        self.part = part
        self.tell = tell
        self.pid: int | None = None
        self.starts = 0
        self.up = asyncio.Event()
        self.renewal = asyncio.Event()
        self._log = Log(logs / f"{part.name}.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES)
        self._log.terminator = ""
        self._telling: Mapping[str, str] = {}

    async def live(self) -> int:
        """Start, watch and restart until cancelled; return the exit status of a part that lives only once."""
        pause = FIRST_PAUSE
        loop = asyncio.get_running_loop()
        try:
            while True:
                began = loop.time()
                status = await self._life()
                if not self.part.again:
                    return status
                if self.renewal.is_set() or loop.time() - began > STEADY:
                    pause = FIRST_PAUSE
                self.renewal.clear()
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
        finally:
            self._log.close()

    async def _life(self) -> int:
        with ExitStack() as kept:
            return await self._one_life(kept)

    async def _one_life(self, kept: ExitStack) -> int:
        self.starts += 1
        try:
            kept.enter_context(self._deaths())
            running = await self._start()
        except OSError as fault:
            # No process can be had just now, or its program is being replaced: the others live on meanwhile.
            self._log.emit(logging.makeLogRecord({"msg": f"cannot be started: {fault}\n"}))
            self.tell(self.part.name, "started")
            self.tell(self.part.name, "ended")
            return NOT_STARTED
        self.pid = running.pid
        self.tell(self.part.name, "started")
        written = asyncio.create_task(self._write_log(running))
        try:
            await self._watch(running)
        finally:
            self.up.clear()
            status = await _wholly(self._over(running, written))
        return status

    async def _start(self) -> Process:
        """Who is told to stop meanwhile ends the child first: it may have started others already."""
        beginning = asyncio.create_task(self._begun())
        try:
            return await _wholly(beginning)
        except asyncio.CancelledError:
            with suppress(OSError):
                await _wholly(_end(beginning.result()))
            raise

    async def _over(self, running: Process, written: asyncio.Task[None]) -> int:
        status = await _end(running)
        # Whoever left the child's group may hold its output open; that must not keep us.
        await asyncio.wait({written}, timeout=1)
        written.cancel()
        self.pid = None
        self.tell(self.part.name, "ended")
        return status

    @contextmanager
    def _deaths(self) -> Iterator[None]:
        """As long as this lasts, a part that replaces what dies within it may say so."""
        if not self.part.replaces:
            yield
            return
        hears, tells = os.pipe()
        self._telling = {DEATHS: str(tells)}
        loop = asyncio.get_running_loop()
        loop.add_reader(hears, lambda: os.read(hears, 1) and self.tell(self.part.name, "died"))
        try:
            yield
        finally:
            loop.remove_reader(hears)
            os.close(hears)
            os.close(tells)

    async def _begun(self) -> Process:
        return await asyncio.create_subprocess_exec(
            *self.part.argv,
            env={**os.environ, **self.part.environment, **self._telling},
            pass_fds=[int(descriptor) for descriptor in self._telling.values()],
            stdin=asyncio.subprocess.DEVNULL,
            stdout=None if self.part.shown else PIPE,
            stderr=None if self.part.shown else STDOUT,
            # Out of the terminal's group: Ctrl-C is for us to pass on, in our order.
            start_new_session=True,
            preexec_fn=dies_with(os.getpid()),
        )

    async def _watch(self, running: Process) -> None:
        """Return when the child has ended or should be ended; KILL it first when it no longer answers."""
        ended = asyncio.create_task(running.wait())
        renewal = asyncio.create_task(self.renewal.wait())
        silent = asyncio.create_task(self._until_silent(running.pid))
        tasks: set[asyncio.Task[object]] = {ended, renewal, silent}
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if silent.done():
                silent.result()
                self.tell(self.part.name, "silent")
                _signal(running.pid, signal.SIGKILL)
            elif self.part.again and self.up.is_set() and not renewal.done():
                self.tell(self.part.name, "died")
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _until_silent(self, pid: int) -> None:
        part = self.part
        if part.answers is not None and not await self._begins(part.answers):
            return
        if part.once_up is not None:
            await part.once_up()
        self.up.set()
        self.tell(part.name, "up")
        if part.answers is None:
            await asyncio.Event().wait()
        else:
            await self._until_unanswered(part.answers, pid)

    async def _begins(self, answers: Callable[[], Awaitable[bool]]) -> bool:
        """Wait for the first answer; say whether it came in time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.part.start_patience):
                while not await answers():  # noqa: ASYNC110 what is waited for happens in another program
                    await asyncio.sleep(0.05)
                return True
        return False

    async def _until_unanswered(self, answers: Callable[[], Awaitable[bool]], pid: int) -> None:
        """Return when no answer came for as long as may be."""
        part, loop = self.part, asyncio.get_running_loop()
        longest = max(part.patience, part.busy_patience)
        answered = looked = loop.time()
        before = used(pid)
        while (silent := loop.time() - answered) < longest:
            now = used(pid)
            if silent >= part.patience and now.since(before) < BUSY * (loop.time() - looked):
                return
            looked, before = loop.time(), now
            with suppress(TimeoutError):
                # Each question has the whole patience to itself: who is merely busy answers late, not never.
                async with asyncio.timeout(part.patience):
                    if await answers():
                        answered = loop.time()
            await asyncio.sleep(PROBE_EVERY)

    async def _write_log(self, running: Process) -> None:
        if running.stdout is None:
            return
        while written := await running.stdout.read(65536):
            self._log.emit(logging.makeLogRecord({"msg": written.decode(errors="replace")}))


def _signal(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, number)


async def _wholly(doing: Coroutine[None, None, T] | asyncio.Task[T]) -> T:
    """Do this to its end, also where we are told to stop meanwhile, and stop only then: no child is left half ended."""
    task, stopped = asyncio.ensure_future(doing), False
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            stopped = True
    if stopped:
        raise asyncio.CancelledError from task.exception()
    return task.result()


async def _end(running: Process) -> int:
    """TERM, three seconds, KILL; then KILL whatever the child has left behind in its group."""
    if running.returncode is None:
        _signal(running.pid, signal.SIGTERM)
    with suppress(TimeoutError):
        async with asyncio.timeout(GRACE):
            await running.wait()
    _signal(running.pid, signal.SIGKILL)
    return await running.wait()


class Supervisor:
    """Keeps the parts of the installation in `home` (PRACHUM_DATA); entering takes its lock or raises Refused.

    with Supervisor(home) as supervisor:
        supervisor.keep(engine.part(home))
        asyncio.run(supervisor.run())
    """

    def __init__(self, home: Path, tell: Tell = lambda name, what: log.info("%s %s", name, what)) -> None:
        self.home = home
        self._tell = tell
        self._parts: dict[str, Part] = {}
        self._children: dict[str, Child] = {}
        self._tasks: dict[str, asyncio.Task[int]] = {}
        self._stopping = asyncio.Event()
        self._lock: TextIO | None = None

    def __enter__(self) -> Self:
        (self.home / "logs").mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (self.home / "supervisor.lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip()
            lock.close()
            raise Refused(said("runs_already", home=self.home, holder=holder)) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            self._lock.close()

    def keep(self, part: Part) -> None:
        """Add a part, before `run` or during it; a name is used once."""
        assert part.name not in self._parts
        self._parts[part.name] = part
        if self._tasks:
            self._start(part)

    def _start(self, part: Part) -> None:
        child = self._children[part.name] = Child(part, self.home / "logs", self._tell)
        self._tasks[part.name] = self._group.create_task(child.live())

    async def run(self) -> None:
        """Keep the parts until `stop`, TERM or INT, then end them all; HUP restarts the part named "web" alone.

        Must run in the main thread.  Raise Refused when a part's `once_up` does, after everything has ended.
        """
        assert self._lock is not None, "enter the supervisor first: it takes the lock"
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        loop.add_signal_handler(signal.SIGHUP, self.renew, "web")
        try:
            async with asyncio.TaskGroup() as self._group:
                for part in self._parts.values():
                    self._start(part)
                await self._stopping.wait()
                for task in self._tasks.values():
                    task.cancel()
        except BaseExceptionGroup as several:
            if refusals := several.subgroup(Refused):
                raise refusals.exceptions[0] from None
            raise

    def stop(self) -> None:
        """End every part, and then `run`."""
        self._stopping.set()

    def renew(self, name: str) -> None:
        """Restart one part, gracefully and without the others noticing; nothing happens if it is not kept here."""
        if child := self._children.get(name):
            child.renewal.set()

    def pid(self, name: str) -> int | None:
        """Return the running child's process id; None between two lives."""
        return self._children[name].pid

    async def up(self, name: str) -> None:
        """Wait until the part answers."""
        await self._children[name].up.wait()

    async def ended(self, name: str) -> int:
        """Wait for a part that lives only once; return its exit status."""
        return await asyncio.shield(self._tasks[name])
