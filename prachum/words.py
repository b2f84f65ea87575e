"""What our pages and letters say stands in words.toml, every sentence in English, Thai and French side by side."""

import os
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from prachum.projections.wording import isolated, typeset

LANGUAGES: Final = ("en", "th", "fr")
_ISOLATED = re.compile("(\u2068[^\u2068\u2069]*\u2069)")


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """All of them: `chapter.name` → language → text."""
    chapters = tomllib.loads((Path(__file__).parent / "words.toml").read_text())
    return {f"{chapter}.{name}": typeset(texts) for chapter, names in chapters.items() for name, texts in names.items()}


def say(name: str, language: str, /, **parts: object) -> str:
    """The sentence in that language, its `{parts}` filled in; KeyError if there is no such sentence."""
    return sentences()[name][language if language in LANGUAGES else "en"].format(**parts)


def of_terminal() -> str:
    """The first language of the environment that we speak, else English."""
    wanted = (os.environ.get(name, "")[:2] for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((said for said in wanted if said in LANGUAGES), "en")


def in_language(texts: Mapping[str, str], language: str) -> str:
    """What somebody wrote, in the reader's language if it is there, else in English, else in any; "" if in none."""
    return isolated(_bare(texts.get(language) or texts.get("en") or next(iter(texts.values()), "")))


def plain(text: str) -> str:
    """The same without what cannot be read but changes how all around it reads: marks of direction, control codes.

    A name that is written from right to left and isolated stays so: nothing inside it reaches what is around.
    """
    parts = _ISOLATED.split(text)
    return "".join(isolated(_bare(part)) if number % 2 else _bare(part) for number, part in enumerate(parts))


def _bare(text: str) -> str:
    return "".join(" " if letter in "\n\t" else letter for letter in text if letter in "\n\t" or _is_read(letter))


def _is_read(letter: str) -> bool:
    # Joiners (U+200C, U+200D) stay: some scripts cannot be written without them.
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn") or letter in "\u200c\u200d\u00ad"
