"""Every event is one sentence in each language: in the record, the audit, an announcement and the terminal alike."""

from collections.abc import Iterator, Sequence

from prachum.projections.telling import tell
from prachum.projections.wording import SAID, clock_text, sentence_of, spoken
from prachum.rules.order import NOBODY, Entry, Withheld, kind
from prachum.rules.procedure import State, apply, new, replay
from prachum.rules.visibility import Audience, sees

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


def sentences(entries: Sequence[Entry], language: str, audience: Audience | None = None) -> Iterator[tuple[Entry, str]]:
    """Every entry of a whole journal, from its first, with its sentence; what an audience may not see is withheld."""
    state, final = new(), replay(entries)
    for entry in entries:
        seen = entry if audience is None or sees(audience, entry.event, final) else withheld(entry)
        yield seen, sentence(seen, state, language)
        state = apply(state, entry)


def withheld(entry: Entry) -> Entry:
    """That something was entered then; not what, nor, as it might tell, by whom."""
    return Entry(entry.seq, entry.at, NOBODY, Withheld())
