"""The home page lists the newest meetings that its reader may see: rehearsals, published ones, and their own."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prachum.journal.store import KEPT_MEETINGS
from prachum.registry.models import Meeting
from prachum.rules.meeting import Phase
from prachum.web.held import held
from prachum.web.standing import phases_of

MOST = KEPT_MEETINGS // 2
"""Each is looked up in its journal: those that are held must stay among the meetings whose state is kept."""
CHAPTERS: dict[str, set[Phase | None]] = {
    "in_session": {Phase.OPEN, Phase.SUSPENDED},
    "upcoming": {Phase.SCHEDULED},
    "past": {Phase.CLOSED},
    "unreadable": {None},
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    mine = held(request)
    everybodys = Meeting.objects.filter(Q(rehearsal=True) | Q(published__isnull=False)).order_by("-created")
    newest = list(everybodys.values_list("id", flat=True)[: MOST + 1])
    seen = Meeting.objects.filter(Q(id__in=newest[:MOST]) | Q(id=mine.meeting.id if mine else None))
    phases = phases_of(seen)
    chapters = [
        (f"home.{name}", found)
        for name, wanted in CHAPTERS.items()
        if (found := [(meeting, phase) for meeting, phase in phases.items() if phase in wanted])
    ]
    said = {"chapters": chapters, "held": mine, "listed": MOST, "older": len(newest) > MOST}
    return render(request, "home.html", said)
