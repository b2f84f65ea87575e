"""A seat is taken and left by a press of a button on a page of ours, and never behind somebody's back."""

import pytest
from django.test import override_settings

from prachum.registry import limits, links, seats
from prachum.registry.models import Meeting, SeatSession
from tests.registry.hall import CAN_HEAD, THA_HEAD, hall
from tests.web.browsing import ELSEWHERE, Browser, new_address


@pytest.fixture
def rehearsal() -> Meeting:
    return hall()


@pytest.fixture
def real() -> Meeting:
    return hall(rehearsal=False)


@pytest.fixture
def browser() -> Browser:
    return Browser(new_address())


def test_one_press_takes_a_seat_in_a_rehearsal(browser: Browser, rehearsal: Meeting) -> None:
    assert browser.sits_as(rehearsal) == "an observer"
    answer = browser.take(rehearsal, THA_HEAD)
    assert (answer.status_code, answer["Location"]) == (302, f"/meetings/{rehearsal.id}/")
    assert browser.sits_as(rehearsal) == THA_HEAD


def test_leaving_gives_the_seat_back(browser: Browser, rehearsal: Meeting) -> None:
    browser.take(rehearsal, THA_HEAD)
    browser.leave(rehearsal)
    assert browser.sits_as(rehearsal) == "an observer"
    assert seats.taken(rehearsal.id) == frozenset()


def test_a_second_seat_asks_first_and_then_replaces_the_first(browser: Browser, rehearsal: Meeting) -> None:
    browser.take(rehearsal, THA_HEAD)
    asked = browser.take(rehearsal, CAN_HEAD)
    assert asked.status_code == 409
    assert "You hold the seat of Deputy Permanent Secretary" in asked.content.decode()
    assert browser.sits_as(rehearsal) == THA_HEAD
    browser.take(rehearsal, CAN_HEAD, sure="yes")
    assert browser.sits_as(rehearsal) == CAN_HEAD
    assert seats.taken(rehearsal.id) == {CAN_HEAD}


def test_a_seat_that_another_visitor_holds_is_asked_for_twice(rehearsal: Meeting) -> None:
    first, second = Browser(new_address()), Browser(new_address())
    first.take(rehearsal, THA_HEAD)
    assert second.take(rehearsal, THA_HEAD).status_code == 409
    assert first.sits_as(rehearsal) == THA_HEAD
    second.take(rehearsal, THA_HEAD, sure="yes")
    assert (first.sits_as(rehearsal), second.sits_as(rehearsal)) == ("an observer", THA_HEAD)


def test_a_script_is_answered_by_codes(browser: Browser, rehearsal: Meeting) -> None:
    path = f"/meetings/{rehearsal.id}/seats/take/"
    taken = browser.by_script(path, {"person": THA_HEAD})
    assert (taken.status_code, taken.json()["person"]) == (200, THA_HEAD)  # type: ignore[attr-defined]
    asked = browser.by_script(path, {"person": CAN_HEAD})
    assert (asked.status_code, asked.json()["code"]) == (409, "seat.held")  # type: ignore[attr-defined]
    assert asked["Content-Type"] == "application/problem+json"
    assert browser.by_script(path, {"person": "nobody"}).status_code == 404
    assert browser.by_script(f"/meetings/{rehearsal.id}/seats/leave/", {}).status_code == 204


def test_nobody_takes_a_seat_in_a_real_meeting(browser: Browser, real: Meeting) -> None:
    assert browser.take(real, THA_HEAD).status_code == 404
    assert browser.get(f"/meetings/{real.id}/seats/").status_code == 404


def test_from_other_addresses_a_rehearsal_can_only_be_watched(rehearsal: Meeting) -> None:
    far = Browser(ELSEWHERE)
    assert far.take(rehearsal, THA_HEAD).status_code == 403
    assert far.sits_as(rehearsal) == "an observer"
    assert "Take this seat" not in far.get(f"/meetings/{rehearsal.id}/seats/").content.decode()


def test_a_header_does_not_move_an_address(rehearsal: Meeting) -> None:
    far = Browser(ELSEWHERE)
    forged = {"x-forwarded-for": "127.0.0.1", "forwarded": "for=127.0.0.1", "x-real-ip": "127.0.0.1"}
    path, said = f"/meetings/{rehearsal.id}/seats/take/", {"person": THA_HEAD}
    assert far.post(path, said, **forged).status_code == 403


def test_the_token_of_a_seat_is_new_and_no_script_can_read_it(browser: Browser, rehearsal: Meeting) -> None:
    browser.client.cookies["prachum"] = "fixed-by-somebody-else"
    browser.take(rehearsal, THA_HEAD)
    cookie = browser.client.cookies["prachum"]
    assert cookie.value != "fixed-by-somebody-else"
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")


def test_taking_a_seat_changes_the_forms_token(browser: Browser, rehearsal: Meeting) -> None:
    browser.forms_token()
    before = browser.client.cookies["csrftoken"].value
    browser.take(rehearsal, THA_HEAD)
    assert browser.client.cookies["csrftoken"].value != before


