"""`python -m tests.bench` measures installations of its own, which are gone afterwards, and says what it found."""

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import click
from rich.console import Console

from tests.bench.figures import Figures, Machine, machine, table

PARTS = ("fold", "acts", "streams", "herd", "large", "floods", "sound", "deaths", "browser", "media", "memory")
ALONE = ("network", "words")
"""Measured only when they are named: they need root, and `words` requirements/bench.txt."""


@click.command()
@click.option("--only", type=click.Choice((*PARTS, *ALONE)), help="One part alone.")
@click.option("--repetitions", default=3, show_default=True)
@click.option("--json", "path", type=click.Path(path_type=Path), help="Write the figures there as well.")
def bench(only: str | None, repetitions: int, path: Path | None) -> None:
    """Measure what is promised, each beside a baseline in the same run: see docs/performance.md."""
    if only is None:
        found = [_in_a_process_of_its_own(part, repetitions) for part in PARTS]
    else:
        found = [_measured(only, repetitions)]
    for of, figures in found:
        Console().print(f"{of['at']}, {of['cores']} cores, load {of['load']}")
        table(figures, Console())
    if path is not None:
        said = [{"machine": of, "figures": figures} for of, figures in found]
        path.write_text(json.dumps(said if only is None else said[0], indent=1, ensure_ascii=False) + "\n")


def _in_a_process_of_its_own(part: str, repetitions: int) -> tuple[Machine, Figures]:
    """Settings are of a process, and what one part leaves in memory is no matter of the next."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [sys.executable, "-m", "tests.bench", "--only", part, "--json", file.name]
        subprocess.run([*command, "--repetitions", str(repetitions)], check=True, stdout=subprocess.DEVNULL)
        said = json.loads(Path(file.name).read_text())
    return said["machine"], said["figures"]


def _measured(part: str, repetitions: int) -> tuple[Machine, Figures]:
    home = tempfile.mkdtemp(prefix="prachum-bench-")
    os.environ |= {"PRACHUM_DATA": home, "DJANGO_SETTINGS_MODULE": "prachum.settings", "LC_ALL": "C.UTF-8"}
    from prachum.ready import make_ready

    # The SDK counts its own dropped frames aloud.
    logging.getLogger("livekit").addHandler(logging.NullHandler())
    logging.getLogger("livekit").propagate = False
    try:
        make_ready()
        # Models can be imported only now.
        of, found = machine(), import_module(f"tests.bench.{part}").measure(repetitions)
        return of, found
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    bench()
