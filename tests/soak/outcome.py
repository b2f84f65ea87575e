"""What a soak has shown is told as a table and as JSON: medians and worsts, and each violation with time and place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.figures import machine, percentile
from tests.soak.faults import Suffered
from tests.soak.invariants import Gap
from tests.soak.leaks import UNITS, Growth


@dataclass(frozen=True, slots=True)
class Violation:
    """`at` in seconds from the beginning, `beside` the fault that went on then or last."""

    at: float
    what: str
    where: str
    how: str
    beside: str


@dataclass
class Outcome:
    """Counts, seconds and growths of one soak, and where it stopped holding.

    `load` is that of the machine (of a minute): where more is to be done than it has cores, times say little.  `logs`
    are the last lines of each part's, where something did not hold.
    """

    seed: int
    seats: int
    listeners: int
    minutes: float = 0.0
    entries: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    came: int = 0
    went: int = 0
    looks: Counter[str] = field(default_factory=Counter)
    views: Counter[str] = field(default_factory=Counter)
    longest: dict[str, float] = field(default_factory=dict)
    faults: list[Suffered] = field(default_factory=list)
    heard_seconds: float = 0.0
    heard_share: float = 1.0
    gaps: list[Gap] = field(default_factory=list)
    growths: list[Growth] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    load: list[float] = field(default_factory=list)
    logs: dict[str, list[str]] = field(default_factory=dict)

    def figures(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        # A Counter that `asdict` copies counts the pairs.
        counts = {name: dict(getattr(self, name)) for name in ("acts", "looks", "views")}
        return (
            asdict(self)
            | counts
            | {
                "machine": machine(),
                "load": _seconds(self.load),
                "gaps": {
                    cause: _seconds([g.seconds for g in self.gaps if g.cause == cause]) for cause in self._causes()
                },
                "gaps_of_more_than_2_s": [asdict(gap) for gap in self.gaps if gap.seconds > 2],
                "restored": {kind: _seconds(self._restored(kind)) for kind in self._kinds()},
                "heard_again": {kind: _seconds(self._heard(kind)) for kind in self._kinds()},
            }
        )

    def _causes(self) -> list[str]:
        return sorted({gap.cause for gap in self.gaps})

    def _kinds(self) -> list[str]:
        return sorted({one.kind for one in self.faults})

    def _restored(self, kind: str) -> list[float]:
        return [one.restored - one.began for one in self.faults if one.kind == kind and one.restored is not None]

    def _heard(self, kind: str) -> list[float]:
        return [one.heard - one.began for one in self.faults if one.kind == kind and one.heard is not None]

    def show(self, out: Console) -> None:
        """The table, and the first violations."""
        shown = Table("what", "how much")
        for name, value in self._rows():
            shown.add_row(name, value)
        out.print(shown)
        for one in self.violations[:40]:
            out.print(f"{one.at:7.1f} s  {one.what}: {one.where}: {one.how} ({one.beside or 'no fault'})", markup=False)
        out.print(f"{len(self.violations)} violations", style="red" if self.violations else "green")

    def _rows(self) -> list[tuple[str, str]]:
        rows = [
            ("load of the machine", _numbers(self.load)),
            ("minutes; entries", f"{self.minutes:.1f}; {self.entries}"),
            ("acts", ", ".join(f"{count} {name}" for name, count in self.acts.items())),
            ("left; came again", f"{self.went}; {self.came}"),
            ("looks into the engine's room; at what is heard", f"{self.looks['room']}; {self.looks['sound']}"),
            (
                "views compared; otherwise; behind",
                "; ".join(str(self.views[w]) for w in ("compared", "otherwise", "behind")),
            ),
            *((f"{name}, longest", f"{seconds:.1f} s") for name, seconds in self.longest.items()),
            ("speaker heard, of listeners' seconds", f"{100 * self.heard_share:.2f} % of {self.heard_seconds:.0f}"),
        ]
        for cause in self._causes():
            rows.append((f"gaps: {cause}", _said([g.seconds for g in self.gaps if g.cause == cause])))
        for kind in self._kinds():
            rows.append((f"{kind}: answers again", _said(self._restored(kind))))
            rows.append((f"{kind}: all hear again", _said(self._heard(kind))))
        return rows + [(f"{one.part} {one.pid}, {one.what}", _grown(one)) for one in self.growths]


def _seconds(each: Sequence[float]) -> dict[str, float]:
    if not each:
        return {"count": 0}
    worst, p95 = max(each), percentile(list(each), 0.95)
    return {"count": len(each)} | {
        name: round(one, 2) for name, one in (("median", median(each)), ("p95", p95), ("worst", worst))
    }


def _said(each: Sequence[float]) -> str:
    said = _seconds(each)
    return f"{len(each)}; median {said['median']} s, p95 {said['p95']} s, worst {said['worst']} s" if each else "0"


def _numbers(each: Sequence[float]) -> str:
    said = _seconds(each)
    return f"median {said['median']}, worst {said['worst']}" if each else ""


def _grown(one: Growth) -> str:
    said = f"{one.first:.0f} to {one.last:.0f} {UNITS[one.what]}".rstrip()
    if one.per_hour is None:
        return f"{said}; too short to judge"
    return f"{said}; {one.per_hour:+.1f} an hour in {one.minutes:.0f} min, {one.allowed:.1f} allowed"
