"""Two hundred crashes lose nothing that was acknowledged, enter nothing twice, and leave all screens in agreement."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


@click.command()
@click.option("--count", default=200, show_default=True, help="How many crashes.")
@click.option("--seed", default=1, show_default=True, help="Decides when to kill what.")
@click.option("--onto", type=click.Path(path_type=Path), help="Add to the figures in this file, and keep them there.")
def crashes(count: int, seed: int, onto: Path | None) -> None:
    """Kill the web part beneath 32 who act, and balance what was answered with what is entered; figures as JSON."""
    home = tempfile.mkdtemp(prefix="prachum-crash-")
    os.environ |= {"PRACHUM_DATA": home, "DJANGO_SETTINGS_MODULE": "prachum.settings", "LC_ALL": "C.UTF-8"}
    try:
        with click.progressbar(length=count, label="crashes", file=sys.stderr, show_pos=True) as bar:
            figures = held(Path(home), count, seed, onto, lambda: bar.update(1))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    click.echo(json.dumps(figures, indent=1))
    if figures["faults"]:
        raise SystemExit(1)


def held(home: Path, count: int, seed: int, onto: Path | None, told: Callable[[], None]) -> dict[str, Any]:
    from prachum.ready import make_ready

    make_ready()
    # Models can be imported only now.
    from tests.crash.crashing import crash
    from tests.crash.found import Found
    from tests.crash.installation import Installation
    from tests.test_up import free_port

    installation = Installation(home, free_port())
    try:
        found = crash(installation, count, seed, told)
    finally:
        installation.end()
    if onto is not None:
        found.add(Found.kept(onto))
        onto.write_text(json.dumps(found.figures(), indent=1) + "\n")
    return found.figures()
