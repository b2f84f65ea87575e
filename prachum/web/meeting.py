"""The page of a meeting hosts the chamber's client, and can be read without it."""

import json
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prachum.registry.limits import may_take_seats
from prachum.registry.models import Meeting
from prachum.web.errors import no_such_meeting
from prachum.web.held import address, held, seat_in, tell_apart
from prachum.web.standing import places, snapshot, state_of, tables


@require_safe
def meeting(request: HttpRequest, meeting: UUID) -> HttpResponse:
    found = Meeting.objects.filter(id=meeting).first()
    theirs = seat_in(request, found) if found is not None else None
    state = state_of(found) if found is not None and theirs is not None else None
    if found is None or theirs is None or state is None:
        return no_such_meeting(request)
    get_token(request)
    choosable = found.rehearsal and may_take_seats(address(request))
    said = {
        "meeting": found,
        "seat": theirs,
        "now": snapshot(state),
        "choosable": choosable,
        "media": settings.MEDIA,
        "seats": json.dumps([place.wire() for place in places(found, state)] if choosable else []),
    }
    response = render(request, "meeting.html", said)
    tell_apart(request, response)
    return response


@require_safe
def seats(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Where a visitor chooses a seat in a rehearsal."""
    found = Meeting.objects.filter(id=meeting, rehearsal=True).first()
    state = state_of(found) if found is not None else None
    if found is None or state is None:
        return no_such_meeting(request)
    said = {
        "meeting": found,
        "tables": tables(places(found, state)),
        "held": held(request),
        "allowed": may_take_seats(address(request)),
    }
    return render(request, "seats.html", said)
