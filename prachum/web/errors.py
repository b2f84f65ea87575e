"""A refusal is a page in the reader's language that says what to do now, and nothing of what it hides."""

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from prachum.journal import disk
from prachum.journal.unreadable import UNREADABLE
from prachum.registry import limits

log = logging.getLogger(__name__)


def refused(request: HttpRequest, status: int, name: str, why: str = "") -> HttpResponse:
    """The page of a refusal; `name` and `why` are sentences of the chapter `refused`."""
    said = {"title": f"refused.{name}", "why": f"refused.{why or name + '_why'}", "status": status}
    return render(request, "refused.html", said, status=status)


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, 404, "not_found")


def no_such_meeting(request: HttpRequest) -> HttpResponse:
    """The same, for a meeting that may be there for others: whoever goes through many has to wait."""
    if not limits.spend(limits.network(request.META.get("REMOTE_ADDR")), "meeting"):
        return too_many(request, limits.seconds_left())
    return not_here(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, 400, "bad_request")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refused(request, 403, "forbidden")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return refused(request, 403, "forbidden", "csrf_why")


def broken(request: HttpRequest) -> HttpResponse:
    """Django calls it while the fault is being treated."""
    fault = sys.exc_info()[1]
    if isinstance(fault, UNREADABLE):
        return refused(request, 503, "unreadable")
    if fault is not None and disk.trouble(fault) == "full":
        log.error("%s", disk.REMEDY["full"])
        return refused(request, 507, "disk_full")
    return refused(request, 500, "broken")


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    response = refused(request, 429, "too_many")
    response.headers["Retry-After"] = str(seconds)
    return response
