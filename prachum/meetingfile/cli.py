"""`prachum check`, `import` and `export-file`: what is faulty is told with its line, and never entered."""

import sys
from pathlib import Path

import click
from rich.console import Console

from prachum.meetingfile.faults import LANGUAGES, FaultyFile, readers_language
from prachum.meetingfile.said import said

FILE = click.Path(path_type=Path, dir_okay=False)
language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), help="Of what is printed; by default the environment's (LANG)."
)


def console() -> Console:
    return Console(highlight=False, soft_wrap=True)


def refuse(*lines: str) -> None:
    """Print to standard error and end with failure."""
    for line in lines:
        click.echo(line, err=True)
    sys.exit(1)


@click.command()
@click.argument("files", nargs=-1, type=FILE)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of meeting files, for editors.")
@language_option
def check(files: tuple[Path, ...], schema: bool, language: str | None) -> None:
    """Check meeting FILES; every fault is named with its line."""
    from prachum.meetingfile.read import read

    language = readers_language(language)
    if schema:
        from prachum.meetingfile.schema import published

        click.echo(published(), nl=False)
        return
    if not files:
        raise click.UsageError(said("which_file", language))
    faults: list[str] = []
    for path in files:
        try:
            file = read(path)
        except FaultyFile as faulty:
            faults += faulty.lines(language)
        except OSError as error:
            faults.append(f"{path}: {error.strerror}")
        else:
            steps = len(file.script or ())
            counts = {"parties": len(file.parties), "people": len(file.people), "items": len(file.items())}
            click.echo(said("checked", language, path=str(path), ref=file.ref, steps=steps, **counts))
    if faults:
        refuse(*faults)


@click.command("import")
@click.argument("path", metavar="FILE", type=FILE)
@language_option
def import_file(path: Path, language: str | None) -> None:
    """Enter the meeting in FILE: its people, seats, agenda and texts. Nothing is entered if anything is wrong."""
    from prachum.meetingfile.read import loads
    from prachum.ready import make_ready

    language = readers_language(language)
    try:
        text = path.read_bytes()
        file = loads(text, str(path))
    except FaultyFile as faulty:
        refuse(*faulty.lines(language))
        return
    except OSError as error:
        refuse(f"{path}: {error.strerror}")
        return
    make_ready()
    from prachum.meetingfile.store import RefTaken, enter
    from prachum.rules.order import OutOfOrder

    out = console()
    try:
        with out.status(said("entering", language, ref=file.ref)):
            meeting = enter(file, text.decode())
    except RefTaken:
        refuse(said("ref_taken", language, ref=file.ref))
    except OutOfOrder as refusal:
        refuse(said("refused", language, code=refusal.code))
    else:
        counts = {"people": len(file.people), "items": len(file.items()), "texts": len(file.texts)}
        out.print(said("entered", language, ref=meeting.ref, id=meeting.id, proposals=len(file.proposals), **counts))
        out.print(said("what_follows", language, ref=meeting.ref))


@click.command("export-file")
@click.argument("ref")
@language_option
def export_file(ref: str, language: str | None) -> None:
    """Write the meeting REF (its `ref` or UUID) as a meeting file."""
    from prachum.ready import make_ready

    make_ready()
    from prachum.meetingfile.write import exported
    from prachum.registry.models import Meeting

    meeting = Meeting.objects.named(ref)
    if meeting is None:
        refuse(said("no_such_meeting", readers_language(language), ref=ref))
        return
    click.echo(exported(meeting), nl=False)


__all__ = ["check", "export_file", "import_file"]
