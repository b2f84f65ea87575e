"""`prachum demo` serves this installation and holds the shipped meeting in it, for whoever opens the one address."""

import asyncio
import os
import shutil
import sys
from pathlib import Path

import click

from prachum import space
from prachum.supervisor import Part, Refused, Supervisor, What
from prachum.terminal import said
from prachum.up import LOOPBACK, Announcer, Terminal, allow_many_files, migrate, must_be_free, parts, refusing

MEETING = Path(__file__).parents[1] / "meetings" / "asean-canada-som-19.yaml"
STARTING = "2022-06-21T09:00+07:00"
NOW = "now/"
"""Where whoever comes is taken to the meeting in session."""
REHEARSAL = "rehearsal"


@click.command()
@click.option("--port", default=8000, show_default=True, help="The port on the loopback.")
@click.option("--no-media", is_flag=True, help="Without sound and pictures.")
@click.option("--patience", default=60, show_default=True, help="Seconds that the script waits for a visitor's act.")
@click.option("--file", "path", type=click.Path(path_type=Path), default=MEETING, help="Another meeting with a script.")
def demo(port: int, no_media: bool, patience: int, path: Path) -> None:
    """Hold the shipped meeting as a rehearsal that a browser can see, hear and take part in."""
    console = Terminal(stderr=True)
    with refusing(console):
        asyncio.run(_demo(console, port, patience, path, media=not no_media))


async def _demo(console: Terminal, port: int, patience: int, path: Path, *, media: bool) -> None:
    from prachum.settings import ADDRESS_FILE, DATA

    address = f"http://{LOOPBACK}:{port}/"
    page = f"{address}{NOW}"
    must_have_all(path, media=media)
    quiet = Quiet(console, DATA)
    with Supervisor(DATA, quiet) as supervisor:
        must_be_free(port)
        migrate()
        allow_many_files()
        for part in parts(DATA, port, media=media):
            supervisor.keep(part)
        supervisor.keep(rehearsal(path, address, patience, media=media))
        ADDRESS_FILE.write_text(address)
        running = asyncio.create_task(supervisor.run())
        # The parts exist from the first turn of the loop.
        await asyncio.sleep(0)
        telling = asyncio.create_task(_tell_the_end(supervisor, console, page))
        try:
            async with space.watched(DATA, quiet.little_left):
                await running
        finally:
            telling.cancel()


async def _tell_the_end(supervisor: Supervisor, console: Terminal, address: str) -> None:
    status = await supervisor.ended(REHEARSAL)
    again = f"{Path(sys.argv[0]).name} {' '.join(sys.argv[1:])}"
    sentence = "demo_closed" if status == 0 else "demo_failed"
    console.tell(f"\n{said(sentence, address=address, home=address.removesuffix(NOW), again=again)}")


class Quiet(Announcer):
    """The rehearsal has the terminal, and gives the address; we say only what goes wrong."""

    def __init__(self, console: Terminal, home: Path) -> None:
        super().__init__(console, home, "")

    def __call__(self, name: str, what: What) -> None:
        if name != REHEARSAL:
            super().__call__(name, what)


def rehearsal(path: Path, address: str, patience: int, *, media: bool) -> Part:
    """The rehearsal runs once, and shows its progress on our terminal."""
    argv = (sys.executable, "-m", "prachum", "rehearse", str(path), "--starting", STARTING, "--for", address)
    options = ("--patience", str(patience), *(() if media else ("--no-media",)))
    return Part(REHEARSAL, (*argv, *options), again=False, shown=True)


def must_have_all(path: Path, *, media: bool) -> None:
    """Raise Refused, before anything is started, for what would be missed later."""
    if not path.is_file():
        raise Refused(said("no_file", path=path))
    if not media:
        return
    if shutil.which("espeak-ng") is None:
        raise Refused(said("no_espeak"))
    if "PRACHUM_LIVEKIT_URL" not in os.environ:
        from prachum.media.build import binary

        if not binary().exists():
            raise Refused(said("no_engine"))
