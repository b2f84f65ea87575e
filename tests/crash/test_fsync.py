"""What the disk did not confirm is not acknowledged: the web part ends, and reads anew what is kept."""

import subprocess
from pathlib import Path
from uuid import uuid4

import pytest

from tests.crash import ledger
from tests.crash.assembly import assembled
from tests.crash.calls import Answer, Caller
from tests.crash.conftest import Install
from tests.crash.installation import gone, until


def failing_once(pid: int, said: Path) -> "subprocess.Popen[bytes]":
    """Let the next attempt of a program to write through to the disk fail, as a bad sector does."""
    calls = "fsync,fdatasync"
    rules = ("-e", f"trace={calls}", "-e", f"inject={calls}:error=EIO:when=1")
    tracing = subprocess.Popen(["strace", "-f", "-o", said, *rules, "-p", str(pid)], stderr=subprocess.PIPE)
    assert tracing.stderr is not None
    said_at_once = tracing.stderr.readline()
    if b"not permitted" in said_at_once:
        pytest.skip("no program may be traced here")
    assert b"attached" in said_at_once
    return tracing


def test_an_act_that_the_disk_did_not_confirm_is_not_acknowledged(tmp_path: Path, install: Install) -> None:
    """F09."""
    meeting, (chair, other) = assembled(2)
    installation = install(meeting)
    call = Caller(installation)
    call.follow(meeting, chair, other)
    before = call.to_order(meeting, chair, other).said["seq"]
    failed, sent_as = installation.web, uuid4()
    with failing_once(failed, tmp_path / "traced") as tracing:
        assert call.to_order(meeting, chair, other, sent_as) == Answer(0, {}), "no answer, neither good nor bad"
        until(lambda: gone(failed), "the web part has ended")
        tracing.wait(30)
    assert "EIO" in (tmp_path / "traced").read_text()
    until(lambda: "The disk fails: whether the last act is kept is not known" in installation.log(), "it says why")
    call.until_another_answers(failed)
    assert "The part “web” ended by itself and is started anew" in "".join(installation.said)
    again = call.to_order(meeting, chair, other, sent_as)
    assert again == call.to_order(meeting, chair, other, sent_as) == Answer(200, {"seq": before + 1})
    entered = ledger.entered(installation.home / "journal.db", meeting)
    assert entered[sent_as] == [before + 1]
    assert max(seq for seqs in entered.values() for seq in seqs) == before + 1
