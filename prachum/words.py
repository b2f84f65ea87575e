"""What our pages and letters say stands in words.toml, every sentence in English, Thai and French side by side."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "th", "fr")


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """All of them: `chapter.name` → language → text."""
    chapters = tomllib.loads((Path(__file__).parent / "words.toml").read_text())
    return {f"{chapter}.{name}": texts for chapter, names in chapters.items() for name, texts in names.items()}


def say(name: str, language: str, **parts: object) -> str:
    """The sentence in that language, its `{parts}` filled in; KeyError if there is no such sentence."""
    return sentences()[name][language if language in LANGUAGES else "en"].format(**parts)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """What somebody wrote, in the reader's language if it is there, else in English, else in any; "" if in none."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
