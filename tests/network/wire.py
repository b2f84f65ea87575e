"""A wire between two namespaces loses, delays and holds up packets as it is told, by its seed always the same ones."""

import asyncio
import os
import random
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.network.spaces import Space

Allows: TypeAlias = Callable[[bytes], bool]
LARGEST = 65536
TCP = 6


def everything(packet: bytes) -> bool:
    return True


def only_tcp(*ports: int) -> Allows:
    """What a strict firewall lets through: TCP to and from these ports of the far side, and nothing else."""

    def allows(packet: bytes) -> bool:
        header = (packet[0] & 15) * 4
        said = (packet[header : header + 2], packet[header + 2 : header + 4])
        return packet[9] == TCP and any(int.from_bytes(port) in ports for port in said)

    return allows


@dataclass
class Way:
    """One direction; `loss` is a share, `delay` in seconds, `rate` in bit/s (0: as fast as it goes).

    What would wait longer than `queue` seconds for that rate is dropped.
    """

    chance: random.Random
    loss: float = 0.0
    delay: float = 0.0
    rate: float = 0.0
    queue: float = 0.5
    passed: int = 0
    lost: int = 0
    _free_at: float = 0.0

    def when(self, size: int, now: float) -> float | None:
        """When a packet of so many bytes that comes now arrives; None if it does not."""
        if self.chance.random() < self.loss:
            self.lost += 1
            return None
        leaves = now
        if self.rate:
            leaves = max(now, self._free_at)
            if leaves - now > self.queue:
                self.lost += 1
                return None
            leaves += size * 8 / self.rate
            self._free_at = leaves
        self.passed += 1
        return leaves + self.delay


@dataclass
class Wire:
    """Between `near` (the installation) and `far` (somebody's network), at `10.77.<number>.1` and `.2`."""

    near: Space
    far: Space
    number: int
    seed: int = 1
    up: bool = True
    allows: Allows = everything
    refused: int = 0
    out: Way = field(init=False)
    back: Way = field(init=False)

    def __post_init__(self) -> None:
        self.out, self.back = Way(random.Random(self.seed)), Way(random.Random(self.seed + 1))
        self.here, self.there = f"10.77.{self.number}.1", f"10.77.{self.number}.2"
        self._near = self.near.tun(f"wire{self.number}", f"{self.here}/24")
        self._far = self.far.tun("wire", f"{self.there}/24")
        self.far.ip("route", "add", "default", "dev", "wire")
        self._loop = asyncio.new_event_loop()
        self._loop.add_reader(self._far, self._carry, self._far, self._near, self.out)
        self._loop.add_reader(self._near, self._carry, self._near, self._far, self.back)
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def spoil(self, *, loss: float = 0.0, delay: float = 0.0, rate: float = 0.0) -> None:
        """The same in both directions; `delay` is there and back."""
        for way in (self.out, self.back):
            way.loss, way.delay, way.rate = loss, delay / 2, rate

    def moves(self) -> None:
        """Whoever is at the far end gets another address, as when a telephone leaves the house."""
        self.far.ip("addr", "flush", "dev", "wire")
        self.there = f"10.77.{self.number}.{int(self.there.rpartition('.')[2]) + 1}"
        self.far.ip("addr", "add", f"{self.there}/24", "dev", "wire")
        self.far.ip("route", "add", "default", "dev", "wire")

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()
        for descriptor in (self._near, self._far):
            os.close(descriptor)

    def _carry(self, source: int, target: int, way: Way) -> None:
        for _ in range(64):
            try:
                packet = os.read(source, LARGEST)
            except BlockingIOError:
                return
            # Only IPv4 is laid.
            if packet[0] >> 4 != 4 or not self.up:
                continue
            if not self.allows(packet):
                self.refused += 1
                continue
            now = self._loop.time()
            arrives = way.when(len(packet), now)
            if arrives is not None and arrives - now < 0.001:
                _put(target, packet)
            elif arrives is not None:
                self._loop.call_at(arrives, _put, target, packet)


def _put(target: int, packet: bytes) -> None:
    # A full queue loses packets, like anybody's.
    with suppress(OSError):
        os.write(target, packet)
