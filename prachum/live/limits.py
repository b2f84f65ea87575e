"""Nobody can fill the installation's ear or its logs: each has so many tokens, which come back with time."""

import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

KEPT = 10_000
MOST_OF_A_SESSION, MOST_FROM_AN_ADDRESS = 24, 1500
"""Streams in a meeting, and as many lines through the door, of one session and of all behind one address.

A browser needs one of each, since its tabs share the stream.  Who looks on may show a session of their own making, or
none, so that they are counted by address alone.
"""


class Crowd:
    """Who is in a meeting, counted as they come and go: of thousands who come at once nobody counts the others."""

    def __init__(self) -> None:
        self._of: Counter[tuple[str, str]] = Counter()

    def came(self, session: str, network: str) -> None:
        self._of.update((("session", session), ("network", network)))

    def left(self, session: str, network: str) -> None:
        for whose in (("session", session), ("network", network)):
            self._of[whose] -= 1
            if not self._of[whose]:
                del self._of[whose]

    @property
    def empty(self) -> bool:
        return not self._of

    def full(self, session: str, network: str, *, observer: bool) -> bool:
        """Whether this session, which an `observer` may have made up, or this network has as many as it may have."""
        of_session, of_network = self._of["session", session], self._of["network", network]
        return (not observer and of_session >= MOST_OF_A_SESSION) or of_network >= MOST_FROM_AN_ADDRESS


@dataclass(slots=True)
class Limit:
    """`burst` at once, and `per_second` in the long run, for each key."""

    burst: float
    per_second: float
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[Hashable, tuple[float, float]] = field(default_factory=OrderedDict)

    def spend(self, key: Hashable, much: float = 1) -> bool:
        """Whether the key may do so much more now."""
        now = self.clock()
        left, since = self._left.pop(key, (self.burst, now))
        left = min(self.burst, left + (now - since) * self.per_second)
        allowed = left >= much
        self._left[key] = (left - much if allowed else left, now)
        if len(self._left) > KEPT:
            self._left.popitem(last=False)
        return allowed
