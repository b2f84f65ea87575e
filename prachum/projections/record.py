"""Every event is one sentence in each language: in the record, the audit, an announcement and the terminal alike."""

from collections.abc import Iterable, Iterator

from prachum.projections.telling import tell
from prachum.projections.wording import SAID, clock_text, sentence_of, spoken
from prachum.rules.order import Entry, Withheld, kind
from prachum.rules.procedure import State, apply, new

__all__ = ["clock_text", "sentence", "sentences"]


def sentence(entry: Entry, state: State, language: str) -> str:
    """One sentence for an entry; `state` is the one before the entry, which still knows what the entry ends.

    A language in which no sentences are kept is answered in English.
    """
    language = spoken(language)
    if isinstance(entry.event, Withheld):
        return SAID[language]["names"]["withheld"]
    chapter, _, event = kind(type(entry.event)).partition(".")
    variant, slots = tell(entry, state, language)
    return sentence_of(SAID[language][chapter][f"{event}-{variant}" if variant else event], slots, language)


def sentences(entries: Iterable[Entry], language: str) -> Iterator[tuple[Entry, str]]:
    """Every entry of a journal, from its first, with its sentence."""
    state = new()
    for entry in entries:
        yield entry, sentence(entry, state, language)
        state = apply(state, entry)
