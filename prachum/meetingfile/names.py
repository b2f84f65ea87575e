"""No name in a meeting file passes for another: not for a delegation, a bloc, the chair or the secretariat."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from prachum.meetingfile.faults import Fault, Path
from prachum.meetingfile.model import MeetingFile, PersonIn
from prachum.rules.order import SECRETARIAT, Text

NOWHERE = (0, 0)
LONGEST = 200
"""Characters of a name, a title or a department in one language."""

# Letters of other scripts, and signs, that are drawn like these Latin ones, after case is folded.
DRAWN_LIKE = {
    "a": "аαɑ", "b": "ЬьƄ", "c": "сϲᴄ", "d": "ԁ", "e": "еҽε", "f": "ƒ", "g": "ɡց", "h": "һհ", "j": "јϳ", "k": "кκ",
    "l": "іɩιıǀӏiӀ1|!", "m": "м", "n": "пոηʼn", "o": "оοօσ0", "p": "рρ", "q": "ԛգ", "r": "гг", "s": "ѕꜱ5$",
    "t": "тτ", "u": "υսʋ", "v": "ѵν", "w": "ԝωѡ", "x": "хχ×", "y": "уγү", "z": "ᴢ",
}  # fmt: skip
LATIN = {ord(drawn): letter for letter, all_ in DRAWN_LIKE.items() for drawn in all_.casefold()}
PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
MIXED = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
"""Scripts that share the shapes of letters: no word of any language is written in two of them."""

# What those who preside are called, on our own screens and on plates.
CHAIR = ("chair", "the chair", "chairman", "chairwoman", "chairperson", "presiding chair", "presiding", "co-chair",
         "président", "présidente", "présidence", "à la présidence", "coprésident", "coprésidente", "coprésidence",
         "ประธาน", "ประธานที่ประชุม", "ประธานร่วม")  # fmt: skip
SECRETARIAT_IS = ("secretariat", "the secretariat", "secrétariat", "ฝ่ายเลขานุการ")


class Shown(NamedTuple):
    """A name as some screen shows it; `whose`: the party, bloc or office that it stands for."""

    path: Path
    words: str
    whose: str


def all_of(file: MeetingFile) -> Iterator[Fault]:
    """Every name that hides something or passes for another."""
    names = tuple(_names(file))
    for shown in names:
        yield from _hidden(shown)
    yield from _alike(file, names)


def drawn(words: str) -> str:
    """What is left of a name for the eye: equal for two that are taken for each other."""
    folded = unicodedata.normalize("NFKD", words).casefold()
    plain = (c for c in unicodedata.normalize("NFKD", folded) if not "\u0300" <= c <= "\u036f")
    seen = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Cc", "Zs", "Pd", "Pc") and c not in "'’.")
    latin = seen.translate(LATIN)
    for pair, one in PAIRS:
        latin = latin.replace(pair, one)
    return latin


def _hidden(shown: Shown) -> Iterator[Fault]:
    if len(shown.words) > LONGEST:
        yield Fault(NOWHERE, shown.path, "at_most", str(len(shown.words)), {"limit": str(LONGEST)})
    if any(c in "\n\t\u2028\u2029" for c in shown.words):
        yield Fault(NOWHERE, shown.path, "one_line", shown.words[:60], {})
    for word in re.findall(r"\w+", shown.words):
        scripts = {unicodedata.name(c, "").partition(" ")[0] for c in word if c.isalpha()}
        if len(known := scripts & set(MIXED)) > 1:
            yield Fault(NOWHERE, shown.path, "one_script", word[:60], {"scripts": ", ".join(sorted(known)).lower()})


def _names(file: MeetingFile) -> Iterator[Shown]:
    for i, party in enumerate(file.parties):
        yield from _texts(("parties", i, "names"), party.names, f"parties {party.code}")
    for i, bloc in enumerate(file.blocs):
        yield from _texts(("blocs", i, "names"), bloc.names, f"blocs {bloc.code}")
    for i, person in enumerate(file.people):
        plate = person.nameplate
        capacity = plate.capacity.text if plate.capacity is not None else {}
        texts = {"title": plate.title, "name": plate.name, "honorific": plate.honorific, "department": plate.department}
        for name, text in {**texts, "capacity": capacity}.items():
            inside = ("capacity", "text") if name == "capacity" else (name,)
            yield from _texts(("people", i, "nameplate", *inside), text, f"person {person.id}")


def _texts(path: Path, text: Text, whose: str) -> Iterator[Shown]:
    return (Shown((*path, language), words, whose) for language, words in text.items() if words.strip())


def _alike(file: MeetingFile, names: tuple[Shown, ...]) -> Iterator[Fault]:
    taken: dict[str, Shown] = {}
    for shown in names:
        if shown.whose.startswith("person "):
            continue
        first = taken.setdefault(drawn(shown.words), shown)
        if first.whose != shown.whose:
            yield _taken_for(shown, first.words)
    people = {person.id: person for person in file.people}
    offices = _offices()
    chairs = {
        drawn(words): (words, chair) for chair in file.chairs if chair in people for words in _named(people[chair])
    }
    for shown in names:
        person = people.get(shown.whose.removeprefix("person ")) if shown.whose.startswith("person ") else None
        if person is not None:
            yield from _as_another(file, shown, person, taken, offices)
            words, chair = chairs.get(drawn(shown.words), ("", ""))
            if words and chair != person.id and words.casefold() != shown.words.casefold():
                yield _taken_for(shown, words)


def _as_another(
    file: MeetingFile, shown: Shown, person: PersonIn, taken: Mapping[str, Shown], offices: Mapping[str, str]
) -> Iterator[Fault]:
    seen = drawn(shown.words)
    party = taken.get(seen)
    if party is not None and party.whose != f"parties {person.delegation}":
        yield _taken_for(shown, party.words)
    office = offices.get(seen)
    if office == "chair" and person.id not in file.chairs:
        yield _taken_for(shown, "Chair")
    if office == SECRETARIAT and person.delegation != SECRETARIAT:
        yield _taken_for(shown, "Secretariat")


def _offices() -> Mapping[str, str]:
    return {drawn(word): "chair" for word in CHAIR} | {drawn(word): SECRETARIAT for word in SECRETARIAT_IS}


def _named(person: PersonIn) -> Iterator[str]:
    yield from person.nameplate.name.values()


def _taken_for(shown: Shown, other: str) -> Fault:
    return Fault(NOWHERE, shown.path, "look_alike", shown.words[:60], {"other": other[:60]})
