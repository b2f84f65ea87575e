"""Which sockets some programs have, and with whom, is read from the kernel's own tables."""

import ipaddress
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Ip: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
LISTENS = "0A"


@dataclass(frozen=True, slots=True)
class Socket:
    """`far` is unspecified and its port 0 where nobody is at the other end."""

    kind: str
    near: Ip
    port: int
    far: Ip
    listens: bool


def sockets_of(*pids: int) -> frozenset[Socket]:
    """The network sockets that these programs hold open now."""
    theirs = {number for pid in pids for number in _numbers(pid)}
    kinds = ("tcp", "tcp6", "udp", "udp6")
    return frozenset(one for kind in kinds for number, one in _table(kind) if number in theirs)


def _numbers(pid: int) -> Iterator[str]:
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            if (name := os.readlink(entry)).startswith("socket:["):
                yield name[8:-1]


def _table(kind: str) -> Iterator[tuple[str, Socket]]:
    for row in Path(f"/proc/net/{kind}").read_text().splitlines()[1:]:
        fields = row.split()
        (near, port), (far, _) = (_address(one) for one in fields[1:3])
        yield fields[9], Socket(kind, near, port, far, listens=kind.startswith("tcp") and fields[3] == LISTENS)


def _address(said: str) -> tuple[Ip, int]:
    """The kernel writes an address as words of the machine's own order."""
    words, _, port = said.partition(":")
    raw = bytes.fromhex(words)
    turned = b"".join(raw[at : at + 4][::-1] for at in range(0, len(raw), 4))
    ip = ipaddress.ip_address(turned)
    return (getattr(ip, "ipv4_mapped", None) or ip), int(port, 16)
