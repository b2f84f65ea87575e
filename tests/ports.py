"""A free port stays free until it is bound: it is none of those that the kernel gives to whoever asks for any."""

import os
import socket
from contextlib import suppress
from itertools import count

FIRST, OF_EACH, WORKERS = 20_000, 1_000, 12
"""The kernel's own begin at 32,768."""
# Runs of the same worker's number on one machine begin elsewhere.
_tried = count(os.getpid())


def free_port() -> int:
    """One of this worker's, on which nobody listens now, and which nobody here was given lately."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw")) + 1
    for _ in range(OF_EACH):
        port = FIRST + OF_EACH * (worker % WORKERS) + next(_tried) % OF_EACH
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")
