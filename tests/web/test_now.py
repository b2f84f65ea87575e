"""One short address takes whoever comes to the meeting that is held now, and to the record when it is over."""

import pytest

from prachum.registry import links
from prachum.rules.meeting import CloseMeeting
from prachum.web import now
from tests.registry.hall import MYS_HEAD, THA_HEAD, act, closed, hall, in_session
from tests.web.browsing import Browser, new_address


def test_now_is_the_newest_meeting_in_session_and_one_that_is_closed_is_left_for_another() -> None:
    older, newer = hall(), hall()
    in_session(older)
    in_session(newer)
    real = hall(rehearsal=False)
    in_session(real)
    browser = Browser()
    assert browser.get("/now/").headers["location"] == f"/meetings/{newer.id}/", "a real one is nobody's to see"
    act(newer.id, CloseMeeting(), MYS_HEAD)
    assert browser.get("/now/").headers["location"] == f"/meetings/{older.id}/"


def test_who_sits_in_a_meeting_is_taken_there_however_many_rehearsals_are_newer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(now, "MOST", 2)
    real = hall(rehearsal=False)
    browser = Browser(new_address())
    browser.post("/enter/", {"token": links.issue(real, THA_HEAD)})
    in_session(real)
    rehearsals = [hall() for _ in range(3)]
    assert Browser().get("/now/").headers["location"] == f"/meetings/{rehearsals[-1].id}/"
    assert browser.get("/now/").headers["location"] == f"/meetings/{real.id}/"
    act(real.id, CloseMeeting(), MYS_HEAD)
    assert browser.get("/now/").headers["location"] == f"/meetings/{rehearsals[-1].id}/"
    for rehearsal in rehearsals:
        closed(rehearsal)
    assert browser.get("/now/").headers["location"] == f"/meetings/{real.id}/record/", "of all that are over, theirs"
