"""A rehearsal joins the installation that runs: its delegates are on the line there, and one engine is enough."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from prachum.settings import DATA
from tests.registry.hall import migrated
from tests.workers.test_listening import SPOKEN

pytestmark = pytest.mark.engine

PRACHUM = (sys.executable, "-m", "tests.command")
WAIT = 180.0
"""Seconds for a start that takes ten at most."""


@dataclass
class Running:
    """`prachum up` on a folder of its own, and what can be asked of it."""

    home: Path
    port: int
    up: "subprocess.Popen[bytes]"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"PRACHUM_DATA": str(self.home)}

    def until_it_answers(self) -> None:
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline:
            assert self.up.poll() is None, "it has ended"
            try:
                if (
                    httpx.get(f"http://127.0.0.1:{self.port}/healthz").is_success
                    and (self.home / "engine.json").exists()
                ):
                    return
            except httpx.HTTPError:
                time.sleep(0.2)
        raise TimeoutError

    def view(self, meeting: UUID) -> dict[str, Any]:
        answer = httpx.get(f"http://127.0.0.1:{self.port}/api/meetings/{meeting}/view")
        view: dict[str, Any] = answer.raise_for_status().json()["view"]
        return view


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    # Migrated before, since that is what takes long.
    migrated()
    for name in ("prachum.db", "journal.db"):
        with sqlite3.connect(DATA / name) as kept, sqlite3.connect(tmp_path / name) as copied:
            kept.backup(copied)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {"PRACHUM_DATA": str(tmp_path)}
    with subprocess.Popen((*PRACHUM, "up", "--port", str(port)), env=environment, stderr=subprocess.DEVNULL) as up:
        running = Running(tmp_path, port, up)
        try:
            running.until_it_answers()
            yield running
        finally:
            up.send_signal(signal.SIGTERM)
            up.wait(20)


def test_a_rehearsal_is_held_in_the_installation_that_runs(running: Running, tmp_path: Path) -> None:
    path = tmp_path / "spoken.yaml"
    path.write_text(SPOKEN)
    command = (*PRACHUM, "rehearse", str(path), "--language", "en", "--json")
    with subprocess.Popen(command, env=running.environment, stdout=subprocess.PIPE, text=True) as rehearsing:
        assert rehearsing.stdout is not None
        lines = []
        for line in rehearsing.stdout:
            lines.append(json.loads(line))
            if lines[-1].get("kind") == "floor.floor_given":
                view = running.view(_newest(running))
                assert {view["delegations"][code]["presence"] for code in ("THA", "CAN")} == {"here"}
                assert view["media"]["heard"] == ["can", "tha"]
        assert rehearsing.wait(20) == 0
    assert lines[-1] == {"listened": True, "faults": 0}
    # Nobody was lost and came back: the streams were there, and one engine was enough.
    assert not [line for line in lines if "lost" in str(line.get("kind"))]
    assert (running.home / "engine.json").stat().st_mtime < path.stat().st_mtime


def _newest(running: Running) -> UUID:
    """Asked of the file itself: the floor is not kept for as long as another program takes to load."""
    created = "SELECT meeting FROM journal_entry WHERE kind = 'meeting.meeting_created' ORDER BY rowid DESC LIMIT 1"
    with closing(sqlite3.connect(running.home / "journal.db")) as journal:
        return UUID(journal.execute(created).fetchone()[0])
