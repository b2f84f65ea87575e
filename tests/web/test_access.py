"""Who may open which address is written here for every address of a page, and an address that is missing fails."""

import pytest
from django.urls import URLPattern

from prachum.registry import links
from prachum.registry.models import Meeting
from prachum.rules.delegations import AccreditPerson, ExpelPerson, LockMeeting, WithdrawAccreditation
from prachum.rules.meeting import CloseMeeting
from prachum.rules.order import PersonId, Standing
from prachum.rules.procedure import Command
from prachum.web.urls import urlpatterns
from tests.registry.hall import CAN_HEAD, MYS_HEAD, SECRETARY, THA, THA_HEAD, act, hall, in_session
from tests.web.browsing import ELSEWHERE, Browser, new_address

LATE = PersonId("tha-alternate")

# Name → what opening it (GET) answers: anybody on a real meeting, anybody on a rehearsal, the one who sits there.
OPENED = {
    "home": (200, 200, 200),
    "language": (405, 405, 405),
    "now": (302, 302, 302),
    "enter": (200, 200, 200),
    "whose-link": (405, 405, 405),
    "meeting": (404, 200, 200),
    "record": (404, 200, 200),
    "journal": (404, 200, 200),
    "seats": (404, 200, 404),
    "take-seat": (405, 405, 405),
    "leave-seat": (405, 405, 405),
}


def address(pattern: URLPattern, meeting: Meeting) -> str:
    return "/" + str(pattern.pattern).replace("<uuid:meeting>", str(meeting.id))


def name(pattern: URLPattern) -> str:
    assert pattern.name is not None
    return pattern.name


@pytest.fixture(scope="module")
def real() -> Meeting:
    return hall(rehearsal=False)


@pytest.mark.parametrize("pattern", urlpatterns, ids=name)
def test_an_address_opens_for_whom_it_should(pattern: URLPattern, real: Meeting) -> None:
    stranger, seated = Browser(ELSEWHERE), Browser(new_address())
    seated.post("/enter/", {"token": links.issue(real, THA_HEAD)})
    opened = (
        stranger.get(address(pattern, real)).status_code,
        stranger.get(address(pattern, hall())).status_code,
        seated.get(address(pattern, real)).status_code,
    )
    assert opened == OPENED[name(pattern)]


@pytest.mark.parametrize("pattern", urlpatterns, ids=name)
def test_a_seat_in_another_real_meeting_opens_nothing_more(pattern: URLPattern, real: Meeting) -> None:
    seated_elsewhere = Browser(new_address())
    seated_elsewhere.post("/enter/", {"token": links.issue(hall(rehearsal=False), CAN_HEAD)})
    assert seated_elsewhere.get(address(pattern, real)).status_code == OPENED[name(pattern)][0]


def opened(meeting: Meeting, browser: Browser) -> list[int]:
    """What the page of a meeting, its record and its journal answer."""
    return [
        browser.get(f"/meetings/{meeting.id}/{rest}").status_code for rest in ("", "record/", "record/journal.jsonl")
    ]


def invited(meeting: Meeting, person: PersonId) -> Browser:
    browser = Browser(new_address())
    browser.post("/enter/", {"token": links.issue(meeting, person)})
    return browser


def test_a_locked_meeting_is_read_by_those_who_are_seated_only_until_it_is_closed() -> None:
    real = hall(rehearsal=False)
    in_session(real)
    act(real.id, AccreditPerson(LATE, THA, Standing.ALTERNATE), SECRETARY)
    seated, late = invited(real, THA_HEAD), invited(real, LATE)
    assert (opened(real, seated), opened(real, late)) == ([200] * 3, [200] * 3)
    act(real.id, LockMeeting(), MYS_HEAD)
    assert (opened(real, seated), opened(real, late)) == ([200] * 3, [404] * 3)
    assert opened(real, invited(real, LATE)) == [404] * 3, "nor by another link"
    act(real.id, CloseMeeting(), MYS_HEAD)
    assert (opened(real, seated), opened(real, late)) == ([200] * 3, [200] * 3)


def test_a_rehearsal_that_is_locked_is_read_by_everybody_who_may_take_a_seat_in_it() -> None:
    rehearsal = hall()
    in_session(rehearsal)
    act(rehearsal.id, LockMeeting(), MYS_HEAD)
    watching = Browser(new_address())
    assert opened(rehearsal, watching) == [200] * 3
    watching.take(rehearsal, THA_HEAD)
    assert watching.sits_as(rehearsal) == THA_HEAD


@pytest.mark.parametrize("sent_out", [ExpelPerson(THA_HEAD, {"en": "Disorder"}), WithdrawAccreditation(THA_HEAD)])
def test_who_was_sent_out_reads_nothing_before_their_session_ends_nor_after_the_meeting(sent_out: Command) -> None:
    real = hall(rehearsal=False)
    in_session(real)
    seated = invited(real, THA_HEAD)
    assert opened(real, seated) == [200] * 3
    act(real.id, sent_out, SECRETARY)
    assert opened(real, seated) == [404] * 3
    act(real.id, CloseMeeting(), MYS_HEAD)
    assert opened(real, seated) == [404] * 3
