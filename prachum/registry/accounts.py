"""Editors and operators log in; integrators never do, their programs bring tokens."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from prachum.registry.models import Meeting, SeatSession, User
from prachum.registry.taking import end, give_token

EDITOR, OPERATOR, INTEGRATOR = "editor", "operator", "integrator"
GROUPS = ("Editors", "Moderators")
"""Wagtail's own: who writes pages, and who publishes them; an editor of ours does both."""


class NameTaken(Exception):
    """There is an account of this name."""


@transaction.atomic
def add(name: str, role: str, password: str | None) -> User:
    """Open an account; raises NameTaken, or Django's ValidationError where the password is weak."""
    if User.objects.filter(username=name).exists():
        raise NameTaken(name)
    made = User(username=name, is_staff=role != INTEGRATOR, is_superuser=role == OPERATOR)
    if role != INTEGRATOR:
        validate_password(password or "", made)
    made.set_password(password if role != INTEGRATOR else None)
    made.full_clean(exclude=["password"])
    made.save()
    if role == EDITOR:
        made.groups.set([Group.objects.get_or_create(name=group)[0] for group in GROUPS])
    return made


def role_of(user: User) -> str:
    """What they may do; the desk's own form of accounts gives groups, and says nothing of staff."""
    return OPERATOR if user.is_superuser else EDITOR if user.is_staff or user.groups.exists() else INTEGRATOR


def token(user: User, meeting: Meeting, *, person: str, label: str, days: int) -> str:
    """A bearer token of an integrator: reads the meeting, and acts for `person` unless that is empty."""
    assert role_of(user) == INTEGRATOR
    return give_token(meeting, user, label=label, person=person, lives=timedelta(days=days))


@transaction.atomic
def disable(user: User) -> int:
    """Let an account do nothing any more; return how many of its tokens ended with it."""
    user.is_active = False
    user.set_unusable_password()
    user.save()
    return _end_tokens(user)


def before_deletion(instance: User, **_: object) -> None:
    """A receiver of Django's `pre_delete`: whoever follows a meeting by a token of the account is cut off."""
    _end_tokens(instance)


def _end_tokens(user: User) -> int:
    return sum(end(session, "disabled") for session in SeatSession.objects.filter(user=user, ended=None))
