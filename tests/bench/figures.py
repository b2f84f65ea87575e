"""A figure is the median of its repetitions with their range, and a ratio is taken within each repetition."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TypeAlias, TypedDict

from rich.console import Console
from rich.table import Table


class Figure(TypedDict):
    """`unit` is ms, MB, × or the like; `each` has one value per repetition."""

    unit: str
    median: float
    least: float
    most: float
    each: list[float]


Figures: TypeAlias = dict[str, Figure]


class Machine(TypedDict):
    """Where and beside what it was measured; `load` are the averages of 1, 5 and 15 minutes."""

    at: str
    cores: int
    processor: str
    kernel: str
    python: str
    load: list[float]


def machine() -> Machine:
    said = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    processor = next((line.partition(": ")[2] for line in said if line.startswith("model name")), platform.machine())
    return Machine(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        cores=os.cpu_count() or 1,
        processor=processor,
        kernel=platform.release(),
        python=platform.python_version(),
        load=[round(one, 2) for one in os.getloadavg()],
    )


def figure(unit: str, each: Sequence[float]) -> Figure:
    rounded = [round(one, 2) for one in each]
    return {"unit": unit, "median": median(rounded), "least": min(rounded), "most": max(rounded), "each": rounded}


def ratio(of: Sequence[float], to: Sequence[float]) -> Figure:
    """Of each repetition's value to the baseline's in the same repetition."""
    return figure("×", [one / other for one, other in zip(of, to, strict=True)])


def percentile(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def table(figures: Figures, out: Console) -> None:
    shown = Table("figure", "median", "range", "unit")
    for name, one in figures.items():
        shown.add_row(name, f"{one['median']:g}", f"{one['least']:g} to {one['most']:g}", one["unit"])
    out.print(shown)
