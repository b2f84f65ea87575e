"""On the terminal a journal is verified, exported, and rid of what it says of a person."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import click

from prachum.journal.verify import Broken, asked_for, report, verify
from prachum.refusals import explain
from prachum.terminal import said
from prachum.words import of_terminal


@contextmanager
def _installation() -> Iterator[None]:
    """Use this installation's journal; what keeps it from being read is said in a line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prachum.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    from prachum.journal.codec import JournalBroken, JournalTooNew
    from prachum.journal.guards import JournalUnguarded

    try:
        yield
    except (DatabaseError, JournalBroken, JournalTooNew, JournalUnguarded) as error:
        raise click.ClickException(said("journal_unusable", why=error)) from None


def _meeting(ref: str) -> UUID:
    from prachum.journal import read

    try:
        return read.by_ref(ref)
    except read.UnknownMeeting:
        raise click.ClickException(said("no_meeting", ref=ref)) from None


@click.command("verify")
@click.argument("ref", metavar="REF|FILE")
@click.option("--head", metavar="[SEQ:]DIGEST", help="Noted from a screen: this entry, or one, must have this digest.")
@click.option("--against", type=click.File(encoding="utf-8"), help="An earlier export, or lines of SEQ:DIGEST.")
@click.option("--meeting", type=click.UUID, help="The meeting's id, needed where a file withholds its first entry.")
def verify_journal(ref: str, head: str | None, against: Iterable[str] | None, meeting: UUID | None) -> None:
    """Verify a meeting's journal, here or in an exported file, and name the first entry that is not true."""
    try:
        head, noted = asked_for(head, against)
    except ValueError as fault:
        raise click.BadParameter(str(fault)) from None
    try:
        if ref == "-" or Path(ref).is_file():
            with click.open_file(ref, encoding="utf-8") as file:
                click.echo(report(verify(file, head, meeting, noted)))
            return
        with _installation():
            from prachum.journal import export

            meeting = export.here(ref) or _meeting(ref)
            click.echo(report(verify(export.kept(meeting), head, meeting, noted)))
    except Broken as broken:
        click.echo(str(broken), err=True)
        sys.exit(1)


@click.command()
@click.argument("ref")
@click.option("--for", "audience", required=True, help="A role, or public: what it may not see is withheld.")
def export(ref: str, audience: str) -> None:
    """Write a meeting's journal as JSON Lines, an entry a line, as an audience may have it."""
    from prachum.rules.visibility import ROLES

    if audience not in ROLES:
        raise click.BadParameter(f"{audience!r} is none of {', '.join(ROLES)}.", param_hint="--for")
    with _installation():
        from prachum.journal.export import lines

        for line in lines(_meeting(ref), ROLES[audience]):
            click.echo(line)


@click.command()
@click.argument("ref")
@click.argument("person")
def erase(ref: str, person: str) -> None:
    """Erase the nameplates of a person from a meeting's journal; that it was done is entered."""
    with _installation():
        from prachum.journal.perform import perform
        from prachum.journal.store import overwrite_erased
        from prachum.rules.delegations import EraseNameplate
        from prachum.rules.order import OPERATOR, OutOfOrder, PersonId

        meeting = _meeting(ref)
        try:
            seq = perform(meeting, EraseNameplate(PersonId(person)), by=OPERATOR, command_id=uuid4())
        except OutOfOrder as refusal:
            why = explain(refusal.code, of_terminal()).text
            raise click.ClickException(said("nothing_erased", why=why)) from None
        overwrite_erased()
    click.echo(said("erased", seq=seq))
