"""Whoever has signed in at the editors' desk is known by the cookie that they show."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import DatabaseError
from django.http import HttpRequest

from prachum.live.admit import SEATS


async def has_signed_in(cookie: str) -> bool:
    """Whether this is the session of somebody whom the desk is open to, as far as can be known now."""
    try:
        return await SEATS.run(_has_signed_in, cookie)
    except DatabaseError:
        return False


def _has_signed_in(cookie: str) -> bool:
    asked = HttpRequest()
    asked.session = import_module(settings.SESSION_ENGINE).SessionStore(cookie)
    return get_user(asked).has_perm("wagtailadmin.access_admin")
