"""An installation in programs of its own is killed in part or whole, and started again."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.parts import ENGINE, WEB, child, ended_unless_begun, part

PATIENCE = 60.0


class Installation:
    """`prachum up`, without the engine unless `media`, on a folder; `said` is what the terminal was told."""

    def __init__(
        self,
        home: Path,
        port: int,
        environment: Mapping[str, str] | None = None,
        *,
        media: bool = False,
    ) -> None:
        self.home, self.port, self.media = home, port, media
        self.environment = os.environ | {"PRACHUM_DATA": str(home), "LC_ALL": "C.UTF-8"} | dict(environment or {})
        self.said: list[str] = []
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it has told its address."""
        silent = () if self.media else ("--no-media",)
        command = (sys.executable, "-m", "tests.command", "up", *silent, "--port", str(self.port))
        self.running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=self.environment)
        told = len(self.said)
        threading.Thread(target=self._listen, args=(self.running,), daemon=True).start()
        with ended_unless_begun(self.end):
            until(lambda: self.address in "".join(self.said[told:]) or self._has_ended(), "it tells its address")
            assert not self._has_ended(), "".join(self.said)

    def _listen(self, running: "subprocess.Popen[str]") -> None:
        assert running.stderr is not None
        with running.stderr:
            self.said.extend(running.stderr)

    def _has_ended(self) -> bool:
        return self.running.poll() is not None

    @property
    def web(self) -> int:
        """The process id of the web part now; 0 between two lives."""
        return part(self.running.pid, WEB)

    @property
    def engine(self) -> int:
        """The same of the media engine."""
        return part(self.running.pid, ENGINE)

    def kill_web(self) -> int:
        """End the web part as a crash does, and return which one it was, once it is gone."""
        with self.without_web() as dead:
            return dead

    @contextmanager
    def without_web(self) -> Iterator[int]:
        """End the web part as a crash does; there is no other one before the block ends."""
        until(lambda: self.web != 0, "there is a web part")
        loader, dead = child(self.running.pid, WEB), self.web
        os.kill(loader, signal.SIGSTOP)
        try:
            os.kill(dead, signal.SIGKILL)
            until(lambda: gone(dead), "it is dead")
            yield dead
        finally:
            os.kill(loader, signal.SIGCONT)

    def kill_all(self) -> None:
        """End everything at once, as when the machine goes down; the kernel takes the parts with their supervisor."""
        parts = [pid for pid in (self.web,) if pid]
        self.running.kill()
        self.running.wait()
        until(lambda: all(map(gone, parts)), "all are dead")

    def log(self) -> str:
        """What the web part has said."""
        return (self.home / "logs" / "web.log").read_text()

    def end(self) -> int:
        if not self._has_ended():
            self.running.send_signal(signal.SIGTERM)
        return self.running.wait(30)


def gone(pid: int) -> bool:
    """Whether a program has ended; one that nobody has buried yet holds no file open any more."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


def until(true: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Wait until that is true; AssertionError names what never was."""
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.02)
