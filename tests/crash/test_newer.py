"""What a newer version has entered stops that one meeting, with a sentence for each who asks, and no other."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

from prachum.journal.verify import canonical, link, salted
from tests.crash.assembly import assembled
from tests.crash.calls import Caller
from tests.crash.conftest import Install, moved_in
from tests.crash.installation import Installation, until
from tests.ports import free_port


def enter_newer(journal: Path, meeting: UUID) -> None:
    """Enter, as another version would, what this one does not know; the chain is true."""
    with closing(sqlite3.connect(journal)) as connection:
        seq, at, before = connection.execute(
            "SELECT seq, at, digest FROM journal_entry WHERE meeting = ? ORDER BY seq DESC LIMIT 1", (meeting.hex,)
        ).fetchone()
        body, salt = canonical({"motion": "adjourn"}), "5a" * 16
        covered = {"seq": seq + 1, "at": at, "by": "d000-head", "kind": "motions.motion_tabled"}
        body_hash = salted(salt, body)
        row = covered | {
            "meeting": meeting.hex, "command_id": uuid4().hex, "command_digest": "0" * 64, "body": body, "salt": salt,
            "body_hash": body_hash, "digest": link(before, body_hash=body_hash, **covered),
        }  # fmt: skip
        names = ", ".join(f'"{name}"' for name in row)
        connection.execute(f"INSERT INTO journal_entry ({names}) VALUES ({', '.join('?' * len(row))})", [*row.values()])
        connection.commit()


def run(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = (sys.executable, "-m", "tests.command", *arguments)
    environment = os.environ | {"PRACHUM_DATA": str(home), "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100)


def lines_of(installation: Installation, meeting: UUID) -> list[str]:
    return [line for line in installation.log().splitlines() if str(meeting) in line]


def test_a_meeting_held_by_a_newer_version_is_refused_and_the_others_go_on(install: Install) -> None:
    first, (chair, head) = assembled(2)
    second, (other_chair, other_head) = assembled(2)
    installation = install(first, second)
    call, journal = Caller(installation), installation.home / "journal.db"
    for life in range(2):
        if life:
            call.until_another_answers(installation.kill_web())
        if not life:
            assert call.view(first, head).status == 200
            enter_newer(journal, first)
        until(lambda: call.view(first, head).status == 503, "the meeting is refused")
        for answer in (call.view(first, head), call.to_order(first, chair, head)):
            assert (answer.status, answer.said["code"]) == (503, "live.journal_too_new")
            assert "newer version" in answer.said["detail"]
        assert call.to_order(second, other_chair, other_head).status == 200
        assert call.page("/").status == 200
    until(lambda: len(lines_of(installation, first)) >= 2, "the log tells of it in each life")
    told = lines_of(installation, first)
    assert len(told) == 2, "once in each life"
    assert all("install that one" in line and "motions.motion_tabled" in line for line in told)
    verified = run(installation.home, "verify", str(first))
    assert verified.returncode == 0, verified.stderr
    exported = run(installation.home, "export", str(first), "--for", "public")
    assert exported.returncode == 1
    assert "this version knows no motions.motion_tabled" in exported.stderr


def test_tables_of_a_newer_version_are_left_alone(tmp_path: Path) -> None:
    home = moved_in(tmp_path / "home")
    with closing(sqlite3.connect(home / "journal.db")) as connection:
        connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '0099_motions', '')")
        connection.commit()
        before = list(connection.iterdump())
    for arguments in (("up", "--no-media", "--port", str(free_port())), ("user", "list")):
        refused = run(home, *arguments)
        assert refused.returncode == 1, arguments
        assert "a newer version of Prachum (journal/0099_motions): install that one" in refused.stderr
        assert "Traceback" not in refused.stderr
    with closing(sqlite3.connect(home / "journal.db")) as connection:
        assert list(connection.iterdump()) == before
