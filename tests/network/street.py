"""Whatever leaves the installation's network for anybody but its visitors is written down, and goes nowhere."""

import os
import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import NamedTuple

from tests.network.spaces import Space
from tests.network.wire import Wire

LARGEST = 65536
VISITORS = ip_network("10.77.0.0/16")
"""Whose packets are passed on where the kernel does that: they are not the installation's."""
WITH_PORTS = (socket.IPPROTO_TCP, socket.IPPROTO_UDP)
OF_THE_KERNEL = (socket.IPPROTO_HOPOPTS, socket.IPPROTO_ICMPV6)
"""By which it asks those on the same line for a router, and who listens, by IPv6."""
HAS_IPV6 = Path("/proc/sys/net/ipv6").exists()


class Asked(NamedTuple):
    """To whom a packet was to go; of a protocol without ports, port 0."""

    address: str
    protocol: int
    port: int


class Street:
    """The way to everywhere else, by IPv4 and IPv6, as long as the namespace lasts."""

    def __init__(self, near: Space, wires: Iterable[Wire]) -> None:
        self.asked: set[Asked] = set()
        self._ours = {ip_address(wire.here) for wire in wires}
        self._near = near.tun("street")
        os.set_blocking(self._near, True)
        for version in ("-4", "-6") if HAS_IPV6 else ("-4",):
            near.ip(version, "route", "add", "default", "dev", "street")
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        # The interface goes with its namespace.
        with suppress(OSError):
            while packet := os.read(self._near, LARGEST):
                if packet[0] >> 4 == 6:
                    self._write_down(read_ipv6(packet))
                elif self._is_ours(packet):
                    self._write_down(read_ipv4(packet))

    def _is_ours(self, packet: bytes) -> bool:
        """No visitor has IPv6."""
        sender = ip_address(packet[12:16])
        return sender in self._ours or sender not in VISITORS

    def _write_down(self, asked: Asked) -> None:
        to = ip_address(asked.address)
        if not (to.is_multicast and isinstance(to, IPv6Address) and asked.protocol in OF_THE_KERNEL):
            self.asked.add(asked)


def read_ipv4(packet: bytes) -> Asked:
    """Where an IPv4 packet goes."""
    return _asked(packet[16:20], packet[9], packet[(packet[0] & 15) * 4 :])


def read_ipv6(packet: bytes) -> Asked:
    """Where an IPv6 packet goes; of one with headers before its protocol's, no port."""
    return _asked(packet[24:40], packet[6], packet[40:])


def _asked(address: bytes, protocol: int, header: bytes) -> Asked:
    port = int.from_bytes(header[2:4]) if protocol in WITH_PORTS else 0
    return Asked(str(ip_address(address)), protocol, port)
