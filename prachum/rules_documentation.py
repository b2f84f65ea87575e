"""The tables of docs/rules-of-procedure.md are generated from the rules: `python -m prachum.rules_documentation`."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Final

from prachum.refusals import explanations
from prachum.rules.order import Standing
from prachum.rules.presets import PRESETS, Quorum, Rules
from prachum.rules.procedure import COMMANDS, MAY

PAGE: Final = Path(__file__).parent.parent / "docs" / "rules-of-procedure.md"
WHO: Final[Mapping[Standing, str]] = {
    Standing.PRESIDING: "the presiding chair",
    Standing.CO_CHAIR: "a co-chair",
    Standing.HEAD: "a head of delegation",
    Standing.ALTERNATE: "an alternate",
    Standing.ADVISER: "an adviser",
    Standing.SECRETARIAT: "the secretariat",
    Standing.RAPPORTEUR: "the rapporteur",
    Standing.TECHNICIAN: "a technician",
    Standing.OBSERVER: "an observer",
    Standing.CLOCK: "the clock",
    Standing.DOOR: "the door",
    Standing.OPERATOR: "the installation",
}


def who_may(cls: type) -> str:
    """Those who may give a command, in words."""
    *first, last = [WHO[standing] for standing in Standing if standing in MAY[cls]]
    return f"{', '.join(first)} or {last}" if first else last


def matrix() -> str:
    """Role × command."""
    columns = [who.split(" ", 1)[1] for who in WHO.values()]
    rows = (
        (f"`{name}`", *("●" if standing in MAY[cls] else "" for standing in Standing)) for name, cls in COMMANDS.items()
    )
    return _table(("command", *columns), rows)


def refusals() -> str:
    """Refusal code → rule number, and the General Assembly's where `unga` follows one."""
    rows = ((f"`{code}`", known.rule, known.unga or "", known.text["en"]) for code, known in explanations().items())
    return _table(("refusal", "rule", "UNGA", "what is said"), rows)


def presets() -> str:
    """Every value that a preset has and a meeting file may override."""
    rows = (
        (f"`{one.name}`", *(_said(getattr(rules, one.name)) for rules in PRESETS.values())) for one in fields(Rules)
    )
    return _table(("value", *(f"`{name}`" for name in PRESETS)), [row for row in rows if row[0] != "`preset`"])


def _said(value: object) -> str:
    match value:
        case None:
            return "none"
        case Quorum(part, whole, more_than):
            return f"{'more than' if more_than else 'at least'} {part}/{whole}"
        case dict():
            return ", ".join(f"{kind} {seconds} s" for kind, seconds in value.items())
        case tuple():
            return ", ".join(str(one) for one in value)
        case bool():
            return "yes" if value else "no"
    return str(value)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head), *(list(row) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |").replace("|  |", "| |") for line in lines)


PARTS: Final[Mapping[str, Callable[[], str]]] = {"matrix": matrix, "presets": presets, "refusals": refusals}


def generated(page: str) -> str:
    """The page with its generated parts as the rules have them now."""
    for name, part in PARTS.items():
        between = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        page = between.sub(lambda found, part=part: f"{found[1]}\n{part()}\n\n{found[2]}", page)  # type: ignore[misc]
    return page


if __name__ == "__main__":
    PAGE.write_text(generated(PAGE.read_text("utf-8")), "utf-8")
