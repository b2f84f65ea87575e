"""How a name, a list and a length of time are said in English, Thai and French."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import TypeAlias

from prachum.rules.order import Text

LANGUAGES = ("en", "th", "fr")
Table: TypeAlias = Mapping[str, str]

_VOWELS = "aàâeéèêhiîoôuy"
_BETWEEN_WORDS = re.compile(r"[\s'’]")
_TIGHT_IN_FRENCH = re.compile(r"(?<=«) | (?=[»:;?!])")
_SAID_TWICE = re.compile("([.!?…](?:”|\u00a0»))\\.$")
"""A full stop after a quotation that has its own."""
_LEFTWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ISOLATES = dict.fromkeys((0x2068, 0x2069))
_EDGE = "\0"
"""Stands where a name without Thai letters meets a Thai sentence, which writes a space there."""


class Name(str):
    """A name as it stands in a sentence, its article before it; French contracts `{name:de}` and `{name:à}`."""

    __slots__ = ()

    def __format__(self, case: str) -> str:
        if not case:
            return str(self)
        for article, contracted in _CONTRACTED[case]:
            if self.startswith(article):
                return contracted + self[len(article) :]
        elided = case == "de" and self[:1].lower() in _VOWELS
        return f"d’{self}" if elided else f"{case} {self}"


_CONTRACTED = {"de": (("le ", "du "), ("les ", "des ")), "à": (("le ", "au "), ("les ", "aux "))}


def _read(language: str) -> tuple[Mapping[str, Table], Mapping[str, Table]]:
    tables = tomllib.loads((files("prachum.projections") / "sentences" / f"{language}.toml").read_text("utf-8"))
    articles: Mapping[str, Table] = tables.pop("articles", {})
    if language == "fr":
        tables = {
            name: {key: _TIGHT_IN_FRENCH.sub("\u00a0", words) for key, words in table.items()}
            for name, table in tables.items()
        }
    return tables, articles


_READ = {language: _read(language) for language in LANGUAGES}
SAID: Mapping[str, Mapping[str, Table]] = {language: tables for language, (tables, _) in _READ.items()}
"""Language → chapter → event (`event-variant`) → sentence with its slots; beside the chapters, single words."""
_ARTICLES = {
    language: {
        article: {where: frozenset(names.casefold().split(", ")) for where, names in kept.items()}
        for article, kept in articles.items()
    }
    for language, (_, articles) in _READ.items()
}


def typeset(text: Text) -> Text:
    """The same with its French as it is printed: no line breaks before `:`, `;`, `!`, `?` and `»`, nor after `«`."""
    return {one: _TIGHT_IN_FRENCH.sub("\u00a0", words) if one == "fr" else words for one, words in text.items()}


def spoken(language: str) -> str:
    """The language itself if sentences are kept in it, else English."""
    return language if language in LANGUAGES else "en"


def clock_text(milliseconds: int) -> str:
    """Whole minutes and seconds that have passed: `4:05`, from an hour on `1:04:05`."""
    seconds = max(0, milliseconds) // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def in_language(text: Text, language: str) -> str:
    """The words in that language, else in English, else in the first that there is; empty if nothing is said."""
    offered = (text.get(language, ""), text.get("en", ""), *text.values())
    return isolated(next((words.strip() for words in offered if words.strip()), ""))


def isolated(words: str) -> str:
    """What is written from right to left keeps to itself, so that no figure or comma beside it joins its direction."""
    bare = words.translate(_ISOLATES)
    return f"\u2068{bare}\u2069" if _LEFTWARDS.search(bare) else bare


def with_article(name: str, language: str, unknown: str = "{}", plural: str = "{}") -> Name:
    """The name with the article that it carries; `unknown` frames one without, `plural` one that would be many."""
    whole = name.casefold()
    parts = [part for part in _BETWEEN_WORDS.split(whole) if part]
    sought = {"whole": whole, "first": parts[0] if parts else "", "last": parts[-1] if parts else ""}
    for article, kept in _ARTICLES[language].items():
        if any(sought[where] in names for where, names in kept.items()):
            carried = Name(name if article == "none" else f"{article} {name}".replace("’ ", "’", 1))
            return Name(plural.format(carried)) if article == "les" else carried
    return Name(unknown.format(name))


def listed(names: Sequence[str], language: str) -> Name:
    """`A, B and C`."""
    if len(names) < 2:
        return Name("".join(names))
    words = SAID[language]["lists"]
    return Name(words["last"].join((words["between"].join(names[:-1]), names[-1])))


def sentence_of(template: str, slots: Mapping[str, Name | str | int], language: str) -> str:
    """The template with its slots filled, its capital, and in Thai the spaces around foreign names."""
    if language == "th":
        slots = {key: _edged(slot) if isinstance(slot, Name) else slot for key, slot in slots.items()}
    words = template.format_map(slots)
    words = _SAID_TWICE.sub(r"\1", re.sub(rf" ?{_EDGE} ?", " ", words).strip())
    return words[:1].upper() + words[1:]


def _edged(name: Name) -> Name:
    before, after = ("" if is_thai(end) else _EDGE for end in (name[:1], name[-1:]))
    return Name(f"{before}{name}{after}")


def is_thai(letter: str) -> bool:
    return "\u0e00" <= letter <= "\u0e7f"
