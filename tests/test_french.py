"""Whatever is said in French is set, contracted and dated as French is."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest

import prachum.meetingfile.said
import prachum.workers.said
from prachum.live import problems
from prachum.meetingfile.expected import EXPECTED, SENTENCE
from prachum.projections.communique import TEMPLATES
from prachum.projections.naming import UNKNOWN_BLOC, UNKNOWN_PARTY
from prachum.projections.wording import LANGUAGES, SAID, Name, with_article
from prachum.refusals import explanations
from prachum.when import day
from prachum.words import say, sentences
from prachum.workers import mending, suggesting

TABLES: Mapping[str, object] = {
    "sentences": SAID["fr"],
    "communiqués": TEMPLATES["fr"],
    "names": {"party": UNKNOWN_PARTY, "bloc": UNKNOWN_BLOC},
    "pages": sentences(),
    "refusals": {code: known.text for code, known in explanations().items()},
    "problems": problems.texts(),
    "suggestions": suggesting.SAID,
    "rehearsals": prachum.workers.said.SAID,
    "mending": {"text": mending.NO_CONSENSUS, "point": mending.RULING},
    "meeting files": prachum.meetingfile.said.SAID,
    "faults": {**EXPECTED, "sentence": SENTENCE},
}


def french(table: object) -> Iterator[str]:
    """Every French text in a table, whatever it is sorted by."""
    if isinstance(table, str):
        yield table
    elif isinstance(table, Mapping):
        for one in [table["fr"]] if set(table) == set(LANGUAGES) else table.values():
            yield from french(one)


@pytest.mark.parametrize("name", TABLES)
def test_no_line_breaks_before_a_french_colon_or_within_french_quotation_marks(name: str) -> None:
    assert not [words for words in french(TABLES[name]) if re.search("« | [:;?!»]", words)]


def test_french_contracts_the_group_that_is_spoken_for_and_elides_before_a_capacity() -> None:
    assert say("record.for_bloc", "fr", bloc=with_article("Groupe des 77", "fr")) == "au nom du Groupe des 77"
    assert say("record.capacity", "fr", capacity=Name("observateur")) == "en qualité d’observateur"


@pytest.mark.parametrize(("first", "said"), [(1, "1er juin 2022"), (2, "2 juin 2022"), (11, "11 juin 2022")])
def test_the_first_of_a_month_is_told_in_french_as_it_is_said(first: int, said: str) -> None:
    assert day(datetime(2022, 6, first, tzinfo=UTC), "fr") == said


@pytest.mark.parametrize("name", TABLES)
def test_no_french_apostrophe_is_a_typewriters(name: str) -> None:
    assert not [words for words in french(TABLES[name]) if "'" in words]
