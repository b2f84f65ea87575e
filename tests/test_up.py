"""`prachum up` prints one address, refuses in a sentence, and ends whatever is open."""

import json
import os
import pty
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import pytest

django.setup()

from django.conf import settings  # noqa: E402 models can be imported only now

from prachum.proxy import Public  # noqa: E402
from prachum.registry import links, taking  # noqa: E402
from prachum.registry.models import Meeting  # noqa: E402
from prachum.registry.tokens import COOKIE  # noqa: E402
from prachum.supervisor import Refused  # noqa: E402
from prachum.up import must_be_fit_for_the_public, must_go_together, public  # noqa: E402
from tests.parts import WEB, part  # noqa: E402
from tests.ports import free_port  # noqa: E402
from tests.registry.hall import THA_HEAD, hall, migrated  # noqa: E402

PRACHUM = (sys.executable, "-m", "tests.command")


@dataclass
class Installation:
    """A folder with databases, and what is run on it."""

    home: Path
    port: int
    meeting: Meeting
    cookie: str

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"PRACHUM_DATA": str(self.home), "LC_ALL": "en_GB.UTF-8"}

    def up(self, *arguments: str) -> "subprocess.Popen[str]":
        command = (*PRACHUM, "up", "--no-media", "--port", str(self.port), *arguments)
        return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=self.environment)

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run((*PRACHUM, *arguments), env=self.environment, capture_output=True, text=True, timeout=60)

    def stream(self) -> Iterator[str]:
        """The lines of the meeting's stream, as somebody with a seat gets them."""
        address = f"http://127.0.0.1:{self.port}/api/meetings/{self.meeting.id}/stream"
        asked = urllib.request.Request(address, headers={"Cookie": f"{COOKIE}={self.cookie}"})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            yield from (line.decode().rstrip("\n") for line in answer)


def installed(home: Path) -> Installation:
    """An installation that has been migrated before, since that is what takes seconds."""
    migrated()
    meeting = hall(rehearsal=False)
    link = taking.link_of(links.issue(meeting, THA_HEAD))
    assert link is not None
    cookie = taking.enter(link, None)
    for name in ("prachum.db", "journal.db"):
        with sqlite3.connect(settings.DATA / name) as kept, sqlite3.connect(home / name) as copied:
            kept.backup(copied)
    shutil.copy(settings.DATA / "secret-key", home)
    return Installation(home, free_port(), meeting, cookie)


@contextmanager
def running(installation: Installation) -> Iterator["subprocess.Popen[str]"]:
    """Keep it up until the block ends; it has told its address."""
    started = installation.up()
    try:
        assert started.stderr is not None
        said = started.stderr.readline()
        assert said == f"Prachum is at http://127.0.0.1:{installation.port}/  (Ctrl-C stops it)\n"
        yield started
    finally:
        started.send_signal(signal.SIGTERM)
        with started:
            started.wait(30)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = installed(tmp_path_factory.mktemp("installation"))
    with running(installation):
        yield installation


def test_it_serves_at_the_address_that_it_prints(served: Installation) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{served.port}/", timeout=10) as page:
        assert b"<h1>Meetings</h1>" in page.read()
        assert "server" not in {name.lower() for name in page.headers}


def test_a_second_one_is_refused_in_a_sentence(served: Installation) -> None:
    again = served.run("up", "--no-media", "--port", str(free_port()))
    assert again.returncode == 1
    assert "already runs" in again.stderr
    elsewhere = Installation(served.home / "other", served.port, served.meeting, "")
    taken = elsewhere.run("up", "--no-media", "--port", str(served.port))
    assert taken.returncode == 1
    assert taken.stderr == (
        f"Port {served.port} is in use by another program: stop that one, or name another port with --port.\n"
    )


def test_it_ends_while_streams_are_open(tmp_path: Path) -> None:
    installation = installed(tmp_path)
    with running(installation) as started:
        stream = installation.stream()
        assert next(stream).startswith("event:")
        started.send_signal(signal.SIGTERM)
        assert started.wait(50) == 0, "ten times the figure"


def test_who_leaves_the_terminal_does_not_leave_the_meeting(tmp_path: Path) -> None:
    """The parts are allowed as many files as the system allows, and one that dies is replaced, with nobody to tell."""
    installation = installed(tmp_path)
    ours, theirs = pty.openpty()
    command = ("prlimit", "--nofile=512:4096", *PRACHUM, "up", "--no-media", "--port", str(installation.port))
    started = subprocess.Popen(command, stderr=theirs, env=installation.environment)
    os.close(theirs)
    try:
        said = b""
        while b"Prachum is at" not in said:
            said += os.read(ours, 1000)
        os.close(ours)
        first = part(started.pid, WEB)
        assert "Max open files            4096" in Path(f"/proc/{first}/limits").read_text()
        os.kill(first, signal.SIGKILL)
        deadline = time.monotonic() + 60
        while part(started.pid, WEB) in (0, first):
            assert started.poll() is None, "it ended with its part"
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        started.terminate()
        started.wait(30)