@pytest.mark.parametrize("what", ["take", "leave"])
def test_a_seat_is_not_taken_or_left_by_opening_an_address(browser: Browser, rehearsal: Meeting, what: str) -> None:
    browser.take(rehearsal, THA_HEAD)
    assert browser.get(f"/meetings/{rehearsal.id}/seats/{what}/?person={CAN_HEAD}&sure=yes").status_code == 405
    assert browser.sits_as(rehearsal) == THA_HEAD


@pytest.mark.parametrize("path", ["/meetings/{id}/seats/take/", "/meetings/{id}/seats/leave/", "/enter/", "/language/"])
def test_a_form_of_another_site_changes_nothing(browser: Browser, rehearsal: Meeting, path: str) -> None:
    browser.take(rehearsal, THA_HEAD)
    path = path.format(id=rehearsal.id)
    assert browser.client.post(path, {"person": CAN_HEAD, "sure": "yes"}).status_code == 403
    assert browser.post(path, {"person": CAN_HEAD, "sure": "yes"}, origin="https://evil.example").status_code == 403
    assert browser.sits_as(rehearsal) == THA_HEAD


def test_a_personal_link_is_exchanged_by_a_press_and_leads_to_the_clean_address(
    browser: Browser, real: Meeting
) -> None:
    token = links.issue(real, THA_HEAD)
    answer = browser.post("/enter/", {"token": token})
    assert (answer.status_code, answer["Location"]) == (302, f"/meetings/{real.id}/")
    assert browser.sits_as(real) == THA_HEAD
    assert browser.client.cookies["prachum"].value != token


def test_looking_at_a_link_says_what_it_opens_and_opens_nothing(browser: Browser, real: Meeting) -> None:
    told = browser.post("/enter/whose/", {"token": links.issue(real, THA_HEAD)}).json()  # type: ignore[attr-defined]
    assert told == {
        "meeting": "19th Senior Officials’ Meeting",
        "when": "21 June 2022, 09:00 (UTC+7)",
        "delegation": "Thailand",
        "person": "Deputy Permanent Secretary",
    }
    assert browser.sits_as(real) is None
    assert not SeatSession.objects.filter(meeting=real).exists()


def test_looking_at_a_link_says_which_seat_would_be_lost(browser: Browser, rehearsal: Meeting, real: Meeting) -> None:
    browser.take(rehearsal, CAN_HEAD)
    told = browser.post("/enter/whose/", {"token": links.issue(real, THA_HEAD)}).json()  # type: ignore[attr-defined]
    assert told["instead"] == "You hold the seat of Head of the delegation of Canada. Entering ends that."


def test_guessing_at_links_ends_after_a_while_whatever_is_sent_along(
    real: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_minute", lambda: 30_000_000)
    token, guesser = links.issue(real, THA_HEAD), Browser(new_address())
    statuses = []
    for number in range(limits.MOST["enter"] + 1):
        guesser.client.cookies["prachum"] = f"another-{number}"
        headers = {"x-forwarded-for": f"192.0.2.{number}", "user-agent": f"another {number}"}
        statuses.append(guesser.post("/enter/", {"token": f"guess-{number}"}, **headers).status_code)
    assert statuses[0] == 404
    assert statuses[-1] == 429
    waits = guesser.post("/enter/", {"token": "one-more"})
    assert 0 < int(waits["Retry-After"]) <= 60
    assert guesser.post("/enter/", {"token": token}).status_code == 302, "no guess finds a right one, so nobody waits"
    assert Browser(new_address()).post("/enter/", {"token": token}).status_code == 302


def test_a_revoked_link_opens_nothing(browser: Browser, real: Meeting) -> None:
    token = links.issue(real, THA_HEAD)
    links.revoke(real, THA_HEAD)
    assert browser.post("/enter/", {"token": token}).status_code == 404
    assert browser.post("/enter/whose/", {"token": token}).status_code == 404


def test_a_link_that_is_revoked_while_the_press_waits_opens_nothing(
    browser: Browser, real: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = links.issue(real, THA_HEAD)

    def waited(whose: str, what: str) -> bool:
        links.revoke(real, THA_HEAD)
        return True

    monkeypatch.setattr(limits, "spend", waited)
    assert browser.post("/enter/", {"token": token}).status_code == 404
    assert not SeatSession.objects.filter(meeting=real).exists()
    assert "prachum" not in browser.client.cookies


@override_settings(REHEARSAL_SEATS_FROM=[])
def test_where_the_operator_allows_no_address_nobody_takes_a_seat(browser: Browser, rehearsal: Meeting) -> None:
    assert browser.take(rehearsal, THA_HEAD).status_code == 403


def test_two_who_watch_are_two(rehearsal: Meeting) -> None:
    seen = set()
    for _ in range(2):
        watcher = Browser(new_address())
        watcher.get(f"/meetings/{rehearsal.id}/")
        theirs = seats.seat(rehearsal.id, {"prachum": watcher.client.cookies["prachum"].value})
        assert theirs is not None
        assert theirs.observer
        seen.add(theirs.person)
    assert len(seen) == 2
