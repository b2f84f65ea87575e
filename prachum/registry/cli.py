"""`prachum link` and `prachum user`: whatever opens something is shown once, and no secret is ever an argument."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prachum.ready import make_ready
from prachum.terminal import said
from prachum.words import of_terminal

if TYPE_CHECKING:
    from prachum.registry.models import Meeting, Person, User


def refusal(sentence: str, **parts: object) -> click.ClickException:
    return click.ClickException(said(sentence, **parts))


@click.command()
@click.argument("ref")
@click.argument("people", nargs=-1, metavar="[PERSON]…")
@click.option("--all", "everybody", is_flag=True, help="For everybody of the meeting.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Write letters there, not the links here."
)
@click.option("--again", is_flag=True, help="Replace the links of those who have one.")
@click.option("--revoke", is_flag=True, help="Revoke their links, and end what was entered by them.")
@click.option("--address", help="Where this installation is reached, if not where `prachum up` last said.")
def link(
    ref: str, people: tuple[str, ...], everybody: bool, out: Path | None, again: bool, revoke: bool, address: str | None
) -> None:
    """Make the personal links of a meeting's people, by its REF or id."""
    make_ready()
    from prachum.registry import links

    meeting = _meeting(ref)
    chosen = _people(meeting, people, everybody)
    if revoke:
        for person in chosen:
            revoked, ended = links.revoke(meeting, person.person)
            click.echo(said("revoked", person=person.person, links=revoked, sessions=ended))
        return
    where = address or _address()
    for person in chosen:
        _give(meeting, person, where, out, again)
    if out is None:
        click.echo(said("once"), err=True)


def _give(meeting: "Meeting", person: "Person", where: str, out: Path | None, again: bool) -> None:
    from django.db import transaction

    from prachum.registry import letters, links
    from prachum.registry.models import PersonalLink

    has = PersonalLink.objects.filter(meeting=meeting, person=person.person, revoked=None).first()
    if has is not None and not again:
        click.echo(said("has_link", person=person.person, date=f"{has.created:%Y-%m-%d}"), err=True)
        return
    try:
        # The former link opens until the letters with the new one are there: nobody could be told what was lost.
        with transaction.atomic():
            made = links.address(where, links.issue(meeting, person.person))
            files = letters.write(out, meeting, person, made) if out is not None else []
    except OSError as fault:
        why = fault.strerror or fault
        raise refusal("no_letter", person=person.person, path=fault.filename or out, why=why) from None
    if out is None:
        click.echo(said("link", person=person.person, link=made))
    else:
        click.echo(said("written", person=person.person, files=" ".join(map(str, files))))


def _meeting(ref: str) -> "Meeting":
    from prachum.registry.models import Meeting

    if (found := Meeting.objects.named(ref)) is None:
        raise refusal("no_meeting", ref=ref)
    return found


def _people(meeting: "Meeting", names: tuple[str, ...], everybody: bool) -> list["Person"]:
    known = {person.person: person for person in meeting.people.all()}
    if not names and not everybody:
        raise refusal("nobody_named")
    for name in names:
        if name not in known:
            raise refusal("no_person", person=name, people=", ".join(known))
    return list(known.values()) if everybody else [known[name] for name in names]


def _address() -> str:
    from prachum.settings import ADDRESS_FILE

    if not ADDRESS_FILE.exists():
        raise refusal("no_address")
    return ADDRESS_FILE.read_text().strip()


@click.group()
def user() -> None:
    """Keep the accounts of editors, operators and integrators."""
    make_ready()


@user.command()
@click.argument("name")
@click.option("--role", type=click.Choice(("editor", "operator", "integrator")), required=True)
def add(name: str, role: str) -> None:
    """Open an account; the password is asked for, or read as the first line of standard input."""
    from django.core.exceptions import ValidationError
    from django.utils import translation

    from prachum.registry import accounts

    try:
        password = None if role == "integrator" else _password()
        with translation.override(of_terminal()):
            accounts.add(name, role, password)
    except accounts.NameTaken:
        raise refusal("user_taken", name=name) from None
    except ValidationError as weak:
        raise click.ClickException("\n".join(weak.messages)) from None
    click.echo(said("user_added", name=name, role=role))


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password: str = click.prompt(said("password"), hide_input=True, confirmation_prompt=said("password_again"))
    return password


@user.command("list")
def list_users() -> None:
    """List all accounts, with the tokens that are good now."""
    from django.utils import timezone

    from prachum.registry import accounts
    from prachum.registry.models import User

    for one in User.objects.order_by("username"):
        click.echo("\t".join((one.username, accounts.role_of(one), "" if one.is_active else "disabled")).rstrip())
        for session in one.seat_sessions.filter(ended=None, expires__gt=timezone.now()).select_related("meeting"):
            scopes = f"read act:{session.person}" if session.person else "read"
            until = f"{session.expires:%Y-%m-%d}"
            click.echo("\t".join(("", session.label, session.meeting.ref, scopes, until)))


@user.command()
@click.argument("name")
@click.option("--meeting", "ref", required=True, help="The meeting, by its ref or id.")
@click.option("--act", "person", default="", metavar="PERSON", help="It may also act as this person.")
@click.option("--label", default="", help="What it is for.")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 3650))
def token(name: str, ref: str, person: str, label: str, days: int) -> None:
    """Make a bearer token for an integrator's program, and show it once."""
    from django.utils import timezone

    from prachum.registry import accounts

    holder, meeting = _user(name), _meeting(ref)
    if accounts.role_of(holder) != accounts.INTEGRATOR or not holder.is_active:
        raise refusal("not_integrator", name=name)
    if person:
        _people(meeting, (person,), everybody=False)
    made = accounts.token(holder, meeting, person=person, label=label, days=days)
    until = timezone.now() + timedelta(days=days)
    click.echo(said("token_once", date=f"{until:%Y-%m-%d}"), err=True)
    click.echo(made)


@user.command()
@click.argument("name")
def disable(name: str) -> None:
    """Let an account, its sessions and its tokens do nothing any more."""
    from prachum.registry import accounts

    click.echo(said("user_disabled", name=name, tokens=accounts.disable(_user(name))))


def _user(name: str) -> "User":
    from prachum.registry.models import User

    if (found := User.objects.filter(username=name).first()) is None:
        raise refusal("no_user", name=name)
    return found
