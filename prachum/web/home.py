"""The home page lists the meetings that its reader may see: rehearsals, published ones, and that in which they sit."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prachum.registry.models import Meeting
from prachum.rules.meeting import Phase
from prachum.web.held import held
from prachum.web.standing import phase_of

MOST = 100
CHAPTERS: dict[str, set[Phase | None]] = {
    "in_session": {Phase.OPEN, Phase.SUSPENDED},
    "upcoming": {Phase.SCHEDULED},
    "past": {Phase.CLOSED},
    "unreadable": {None},
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    mine = held(request)
    theirs = Q(rehearsal=True) | Q(published__isnull=False) | Q(id=mine.meeting.id if mine else None)
    seen = Meeting.objects.filter(theirs)[:MOST]
    phases = {meeting: phase_of(meeting) for meeting in seen}
    chapters = [
        (f"home.{name}", found)
        for name, wanted in CHAPTERS.items()
        if (found := [(meeting, phase) for meeting, phase in phases.items() if phase in wanted])
    ]
    return render(request, "home.html", {"chapters": chapters, "held": mine})
