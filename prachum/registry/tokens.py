"""A token is 256 random bits that only its bearer holds; the database keeps its hash."""

import hashlib
import secrets

from django.conf import settings

COOKIE = "__Host-prachum" if settings.HTTPS else "prachum"
"""The cookie of a browser's seat; readable by no script."""
LONGEST = 200


def new() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """The SHA-256 in hexadecimal: of 256 random bits no slower or salted hash is needed."""
    return hashlib.sha256(token[:LONGEST].encode()).hexdigest()
