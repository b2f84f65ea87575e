"""Who guesses is counted where a restart forgets nothing, and nobody else has to wait for it (S21)."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from uuid import uuid4

import pytest
from django.contrib.auth import authenticate
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from prachum.registry import accounts, limits, links, taking
from prachum.registry.login import BROWSER, remembers_browsers
from prachum.registry.models import Attempt, Meeting, SeatSession, User
from prachum.registry.tokens import digest
from tests.registry.hall import THA_HEAD, hall
from tests.registry.test_limits import fresh
from tests.web.browsing import Browser

PASSWORD = "a rather long pass phrase"
DESK = "/editorial/login/"


@pytest.fixture(autouse=True)
def minute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No minute ends meanwhile, and a password is not as slow to try as it should be."""
    number = 40_000_000 + uuid4().int % 1_000_000
    monkeypatch.setattr(limits, "_minute", lambda: number)
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def editor() -> User:
    return accounts.add(f"anna-{uuid4().hex[:8]}", accounts.OPERATOR, PASSWORD)


def logs_in(browser: Browser, name: str, password: str = PASSWORD, **headers: str) -> bool:
    said = {"username": name, "password": password, "next": "/editorial/"}
    return browser.post(DESK, said, **headers).status_code == 302


DODGES = ("x-forwarded-for", "x-real-ip", "forwarded", "client-ip", "true-client-ip", "cf-connecting-ip", "via")


def test_no_header_and_no_new_cookie_dodges_the_count(editor: User) -> None:
    address = fresh()
    for number in range(limits.MOST["login"]):
        other = dict.fromkeys(DODGES, f"192.0.2.{number}")
        assert not logs_in(Browser(address), f"{editor.username}{number}", "guess", **other)
    assert not logs_in(Browser(address), editor.username, **{"x-forwarded-for": "192.0.2.250"})
    assert logs_in(Browser(fresh()), editor.username)


def test_neighbours_in_one_network_of_ipv6_are_counted_together(editor: User) -> None:
    network = f"2001:db8:{uuid4().int % 65536:x}:{uuid4().int % 65536:x}"
    for number in range(limits.MOST["login"]):
        assert not logs_in(Browser(f"{network}:{number:x}::1"), editor.username, "guess")
    assert not logs_in(Browser(f"{network}:ffff::1"), editor.username)


