"""Somebody at the far end of a wire is a program of their own: what is cut off from them is nobody else's to close."""

import subprocess
import sys
import threading

from prachum.proxy import root_certificate
from prachum.registry.models import Meeting
from prachum.settings import DATA
from tests.browser.sounding import until
from tests.network.installed import ADDRESS, COOKIE, session
from tests.network.wire import Wire


class Person:
    """Sits in a meeting with stream and signalling socket, until `leave`; `heard` are the names of what came."""

    def __init__(self, wire: Wire, meeting: Meeting, person: str) -> None:
        self.heard: list[str] = []
        address = f"{ADDRESS}/api/meetings/{meeting.id}"
        cookie = f"{COOKIE}={session(meeting, person)}"
        program = (sys.executable, "-m", "tests.network.visitor")
        command = wire.far.argv(*program, wire.here, str(root_certificate(DATA)), address, cookie)
        self._running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()
        both = {"view", "socket"}
        until(lambda: both <= set(self.heard), lambda: f"stream and socket are there, not only {self.heard}")

    def leave(self) -> None:
        self._running.kill()
        with self._running:
            self._running.wait(10)
            self._reading.join(10)

    def _read(self) -> None:
        assert self._running.stdout is not None
        for line in self._running.stdout:
            self.heard.append(line.strip())
