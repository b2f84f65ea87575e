"""Every address of a page; whoever adds one is asked by a test who may open it."""

from django.urls import path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from prachum.web.entering import enter_meeting, whose_link
from prachum.web.home import home
from prachum.web.meeting import meeting, seats
from prachum.web.now import now
from prachum.web.record import journal, record
from prachum.web.seating import leave_seat, take_seat

urlpatterns = [
    path("", home, name="home"),
    path("now/", now, name="now"),
    path("language/", require_POST(set_language), name="language"),
    path("enter/", enter_meeting, name="enter"),
    path("enter/whose/", whose_link, name="whose-link"),
    path("meetings/<uuid:meeting>/", meeting, name="meeting"),
    path("meetings/<uuid:meeting>/record/", record, name="record"),
    path("meetings/<uuid:meeting>/record/journal.jsonl", journal, name="journal"),
    path("meetings/<uuid:meeting>/seats/", seats, name="seats"),
    path("meetings/<uuid:meeting>/seats/take/", take_seat, name="take-seat"),
    path("meetings/<uuid:meeting>/seats/leave/", leave_seat, name="leave-seat"),
]
