"""What the rules refuse is explained by the rule's number and in the reader's language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from prachum.projections.wording import typeset
from prachum.rules.order import Text


@dataclass(frozen=True, slots=True)
class Explanation:
    """`rule` numbers it in docs/rules-of-procedure.md, `unga` in the General Assembly’s rules where those have it."""

    rule: str
    text: Text
    unga: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal as one reader is told it."""

    code: str
    rule: str
    text: str


@cache
def explanations() -> Mapping[str, Explanation]:
    """Every code with which the rules can refuse, in the order of the rules."""
    written: Mapping[str, Mapping[str, str]] = tomllib.loads(
        files("prachum").joinpath("refusals.toml").read_text("utf-8")
    )
    return {
        code: Explanation(
            said["rule"],
            typeset({language: said[language] for language in said if len(language) == 2}),
            said.get("unga"),
        )
        for code, said in written.items()
    }


def explain(code: str, language: str) -> Refusal:
    """The refusal in this language, or else in English; raises KeyError for a code that the rules do not have."""
    explained = explanations()[code]
    return Refusal(code, explained.rule, explained.text.get(language) or explained.text["en"])
