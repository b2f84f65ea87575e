"""A personal link is exchanged by a press: opening its address changes nothing, and its token reaches no log."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token, rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from prachum.registry import limits
from prachum.registry.models import PersonalLink, SeatSession
from prachum.registry.taking import LinkRevoked, enter, link_of
from prachum.web.errors import refused, too_many
from prachum.web.held import address, held, keep
from prachum.web.standing import places, state_of
from prachum.web.tags import clock, language
from prachum.words import in_language, say


@require_http_methods(["GET", "HEAD", "POST"])
def enter_meeting(request: HttpRequest) -> HttpResponse:
    """GET shows the page whose script reads the token after `#`; POST with `token` takes the seat."""
    if request.method != "POST":
        get_token(request)
        return render(request, "enter.html")
    # A right link is never refused for what others behind the same address guess: no guess finds 256 bits.
    link = link_of(request.POST.get("token", ""))
    if not _may_try(request, link):
        return too_many(request, limits.seconds_left())
    if link is None:
        return refused(request, 404, "not_found")
    mine = held(request)
    try:
        token = enter(link, mine.session if mine is not None else None)
    except LinkRevoked:
        return refused(request, 404, "not_found")
    rotate_token(request)
    response = redirect(reverse("meeting", args=[link.meeting_id]))
    keep(response, token, SeatSession.Kind.LINK)
    return response


@require_POST
def whose_link(request: HttpRequest) -> HttpResponse:
    """Say what a link opens, without opening it: {meeting, when, delegation, person, instead?}, in words."""
    link = link_of(request.POST.get("token", ""))
    if link is None and not limits.spend(limits.network(address(request)), "enter"):
        return JsonResponse({"code": "enter.wait"}, status=429, headers={"Retry-After": str(limits.seconds_left())})
    if link is None:
        return JsonResponse({"code": "enter.unknown"}, status=404)
    answer = _told(link)
    mine = held(request)
    if mine is not None and (mine.meeting, mine.session.person) != (link.meeting, link.person):
        plate = in_language(mine.person.nameplate.get("title", {}), language()) if mine.person is not None else ""
        answer["instead"] = say("enter.instead", language(), seat=plate or mine.session.person)
    return JsonResponse(answer)


def _may_try(request: HttpRequest, link: PersonalLink | None) -> bool:
    """Wrong links are counted by the address, devices by the link that they come with."""
    if link is None:
        return limits.spend(limits.network(address(request)), "enter")
    return limits.spend(f"link {link.id}", "device")


def _told(link: PersonalLink) -> dict[str, str]:
    meeting = link.meeting
    state = state_of(meeting)
    place = next((one for one in places(meeting, state) if one.person == link.person), None) if state else None
    return {
        "meeting": in_language(meeting.title, language()),
        "when": clock(meeting.scheduled, meeting.zone),
        "delegation": in_language(place.names, language()) if place is not None else "",
        "person": in_language(place.plate, language()) if place is not None else link.person,
    }
