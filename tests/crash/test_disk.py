"""On a full disk an act is refused before it is acknowledged, all else goes on, and with room again so do the acts."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from tests.crash import ledger
from tests.crash.assembly import assembled
from tests.crash.calls import Answer, Caller
from tests.crash.conftest import Install, moved_in
from tests.crash.installation import until
from tests.ports import free_port


def filled(place: Path, but: int = 0) -> Path:
    """Take all room but so many bytes."""
    ballast = place / "ballast"
    with ballast.open("ab", buffering=0) as file, suppress(OSError):
        while os.statvfs(place).f_bavail * os.statvfs(place).f_frsize > but:
            file.write(b"x" * 4096)
    return ballast


def test_on_a_full_disk_acts_are_refused_and_go_on_when_there_is_room(small_disk: Path, install: Install) -> None:
    """F07."""
    meeting, (chair, other) = assembled(2)
    ballast = filled(moved_in(small_disk, meeting), but=2_000_000)
    installation = install(home=small_disk)
    until(lambda: "MB are left on the disk" in "".join(installation.said), "little room is told")
    call = Caller(installation)
    call.follow(meeting, chair, other)
    before = call.to_order(meeting, chair, other).said["seq"]
    filled(small_disk)
    acknowledged = [before]
    while (refused := call.to_order(meeting, chair, other, sent_as := uuid4())).status == 200:
        acknowledged.append(refused.said["seq"])
    assert (refused.status, refused.said["code"]) == (507, "live.disk_full")
    assert "disk" in refused.said["detail"]
    until(lambda: "The disk is full: nothing was entered. Make room" in "".join(installation.said), "it is told")
    assert "Traceback" not in "".join(installation.said), "there is no room for a log, but for a sentence"
    assert call.view(meeting, other).said["view"]["seq"] == acknowledged[-1], "what is entered is still shown"
    assert call.page("/healthz").status == 200
    ballast.unlink()
    again = call.to_order(meeting, chair, other, sent_as)
    assert again == Answer(200, {"seq": acknowledged[-1] + 1})
    entered = ledger.entered(small_disk / "journal.db", meeting)
    assert entered[sent_as] == [acknowledged[-1] + 1]
    assert sorted(seq for seqs in entered.values() for seq in seqs) == list(range(1, acknowledged[-1] + 2))


def test_where_nothing_can_be_written_nothing_is_started(small_disk: Path) -> None:
    """F09: a disk that failed is remounted read-only."""
    home = moved_in(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", home], check=True)
    command = (sys.executable, "-m", "tests.command", "up", "--no-media", "--port", str(free_port()))
    environment = os.environ | {"PRACHUM_DATA": str(home), "LC_ALL": "C.UTF-8"}
    refused = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert refused.returncode == 1
    assert "cannot be written (Read-only file system): make room, or let" in refused.stderr
    assert "Traceback" not in refused.stderr
