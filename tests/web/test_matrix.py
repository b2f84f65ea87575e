"""Every address of the URL conf, Wagtail's desk included, for every role: what is of others is not there (S09, S27)."""

import re
from collections.abc import Mapping
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import override_settings

from prachum.registry import accounts, links
from prachum.registry.models import Meeting, SeatSession
from prachum.web import urls
from tests.registry.hall import CAN_HEAD, MYS_HEAD, SECRETARY, THA_ADVISER, THA_HEAD, hall, in_session
from tests.registry.test_limits import fresh
from tests.web.browsing import ELSEWHERE, Browser
from tests.web.routes import Route, routes
from tests.web.test_access import OPENED

DESK, LOGIN = "editorial/", "/editorial/login/?next=/editorial/"
PASSWORD = "a rather long pass phrase"

# Everybody may open these: name → what opening them answers.  All else at the desk is for accounts alone.
AT_THE_DESK = {
    "wagtailadmin_login": 200,
    "wagtailadmin_sprite": 200,
    "wagtailadmin_javascript_catalog": 200,
    "wagtailadmin_password_reset": 404,
    "wagtailadmin_password_reset_done": 404,
    "wagtailadmin_password_reset_confirm": 404,
    "wagtailadmin_password_reset_complete": 404,
    "wagtailadmin_logout": 405,
}
# What is published: opened with a name of nothing where it takes one.
PUBLISHED = {
    "picture": 404,
    "news-feed": 200,
    "wagtailcore_authenticate_with_password": 404,
    "wagtailcore_login": 200,
    "wagtail_serve": 200,
}
OPERATORS = ("editorial/users/", "editorial/groups/", "editorial/collections/", "editorial/workflows/list/",
             "editorial/workflows/add/", "editorial/sites/")  # fmt: skip
"""What editors are kept from, and operators are not."""
MALFORMED = ("editorial/images/<int:image_id>/preview/<str:filter_spec>/",)
"""A word that says no size: 400, where somebody has made a picture."""
BREAKS_ON_PURPOSE = ("editorial/failwhale/", "editorial/test404/")
SEATED = (MYS_HEAD, CAN_HEAD, THA_HEAD, THA_ADVISER, SECRETARY)
ROLES = ("stranger", "integrator", *SEATED)
TITLE = {"en": "Talks that nobody else is to know of", "th": "การหารือที่ผู้อื่นไม่ควรรู้"}


@pytest.fixture(scope="module")
def foreign() -> Meeting:
    meeting = hall(rehearsal=False, title=TITLE)
    in_session(meeting)
    return meeting


@pytest.fixture(scope="module")
def own() -> Meeting:
    return hall(rehearsal=False)


def comes(role: str, own: Meeting) -> tuple[Browser, Mapping[str, str]]:
    """Somebody of that role in a meeting of their own, with the headers that they send."""
    browser = Browser(ELSEWHERE if role == "stranger" else fresh())
    if role == "integrator":
        holder = accounts.add(f"bridge-{uuid4().hex[:8]}", accounts.INTEGRATOR, None)
        return browser, {"authorization": f"Bearer {accounts.token(holder, own, person=THA_HEAD, label='', days=1)}"}
    if role != "stranger":
        browser.post("/enter/", {"token": links.issue(own, role)})
    return browser, {}


def logged_in(role: str) -> Browser:
    browser, name = Browser(fresh()), uuid4().hex[:12]
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        accounts.add(name, role, PASSWORD)
        assert browser.post("/editorial/login/", {"username": name, "password": PASSWORD}).status_code == 302
    return browser


def tells(answer: HttpResponse, meeting: Meeting) -> bool:
    """Whether anything of the meeting is in it."""
    said = b"" if answer.streaming else answer.content
    return any(one.encode() in said for one in (*TITLE.values(), meeting.ref, "Deputy Permanent Secretary"))


def as_told(answer: HttpResponse, meeting: UUID) -> tuple[int, str, list[str]]:
    """Status, page and names of the headers; the address itself and the form's token differ each time."""
    page = re.sub('name="csrfmiddlewaretoken" value="\\w+"', "", answer.content.decode())
    return answer.status_code, page.replace(str(meeting), "MEETING"), sorted(answer.headers)


def finds_nothing(browser: Browser, route: Route, meeting: UUID, **headers: str) -> HttpResponse:
    """Open an address of a meeting, which is answered as that of one that is not."""
    other = uuid4()
    answer, nowhere = (browser.get(route.path(str(one)), **headers) for one in (meeting, other))
    assert as_told(answer, meeting) == as_told(nowhere, other), route.pattern
    return answer


