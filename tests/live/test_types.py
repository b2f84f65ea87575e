"""The chamber's client was compiled against the shapes that the live plane reads and writes now."""

import re
from pathlib import Path

from prachum.live import openapi

TYPES = Path(__file__).parents[2] / "chamber" / "src" / "stream" / "wire.d.ts"


def test_the_clients_types_are_generated_from_the_shapes_of_now() -> None:
    made_of = re.search(r"SHA-256 ([0-9a-f]{64})", TYPES.read_text())
    assert made_of is not None
    assert made_of[1] == openapi.digest(), "the wire has changed: run scripts/types, and see what tsc says"


def test_words_about_a_shape_are_no_part_of_its_types() -> None:
    assert b'"description":"' not in openapi.shapes_alone()
    assert b'"title":{"' in openapi.shapes_alone()
