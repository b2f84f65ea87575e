"""What visitors have entered in between shifts the numbers that a script has in mind."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

NEVER = "-"
"""Names what was not entered."""


class Numbers:
    """For each conclusion and proposal of the script the name that it has in the meeting."""

    def __init__(self) -> None:
        self._named: dict[str, str] = {}

    def renamed(self, body: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        """The fields of a step's command with the names of the meeting."""
        return {
            key: self._named.get(value, value)
            if key in ("conclusion", "proposal") and isinstance(value, str)
            else value
            for key, value in body.items()
        }

    def entered(self, letter: str, names: Sequence[str], before: int) -> None:
        """The script has had one more entered, or tried to; these are all there are now, and that many were before."""
        number = sum(key.startswith(letter) for key in self._named) + 1
        self._named[f"{letter}{number}"] = names[-1] if len(names) > before else NEVER
