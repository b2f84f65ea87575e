"""Web part and engine are away, or cannot reach each other, for as long as cases F04 and F18 say."""

import os
import sys

import click
import pytest

TESTS = [
    "tests/browser/test_parts_die.py::test_the_sound_never_stops_when_the_web_part_dies",
    "tests/media/test_split.py",
]


@click.command()
@click.option("--web", default=30.0, show_default=True, help="Seconds without the web part, in the middle of a speech.")
@click.option(
    "--apart", default=60.0, show_default=True, help="Seconds in which web part and engine do not hear each other."
)
def away(web: float, apart: float) -> None:
    """Keep a part away in the middle of a speech, for as long as a machine takes to start; about three minutes."""
    os.environ |= {"PRACHUM_WEB_AWAY": str(web), "PRACHUM_APART": str(apart)}
    sys.exit(pytest.main(["-q", "-s", "-o", "faulthandler_timeout=0", *TESTS]))
