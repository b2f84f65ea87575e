"""A part is restarted on its own, sooner at first and later when it goes on failing, and ends when it is told to."""

import asyncio
import errno
import os
import signal
import subprocess
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import pytest

from prachum import supervisor as module
from prachum.processes import used
from prachum.supervisor import Part, Refused, Supervisor, answers_http

Told = list[tuple[float, str, str]]
DEAF = """
import signal, time
signal.signal(signal.SIGTERM, lambda *_: print("TERM", flush=True))
print("deaf", flush=True)
while True:
    time.sleep(99)
"""


def python(name: str, program: str, **how: object) -> Part:
    return Part(name, (sys.executable, "-S", "-c", program), **how)  # type: ignore[arg-type]


@asynccontextmanager
async def kept(home: Path, *parts: Part) -> AsyncIterator[tuple[Supervisor, Told]]:
    """Run a supervisor with these parts, then stop it."""
    told: Told = []
    with Supervisor(home, lambda name, what: told.append((time.monotonic(), name, what))) as supervisor:
        for part in parts:
            supervisor.keep(part)
        running = asyncio.create_task(supervisor.run())
        await asyncio.sleep(0)
        try:
            yield supervisor, told
        finally:
            supervisor.stop()
            await running


def pid_of(supervisor: Supervisor, name: str) -> int:
    pid = supervisor.pid(name)
    assert pid is not None
    return pid


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 what is waited for happens in other programs
            await asyncio.sleep(0.01)


async def test_a_part_that_goes_on_failing_is_restarted_ever_later(tmp_path: Path) -> None:
    async with kept(tmp_path, python("failing", "raise SystemExit(1)")) as (_, told):
        await until(lambda: sum(what == "started" for _, _, what in told) == 4)
    starts = [at for at, _, what in told if what == "started"]
    ends = [at for at, _, what in told if what == "ended"]
    pauses = [start - end for end, start in zip(ends, starts[1:], strict=False)]
    assert [pause >= least for pause, least in zip(pauses, (0.1, 0.2, 0.4), strict=True)] == [True] * 3


async def test_a_part_that_lives_once_is_not_restarted_and_its_exit_status_is_known(tmp_path: Path) -> None:
    async with kept(tmp_path, python("rehearsal", "raise SystemExit(3)", again=False)) as (supervisor, told):
        assert await supervisor.ended("rehearsal") == 3
        await asyncio.sleep(0.3)
        assert [what for _, _, what in told].count("started") == 1


async def test_a_part_can_be_added_while_the_others_run(tmp_path: Path) -> None:
    async with kept(tmp_path, python("web", "import time; time.sleep(99)")) as (supervisor, _):
        await supervisor.up("web")
        pid = supervisor.pid("web")
        supervisor.keep(python("rehearsal", "print('said')", again=False))
        assert await supervisor.ended("rehearsal") == 0
        assert supervisor.pid("web") == pid
    assert (tmp_path / "logs" / "rehearsal.log").read_text() == "said\n"


async def test_a_part_that_may_not_stand_stops_everything_and_says_why(tmp_path: Path) -> None:
    async def bad() -> None:
        raise Refused("It answers on the street.")

    told: list[tuple[str, str]] = []
    sleeping = "import time; time.sleep(99)"
    with Supervisor(tmp_path, lambda name, what: told.append((name, what))) as supervisor:
        supervisor.keep(python("web", sleeping))
        supervisor.keep(python("engine", sleeping, once_up=bad))
        with pytest.raises(Refused, match="on the street"):
            await supervisor.run()
    assert {name for name, what in told if what == "ended"} == {"web", "engine"}
    assert ("engine", "up") not in told


async def test_who_ignores_term_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE", 0.2)
    log = tmp_path / "logs" / "web.log"
    async with kept(tmp_path, python("web", DEAF)) as (_, told):
        await until(lambda: log.exists() and "deaf" in log.read_text())
    assert [what for _, _, what in told] == ["started", "up", "ended"]


async def test_who_is_being_ended_when_all_are_told_to_stop_is_still_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GRACE", 0.5)
    log = tmp_path / "logs" / "web.log"
    async with kept(tmp_path, python("web", DEAF)) as (supervisor, told):
        await until(lambda: log.exists() and log.read_text() == "deaf\n")
        pid = supervisor.pid("web")
        supervisor.renew("web")
        await until(lambda: log.read_text() == "deaf\nTERM\n")
    assert [what for _, _, what in told] == ["started", "up", "ended"]
    assert ended(str(pid))


async def test_a_part_may_tell_of_a_death_within_it_and_lives_on(tmp_path: Path) -> None:
    mark = tmp_path / "it is up"
    waits = f"import os, time\nwhile not os.path.exists({str(mark)!r}): time.sleep(0.01)\n"
    tells = f"{waits}os.write(int(os.environ['{module.DEATHS}']), b'..'); time.sleep(99)"
    files = len(os.listdir("/proc/self/fd"))
    async with kept(tmp_path, python("web", tells, replaces=True)) as (_, told):
        await until(lambda: [what for _, _, what in told] == ["started", "up"])
        mark.touch()
        await until(lambda: [what for _, _, what in told] == ["started", "up", "died", "died"])
    assert [what for _, _, what in told][4:] == ["ended"]
    assert len(os.listdir("/proc/self/fd")) <= files


def ended(pid: str) -> bool:
    """Gone, or dead and not yet taken away by whoever is process 1 here."""
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] in "ZX"
    return True


