"""Where a process that serves is killed another is there at once, forked from one that has loaded everything."""

import logging
import os
import signal
import time

from prachum.processes import dies_with
from prachum.supervisor import DEATHS, FIRST_PAUSE, LONGEST_PAUSE

TOLD = {signal.SIGTERM, signal.SIGINT}
STEADY = 1.0
"""Whoever has served for so many seconds is replaced after the first pause: to begin costs little here."""

log = logging.getLogger(__name__)


def keep_serving() -> int | None:
    """Fork, and return None in each process that is to serve: loading takes two seconds, in which nobody could act.

    Who ends by itself is replaced by the supervisor, which loads everything anew.  The loader itself returns once that
    process has ended by itself, or was told to end: the exit status.  Call it where there is one thread, and neither a
    loop nor a connection.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, TOLD | {signal.SIGCHLD})
    loader, pause = os.getpid(), FIRST_PAUSE
    while True:
        began = time.monotonic()
        server = os.fork()
        if not server:
            _begin(loader)
            return None
        status, told = _ended(server)
        if told or status >= 0:
            return max(status, 0)
        _tell(status)
        pause = FIRST_PAUSE if time.monotonic() - began > STEADY else pause
        if signal.sigtimedwait(TOLD, pause):
            return 0
        pause = min(2 * pause, LONGEST_PAUSE)


def _begin(loader: int) -> None:
    if before := dies_with(loader):
        before()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD | {signal.SIGCHLD})


def _ended(server: int) -> tuple[int, bool]:
    """Pass on what we are told until that process has ended: its status, less than 0 where killed; and if we were."""
    told = False
    while True:
        number = signal.sigwait(TOLD | {signal.SIGCHLD})
        if number in TOLD:
            told = True
            os.kill(server, number)
        elif (ended := os.waitpid(server, os.WNOHANG))[0]:
            return os.waitstatus_to_exitcode(ended[1]), told


def _tell(status: int) -> None:
    log.warning("The process that served was ended by %s; another one serves now.", signal.Signals(-status).name)
    if (hears := os.environ.get(DEATHS)) is not None:
        os.write(int(hears), b"\n")
