"""One short address takes whoever comes to the meeting that is held now, and to the record when it is over."""

from prachum.rules.meeting import CloseMeeting
from tests.registry.hall import MYS_HEAD, act, hall, in_session
from tests.web.browsing import Browser


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
