"""What is still to be entered of who is on the line follows from the journal and from the lines that are up."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import TypeAlias

from prachum.rules.lines import ReportArrival, ReportDeparture, ReportLineLost, ReportLineRestored
from prachum.rules.meeting import Phase, ReportChairLineLost, ReportChairLineRestored
from prachum.rules.order import DelegationId, PersonId, Standing
from prachum.rules.procedure import State

# A page that is loaded anew closes its stream and opens another within a tenth of a second or two: that is no loss
# that a chamber should see.  What is longer is shown, and clocks stand, within half a second.
FLAP = 0.4
LEAVES = 20.0
COME_BACK = 6.0
"""Seconds after a start of this process before lines that were up before count as lost: browsers ask each second."""

Report: TypeAlias = (
    ReportArrival
    | ReportLineLost
    | ReportLineRestored
    | ReportDeparture
    | ReportChairLineLost
    | ReportChairLineRestored
)


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be entered now: a person to be seated, or a report; or else when to look again."""

    seat: PersonId | None = None
    report: Report | None = None
    look_again: float = inf


def counts(state: State, person: PersonId) -> bool:
    """Whether somebody's line is a line of their delegation: an observer only looks on."""
    known = state.delegations.people.get(person)
    return known is not None and known.standing is not Standing.OBSERVER


def due(state: State, up: frozenset[PersonId], gone: Mapping[str, float], now: float) -> Due:
    """What the journal does not know yet of the lines; all times are the loop's.

    `up`: whose lines are up.  `gone`: when the last line of a delegation or of a person was seen to go.  Of those whose
    lines were never seen here nothing is said: somebody else may be reporting them.
    """
    if state.meeting.phase is Phase.CLOSED:
        return _after_closing(state, up, gone, now)
    there = {person: state.delegations.people[person].delegation for person in up if _is_there(state, person)}
    for person in sorted(there.keys() - state.delegations.seated):
        return Due(seat=person)
    moments = [inf]
    for code in sorted({*there.values(), *state.lines.present}):
        report, moment = _here(state, code) if code in there.values() else _away(state, code, gone, now)
        if report is not None:
            return Due(report=report)
        moments.append(moment)
    report, moment = _chair(state, up, gone, now)
    return Due(report=report) if report is not None else Due(look_again=min(*moments, moment))


def _is_there(state: State, person: PersonId) -> bool:
    """Who came while the meeting was locked cannot be seated, and is not there before it is unlocked."""
    known = state.delegations
    return counts(state, person) and (person in known.seated or not known.locked)


def _here(state: State, code: DelegationId) -> tuple[Report | None, float]:
    if code not in state.lines.present:
        return ReportArrival(code), inf
    return (ReportLineRestored(code) if code in state.lines.lost else None), inf


def _away(state: State, code: DelegationId, gone: Mapping[str, float], now: float) -> tuple[Report | None, float]:
    """The report that is due, else when one will be."""
    since = gone.get(code, inf)
    if code not in state.lines.lost:
        return (ReportLineLost(code) if since + FLAP <= now else None), since + FLAP
    return (ReportDeparture(code) if since + LEAVES <= now else None), since + LEAVES


def _chair(state: State, up: frozenset[PersonId], gone: Mapping[str, float], now: float) -> tuple[Report | None, float]:
    chair, lost = state.meeting.presiding, state.meeting.chair_lost is not None
    if chair in up:
        return (ReportChairLineRestored(chair) if lost else None), inf
    if lost or state.meeting.phase is Phase.SCHEDULED:
        return None, inf
    moment = gone.get(chair, inf) + FLAP
    return (ReportChairLineLost(chair) if moment <= now else None), moment


def _after_closing(state: State, up: frozenset[PersonId], gone: Mapping[str, float], now: float) -> Due:
    """Only departures are entered then."""
    here = {state.delegations.people[person].delegation for person in up if counts(state, person)}
    moments = {code: gone.get(code, inf) + LEAVES for code in state.lines.present if code not in here}
    left = [code for code, moment in sorted(moments.items()) if moment <= now]
    return Due(report=ReportDeparture(left[0])) if left else Due(look_again=min(moments.values(), default=inf))
