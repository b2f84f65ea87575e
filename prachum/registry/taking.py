"""A browser holds one seat: taking another ends the first, and whoever leaves a rehearsal gives the seat back."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from prachum.registry import tokens
from prachum.registry.models import Meeting, PersonalLink, SeatSession, User
from prachum.registry.seats import enter_change, is_taken

Kind = SeatSession.Kind
VISITS_OUTLAST = timedelta(seconds=30)
"""So long a visitor's seat in a rehearsal is kept when the browser has gone; then the bot has it again."""
MOST_DEVICES = 12
"""Sessions that one personal link holds open at a time: the one unseen for longest ends."""
LIVES = {Kind.LINK: timedelta(days=30), Kind.VISITOR: timedelta(days=1), Kind.BOT: timedelta(days=1)}


class LinkRevoked(Exception):
    """It was revoked after somebody had looked at it."""


def link_of(token: str) -> PersonalLink | None:
    """The link that this token belongs to, unless it was revoked; looking changes nothing."""
    return PersonalLink.objects.select_related("meeting").filter(digest=tokens.digest(token), revoked=None).first()


@transaction.atomic
def enter(link: PersonalLink, instead_of: SeatSession | None) -> str:
    """Exchange a personal link for a new session and return its token; the browser's former session ends.

    Raises LinkRevoked: whoever revokes it meanwhile is waited for here, or finds the new session and ends it.
    """
    if not PersonalLink.objects.filter(id=link.id, revoked=None).update(used=Coalesce("used", timezone.now())):
        raise LinkRevoked
    if instead_of is not None:
        end(instead_of, "replaced")
    token = _sit(Kind.LINK, link.meeting, link.person, link=link)
    theirs = SeatSession.objects.filter(link=link, ended=None).order_by(Coalesce("seen", "created").desc(), "-id")
    for former in theirs[MOST_DEVICES:]:
        end(former, "replaced")
    return token


@transaction.atomic
def take(meeting: Meeting, person: str, instead_of: SeatSession | None) -> str:
    """Give a visitor a person's seat in a rehearsal and return the token; the bot, and a former visitor, yield."""
    assert meeting.rehearsal
    if instead_of is not None:
        end(instead_of, "replaced")
    for former in _sitting(meeting.id, person, Kind.VISITOR):
        end(former, "replaced")
    token = _sit(Kind.VISITOR, meeting, person)
    for bot in _sitting(meeting.id, person, Kind.BOT):
        enter_change(bot, "yielded")
    return token


@transaction.atomic
def seat_bot(meeting: Meeting, person: str) -> str:
    """Return a bearer token for whoever simulates this person in a rehearsal."""
    assert meeting.rehearsal
    return _sit(Kind.BOT, meeting, person)


@transaction.atomic
def seat_conductor(meeting: Meeting) -> str:
    """Return a bearer token for whoever conducts a rehearsal: it holds no seat, reads, and says what is waited for."""
    assert meeting.rehearsal
    return _sit(Kind.BOT, meeting, "")


@transaction.atomic
def give_back(meeting: UUID, person: str) -> bool:
    """End a visitor's time in this seat of a rehearsal; return whether there was one."""
    return sum(end(visit, "left") for visit in _sitting(meeting, person, Kind.VISITOR)) > 0


@transaction.atomic
def give_token(
    meeting: Meeting, holder: User, *, label: str, person: str = "", lives: timedelta = timedelta(days=90)
) -> str:
    """Return an integrator's bearer token that reads and, where a person is named, acts for that person."""
    return _sit(Kind.TOKEN, meeting, person, user=holder, label=label, lives=lives)


def _sit(
    kind: SeatSession.Kind,
    meeting: Meeting,
    person: str,
    *,
    link: PersonalLink | None = None,
    user: User | None = None,
    label: str = "",
    lives: timedelta | None = None,
) -> str:
    token = tokens.new()
    session = SeatSession.objects.create(
        digest=tokens.digest(token),
        kind=kind,
        meeting=meeting,
        person=person,
        link=link,
        user=user,
        label=label,
        expires=timezone.now() + (lives or LIVES[kind]),
    )
    enter_change(session, "taken")
    return token


@transaction.atomic
def end(session: SeatSession, reason: str) -> bool:
    """End a session, once; its streams are cut within a second.  Return whether it had not ended before."""
    if not SeatSession.objects.filter(id=session.id, ended=None).update(ended=timezone.now(), reason=reason):
        return False
    enter_change(session, reason)
    if session.kind == Kind.VISITOR and not is_taken(session.meeting_id, session.person):
        for bot in _sitting(session.meeting_id, session.person, Kind.BOT):
            enter_change(bot, "regained")
    return True


@transaction.atomic
def end_all(meeting: UUID, person: str, reason: str) -> int:
    """Revoke a person's link, and end what they or their programs came in by; return how many sessions that were.

    In a rehearsal a visitor goes with the browser's page, and the bot stays: it is nobody's.
    """
    PersonalLink.objects.filter(meeting_id=meeting, person=person, revoked=None).update(revoked=timezone.now())
    given = SeatSession.objects.filter(meeting_id=meeting, person=person, ended=None, kind__in=(Kind.LINK, Kind.TOKEN))
    return sum(end(session, reason) for session in given)


def still_here(sessions: Iterable[str]) -> int:
    """Note who has a line, and end the visits of those who have had none for a while; return how many those were.

    To be called by each process for its own streams, several times within VISITS_OUTLAST.
    """
    now = timezone.now()
    numbers = [int(name) for name in sessions if name.isdecimal()]
    SeatSession.objects.filter(id__in=numbers, kind=Kind.VISITOR).update(seen=now)
    gone = SeatSession.objects.filter(
        Q(seen__lt=now - VISITS_OUTLAST) | Q(seen=None, created__lt=now - VISITS_OUTLAST), kind=Kind.VISITOR, ended=None
    )
    return sum(end(visit, "left") for visit in gone)


def end_lapsed() -> int:
    """End the sessions that have expired, or whose account is no longer active; return how many those were.

    Nothing happens at that moment by itself, so it is to be called now and then: streams are cut by the change alone.
    """
    now = timezone.now()
    lapsed = SeatSession.objects.filter(Q(expires__lte=now) | Q(user__is_active=False), ended=None)
    return sum(end(session, "expired" if session.expires <= now else "disabled") for session in lapsed)


def _sitting(meeting: UUID, person: str, kind: SeatSession.Kind) -> list[SeatSession]:
    return list(SeatSession.objects.filter(meeting_id=meeting, person=person, kind=kind, ended=None))
