"""A page knows its reader by the cookie of their seat, and by the address of their socket."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from prachum.live.admit import may_enter, may_stay
from prachum.registry import seats, tokens
from prachum.registry.models import Meeting, Person, SeatSession
from prachum.registry.taking import LIVES
from prachum.registry.tokens import COOKIE
from prachum.rules.meeting import Phase
from prachum.web.standing import state_of


def address(request: HttpRequest) -> str | None:
    """Where the reader's socket comes from; no header says it (uvicorn believes a proxy of ours alone)."""
    return request.META.get("REMOTE_ADDR")


def session_of(request: HttpRequest) -> SeatSession | None:
    """The session of the seat that this browser holds in any meeting."""
    return seats.live_session(request.COOKIES.get(COOKIE, ""), bearer=False)


def seat_in(request: HttpRequest, meeting: Meeting) -> seats.Seat | None:
    """The seat of whoever the live plane lets in as well; a lock hides no meeting that is over, and no rehearsal."""
    theirs = seats.seat(meeting.id, request.COOKIES)
    state = state_of(meeting) if theirs is not None else None
    if theirs is None or state is None:
        return None
    # A rehearsal's record is everybody's all the same, and the seats of its bots may still be taken.
    refusal = may_stay if meeting.rehearsal or state.meeting.phase is Phase.CLOSED else may_enter
    return theirs if refusal(state, theirs) is None else None


def tell_apart(request: HttpRequest, response: HttpResponse) -> None:
    """Give a browser without a seat a number of its own, kept nowhere, so that two who watch are two."""
    if COOKIE not in request.COOKIES:
        response.set_cookie(COOKIE, tokens.new(), path="/", secure=settings.HTTPS, httponly=True, samesite="Lax")


def keep(response: HttpResponse, token: str, kind: SeatSession.Kind) -> None:
    """Give the browser the token of its new seat."""
    lives = int(LIVES[kind].total_seconds())
    response.set_cookie(COOKIE, token, max_age=lives, path="/", secure=settings.HTTPS, httponly=True, samesite="Lax")


def forget(response: HttpResponse) -> None:
    response.set_cookie(COOKIE, "", max_age=0, path="/", secure=settings.HTTPS, httponly=True, samesite="Lax")


@dataclass(frozen=True, slots=True)
class Held:
    """The seat that this browser holds, in words for the reader."""

    session: SeatSession
    meeting: Meeting
    person: Person | None


def held(request: HttpRequest) -> Held | None:
    session = session_of(request)
    if session is None:
        return None
    return Held(session, session.meeting, session.meeting.people.filter(person=session.person).first())
