"""What goes wrong, and when, follows from a seed; every kind comes before any comes again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal, TypeAlias, get_args

Kind: TypeAlias = Literal["web killed", "engine killed", "worker killed", "engine stopped", "streams cut"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SPARES: tuple[Kind, ...] = ("engine stopped", "streams cut")
"""In the calm, nothing is killed: a leak shows in a life that lasts."""
CALM_FROM, CALM_SINCE = 1800.0, 0.5
"""Only a soak of so many seconds has a calm, from this part of it on."""
QUIET_END, QUIET_START = 20.0, 3.0
"""Seconds without a fault, so that what the last one did is over at the end."""
SURVIVED, LONGEST = 1.5, 4.0
"""Seconds for which the engine stands still: 1.5 without its supervisor minding, 4 and it is replaced."""
RESTORES = 30.0
"""Seconds after which a fault is no excuse, whatever still does not answer."""
SETTLES = 1.0


@dataclass(frozen=True, slots=True)
class Fault:
    """Seconds from the beginning; `lasts` is how long the engine stands still, `part` which part of streams is cut."""

    at: float
    kind: Kind
    lasts: float = 0.0
    part: float = 0.0


def plan(seconds: float, every: float, seed: int) -> list[Fault]:
    """The faults of so many seconds, `every` so many on average."""
    chance, found, kinds = Random(seed), list[Fault](), list[Kind]()
    calm = seconds * CALM_SINCE if seconds >= CALM_FROM else seconds
    at = QUIET_START + every * chance.uniform(0.2, 0.6)
    while at < seconds - QUIET_END:
        among = KINDS if at < calm else SPARES
        kinds = [kind for kind in kinds if kind in among] or chance.sample(among, len(among))
        longest = LONGEST if at < calm else SURVIVED
        kind = kinds.pop()
        found.append(
            Fault(round(at, 1), kind, round(chance.uniform(0.5, longest), 1), round(chance.uniform(0.3, 1), 2))
        )
        at += every * chance.uniform(0.6, 1.4)
    return found


@dataclass
class Suffered:
    """A fault that was: `restored` once what it hit answers again, `heard` once all hear again (seconds)."""

    kind: Kind
    began: float
    restored: float | None = None
    heard: float | None = None

    def excuses(self, now: float, since: float | None = None) -> bool:
        """Whether what is wrong now, or has become so `since`, is its doing."""
        ended = self.restored if self.restored is not None else self.began + RESTORES
        since = now if since is None else since
        return self.began <= now and since <= min(ended, self.began + RESTORES) + SETTLES


@dataclass
class Troubles:
    """All faults so far."""

    clock: Callable[[], float]
    suffered: list[Suffered] = field(default_factory=list)

    def begin(self, kind: Kind) -> Suffered:
        self.suffered.append(Suffered(kind, self.clock()))
        return self.suffered[-1]

    def now(self) -> str:
        """The kind of the fault that goes on; empty if none does."""
        return next((one.kind for one in reversed(self.suffered) if one.excuses(self.clock())), "")

    def expects(self, kinds: Sequence[Kind], since: float | None = None) -> bool:
        """Whether one of these goes on, or did `since`."""
        return any(one.kind in kinds and one.excuses(self.clock(), since) for one in self.suffered)

    def heard_again(self) -> None:
        """Everybody hears who speaks."""
        for one in self.suffered:
            if one.heard is None and one.restored is not None:
                one.heard = self.clock()
