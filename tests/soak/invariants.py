"""What must hold at all times is looked at again and again; what is wrong for longer than it may be is a violation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from prachum.media.rooms import Permission, Present

SETTLES, GHOST, ABSENT, UNHEARD = 5.0, 20.0, 20.0, 7.0
"""Seconds, faults apart: for the engine to be told what was entered; for who left to be gone, and who came to be there;
and in which nothing of somebody who speaks arrives: 99 of 100 are to hear again eight seconds after an engine died."""
BEGINS, COMES, AFTER_A_FAULT = 3.0, 8.0, 6.0
"""Seconds after the beginning of a turn, somebody's coming and a fault's end in which a gap is put down to these."""

EARLY, DRAINS, ASTRAY = 0.1, 1.0, 0.25
"""Seconds by which two programs may differ about a moment; and in which sound that was on its way, and the pause that
the ear takes for a part of it, may follow its end on a machine that is full; what is more is astray."""


@dataclass
class Lasting:
    """`limit` in seconds; `longest` is what was seen at most.  Time in which a fault goes on is not counted."""

    limit: float
    longest: float = 0.0
    _counted: dict[str, float] = field(default_factory=dict)
    _looked: float = 0.0

    def look(self, wrong: Iterable[str], now: float, *, fault: bool = False) -> list[str]:
        """All that is wrong now; return what has just become too long."""
        passed, self._looked = 0.0 if fault else now - self._looked, now
        before, self._counted = self._counted, {}
        for what in wrong:
            self._counted[what] = before[what] + passed if what in before else 0.0
        self.longest = max((self.longest, *self._counted.values()))
        return [what for what, counted in self._counted.items() if before.get(what, 0.0) <= self.limit < counted]

    def begin_anew(self) -> None:
        """Whoever had to see to it knows nothing any more of what was before."""
        self._counted = dict.fromkeys(self._counted, 0.0)


def disagreeing(present: Mapping[str, Present], may: Mapping[str, Permission]) -> dict[str, str]:
    """Who in the engine's room may do, or does, something else than follows from the journal; and what, in words.

    `may` has everybody who was ever there to be let in.
    """
    found: dict[str, str] = {}
    for identity, seen in present.items():
        if (wanted := may.get(identity)) is None:
            found[identity] = "nobody whom anybody knows"
        elif seen.permission != wanted:
            found[identity] = f"may publish {sorted(seen.permission.publish)}, is to {sorted(wanted.publish)}"
        elif astray := seen.published - wanted.publish:
            found[identity] = f"publishes {sorted(astray)}"
    return found


def outside(began: float, ended: float, allowed: Sequence[tuple[float, float]]) -> float:
    """For how many seconds of this time nothing of what is allowed (from, until) goes on, or has just ended."""
    left = [(began, ended)]
    for since, until in allowed:
        left = [
            part
            for a, b in left
            for part in ((a, min(b, since - EARLY)), (max(a, until + DRAINS), b))
            if part[0] < part[1]
        ]
    return sum(b - a for a, b in left)


@dataclass(frozen=True, slots=True)
class Gap:
    """So many seconds from `began` in which somebody who was to hear heard nothing, and what it is put down to."""

    who: str
    began: float
    seconds: float
    cause: str


@dataclass
class Hearing:
    """Listener by listener: for how long somebody was to be heard, and in which gaps nobody was."""

    expected: float = 0.0
    gaps: list[Gap] = field(default_factory=list)
    _open: dict[str, tuple[float, str]] = field(default_factory=dict)
    _speaks: float | None = None
    _looked: float | None = None
    _fault: tuple[str, float] = ("", -AFTER_A_FAULT)

    def look(
        self, hears: Mapping[str, bool], came: Mapping[str, float], now: float, *, speaks: bool, fault: str
    ) -> None:
        """`hears` has everybody who listens now, `came` since when; `fault` is the one that goes on, if any."""
        passed, self._looked = now - (now if self._looked is None else self._looked), now
        if fault:
            self._fault = fault, now
        if not speaks:
            self._speaks = None
            return self.close(now)
        self._speaks = now - passed if self._speaks is None else self._speaks
        for who in [who for who in self._open if hears.get(who, True)]:
            self._close(who, now - passed)
        for who, heard in hears.items():
            self.expected += passed
            if not heard:
                began, cause = self._open.get(who, (now - passed, ""))
                self._open[who] = began, self._cause(began, came[who], now) if cause in ("", "unexplained") else cause
        return None

    def close(self, now: float) -> None:
        """Nobody is to be heard any more."""
        for who in tuple(self._open):
            self._close(who, now)

    def _close(self, who: str, now: float) -> None:
        began, cause = self._open.pop(who)
        if now > began:
            self.gaps.append(Gap(who, began, now - began, cause))

    def _cause(self, began: float, came: float, now: float) -> str:
        fault, seen = self._fault
        if now - seen <= AFTER_A_FAULT and began - seen <= AFTER_A_FAULT:
            return fault
        if began - came <= COMES:
            return "coming in"
        assert self._speaks is not None
        return "beginning of a turn" if began - self._speaks <= BEGINS else "unexplained"

    @property
    def share(self) -> float:
        """Of the time in which somebody was to be heard, in which they were."""
        return 1 - sum(gap.seconds for gap in self.gaps) / self.expected if self.expected else 1.0
