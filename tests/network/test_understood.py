"""Words that were misunderstood are counted where the sentence stands best within what was heard."""

import pytest

from tests.bench.words import errors

SENTENCE = "The text, as amended, is adopted."


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("the text as amended is adopted", 0),
        ("is adopted. The text as amended is adopted! The text as", 0),
        ("The text has amended is adopted", 1),
        ("The text as amended adopted", 1),
        ("The text as as amended is adopted", 1),
        ("", 6),
    ],
)
def test_each_word_wrong_missing_or_too_many_counts(said: str, wrong: int) -> None:
    assert errors(SENTENCE, said) == wrong / 6
