"""Whatever the machine's clock does, a meeting's time runs evenly, never back, and says that the clock was set."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from tests.crash import ledger
from tests.crash.assembly import Head, assembled
from tests.crash.calls import Caller
from tests.crash.conftest import Install
from tests.crash.installation import Installation, until

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


def said(installation: Installation, meeting: UUID, head: Head) -> tuple[datetime, int]:
    """The meeting's time, and how many seconds the speaker has spoken by it."""
    told = Caller(installation).view(meeting, head).said
    now, clock = datetime.fromisoformat(told["now"]), told["view"]["floor"]["holder"]["clock"]
    return now, clock["spent"] + (now - datetime.fromisoformat(clock["since"])) // timedelta(milliseconds=1)


def test_an_hour_forward_and_two_back_change_no_time_of_the_meeting(tmp_path: Path, install: Install) -> None:
    """F10."""
    assert LIBRARY is not None, "scripts/test installs faketime"
    meeting, (chair, other) = assembled(2)
    offset = tmp_path / "offset"
    offset.write_text("+0")
    installation = install(
        meeting,
        LD_PRELOAD=str(LIBRARY),
        FAKETIME_TIMESTAMP_FILE=str(offset),
        FAKETIME_NO_CACHE="1",
        DONT_FAKE_MONOTONIC="1",
    )
    call, began = Caller(installation), time.monotonic()
    call.follow(meeting, chair, other)
    given = call.send(meeting, chair, "floor.give_floor", {"to": other.delegation, "speaker": other.person})
    assert given.status == 200, given
    first, _ = said(installation, meeting, other)
    for set_to in ("+1h", "-1h"):
        offset.write_text(set_to)
        assert call.to_order(meeting, chair, other).status == 200
    then, spoken = said(installation, meeting, other)
    passed = timedelta(seconds=time.monotonic() - began)
    assert timedelta() < then - first < passed
    assert 0 < spoken < passed / timedelta(milliseconds=1)
    steps = [line for line in ledger.told(meeting, installation.home) if line[1] == "meeting.clock_stepped"]
    assert [round(body["milliseconds"] / 3.6e6) for _, _, body in steps] == [1, -2]
    said_so = "The clock of this machine was set by"
    until(lambda: installation.log().count(said_so) >= 2, "the log tells of both")
    assert installation.log().count(said_so) == 2
    began = time.monotonic()
    call.until_another_answers(installation.kill_web())
    last = datetime.fromisoformat(ledger.told(meeting, installation.home)[-1][0])
    later, spoken_later = said(installation, meeting, other)
    assert last <= later < then + timedelta(seconds=time.monotonic() - began), "it goes on from the last entry"
    assert spoken_later > 0
    assert call.to_order(meeting, chair, other).status == 200
    entered = [at for at, _, _ in ledger.told(meeting, installation.home)]
    assert entered == sorted(entered)
