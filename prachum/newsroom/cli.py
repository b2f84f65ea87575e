"""`prachum draft` drafts the news pages of a closed meeting, which the web part does by itself where it runs."""

import click

from prachum.ready import make_ready
from prachum.words import of_terminal, say


def said(sentence: str, **parts: object) -> str:
    return say(f"news.{sentence}", of_terminal(), **parts)


@click.command()
@click.argument("ref")
@click.option("--again", is_flag=True, help="Also what was drafted before; an editor's words stay in the history.")
def draft(ref: str, again: bool) -> None:
    """Draft the news pages of a closed meeting, by its REF or id."""
    make_ready()
    from prachum.newsroom import drafting
    from prachum.registry.models import Meeting

    meeting = Meeting.objects.named(ref)
    if meeting is None:
        raise click.ClickException(say("terminal.no_meeting", of_terminal(), ref=ref))
    try:
        pages = drafting.draft(meeting, again=again)
    except drafting.NotClosed:
        raise click.ClickException(said("not_closed", ref=ref)) from None
    for page in pages:
        state = said("published" if page.live else "waits")
        click.echo(said("drafted", language=page.locale.language_code, address=f"{page.url} ({state})"))
    if not pages:
        click.echo(said("nothing_new"))
