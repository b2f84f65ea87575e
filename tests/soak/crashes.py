"""Two hundred crashes lose nothing that was acknowledged, enter nothing twice, and leave all screens in agreement."""

import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click


@click.command()
@click.option("--count", default=200, show_default=True, help="How many crashes.")
@click.option("--seed", default=1, show_default=True, help="Decides when to kill what.")
@click.option("--minutes", type=float, help="Begin no further crash after so many minutes.")
@click.option("--onto", type=click.Path(path_type=Path), help="Add to the figures in this file, and keep them there.")
def crashes(count: int, seed: int, minutes: float | None, onto: Path | None) -> None:
    """Kill the web part beneath 32 who act, and balance what was answered with what is entered; figures as JSON."""
    home = tempfile.mkdtemp(prefix="prachum-crash-")
    os.environ |= {"PRACHUM_DATA": home, "DJANGO_SETTINGS_MODULE": "prachum.settings", "LC_ALL": "C.UTF-8"}
    try:
        figures = held(Path(home), count, seed, minutes, onto)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    click.echo(json.dumps(figures, indent=1))
    if figures["faults"]:
        raise SystemExit(1)


def held(home: Path, count: int, seed: int, minutes: float | None, onto: Path | None) -> dict[str, Any]:
    """The figures of this run; `onto` is written after each crash, so that what was found outlives whoever ends us."""
    from prachum.ready import make_ready

    make_ready()
    # Models can be imported only now.
    from tests.crash.crashing import crash
    from tests.crash.found import Found
    from tests.crash.installation import Installation
    from tests.ports import free_port

    ends = time.monotonic() + 60 * minutes if minutes is not None else None
    before, found = Found.kept(onto) if onto is not None else Found(), Found()
    installation = Installation(home, free_port())
    with click.progressbar(length=count, label="crashes", file=sys.stderr, show_pos=True) as bar:

        def told(so_far: Found) -> bool:
            nonlocal found
            found = so_far
            bar.update(1)
            if onto is not None:
                onto.write_text(json.dumps(before.plus(found).figures(), indent=1) + "\n")
            return ends is None or time.monotonic() < ends

        try:
            crash(installation, count, seed, told)
        finally:
            installation.end()
    return found.figures()
