"""What `tests/network` tries in short is tried at length: ten crashes, half a minute, twenty minutes without a line."""

import os
import sys

import click
import pytest

LONG = {"PRACHUM_CRASHES": "10", "PRACHUM_BLACK_OUTS": "20,60,360,1200"}


@click.command()
@click.option("--black-outs", default=LONG["PRACHUM_BLACK_OUTS"], show_default=True, help="Seconds, between commas.")
def network(black_outs: str) -> None:
    """Spoil the lines of an installation's visitors for as long as lines are spoilt; about half an hour, as root."""
    os.environ |= LONG | {"PRACHUM_BLACK_OUTS": black_outs}
    sys.exit(pytest.main(["-q", "-s", "-o", "faulthandler_timeout=0", "tests/network"]))
