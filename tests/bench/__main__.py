"""`python -m tests.bench` measures an installation of its own, which is gone afterwards, and says what it found."""

import json
import logging
import os
import shutil
import tempfile
from pathlib import Path

import click
from rich.console import Console

from tests.bench.figures import Figures, table

PARTS = ("acts", "sound")


@click.command()
@click.option("--only", type=click.Choice(PARTS), help="One part alone.")
@click.option("--repetitions", default=3, show_default=True)
@click.option("--json", "path", type=click.Path(path_type=Path), help="Write the figures there as well.")
def bench(only: str | None, repetitions: int, path: Path | None) -> None:
    """Measure acts acknowledged (÷ a bare insert) and grant → sound (÷ publishing after the grant)."""
    home = tempfile.mkdtemp(prefix="prachum-bench-")
    os.environ |= {"PRACHUM_DATA": home, "DJANGO_SETTINGS_MODULE": "prachum.settings", "LC_ALL": "C.UTF-8"}
    try:
        figures = measured([only] if only else list(PARTS), repetitions)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    table(figures, Console())
    if path is not None:
        path.write_text(json.dumps(figures, indent=1) + "\n")


def measured(parts: list[str], repetitions: int) -> Figures:
    from prachum.ready import make_ready

    # The SDK counts its own dropped frames aloud.
    logging.getLogger("livekit").addHandler(logging.NullHandler())
    logging.getLogger("livekit").propagate = False
    make_ready()
    # Models can be imported only now.
    from tests.bench import acts, sound
    from tests.browser.sounding import Up
    from tests.test_up import free_port

    up = Up(free_port())
    try:
        found: Figures = {}
        if "acts" in parts:
            found |= acts.measure(up.address, repetitions)
        if "sound" in parts:
            found |= sound.measure(up.address, repetitions)
        return found
    finally:
        up.end()


if __name__ == "__main__":
    bench()
