"""What so many crashes have shown is a table of counts, and the seconds that each took."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.figures import percentile


@dataclass
class Found:
    """Counts of acts, of screens and of crashes; seconds from the death to the first act sent and answered after it.

    `whole`: crashes that took everything, supervisor included; `while_starting`: those that fell into a start.
    `unanswered`: acts on their way at a death; `but_entered`: those of them that the dead had entered all the same.
    """

    crashes: int = 0
    whole: int = 0
    while_starting: int = 0
    entries: int = 0
    acknowledged: int = 0
    refused: int = 0
    lost: int = 0
    doubled: int = 0
    under_another_seq: int = 0
    refused_but_entered: int = 0
    unanswered: int = 0
    unanswered_but_entered: int = 0
    sent_again: int = 0
    answered_otherwise: int = 0
    views_compared: int = 0
    views_otherwise: int = 0
    gaps: int = 0
    seconds: list[float] = field(default_factory=list)
    seconds_whole: list[float] = field(default_factory=list)
    seconds_until_all_follow: list[float] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How many promises were broken."""
        of_acts = self.lost + self.doubled + self.under_another_seq + self.refused_but_entered
        return of_acts + self.answered_otherwise + self.views_otherwise + self.gaps

    def plus(self, more: "Found") -> "Found":
        return Found(**{name: value + getattr(more, name) for name, value in vars(self).items()})

    def figures(self) -> dict[str, Any]:
        """All of it, with p50, p95 and the worst of the seconds."""
        told: dict[str, Any] = asdict(self) | {"faults": self.faults}
        for name in ("seconds", "seconds_whole", "seconds_until_all_follow"):
            if times := getattr(self, name):
                told[f"{name}_p50_p95_max"] = [round(percentile(times, p), 2) for p in (0.5, 0.95)] + [max(times)]
        return told

    @classmethod
    def kept(cls, path: Path) -> "Found":
        """What earlier runs have written there; nothing where there is no such file."""
        if not path.exists():
            return cls()
        told = json.loads(path.read_text())
        return cls(**{name: told[name] for name in vars(cls())})
