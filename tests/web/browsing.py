"""A browser of the tests keeps cookies, presses buttons of forms, and comes from an address."""

import re
from collections.abc import Mapping
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from prachum.registry.models import Meeting

ELSEWHERE = "192.0.2.44"


class Browser:
    """Checks for forged requests as the real server does; by default it comes from the loopback."""

    def __init__(self, address: str = "127.0.0.1", language: str = "en") -> None:
        self.client = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1", REMOTE_ADDR=address)
        self.language = language

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.client.get(path, headers={"accept-language": self.language} | headers)  # type: ignore[return-value]

    def post(self, path: str, said: Mapping[str, str], **headers: str) -> HttpResponse:
        """Send a form as a page of ours does."""
        said = dict(said) | {"csrfmiddlewaretoken": self.forms_token()}
        return self.client.post(path, said, headers={"accept-language": self.language} | headers)  # type: ignore[return-value]

    def by_script(self, path: str, said: Mapping[str, str]) -> HttpResponse:
        """Send it as the chamber's client does."""
        self.forms_token()
        headers = {"accept": "application/json", "x-csrftoken": self.client.cookies["csrftoken"].value}
        return self.client.post(path, dict(said), headers=headers)  # type: ignore[return-value]

    def forms_token(self) -> str:
        page = self.client.get("/enter/").content.decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found is not None
        return found.group(1)

    def take(self, meeting: Meeting, person: str, **said: str) -> HttpResponse:
        return self.post(f"/meetings/{meeting.id}/seats/take/", {"person": person} | said)

    def leave(self, meeting: Meeting) -> HttpResponse:
        return self.post(f"/meetings/{meeting.id}/seats/leave/", {})

    def sits_as(self, meeting: Meeting) -> str | None:
        """Whose seat the meeting's page says this is; None where the page is not to be seen."""
        page = self.get(f"/meetings/{meeting.id}/")
        found = re.search(r'data-person="([^"]+)" data-observer="(\w+)"', page.content.decode())
        assert (found is None) is (page.status_code == 404)
        return None if found is None else "an observer" if found.group(2) == "true" else found.group(1)


def new_address() -> str:
    """An address of the loopback that nobody has tried from, so that tests do not count each other's attempts."""
    number = uuid4().int
    return f"127.{1 + number % 200}.{number // 256 % 256}.{number // 65536 % 256}"
