"""Attempts are counted by the address of the socket, so that nothing a visitor sends dodges the count."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import override_settings

from prachum.registry import limits


def fresh() -> str:
    """An address that nobody has tried from."""
    number = uuid4().int
    return f"10.{number % 256}.{number // 256 % 256}.{number // 65536 % 256}"


@pytest.fixture
def minute(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let it be that minute, until the next call."""

    def let(number: int) -> None:
        monkeypatch.setattr(limits, "_minute", lambda: number)

    let(30_000_000)
    return let


def test_an_address_waits_after_too_many_attempts_and_others_do_not(minute: Callable[[int], None]) -> None:
    mine, other = fresh(), fresh()
    for _ in range(limits.MOST["enter"]):
        assert not limits.exceeded(mine, "enter")
        assert limits.spend(limits.network(mine), "enter")
    assert limits.exceeded(mine, "enter")
    assert not limits.exceeded(other, "enter")
    assert not limits.exceeded(mine, "seat")


def test_the_count_begins_anew_after_a_minute(minute: Callable[[int], None]) -> None:
    mine = fresh()
    for _ in range(limits.MOST["enter"]):
        assert limits.spend(limits.network(mine), "enter")
    assert limits.exceeded(mine, "enter")
    minute(30_000_001)
    assert not limits.exceeded(mine, "enter")


@pytest.mark.parametrize(
    ("address", "visitor"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
        (None, "unknown"),
        ("nonsense, 192.0.2.7", "unknown"),
    ],
)
def test_a_whole_network_of_ipv6_is_one_visitor(address: str | None, visitor: str) -> None:
    assert limits.network(address) == visitor


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_the_loopback_may_take_seats_unless_the_operator_says_otherwise(address: str) -> None:
    assert limits.may_take_seats(address)
    with override_settings(REHEARSAL_SEATS_FROM=[]):
        assert not limits.may_take_seats(address)


@pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.1", "2001:db8::1", "", None, "localhost"])
def test_nobody_else_may_take_seats(address: str | None) -> None:
    assert not limits.may_take_seats(address)
