"""The tests of the media plane share one real engine, kept by a real supervisor, and one door on a real web server."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from select import select
from typing import Any

import pytest

PROGRAM = Path(__file__).with_name("installation.py")


class Installation:
    """A supervisor in a program of its own; what it tells is read here."""

    def __init__(self, home: Path, *webhook: str) -> None:
        self.home = home
        self.told: list[dict[str, Any]] = []
        self.running = subprocess.Popen(
            [sys.executable, PROGRAM, home, *webhook], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self._rest = b""

    def wait(self, name: str, what: str, *, seconds: float = 30) -> dict[str, Any]:
        """Return the next thing told that fits, and forget what was told before it."""
        deadline = time.monotonic() + seconds
        while True:
            while self.told:
                said = self.told.pop(0)
                if (said["name"], said["what"]) == (name, what):
                    return said
            self._read(deadline - time.monotonic())

    def _read(self, seconds: float) -> None:
        assert self.running.stdout is not None
        ready, _, _ = select([self.running.stdout], [], [], max(seconds, 0))
        assert ready, f"nothing more was told; {self.home / 'logs'} may say why"
        said = os.read(self.running.stdout.fileno(), 65536)
        assert said, f"the supervisor has ended: {self.running.communicate()[1].decode()}"
        *lines, self._rest = (self._rest + said).split(b"\n")
        self.told += [json.loads(line) for line in lines]

    def start(self) -> dict[str, int]:
        """Wait until the engine answers and return the process ids of engine and web."""
        pids: dict[str, int] = {}
        while len(pids) < 2:
            self._read(30)
            pids |= {said["name"]: said["pid"] for said in self.told if said["what"] == "started"}
        self.wait("engine", "up")
        return pids

    def end(self) -> None:
        with suppress(ProcessLookupError):
            self.running.send_signal(signal.SIGTERM)
        with self.running:
            self.running.wait(20)


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Callable[..., Installation]]:
    """Start installations, all in one home, and end them."""
    started: list[Installation] = []

    def start(*webhook: str) -> Installation:
        started.append(Installation(tmp_path, *webhook))
        return started[-1]

    yield start
    for installation in started:
        installation.end()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of an installation whose engine answers, and goes on answering."""
    installation = Installation(tmp_path_factory.mktemp("installation"))
    try:
        installation.start()
        yield installation.home
    finally:
        installation.end()
