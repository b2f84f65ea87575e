"""What visitors may expect at once of the simulated chair and delegations follows from the state of the meeting."""

from collections.abc import Callable
from typing import TypeAlias

from prachum.rules.decisions.consensus import ConfirmText
from prachum.rules.decisions.table import missing
from prachum.rules.floor.holding import in_order
from prachum.rules.floor.points import RuleOnPointOfOrder
from prachum.rules.floor.turns import GiveFloor, YieldFloor
from prachum.rules.meeting import Phase
from prachum.rules.order import PersonId, Text
from prachum.rules.presets import Kind
from prachum.workers.mending import RULING, Deed, Situation, binding
from prachum.workers.suggesting import THANKS

Owed: TypeAlias = tuple[Deed, Text]
"""What is to be done, and what is said before it (nothing: empty)."""


def owed(now: Situation, still_to_speak: Callable[[PersonId], bool]) -> tuple[Owed, ...]:
    """What simulated people are to do now; for whom the script has something to say is left to the script."""
    state = now.state
    if state.meeting.phase is not Phase.OPEN or state.meeting.chair_lost is not None:
        return ()
    return (*_screens(now), *_of_the_chair(now), *_of_the_holder(now, still_to_speak))


def _screens(now: Situation) -> list[Owed]:
    """Simulated screens show the text that is put."""
    before = now.state.decisions.before
    if before is None or before.over:
        return []
    people = [binding(now.state, delegation) for delegation in missing(now.state)]
    shown = ConfirmText(before.text, before.version)
    return [(Deed(shown, person), {}) for person in people if person is not None and person not in now.seated]


def _of_the_chair(now: Situation) -> list[Owed]:
    """Give visitors the floor when it is free, and rule on the points that they have raised."""
    state, chair, item = now.state, now.state.meeting.presiding, now.state.agenda.current
    if chair in now.seated or state.floor.holder is not None:
        return []
    if (point := state.floor.point) is not None:
        if point.speaker not in now.seated:
            return []
        if not point.heard and point.speaker not in now.tired_of:
            return [(Deed(GiveFloor(point.delegation, point.speaker), chair), {})]
        return [(Deed(RuleOnPointOfOrder(well_taken=True, ruling=RULING), chair), RULING)]
    asked = in_order(state, item) if item is not None and state.decisions.before is None else ()
    theirs = next((one for one in asked if one.speaker in now.seated - now.tired_of), None)
    return [(Deed(GiveFloor(theirs.delegation, theirs.speaker), chair), {})] if theirs is not None else []


def _of_the_holder(now: Situation, still_to_speak: Callable[[PersonId], bool]) -> list[Owed]:
    """Say so and give the floor back, where a visitor in the chair has given it beside the script."""
    holder = now.state.floor.holder
    if holder is None or holder.speaker in now.seated or holder.kind is Kind.POINT_OF_ORDER:
        return []
    return [] if still_to_speak(holder.speaker) else [(Deed(YieldFloor(), holder.speaker), THANKS)]