def test_many_guesses_at_once_are_not_more_guesses() -> None:
    address, allowed, together = fresh(), [], threading.Barrier(24)

    def guess(_: int) -> None:
        together.wait(20)
        try:
            allowed.append(limits.spend(limits.network(address), "login"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(24) as pool:
        list(pool.map(guess, range(24)))
    assert sum(allowed) == limits.MOST["login"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Too many tries from here. This one was not looked at"),
        ("th", "ครั้งนี้ระบบไม่ได้ตรวจรหัสผ่าน"),
        ("fr", "Celui-ci n’a pas été examiné"),
    ],
)
def test_who_has_to_wait_is_not_told_that_the_password_was_wrong(editor: User, language: str, sentence: str) -> None:
    browser = Browser(fresh(), language)
    said = {"username": editor.username, "password": "guess", "next": "/editorial/"}
    for _ in range(limits.MOST["login"]):
        assert sentence not in browser.post(DESK, said).content.decode(), "looked at, and wrong"
    waits = browser.post(DESK, said | {"password": PASSWORD}).content.decode()
    assert sentence in waits
    assert "didn't match" not in unescape(waits)


def test_a_right_password_spends_nothing(editor: User) -> None:
    address = fresh()
    for _ in range(limits.MOST["login"] + 2):
        assert logs_in(Browser(address), editor.username)


def test_who_has_logged_in_here_before_is_not_locked_out_by_a_guesser_next_door(editor: User) -> None:
    address = fresh()
    known, guesser = Browser(address), Browser(address)
    assert logs_in(known, editor.username)
    known.post("/editorial/logout/", {})
    while limits.spend(limits.network(address), "login"):
        pass
    assert not logs_in(guesser, editor.username)
    assert logs_in(known, editor.username)


def test_a_browser_that_is_known_may_guess_no_more_often_and_for_its_own_account_only(editor: User) -> None:
    address = fresh()
    known = Browser(address)
    assert logs_in(known, editor.username)
    cookie = known.client.cookies[BROWSER].value
    for number in range(limits.MOST["login"]):
        guesser = Browser(f"{address[:-1]}{number}")
        guesser.client.cookies[BROWSER] = cookie
        assert not logs_in(guesser, editor.username, "guess")
    assert not logs_in(known, editor.username)
    other = accounts.add(f"other-{uuid4().hex[:8]}", accounts.OPERATOR, PASSWORD)
    assert logs_in(known, other.username), "for another account it is counted by the address, which has not guessed"


@pytest.mark.parametrize("forged", ["x", "number anna", "a:b:c", "", "é" * 50])
def test_a_cookie_of_ones_own_making_is_no_known_browser(editor: User, forged: str) -> None:
    address = fresh()
    while limits.spend(limits.network(address), "login"):
        pass
    browser = Browser(address)
    browser.client.cookies[BROWSER] = forged
    assert not logs_in(browser, editor.username)


def test_the_browser_is_told_apart_when_it_logs_in_and_not_before() -> None:
    request = RequestFactory().post("/")
    request.user = User(username="anna")

    def answered(_: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert BROWSER not in remembers_browsers(answered)(request).cookies


def test_without_its_database_the_count_lets_nobody_in(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise DatabaseError("no such table")

    token = links.issue(hall(rehearsal=False), THA_HEAD)
    monkeypatch.setattr(Attempt.objects, "get_or_create", broken)
    request = RequestFactory(REMOTE_ADDR=fresh()).post("/")
    with pytest.raises(DatabaseError):
        authenticate(request, username=editor.username, password=PASSWORD)
    browser = Browser(fresh())
    browser.client.raise_request_exception = False
    for path, said in ((DESK, {"username": editor.username, "password": PASSWORD}), ("/enter/", {"token": token})):
        assert browser.post(path, said).status_code == 500
    assert not SeatSession.objects.filter(link__digest=digest(token)).exists()


def test_a_right_link_opens_whoever_has_guessed_from_the_same_address() -> None:
    real, address = hall(rehearsal=False), fresh()
    while limits.spend(limits.network(address), "enter"):
        pass
    guesser, guest = Browser(address), Browser(address)
    assert guesser.post("/enter/", {"token": "x" * 43}).status_code == 429
    assert guesser.post("/enter/whose/", {"token": "x" * 43}).status_code == 429
    token = links.issue(real, THA_HEAD)
    assert guest.post("/enter/whose/", {"token": token}).status_code == 200
    assert guest.post("/enter/", {"token": token}).status_code == 302


def test_one_link_opens_so_many_devices_and_no_more_within_a_minute() -> None:
    real = hall(rehearsal=False)
    token = links.issue(real, THA_HEAD)
    answers = [Browser(fresh()).post("/enter/", {"token": token}).status_code for _ in range(14)]
    assert answers == [302] * limits.MOST["device"] + [429] * 2


def test_of_too_many_devices_the_one_unseen_for_longest_is_cut() -> None:
    real: Meeting = hall(rehearsal=False)
    link = taking.link_of(links.issue(real, THA_HEAD))
    assert link is not None
    for _ in range(taking.MOST_DEVICES + 3):
        taking.enter(link, None)
    ends = list(SeatSession.objects.filter(link=link).order_by("id").values_list("reason", flat=True))
    assert ends == ["replaced"] * 3 + [""] * taking.MOST_DEVICES


def test_going_through_meetings_ends_in_waiting_whether_they_are_there_or_not() -> None:
    real, address = hall(rehearsal=False), fresh()
    browser = Browser(address)
    assert browser.get(f"/meetings/{real.id}/").status_code == 404
    while limits.spend(limits.network(address), "meeting"):
        pass
    for path in (f"/meetings/{real.id}/", f"/meetings/{uuid4()}/", f"/meetings/{real.id}/record/"):
        assert browser.get(path).status_code == 429
    invited = Browser(address)
    invited.post("/enter/", {"token": links.issue(real, THA_HEAD)})
    assert invited.get(f"/meetings/{real.id}/").status_code == 200


def test_logging_in_and_entering_give_a_new_session_and_a_new_forms_token(editor: User) -> None:
    client = Client(enforce_csrf_checks=False, SERVER_NAME="127.0.0.1", REMOTE_ADDR=fresh())
    client.cookies["prachum-account"] = "f" * 32
    client.cookies["prachum"] = "g" * 43
    client.get("/enter/")
    before = {name: morsel.value for name, morsel in client.cookies.items()}
    client.post(DESK, {"username": editor.username, "password": PASSWORD, "next": "/editorial/"})
    client.post("/enter/", {"token": links.issue(hall(rehearsal=False), THA_HEAD)})
    after = {name: morsel.value for name, morsel in client.cookies.items()}
    for name in ("prachum-account", "prachum", "csrftoken"):
        assert after[name] != before[name], name
    first = client.cookies["prachum"].value
    client.post("/enter/", {"token": links.issue(hall(rehearsal=False), THA_HEAD)})
    assert client.cookies["prachum"].value != first
    fixed = Client(SERVER_NAME="127.0.0.1")
    fixed.cookies["prachum-account"] = before["prachum-account"]
    assert fixed.get("/editorial/").status_code == 302, "what was known before opens nothing now"


def test_an_account_made_anew_under_an_old_name_inherits_nothing(editor: User) -> None:
    name, number = editor.username, editor.pk
    browser = Browser(fresh())
    assert logs_in(browser, name)
    holder = accounts.add(f"bridge-{uuid4().hex[:8]}", accounts.INTEGRATOR, None)
    accounts.token(holder, hall(rehearsal=False), person="", label="", days=1)
    called = holder.username
    editor.delete()
    holder.delete()
    again = accounts.add(name, accounts.OPERATOR, PASSWORD + "!")
    assert again.pk != number
    assert browser.get("/editorial/").status_code == 302
    bridge = accounts.add(called, accounts.INTEGRATOR, None)
    assert not SeatSession.objects.filter(user=bridge).exists()
