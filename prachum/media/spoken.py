"""Who says much to the engine waits: on one line, on all of a person's, and with all who look on from one network."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from prachum.live.limits import KEPT

LONGEST_WAIT = 10.0
"""Seconds for which a message waits, or else its line is closed: while it waits nobody sees that its client has gone.
By its own doing alone a line waits for four at most."""
EACH = 512
"""Bytes that a message counts for besides its own: reading an empty one takes as long as reading these."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """Bytes that may be said at once, and in each second in the long run."""

    burst: int
    per_second: int


LINE = Allowance(2 << 20, 256 << 10)
"""A browser that comes back to 800 tracks says 1.5 MB at once."""
PERSON = Allowance(8 << 20, 512 << 10)
"""Five such lines at once, which is a speaking and a listening one on each of two devices, and one more."""
NETWORK = Allowance(64 << 20, 1 << 20)
"""The 1,500 lines that a network may have coming back at once, or describing anew what they hear, each with 40 kB; the
worst that can be said takes 0.08 s of the loop for a megabyte."""
LITTLE = Allowance(64 << 10, 1 << 10)
"""Of each line, whatever others say: half a minute of pings is 6 kB, and a description of twenty voices 34."""


@dataclass(slots=True)
class Spoken:
    """How much may still be said at once; less than nothing is a debt, and time pays it."""

    may: Allowance
    left: float
    since: float

    @classmethod
    def nothing(cls, may: Allowance, now: float) -> "Spoken":
        return cls(may, may.burst, now)

    def take(self, size: float, now: float) -> bool:
        """Count a message only if it makes no debt; whether it does not."""
        self._pass(now)
        if self.left < size:
            return False
        self.left -= size
        return True

    def wait(self, size: float, now: float) -> float:
        """Count a message, unless it had to wait for too long; return the seconds for which it has to wait."""
        self._pass(now)
        wait = max(0.0, (size - self.left) / self.may.per_second)
        if wait <= LONGEST_WAIT:
            self.left -= size
        return wait

    def _pass(self, now: float) -> None:
        self.left = min(self.may.burst, self.left + (now - self.since) * self.may.per_second)
        self.since = now


@dataclass(slots=True)
class Line:
    """What is said on one line, of which a little never waits for what others say."""

    own: Spoken
    little: Spoken
    shared: Spoken

    @classmethod
    def of(cls, shared: Spoken, now: float) -> "Line":
        return cls(Spoken.nothing(LINE, now), Spoken.nothing(LITTLE, now), shared)

    def wait(self, size: int, now: float) -> float:
        """Count a message; return the seconds for which it has to wait."""
        own = self.own.wait(size + EACH, now)
        return own if self.little.take(size + EACH, now) else max(own, self.shared.wait(size + EACH, now))


class Shares:
    """What all lines of a person, or all onlookers of a network, share, also with those that they had before."""

    def __init__(self) -> None:
        self._of: OrderedDict[Hashable, Spoken] = OrderedDict()

    def of(self, whose: Hashable, may: Allowance, now: float) -> Spoken:
        shared = self._of.setdefault(whose, Spoken.nothing(may, now))
        self._of.move_to_end(whose)
        if len(self._of) > KEPT:
            self._of.popitem(last=False)
        return shared
