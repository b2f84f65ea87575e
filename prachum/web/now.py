"""One short address takes whoever comes to the meeting that is held now."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from prachum.registry.models import Meeting
from prachum.rules.meeting import Phase
from prachum.web.held import held
from prachum.web.standing import phase_of

MOST = 20


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """The newest meeting in session that the reader may see, or rehearsal about to begin; else the last record."""
    mine = held(request)
    theirs = Q(rehearsal=True) | Q(id=mine.meeting.id if mine else None)
    phases = {found: phase_of(found) for found in Meeting.objects.filter(theirs).order_by("-created")[:MOST]}
    for found, phase in phases.items():
        if phase in (Phase.OPEN, Phase.SUSPENDED) or (found.rehearsal and phase is Phase.SCHEDULED):
            return redirect("meeting", found.id)
    past = next((found for found, phase in phases.items() if phase is Phase.CLOSED), None)
    return redirect("record", past.id) if past is not None else redirect("home")
