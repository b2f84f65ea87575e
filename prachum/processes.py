"""What the system says of a process, and is asked to do with one."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PR_SET_PDEATHSIG = 1


class Used(NamedTuple):
    """Seconds for which somebody's program has computed, and its living threads have waited for a processor."""

    computed: float = 0.0
    waited: float = 0.0

    def since(self, before: "Used") -> float:
        """How long it was busy: on a full machine, mostly by waiting its turn; threads that ended take theirs along."""
        return self.computed - before.computed + max(0.0, self.waited - before.waited)


def used(pid: int) -> Used:
    """What it has used until now; nothing where the system is not Linux."""
    told = Path(f"/proc/{pid}")
    with suppress(OSError, ValueError):
        ticks = (told / "stat").read_text().rpartition(") ")[2].split()[11:13]
        waited = sum(map(_waited, told.glob("task/*/schedstat")))
        return Used(sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), waited / 1e9)
    return Used()


def _waited(thread: Path) -> int:
    """Nanoseconds; none of a thread that ends just now."""
    with suppress(OSError):
        return int(thread.read_text().split()[1])
    return 0


def dies_with(parent: int) -> Callable[[], None] | None:
    """Return what a child does before anything else: ask the kernel to be killed when its parent is."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def before_exec() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return before_exec