def test_every_address_is_one_of_ours_or_the_desks_or_published() -> None:
    ours = {pattern.name for pattern in urls.urlpatterns}
    assert ours == set(OPENED)
    known = ours | set(PUBLISHED)
    unlisted = {route for route in routes() if route.name not in known and not route.pattern.startswith(DESK)}
    assert not unlisted, "say in a table who may open it"
    assert set(AT_THE_DESK) <= {route.name for route in routes()}
    assert len(routes()) > 150


@pytest.mark.parametrize("role", ROLES)
def test_in_a_meeting_of_others_no_address_opens_or_tells_anything(foreign: Meeting, own: Meeting, role: str) -> None:
    browser, headers = comes(role, own)
    for route in routes():
        path, of_a_meeting = route.path(str(foreign.id)), "<uuid:meeting>" in route.pattern
        answer = finds_nothing(browser, route, foreign.id, **headers) if of_a_meeting else browser.get(path, **headers)
        assert answer.status_code == expected(route), path
        assert not tells(answer, foreign), path
        if route.pattern.startswith(DESK) and route.name not in AT_THE_DESK:
            assert answer.headers["Location"].startswith(LOGIN), path


def expected(route: Route) -> int:
    if route.pattern.startswith(DESK):
        return AT_THE_DESK.get(route.name, 302)
    return OPENED[route.name][0] if route.name in OPENED else PUBLISHED[route.name]


@pytest.mark.parametrize("role", ROLES)
def test_in_a_meeting_of_others_nothing_is_done_by_any_method(foreign: Meeting, own: Meeting, role: str) -> None:
    browser, headers = comes(role, own)
    before = SeatSession.objects.filter(meeting=foreign).count()
    for route in routes():
        path = route.path(str(foreign.id))
        if "<uuid:meeting>" not in route.pattern or route.name == "leave-seat":
            continue
        answer = browser.post(path, {"person": THA_HEAD, "sure": "1"}, **headers)
        assert answer.status_code in (404, 405), path
        assert not tells(answer, foreign), path
        for method in ("put", "delete", "patch", "options", "trace"):
            said = getattr(browser.client, method)(path)
            assert said.status_code in (403, 404, 405), (method, path)
    assert SeatSession.objects.filter(meeting=foreign).count() == before


@pytest.mark.parametrize("role", [accounts.EDITOR, accounts.OPERATOR])
def test_the_desk_opens_for_accounts_as_far_as_their_role_goes(foreign: Meeting, role: str) -> None:
    browser = logged_in(role)
    for route in routes():
        path = route.path(str(foreign.id))
        if "<uuid:meeting>" in route.pattern:
            assert finds_nothing(browser, route, foreign.id).status_code == expected(route), path
        elif not route.pattern.startswith(DESK):
            assert browser.get(path).status_code == expected(route), path
        elif not route.pattern.startswith(BREAKS_ON_PURPOSE):
            answer = browser.get(path)
            assert answer.status_code in (200, 302, 404, 405) or route.pattern in MALFORMED, path
            assert answer.status_code != 302 or not answer.headers["Location"].startswith(LOGIN), path
            if route.pattern.startswith(OPERATORS) and role == accounts.EDITOR:
                assert answer.status_code in (302, 404), path
            if route.pattern in OPERATORS and role == accounts.OPERATOR:
                assert answer.status_code == 200, path


def test_no_address_that_is_opened_changes_who_is_logged_in() -> None:
    browser = logged_in(accounts.EDITOR)
    for _ in range(2):
        assert browser.get("/editorial/logout/").status_code == 405
        assert browser.get("/editorial/account/").status_code == 200
    assert browser.client.post("/editorial/logout/").status_code == 403, "nor a page of others"
    assert browser.get("/editorial/account/").status_code == 200
    browser.post("/editorial/logout/", {})
    assert browser.get("/editorial/account/").status_code == 302


@pytest.mark.parametrize("path", ["/editorial/login/", "/en/news/_util/login/"])
@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:x()"])
def test_who_logs_in_is_led_to_no_other_site(path: str, elsewhere: str) -> None:
    browser, name = Browser(fresh()), uuid4().hex[:12]
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        accounts.add(name, accounts.EDITOR, PASSWORD)
        answer = browser.post(f"{path}?next={elsewhere}", {"username": name, "password": PASSWORD, "next": elsewhere})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/")
    assert "evil" not in answer.headers["Location"]
    assert "javascript" not in answer.headers["Location"]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1@evil.example", "evil.example:80", "127.0.0.1.evil.example", ""]
)
def test_a_host_that_is_not_ours_is_answered_nowhere_and_never_written_down(host: str) -> None:
    for path in ("/", "/editorial/", "/editorial/login/", "/en/news/", "/en/news/feed/", "/api/nothing"):
        for headers in ({"host": host}, {"x-forwarded-host": host}):
            answer = Browser(fresh()).get(path, **headers)
            assert "evil" not in answer.content.decode()
            assert "evil" not in answer.headers.get("Location", "")
            if "host" in headers and host:
                assert answer.status_code == 400, path
