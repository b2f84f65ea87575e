"""Nobody can fill the installation's ear or its logs: each has so many tokens, which come back with time."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

KEPT = 10_000


@dataclass(slots=True)
class Limit:
    """`burst` at once, and `per_second` in the long run, for each key."""

    burst: float
    per_second: float
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[Hashable, tuple[float, float]] = field(default_factory=OrderedDict)

    def spend(self, key: Hashable) -> bool:
        """Whether the key may do it once more now."""
        now = self.clock()
        left, since = self._left.pop(key, (self.burst, now))
        left = min(self.burst, left + (now - since) * self.per_second)
        allowed = left >= 1
        self._left[key] = (left - 1 if allowed else left, now)
        if len(self._left) > KEPT:
            self._left.popitem(last=False)
        return allowed
