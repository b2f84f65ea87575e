"""One short address takes whoever comes to the meeting that is held now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from prachum.registry.models import Meeting
from prachum.rules.meeting import Phase
from prachum.web.held import held
from prachum.web.standing import phases_of

MOST = 20


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """The meeting in session in which the reader sits, else the newest rehearsal that is or will be; else a record.

    Of records too the first is that of the reader's own meeting.
    """
    mine = held(request)
    theirs = [mine.meeting] if mine is not None else []
    rehearsals = Meeting.objects.filter(rehearsal=True).order_by("-created")[:MOST]
    phases = phases_of((*theirs, *rehearsals))
    for found, phase in phases.items():
        if phase in (Phase.OPEN, Phase.SUSPENDED) or (found.rehearsal and phase is Phase.SCHEDULED):
            return redirect("meeting", found.id)
    past = next((found for found, phase in phases.items() if phase is Phase.CLOSED), None)
    return redirect("record", past.id) if past is not None else redirect("home")
