"""What the system says of a process, and is asked to do with one."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1


def busy_seconds(pid: int) -> float:
    """How long a process has computed, or waited for a processor to do so; 0 where the system is not Linux.

    The wait is that of the threads that live: on a full machine most of what a busy process does is to wait its turn.
    """
    told = Path(f"/proc/{pid}")
    with suppress(OSError, ValueError):
        ticks = (told / "stat").read_text().rpartition(") ")[2].split()[11:13]
        waited = sum(int(thread.read_text().split()[1]) for thread in told.glob("task/*/schedstat"))
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK") + waited / 1e9
    return 0.0


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