def test_revoking_a_link_on_the_terminal_cuts_the_stream_within_a_second(served: Installation) -> None:
    stream = served.stream()
    assert next(stream).startswith("event:")
    revoked = served.run("link", str(served.meeting.id), THA_HEAD, "--revoke")
    done = time.monotonic()
    assert "1 sessions ended" in revoked.stdout
    events = [line for line in stream if line.startswith("event:")]
    assert events[-1] == "event: gone"
    assert time.monotonic() - done < 10, "ten times the figure"


def test_a_link_is_written_for_the_address_where_it_was_served_last(served: Installation) -> None:
    shown = served.run("link", str(served.meeting.id), THA_HEAD, "--again").stdout
    assert re.fullmatch(rf"tha-head: http://127\.0\.0\.1:{served.port}/enter/#[\w-]{{43}}\n", shown)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder as it should be."""
    tmp_path.chmod(0o700)
    (tmp_path / "secret-key").write_text("s" * 64)
    (tmp_path / "secret-key").chmod(0o600)
    return tmp_path


def test_a_sound_installation_may_be_public(home: Path) -> None:
    must_be_fit_for_the_public(home, ["localhost", "meetings.example.org"])


@pytest.mark.parametrize("hosts", [["*"], [".example.org"], ["meetings.example.org", "*.example.org"]])
def test_a_public_installation_names_its_hosts_whole(home: Path, hosts: list[str]) -> None:
    with pytest.raises(Refused, match="PRACHUM_HOSTS"):
        must_be_fit_for_the_public(home, hosts)


def test_a_public_installation_keeps_its_secrets_to_itself(home: Path) -> None:
    (home / "secret-key").chmod(0o640)
    with pytest.raises(Refused, match="secret-key"):
        must_be_fit_for_the_public(home, [])


def test_a_public_installation_has_a_strong_secret(home: Path) -> None:
    (home / "secret-key").write_text("secret")
    with pytest.raises(Refused, match="secret-key"):
        must_be_fit_for_the_public(home, [])


@pytest.mark.parametrize(
    "name", ["localhost", "https://example.org", "example.org/x", "*.example.org", "-a.example.org", "192.0.2.7"]
)
def test_what_is_no_public_name_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        public(name)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"turn_host": "turn.example.org"}, "needs --host"),
        ({"reached": Public("a.example.org"), "turn_host": "A.example.org"}, "another name"),
        ({"reached": Public("a.example.org"), "turn_host": "turn.example.org", "own_proxy": True}, "our own Caddy"),
        ({"reached": Public("a.example.org"), "turn_host": "turn.example.org", "media": False}, "media engine"),
        ({"reached": Public("a.example.org"), "turn_host": "*.example.org"}, "public name"),
        ({"reached": Public("a.example.org"), "turn_host": "turn.example.org", "engine": "elsewhere"}, "media engine"),
        ({"address": "example.org"}, "no IP address"),
        (
            {"reached": Public("a.example.org"), "turn_host": "turn.example.org", "address": "203.0.113.7"},
            "of this machine itself",
        ),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    options: dict[str, Any], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"reached": None, "turn_host": None, "address": None, "own_proxy": False, "media": True} | options
    if engine := given.pop("engine", None):
        monkeypatch.setenv("PRACHUM_LIVEKIT_URL", engine)
    with pytest.raises(Refused, match=why):
        must_go_together(given.pop("reached"), given.pop("turn_host"), given.pop("address"), **given)


def test_under_https_cookies_are_bound_to_the_host_and_nobody_takes_seats_by_default(served: Installation) -> None:
    told = (
        "import json, os, django; django.setup(); from django.conf import settings as s; from prachum.registry.tokens"
        " import COOKIE; print(json.dumps([COOKIE, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_SECURE,"
        " s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.REHEARSAL_SEATS_FROM, s.ALLOWED_HOSTS[-1]]))"
    )
    environment = served.environment | public("meetings.example.org")
    said = subprocess.run([sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True)
    names = ["__Host-prachum", "__Host-csrftoken", "__Host-prachum-account"]
    assert json.loads(said.stdout) == [*names, True, True, True, [], "meetings.example.org"]
