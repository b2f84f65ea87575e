"""Whoever is killed while serving is replaced at once, by what was loaded long before; nobody serves untold."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from prachum.supervisor import DEATHS
from tests.crash.installation import gone, until
from tests.parts import server

PROGRAM = """
import os, sys, time
from prachum.forking import keep_serving
loaded = os.getpid()
if (status := keep_serving()) is not None:
    print("over", status, flush=True)
    sys.exit(status)
assert os.getpid() != loaded
# In one write: who is killed between the word and the end of its line has not said it.
os.write(1, b"serves\\n")
{serve}
"""


@contextmanager
def loader(serve: str, said: Path, **how: object) -> Iterator["subprocess.Popen[bytes]"]:
    command = (sys.executable, "-c", PROGRAM.format(serve=serve))
    with said.open("wb") as file, said.with_suffix(".log").open("wb") as log:
        started = subprocess.Popen(command, stdout=file, stderr=log, **how)  # type: ignore[call-overload]
    try:
        yield started
    finally:
        with suppress(ProcessLookupError):
            started.kill()
        started.wait(10)


def lines(said: Path) -> list[str]:
    return said.read_text().splitlines()


def serves(said: Path, times: int) -> Callable[[], bool]:
    return lambda: lines(said).count("serves") == times


def test_who_is_killed_is_replaced_and_the_supervisor_is_told_of_each_death(tmp_path: Path) -> None:
    hears, tells = os.pipe()
    said, environment = tmp_path / "said", os.environ | {DEATHS: str(tells)}
    with loader("time.sleep(99)", said, pass_fds=(tells,), env=environment) as started:
        os.close(tells)
        for life in (1, 2):
            until(serves(said, life), "another one serves")
            os.kill(server(started.pid), signal.SIGKILL)
            assert os.read(hears, 1) == b"\n"
        until(serves(said, 3), "another one serves")
        last = server(started.pid)
        started.terminate()
        assert started.wait(10) == 0
    os.close(hears)
    assert gone(last)
    assert said.with_suffix(".log").read_text().count("ended by SIGKILL") == 2
    assert lines(said) == ["serves", "serves", "serves", "over 0"]


def test_who_ends_by_itself_is_the_supervisors_matter(tmp_path: Path) -> None:
    with loader("sys.exit(3)", tmp_path / "said") as started:
        assert started.wait(10) == 3
    assert lines(tmp_path / "said") == ["serves", "over 3"]


FINISHES = """
import signal
told = []
signal.signal(signal.SIGTERM, lambda *_: told.append("told"))
print("listens", flush=True)
while not told: time.sleep(0.01)
time.sleep(0.5)
print("finished", flush=True)
"""


def test_who_is_told_to_end_may_finish_what_it_does(tmp_path: Path) -> None:
    with loader(FINISHES, tmp_path / "said") as started:
        until(lambda: "listens" in lines(tmp_path / "said"), "it serves")
        started.terminate()
        assert started.wait(10) == 0
    assert lines(tmp_path / "said")[2:] == ["finished", "over 0"]


def test_nobody_serves_on_when_the_loader_is_killed(tmp_path: Path) -> None:
    with loader("time.sleep(99)", tmp_path / "said") as started:
        until(serves(tmp_path / "said", 1), "it serves")
        served = server(started.pid)
        started.kill()
        until(lambda: gone(served), "nobody serves on")


def test_who_is_killed_again_and_again_is_replaced_ever_later(tmp_path: Path) -> None:
    with loader("os.kill(os.getpid(), 9)", tmp_path / "said") as started:
        began = time.monotonic()
        until(serves(tmp_path / "said", 4), "four have served")
        assert time.monotonic() - began >= 0.1 + 0.2 + 0.4
        started.terminate()
        assert started.wait(10) == 0
