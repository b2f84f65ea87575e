"""Passwords are tried a few times a minute from one address, however many names are tried."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from prachum.registry import limits
from prachum.registry.models import User


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
        address = request.META.get("REMOTE_ADDR")
        if limits.exceeded(address, "login"):
            raise PermissionDenied
        found = super().authenticate(request, username, password, **kwargs)
        if found is None:
            limits.count(address, "login")
        return found