@pytest.mark.parametrize("pause", [0, 2], ids=["begun", "being begun"])
async def test_what_a_part_leaves_behind_ends_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pause: float
) -> None:
    """Also when it is to stop while it is being started: on a full machine a part does much in that time."""
    begun = module.Child._begun

    async def slowly(child: module.Child) -> Process:
        running = await begun(child)
        await asyncio.sleep(pause)
        return running

    monkeypatch.setattr(module.Child, "_begun", slowly)
    mark = tmp_path / "grandchild"
    program = f"import subprocess, time; subprocess.Popen(['sh', '-c', 'echo $$ > {mark}; sleep 99']); time.sleep(99)"
    async with kept(tmp_path, python("web", program)):
        await until(lambda: mark.exists() and bool(mark.read_text()))
    await until(lambda: ended(mark.read_text().strip()))


async def test_a_part_that_answers_late_is_left_alone_and_one_that_stops_answering_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PROBE_EVERY", 0.02)
    silent, answered = False, 0

    async def answers() -> bool:
        nonlocal answered
        await asyncio.sleep(99 if silent else 1)
        answered += 1
        return True

    part = python("engine", "import time; time.sleep(99)", answers=answers, patience=3.0)
    async with kept(tmp_path, part) as (supervisor, told):
        await supervisor.up("engine")
        await until(lambda: answered > 4)
        assert "silent" not in [what for _, _, what in told]
        silent = True
        await until(lambda: "silent" in [what for _, _, what in told])


async def test_who_computes_while_silent_is_given_longer_than_who_sleeps(tmp_path: Path) -> None:
    async def answers() -> bool:
        # The program answers once, and then is busy or sleeps.
        return not (mark := tmp_path / "silent").exists() and mark.write_text("from now on") > 0

    busy = python("engine", "while True: pass", answers=answers, patience=0.3, busy_patience=60.0)
    async with kept(tmp_path, busy) as (supervisor, told):
        await supervisor.up("engine")
        await asyncio.sleep(1.5)
        assert [what for _, _, what in told] == ["started", "up"]
        os.kill(pid_of(supervisor, "engine"), signal.SIGSTOP)
        await until(lambda: "silent" in [what for _, _, what in told])


async def test_who_gets_no_processor_is_not_taken_for_hung() -> None:
    """It would compute if it were let: another, far before it, has the one processor that both may use."""
    with spinning() as first, spinning("nice", "-n", "19") as starved:
        for process in (first, starved):
            os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})
        before = used(starved.pid)
        await until(lambda: used(starved.pid).waited - before.waited > 0.5)
        starved.send_signal(signal.SIGSTOP)
        await until(lambda: ") T " in Path(f"/proc/{starved.pid}/stat").read_text())
        before = used(starved.pid)
        await asyncio.sleep(1)
        assert used(starved.pid).since(before) < 0.2


@contextmanager
def spinning(*by: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program that computes until it is ended."""
    process = subprocess.Popen([*by, sys.executable, "-S", "-c", "while True: pass"])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def test_logs_are_rotated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOG_BYTES", 1000)
    async with kept(tmp_path, python("web", "for _ in range(50): print('x' * 99, flush=True)", again=False)) as (
        kept_by,
        _,
    ):
        await kept_by.ended("web")
    assert (tmp_path / "logs" / "web.log.1").exists()


async def test_an_address_where_nobody_listens_does_not_answer(unused_tcp_port: int) -> None:
    assert not await answers_http("127.0.0.1", unused_tcp_port)


async def test_while_a_program_is_missing_the_other_parts_live_on(tmp_path: Path) -> None:
    program = tmp_path / "engine"
    program.write_text("#!/bin/sh\nexec sleep 99\n")
    program.chmod(0o700)
    async with kept(tmp_path, python("web", "import time; time.sleep(99)"), Part("engine", (str(program),))) as (it, _):
        await asyncio.gather(it.up("web"), it.up("engine"))
        web, away = it.pid("web"), program.rename(tmp_path / "away")
        os.kill(pid_of(it, "engine"), signal.SIGKILL)
        log = tmp_path / "logs" / "engine.log"
        await until(lambda: "cannot be started" in log.read_text())
        away.rename(program)
        await it.up("engine")
        assert it.pid("web") == web


async def test_while_no_file_can_be_opened_the_other_parts_live_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sleeping = "import time; time.sleep(99)"
    async with kept(tmp_path, python("web", sleeping, replaces=True), python("engine", sleeping)) as (it, _):
        await asyncio.gather(it.up("web"), it.up("engine"))
        engine = it.pid("engine")

        def none_left() -> tuple[int, int]:
            raise OSError(errno.EMFILE, "Too many open files")

        with monkeypatch.context() as full:
            full.setattr(os, "pipe", none_left)
            os.kill(pid_of(it, "web"), signal.SIGKILL)
            log = tmp_path / "logs" / "web.log"
            await until(lambda: "cannot be started" in log.read_text())
        await it.up("web")
        assert it.pid("engine") == engine


async def test_who_ends_untold_has_died_and_who_is_renewed_has_not(tmp_path: Path) -> None:
    sleeping = "import time; time.sleep(99)"
    async with kept(tmp_path, python("web", sleeping)) as (supervisor, told):
        await supervisor.up("web")
        supervisor.renew("web")
        await until(lambda: [what for _, _, what in told].count("up") == 2)
        assert "died" not in [what for _, _, what in told]
        os.kill(pid_of(supervisor, "web"), signal.SIGKILL)
        await until(lambda: [what for _, _, what in told].count("up") == 3)
    first, second, third = ["started", "up"], ["ended", "started", "up"], ["died", "ended", "started", "up"]
    assert [what for _, _, what in told] == [*first, *second, *third, "ended"]
