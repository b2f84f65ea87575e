"""A personal link is shown once; what is kept cannot open anything."""

from django.db import transaction
from django.utils import timezone

from prachum.registry import tokens
from prachum.registry.models import Meeting, PersonalLink
from prachum.registry.taking import end


@transaction.atomic
def issue(meeting: Meeting, person: str) -> str:
    """Return the token of a new link; the person's former link opens nothing more, its sessions go on."""
    PersonalLink.objects.filter(meeting=meeting, person=person, revoked=None).update(revoked=timezone.now())
    token = tokens.new()
    PersonalLink.objects.create(digest=tokens.digest(token), meeting=meeting, person=person)
    return token


@transaction.atomic
def revoke(meeting: Meeting, person: str) -> tuple[int, int]:
    """Revoke all links of a person and end what was entered by them; return how many links and sessions that were."""
    links = PersonalLink.objects.filter(meeting=meeting, person=person)
    revoked = links.filter(revoked=None).update(revoked=timezone.now())
    ended = sum(end(session, "revoked") for link in links for session in link.sessions.filter(ended=None))
    return revoked, ended


def address(where: str, token: str) -> str:
    """The link as it is sent: the token stands after `#`, which no browser sends to any server."""
    return f"{where.rstrip('/')}/enter/#{token}"
