"""Who may open which address is written here for every address of a page, and an address that is missing fails."""

import pytest
from django.urls import URLPattern

from prachum.registry import links
from prachum.registry.models import Meeting
from prachum.web.urls import urlpatterns
from tests.registry.hall import CAN_HEAD, THA_HEAD, hall
from tests.web.browsing import ELSEWHERE, Browser, new_address

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
