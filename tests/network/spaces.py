"""A network namespace has interfaces and ports of its own; what is done inside is done by a thread that went there."""

import ctypes
import fcntl
import os
import shutil
import struct
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
CLONE_NEWNET = 0x40000000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
TUN = Path("/dev/net/tun")


def missing() -> str:
    """Why no namespaces can be made here; empty where they can."""
    if os.geteuid() != 0:
        return "only root makes network namespaces"
    if shutil.which("ip") is None:
        return "iproute2 is not installed"
    if not TUN.exists():
        return f"{TUN} is missing"
    tried = subprocess.run(("ip", "netns", "add", f"try-{os.getpid()}"), capture_output=True, text=True, check=False)
    subprocess.run(("ip", "netns", "del", f"try-{os.getpid()}"), capture_output=True, check=False)
    return tried.stderr.strip()


class Space:
    """A network namespace, from its making until `end`."""

    def __init__(self, name: str) -> None:
        self.name = f"{name}-{os.getpid()}"
        _ip("netns", "add", self.name)
        self.ip("link", "set", "lo", "up")

    def ip(self, *arguments: str) -> None:
        _ip("-n", self.name, *arguments)

    def argv(self, *command: str) -> tuple[str, ...]:
        """The command that does this one here."""
        return ("ip", "netns", "exec", self.name, *command)

    def do(self, task: Callable[[], T]) -> T:
        """Do something here, in a thread of its own; what it starts and opens stays here."""
        found: list[T] = []
        failed: list[BaseException] = []

        def inside() -> None:
            try:
                self.enter()
                found.append(task())
            except BaseException as failure:  # noqa: BLE001 it is raised where it is waited for
                failed.append(failure)

        thread = threading.Thread(target=inside)
        thread.start()
        thread.join()
        if failed:
            raise failed[0]
        return found[0]

    def enter(self) -> None:
        """Bring this thread here, for good."""
        with open(f"/run/netns/{self.name}") as there:
            libc = ctypes.CDLL(None, use_errno=True)
            if libc.setns(there.fileno(), CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), f"cannot enter {self.name}")

    def tun(self, name: str, address: str = "") -> int:
        """Make an interface, with this address and its prefix, whose packets come from and go to the descriptor."""

        def make() -> int:
            descriptor = os.open(TUN, os.O_RDWR | os.O_NONBLOCK)
            fcntl.ioctl(descriptor, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
            return descriptor

        descriptor = self.do(make)
        if address:
            self.ip("addr", "add", address, "dev", name)
        self.ip("link", "set", name, "up", "mtu", "1400")
        return descriptor

    def end(self) -> None:
        _ip("netns", "del", self.name)


def _ip(*arguments: str) -> None:
    subprocess.run(("ip", *arguments), check=True, capture_output=True)
