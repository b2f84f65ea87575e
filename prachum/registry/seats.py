"""Who sits where is asked here, at every request, and answered from hashed tokens alone."""

import hmac
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from prachum.registry.models import Meeting, SeatChange, SeatSession
from prachum.registry.tokens import COOKIE, digest
from prachum.rules.order import PersonId

READ, ACT = "read", "act"
IN_A_BROWSER = (SeatSession.Kind.LINK, SeatSession.Kind.VISITOR)
SEEN_EVERY = timedelta(minutes=1)
CHANGES_KEPT = timedelta(days=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who somebody is in a meeting, and what their session may do: `read`, `act`.

    `session` names the browser session or bearer token, never its secret; no two share one.  An `observer` holds no
    seat: `person` is then an opaque id of that session, known to no journal.  With a `bearer` token no cookie counted,
    so that no CSRF check is needed.  Who `simulates` is the rehearsal itself, in a seat or beside them.
    """

    meeting: UUID
    person: PersonId
    session: str
    scopes: frozenset[str]
    observer: bool = False
    bearer: bool = False
    simulates: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A session's seat is no longer what it was: ask `seat` again (None: cut it; another person: a new view).

    `seq` counts upwards over all meetings, with gaps.  `what`: `taken`; `yielded` and `regained` by a bot whose person
    a visitor took and left; or why the session ended: `revoked`, `replaced`, `left`, `disabled`, `sent_out`,
    `expired`.
    """

    seq: int
    meeting: UUID
    person: PersonId
    session: str
    what: str


OnChange = Callable[[Change], None]
Note = Callable[[int, datetime], None]
_callbacks: list[OnChange] = []


def note_seen(session: int, now: datetime) -> None:
    """Where that cannot be written, as on a full disk, it keeps nobody out."""
    with suppress(DatabaseError), transaction.atomic():
        SeatSession.objects.filter(id=session).update(seen=now)


def seat(
    meeting: UUID, cookies: Mapping[str, str], authorization: str | None = None, note: Note = note_seen
) -> Seat | None:
    """The seat of whoever shows these cookies or this Authorization header; None: not admitted, or no such meeting.

    Anybody may watch a rehearsal.  Where there is an Authorization header, cookies do not count.  `note` is told, once
    a minute, that a session was shown.
    """
    if authorization is not None:
        scheme, _, token = authorization.partition(" ")
        session = live_session(token.strip(), bearer=True, note=note) if scheme.lower() == "bearer" else None
        return _seat_of(session) if session is not None and session.meeting_id == meeting else None
    token = cookies.get(COOKIE, "")
    session = live_session(token, bearer=False, note=note)
    if session is not None and session.meeting_id == meeting:
        return _seat_of(session)
    if not Meeting.objects.filter(id=meeting, rehearsal=True).exists():
        return None
    watcher = f"observer-{digest(token)[:16]}" if token else "observer"
    return Seat(meeting, PersonId(watcher), watcher, frozenset({READ}), observer=True)


def live_session(token: str, *, bearer: bool, note: Note = note_seen) -> SeatSession | None:
    """The session of this token, if it has neither ended nor expired and comes the way that its kind has to come."""
    if not token:
        return None
    wanted = digest(token)
    found = SeatSession.objects.select_related("user").filter(digest=wanted).first()
    now = timezone.now()
    if found is None or not hmac.compare_digest(found.digest, wanted):
        return None
    if found.ended is not None or found.expires <= now or (found.kind in IN_A_BROWSER) is bearer:
        return None
    if found.user is not None and not found.user.is_active:
        return None
    if found.seen is None or now - found.seen > SEEN_EVERY:
        note(found.id, now)
    return found


def _seat_of(session: SeatSession) -> Seat:
    bearer = session.kind not in IN_A_BROWSER
    name, bot = str(session.id), session.kind == SeatSession.Kind.BOT
    steps_aside = bot and is_taken(session.meeting_id, session.person)
    if not session.person or steps_aside:
        watcher = PersonId(f"observer-{session.digest[:16]}")
        return Seat(session.meeting_id, watcher, name, frozenset({READ}), True, bearer, bot)
    return Seat(session.meeting_id, PersonId(session.person), name, frozenset({READ, ACT}), False, bearer, bot)


def taken(meeting: UUID) -> frozenset[PersonId]:
    """The persons of a rehearsal whose seats visitors hold now."""
    return frozenset(PersonId(person) for person in _visitors(meeting).values_list("person", flat=True))


def is_taken(meeting: UUID, person: str) -> bool:
    return _visitors(meeting).filter(person=person).exists()


def _visitors(meeting: UUID) -> QuerySet[SeatSession]:
    return SeatSession.objects.filter(
        meeting_id=meeting, ended=None, kind=SeatSession.Kind.VISITOR, expires__gt=timezone.now()
    )


def on_change(callback: OnChange) -> Callable[[], None]:
    """Call back after each change committed by this process, in the thread that made it; return how to stop that."""
    _callbacks.append(callback)
    return lambda: _callbacks.remove(callback)


def changes_since(seq: int) -> tuple[Change, ...]:
    """What any process has changed after `seq`, in order: one look into an index, cheap enough for every second."""
    return tuple(_change(row) for row in SeatChange.objects.filter(id__gt=seq).order_by("id"))


def last_change() -> int:
    """The `seq` from which a process that has just started is to follow."""
    return SeatChange.objects.order_by("-id").values_list("id", flat=True).first() or 0


def enter_change(session: SeatSession, what: str) -> None:
    """Let every process know of it once the transaction, in which this must be called, is committed."""
    assert connection.in_atomic_block
    if connection.vendor == "postgresql":
        # Numbers are to become visible in their order: whoever follows must not miss a lower one.
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {SeatChange._meta.db_table} IN EXCLUSIVE MODE")
    SeatChange.objects.filter(at__lt=timezone.now() - CHANGES_KEPT).delete()
    row = SeatChange.objects.create(session=session.id, meeting=session.meeting_id, person=session.person, what=what)
    transaction.on_commit(partial(_tell, _change(row)))


def _tell(change: Change) -> None:
    for callback in tuple(_callbacks):
        try:
            callback(change)
        except Exception:
            # The others must hear of it, and the change itself is committed.
            log.exception("not everybody could be told that %s was %s", change.person, change.what)


def _change(row: SeatChange) -> Change:
    return Change(row.id, row.meeting, PersonId(row.person), str(row.session), row.what)
