"""Whatever leaves the installation's network for anybody but its visitors is written down, and goes nowhere."""

import os
import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import ip_address, ip_network
from typing import NamedTuple

from tests.network.spaces import Space
from tests.network.wire import Wire

LARGEST = 65536
VISITORS = ip_network("10.77.0.0/16")
"""Whose packets are passed on where the kernel does that: they are not the installation's."""
WITH_PORTS = (socket.IPPROTO_TCP, socket.IPPROTO_UDP)


class Asked(NamedTuple):
    """To whom a packet was to go; of a protocol without ports, port 0."""

    address: str
    protocol: int
    port: int


class Street:
    """The way to everywhere else, as long as the namespace lasts; only IPv4 is laid."""

    def __init__(self, near: Space, wires: Iterable[Wire]) -> None:
        self.asked: set[Asked] = set()
        self._ours = {ip_address(wire.here) for wire in wires}
        self._near = near.tun("street")
        os.set_blocking(self._near, True)
        near.ip("route", "add", "default", "dev", "street")
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        # The interface goes with its namespace.
        with suppress(OSError):
            while packet := os.read(self._near, LARGEST):
                if packet[0] >> 4 == 4 and self._is_ours(packet):
                    self.asked.add(read(packet))

    def _is_ours(self, packet: bytes) -> bool:
        sender = ip_address(packet[12:16])
        return sender in self._ours or sender not in VISITORS


def read(packet: bytes) -> Asked:
    """Where an IPv4 packet goes."""
    header = (packet[0] & 15) * 4
    port = int.from_bytes(packet[header + 2 : header + 4]) if packet[9] in WITH_PORTS else 0
    return Asked(socket.inet_ntoa(packet[16:20]), packet[9], port)
