"""The wire does what it is told, and by its seed the same each time."""

import random
import socket
from collections.abc import Iterator

import pytest

from tests.network.conftest import MISSING
from tests.network.spaces import Space
from tests.network.wire import Way, Wire, only_tcp


def lost(seed: int) -> list[int]:
    way = Way(random.Random(seed), loss=0.1)
    return [number for number in range(1000) if way.when(200, number / 50) is None]


def test_by_its_seed_the_same_packets_are_lost() -> None:
    assert lost(7) == lost(7) != lost(8)
    assert 60 < len(lost(7)) < 140


def test_a_narrow_way_holds_packets_up_and_then_drops_them() -> None:
    way = Way(random.Random(1), rate=100_000, delay=0.1)
    arrivals = [way.when(1250, 0.0) for _ in range(10)]
    assert arrivals[:3] == pytest.approx([0.2, 0.3, 0.4])
    assert arrivals[-1] is None


@pytest.fixture
def wire() -> Iterator[Wire]:
    if MISSING:
        pytest.skip(MISSING)
    near, far = Space("here"), Space("there")
    laid = Wire(near, far, 9)
    yield laid
    laid.end()
    near.end()
    far.end()


def test_only_what_the_firewall_lets_through_arrives(wire: Wire) -> None:
    heard, listening = wire.near.do(
        lambda: (socket.socket(type=socket.SOCK_DGRAM), socket.create_server((wire.here, 443)))
    )
    heard.bind((wire.here, 7882))
    heard.settimeout(10)
    speaks = wire.far.do(lambda: socket.socket(type=socket.SOCK_DGRAM))
    speaks.sendto(b"before", (wire.here, 7882))
    assert heard.recv(10) == b"before"
    wire.allows = only_tcp(443)
    heard.settimeout(0.3)
    speaks.sendto(b"after", (wire.here, 7882))
    with pytest.raises(TimeoutError):
        heard.recv(10)
    wire.far.do(lambda: socket.create_connection((wire.here, 443), timeout=10)).close()
    wire.up = False
    with pytest.raises(TimeoutError):
        wire.far.do(lambda: socket.create_connection((wire.here, 443), timeout=0.3))
    for one in (heard, listening, speaks):
        one.close()
