"""A seat is taken and left by pressing a button, never by opening an address."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from prachum.registry import limits
from prachum.registry.models import Meeting, Person, SeatSession
from prachum.registry.seats import is_taken
from prachum.registry.taking import end, take
from prachum.web.errors import forbidden, not_here, too_many
from prachum.web.held import Held, address, forget, held, keep, session_of


@require_POST
def take_seat(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Body `person`, and `sure` once asked; a script (Accept: application/json) gets 200 or a problem document.

    409 `seat.held` (you hold another), `seat.taken` (another visitor sits there): ask, then send it again with `sure`.
    """
    found = Meeting.objects.filter(id=meeting, rehearsal=True).first()
    person = found.people.filter(person=request.POST.get("person", "")).first() if found is not None else None
    if found is None or person is None:
        return _problem(request, 404, "seat.not_here") or not_here(request)
    if not limits.may_take_seats(address(request)):
        return _problem(request, 403, "seat.not_from_here") or forbidden(request)
    if limits.exceeded(address(request), "seat"):
        return _problem(request, 429, "seat.wait") or too_many(request, limits.seconds_left())
    mine = held(request)
    if mine is not None and (mine.meeting, mine.session.person) == (found, person.person):
        return _seated(request, found, person.person)
    if not request.POST.get("sure") and (asked := _asks(request, found, person, mine)) is not None:
        return asked
    if not limits.spend(limits.network(address(request)), "seat"):
        return _problem(request, 429, "seat.wait") or too_many(request, limits.seconds_left())
    token = take(found, person.person, mine.session if mine is not None else None)
    response = _seated(request, found, person.person)
    keep(response, token, SeatSession.Kind.VISITOR)
    rotate_token(request)
    return response


def _asks(request: HttpRequest, meeting: Meeting, person: Person, mine: Held | None) -> HttpResponse | None:
    """The question before a seat is lost by somebody; None where there is nothing to ask."""
    others = is_taken(meeting.id, person.person)
    if mine is None and not others:
        return None
    said = {"meeting": meeting, "person": person, "held": mine, "others": others}
    code = "seat.held" if mine is not None else "seat.taken"
    return _problem(request, 409, code) or render(request, "sure.html", said, status=409)


def _seated(request: HttpRequest, meeting: Meeting, person: str) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"meeting": str(meeting.id), "person": person})
    return redirect(reverse("meeting", args=[meeting.id]))


@require_POST
def leave_seat(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """End this browser's session: in a rehearsal the bot comes back; a personal link opens it anew."""
    session = session_of(request)
    if session is not None and session.meeting_id == meeting:
        end(session, "left")
    response: HttpResponse
    if _by_script(request):
        response = HttpResponse(status=204)
    else:
        watched = Meeting.objects.filter(id=meeting, rehearsal=True).exists()
        response = redirect(reverse("meeting", args=[meeting]) if watched else reverse("home"))
    if session is not None and session.meeting_id == meeting:
        forget(response)
    return response


def _by_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _problem(request: HttpRequest, status: int, code: str) -> HttpResponse | None:
    if not _by_script(request):
        return None
    body = {"type": "about:blank", "title": code, "status": status, "code": code}
    return JsonResponse(body, status=status, content_type="application/problem+json")
