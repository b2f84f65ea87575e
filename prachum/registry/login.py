"""Passwords are tried a few times a minute from one address, or from the browser in which one of them was right."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from prachum.registry import limits
from prachum.registry.models import User

BROWSER = f"{settings.COOKIE_PREFIX}prachum-browser"
SALT = "a browser in which this account has logged in"
LIVES = 180 * 24 * 3600


class CountedBackend(ModelBackend):
    """Django's own accounts; an address that has failed too often waits for the next minute, with any password."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,  # noqa: ANN401 the signature is Django's
    ) -> User | None:
        if request is None:
            # The terminal: whoever has that needs no password.
            return super().authenticate(request, username, password, **kwargs)
        whose = _browser(request, username or "") or limits.network(request.META.get("REMOTE_ADDR"))
        if not limits.spend(whose, "login"):
            request.login_waits = True  # type: ignore[attr-defined]  # Django tells nobody why it was denied
            raise PermissionDenied
        found = super().authenticate(request, username, password, **kwargs)
        if found is not None:
            limits.give_back(whose, "login")
        return found


def remembers_browsers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: who logged in here is tried apart from then on, so that a guesser next door locks nobody out."""

    def respond(request: HttpRequest) -> HttpResponse:
        came = request.user.is_authenticated
        response = get_response(request)
        if request.method == "POST" and not came and request.user.is_authenticated:
            said = f"{secrets.token_urlsafe(16)} {request.user.get_username()}"
            response.set_signed_cookie(
                BROWSER, said, salt=SALT, max_age=LIVES, secure=settings.HTTPS, httponly=True, samesite="Lax"
            )
        return response

    return respond


def _browser(request: HttpRequest, username: str) -> str:
    """The number of a browser in which this very account has logged in; else nothing."""
    said = request.get_signed_cookie(BROWSER, default="", salt=SALT, max_age=LIVES)
    number, _, name = str(said).partition(" ")
    return f"browser {hashlib.sha256(number.encode()).hexdigest()[:40]}" if name and name == username else ""
