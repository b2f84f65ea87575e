"""Of two who are given the floor at the same moment one has it, a thousand times."""

import asyncio
import json
import os
import shutil
import tempfile
from pathlib import Path

import click


@click.command()
@click.option("--rounds", default=1000, show_default=True)
def races(rounds: int) -> None:
    """Give the floor to two at once, and see who has it; figures as JSON."""
    home = tempfile.mkdtemp(prefix="prachum-races-")
    os.environ |= {"PRACHUM_DATA": home, "DJANGO_SETTINGS_MODULE": "prachum.settings", "LC_ALL": "C.UTF-8"}
    try:
        found = held(Path(home), rounds)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    click.echo(json.dumps(found, indent=1))
    if found["one won"] != rounds or found["screens otherwise"]:
        raise SystemExit(1)


def held(home: Path, rounds: int) -> dict[str, int]:
    from prachum.ready import make_ready

    make_ready()
    # Models can be imported only now.
    from tests.crash import racing
    from tests.crash.assembly import assembled
    from tests.crash.installation import Installation
    from tests.ports import free_port

    installation = Installation(home, free_port())
    try:
        meeting, heads = assembled(3)
        return asyncio.run(racing.races(installation.address, meeting, heads, rounds))
    finally:
        installation.end()
