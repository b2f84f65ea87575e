"""A fault in a meeting file names its line, what was found and what was expected, in the reader's language."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from prachum.meetingfile.expected import EXPECTED, NOTHING, SENTENCE

Path: TypeAlias = tuple[str | int, ...]
"""Keys and indexes from the top of the file."""
Place: TypeAlias = tuple[int, int]
"""Line and column, both counted from 1."""

LANGUAGES = ("en", "th", "fr")


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` is a key of EXPECTED and `values` fill it; `found` is as written in the file, empty for nothing."""

    place: Place
    path: Path
    code: str
    found: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, language: str) -> str:
        expected = EXPECTED[self.code][language].format(**self.values)
        found = f"“{self.found}”" if self.found else NOTHING[language]
        return SENTENCE[language].format(where=dotted(self.path), found=found, expected=expected)


class FaultyFile(Exception):
    """The file is not a meeting; `faults` are all that could be seen at once, in the order of their lines."""

    def __init__(self, name: str, faults: tuple[Fault, ...]) -> None:
        self.name, self.faults = name, tuple(sorted(faults, key=lambda fault: fault.place))
        super().__init__("\n".join(self.lines("en")))

    def lines(self, language: str) -> tuple[str, ...]:
        """One line per fault: `file:line:column: what was found and what was expected`."""
        return tuple(f"{self.name}:{f.place[0]}:{f.place[1]}: {f.sentence(language)}" for f in self.faults)


def dotted(path: Path) -> str:
    """`('people', 2, 'rank')` → `people[2].rank`."""
    said = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return said.removeprefix(".") or "."


def readers_language(asked: str | None = None) -> str:
    """The language asked for, else the first of the environment's that we speak, else English."""
    wanted = (asked, *(os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")))
    return next((said[:2] for said in wanted if said and said[:2] in LANGUAGES), "en")
