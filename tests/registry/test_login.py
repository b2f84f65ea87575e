"""Guessing at passwords ends after a few from one address, and nobody else has to wait for it."""

from uuid import uuid4

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from prachum.registry import accounts, limits
from tests.registry.test_limits import fresh

PASSWORD = "a rather long pass phrase"


@pytest.fixture
def name() -> str:
    return accounts.add(f"anna-{uuid4().hex[:8]}", accounts.OPERATOR, PASSWORD).username


def tried(name: str, password: str, address: str, **headers: str) -> bool:
    request = RequestFactory(REMOTE_ADDR=address, headers=headers).post("/")
    return authenticate(request, username=name, password=password) is not None


def test_who_knows_the_password_comes_in(name: str) -> None:
    assert tried(name, PASSWORD, fresh())


def test_guessing_ends_even_with_the_right_password_and_other_headers(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_minute", lambda: 30_000_000)
    guesser, owner = fresh(), fresh()
    for number in range(limits.MOST["login"]):
        assert not tried(f"{name}-{number}", "guess", guesser, x_forwarded_for=f"192.0.2.{number}")
    assert not tried(name, PASSWORD, guesser, x_forwarded_for="192.0.2.200")
    assert tried(name, PASSWORD, owner), "the owner, elsewhere, is not locked out"
    monkeypatch.setattr(limits, "_minute", lambda: 30_000_001)
    assert tried(name, PASSWORD, guesser)


def test_a_disabled_account_stays_outside(name: str) -> None:
    from prachum.registry.models import User

    accounts.disable(User.objects.get(username=name))
    assert not tried(name, PASSWORD, fresh())
