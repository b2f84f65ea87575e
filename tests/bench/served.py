"""A server under measurement is a process of its own, whose time, threads and memory the kernel counts."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.browser.sounding import until
from tests.parts import server
from tests.ports import free_port


@dataclass(frozen=True)
class Served:
    """A process, where it answers, and by which process it was started."""

    pid: int
    address: str
    starter: int

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def seconds(self) -> float:
        """The CPU time that it has used, in user and system mode."""
        return seconds_of(self.pid)

    def status(self, name: str) -> int:
        """A number of /proc/…/status: Threads, VmRSS (kB) and the like."""
        return status_of(self.pid, name)


def seconds_of(pid: int) -> float:
    # The kernel's clock of another process (clock_getcpuclockid): /proc counts in hundredths of a second only.
    return time.clock_gettime(~pid << 3 | 2)


def status_of(pid: int, name: str) -> int:
    said = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in said if line.startswith(f"{name}:"))


@contextmanager
def running(module: str, *arguments: str, more: dict[str, str] | None = None) -> Iterator[Served]:
    """`python -m module PORT …`, once it answers at /healthz; it ends with the block."""
    port = free_port()
    command = [sys.executable, "-m", module, str(port), *arguments]
    environment = os.environ | {"PRACHUM_MEDIA": "0"} | (more or {})
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, env=environment) as started:
        try:
            until(lambda: _answers(address), f"{module} answers")
            # Ours is forked from what started it; the bare one that it is compared with is not.
            yield Served(server(started.pid) or started.pid, address, started.pid)
        finally:
            started.send_signal(signal.SIGTERM)
            started.wait(30)


def many_files() -> None:
    """Let this process, and those that it starts, open as many sockets as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
