"""A busy meeting in which every role is held by somebody who holds no other."""

from collections.abc import Mapping
from dataclasses import replace

from prachum.rules import agenda, conclusions, delegations, meeting, proposals
from prachum.rules.decisions.consensus import EnterText, PutTextToMeeting
from prachum.rules.floor.speakers import RequestFloor
from prachum.rules.order import CLOCK, DOOR, OPERATOR, PRESIDENCY, PersonId, Standing, kind
from prachum.rules.permissions import probes
from prachum.rules.procedure import Command
from tests.rules.chamber import (
    OBSERVER,
    ONE,
    PEOPLE,
    RITA,
    SOMSAK,
    TEK,
    TEXT,
    THIDA,
    TIDA_ADVISER,
    TIDA_ALTERNATE,
    Sitting,
    en,
    setup,
)

PRESIDENT, VICE_PRESIDENT = PersonId("president"), PersonId("vice-president")
"""They preside, or could, and are accredited as observers of no party."""

BY_STANDING: Mapping[Standing, PersonId] = {
    Standing.PRESIDING: PRESIDENT,
    Standing.CO_CHAIR: VICE_PRESIDENT,
    Standing.HEAD: THIDA,
    Standing.ALTERNATE: TIDA_ALTERNATE,
    Standing.ADVISER: TIDA_ADVISER,
    Standing.SECRETARIAT: SOMSAK,
    Standing.RAPPORTEUR: RITA,
    Standing.TECHNICIAN: TEK,
    Standing.OBSERVER: OBSERVER,
    Standing.CLOCK: CLOCK,
    Standing.DOOR: DOOR,
    Standing.OPERATOR: OPERATOR,
}


def busy() -> Sitting:
    """In session: Thailand waits, has tabled a proposal and a text is before the meeting; one conclusion is entered."""
    sitting = Sitting()
    chairs = (PRESIDENT, VICE_PRESIDENT)
    sitting.does(OPERATOR, meeting.CreateMeeting(replace(setup(), chairs=chairs)))
    for person, delegation, standing in (*PEOPLE, *((chair, PRESIDENCY, Standing.OBSERVER) for chair in chairs)):
        sitting.does(OPERATOR, delegations.AccreditPerson(person, delegation, standing))
    sitting.does(OPERATOR, agenda.AddAgendaItem(ONE, "1", en("One"), 5))
    sitting.does(PRESIDENT, meeting.OpenMeeting())
    sitting.does(PRESIDENT, agenda.AdoptAgenda())
    sitting.does(PRESIDENT, agenda.OpenAgendaItem(ONE))
    sitting.does(THIDA, RequestFloor(ONE))
    sitting.does(THIDA, proposals.TableProposal(en("Title"), (proposals.Area(en("Area")),)))
    sitting.does(RITA, conclusions.EnterConclusion(ONE, conclusions.Verb.NOTED, en("Words")))
    sitting.does(SOMSAK, EnterText(TEXT, 1, en("Outcome"), en("Words")))
    sitting.does(PRESIDENT, PutTextToMeeting(TEXT, 1))
    return sitting


def samples(sitting: Sitting) -> dict[str, Command]:
    """One command of every class that makes sense in the meeting."""
    found: dict[str, Command] = {}
    for person in BY_STANDING.values():
        for _, command in probes(sitting.state, sitting.state.actor(person)):
            found.setdefault(kind(type(command)), command)
    return found
