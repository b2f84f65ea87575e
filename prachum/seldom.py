"""What anybody can have written to the log is written at most once a second, so that it washes nothing else out."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

ANYBODYS = frozenset({
    "Invalid HTTP request received.",
    "Unsupported upgrade request.",
    "Invalid UTF-8 sequence received from client.",
    "ASGI callable returned without completing response.",
    "the engine answers %s to %s",
})  # fmt: skip
"""uvicorn's own words for requests of any kind, sockets, and streams that nobody takes any more; the door's, for what
the engine will not read."""
SAID_AGAIN = 1.0


@dataclass(eq=False)
class Seldom(logging.Filter):
    """Of each of ANYBODYS one line a second, with the count of those left out before; every other line."""

    clock: Callable[[], float] = time.monotonic
    _said: dict[str, tuple[float, int]] = field(default_factory=dict)

    def filter(self, record: logging.LogRecord) -> bool:
        if record.msg not in ANYBODYS:
            return True
        words, now = str(record.msg), self.clock()
        since, left_out = self._said.get(words, (now - SAID_AGAIN, 0))
        if now - since < SAID_AGAIN:
            self._said[words] = (since, left_out + 1)
            return False
        if left_out:
            record.msg = f"{words} ({left_out} more were left out)"
        self._said[words] = (now, 0)
        return True
