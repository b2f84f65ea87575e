"""The engine comes back from a crash and from silence, alone; the supervisor is alone too, and leaves nobody behind."""

import os
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from prachum.media.engine import CONFIGURATION_FILE, KEY_FILE, Address

from .conftest import Installation

pytestmark = pytest.mark.engine
Install = Callable[[], Installation]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_an_engine_that_crashes_is_back_on_the_same_port_and_the_web_part_does_not_notice(install: Install) -> None:
    installation = install()
    pids = installation.start()
    before = Address.of(installation.home)
    os.kill(pids["engine"], signal.SIGKILL)
    installation.wait("engine", "ended")
    again = installation.wait("engine", "started", seconds=10)  # ten times the figure
    installation.wait("engine", "up", seconds=10)
    assert again["pid"] != pids["engine"]
    assert Address.of(installation.home) == before
    assert alive(pids["web"])


def test_an_engine_that_hangs_is_replaced_within_three_seconds(install: Install) -> None:
    installation = install()
    pids = installation.start()
    stopped = time.monotonic()
    os.kill(pids["engine"], signal.SIGSTOP)
    again = installation.wait("engine", "started")
    assert again["pid"] != pids["engine"]
    assert 2 < again["at"] - stopped < 30  # 3, on a machine that does nothing else
    installation.wait("engine", "up")
    assert not alive(pids["engine"])


def test_stopping_leaves_nobody_behind_even_who_hangs(install: Install) -> None:
    installation = install()
    pids = installation.start()
    os.kill(pids["engine"], signal.SIGSTOP)
    asked = time.monotonic()
    installation.end()
    assert installation.running.returncode == 0
    assert time.monotonic() - asked < 20  # 3, and then it kills
    assert not [name for name, pid in pids.items() if alive(pid)]


def test_a_supervisor_that_is_killed_leaves_nobody_behind(install: Install) -> None:
    installation = install()
    pids = installation.start()
    installation.running.kill()
    deadline = time.monotonic() + 5
    while any(map(alive, pids.values())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [name for name, pid in pids.items() if alive(pid)]


def test_a_second_supervisor_of_the_same_installation_is_refused_in_a_sentence(install: Install) -> None:
    first = install()
    pids = first.start()
    second = install()
    _, said = second.running.communicate(timeout=20)
    assert second.running.returncode == 1
    assert f"already runs on {first.home} (process {first.running.pid})" in said.decode()
    assert alive(pids["engine"])


def test_the_web_part_is_renewed_without_the_engine(install: Install) -> None:
    installation = install()
    pids = installation.start()
    installation.running.send_signal(signal.SIGHUP)
    again = installation.wait("web", "started")
    assert again["pid"] != pids["web"]
    assert alive(pids["engine"])
    assert (installation.home / "logs" / "web.log").read_text().count("served") >= 1


def test_the_key_to_the_engine_is_ours_alone_to_read(home: Path) -> None:
    for kept in (KEY_FILE, CONFIGURATION_FILE):
        assert stat.S_IMODE((home / kept).stat().st_mode) == 0o600
