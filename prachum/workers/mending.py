"""What must be done before a step is possible, where visitors have changed the course, follows from the state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from prachum.rules.agenda import AdoptAgenda, CloseAgendaItem, ItemStatus, OpenAgendaItem
from prachum.rules.decisions.consensus import ConfirmText, ProceedWithout, PutTextToMeeting, SetTextAside
from prachum.rules.decisions.table import missing
from prachum.rules.floor.points import RuleOnPointOfOrder
from prachum.rules.floor.speakers import RequestFloor
from prachum.rules.floor.turns import GiveFloor, TakeFloorBack, YieldFloor
from prachum.rules.meeting import CloseMeeting, HandTheChair, OpenMeeting, Phase, ResumeMeeting
from prachum.rules.order import BINDING, DelegationId, ItemId, OutOfOrder, PersonId, Standing, Text
from prachum.rules.procedure import Command, State, decide

DEEPEST = 8
"""How many things, one before the other, may have to be done first."""
NO_CONSENSUS: Text = {
    "en": "There is no consensus on this text today.",
    "th": "ที่ประชุมยังไม่มีฉันทามติต่อเอกสารนี้",
    "fr": "Ce texte ne réunit pas de consensus aujourd’hui.",
}
RULING: Text = {
    "en": "The Chair has heard the point of order and takes note of it. We go on.",
    "th": "ประธานรับทราบการประท้วงแล้ว ขอดำเนินการประชุมต่อ",
    "fr": "La présidence a entendu la motion d’ordre et en prend note. Nous poursuivons.",
}
ESSENTIAL: frozenset[type] = frozenset(
    {
        OpenMeeting,
        ResumeMeeting,
        CloseMeeting,
        AdoptAgenda,
        OpenAgendaItem,
        CloseAgendaItem,
        SetTextAside,
        RuleOnPointOfOrder,
    }
)
"""Without these no meeting comes to its end."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody is to do."""

    command: Command
    by: PersonId

    @property
    def essential(self) -> bool:
        return type(self.command) in ESSENTIAL


@dataclass(frozen=True, slots=True)
class Situation:
    """A meeting, who sits there in person, who of them has been waited for long enough, and the script's own item."""

    state: State
    at: datetime
    seated: frozenset[PersonId] = frozenset()
    tired_of: frozenset[PersonId] = frozenset()
    item: ItemId | None = field(default=None)

    def chair(self, command: Command) -> Deed:
        return Deed(command, self.state.meeting.presiding)


def refusal(state: State, deed: Deed, at: datetime) -> str:
    """The code with which the rules would refuse it now; empty if they would not."""
    try:
        decide(state, deed.command, deed.by, max(at, state.at))
    except OutOfOrder as refused:
        return refused.code
    return ""


def next_deed(now: Situation, wanted: Deed) -> Deed | None:
    """What can be done at once so that in the end `wanted` is; None when it is done already, or for ever impossible."""
    deed, seen = wanted, [wanted]
    if _was_dealt_with(now.state, wanted):
        return None
    for _ in range(DEEPEST):
        code = refusal(now.state, deed, now.at)
        if not code:
            return deed
        first = REMEDIES.get(code)
        found = first(now, deed) if first is not None else None
        if found is None or found in seen:
            return None
        deed = found
        seen.append(deed)
    return None


def comes_later(now: Situation, deed: Deed) -> bool:
    """Whether a visitor is to ask for the floor under an item under which their screen does not offer that yet."""
    if not isinstance(deed.command, RequestFloor) or deed.by not in now.seated:
        return False
    to_come = [item.id for item in now.state.agenda.items.values() if item.status is ItemStatus.TO_COME]
    return deed.command.item in (to_come if now.state.agenda.current is not None else to_come[1:])


def _was_dealt_with(state: State, wanted: Deed) -> bool:
    """An item that was closed is not opened again, nor one that is not open closed."""
    match wanted.command:
        case OpenAgendaItem(item):
            known = state.agenda.items.get(item)
            return known is None or known.status not in (ItemStatus.TO_COME, ItemStatus.POSTPONED)
        case CloseAgendaItem():
            return state.agenda.current is None
    return False


def _open(now: Situation, _: Deed) -> Deed | None:
    match now.state.meeting.phase:
        case Phase.SCHEDULED:
            return now.chair(OpenMeeting())
        case Phase.SUSPENDED:
            return now.chair(ResumeMeeting())
    return None


def _hand_the_chair(now: Situation, _: Deed) -> Deed | None:
    there, setup = now.state.delegations.people.values(), now.state.meeting.setup
    secretary = next((one.id for one in there if one.standing is Standing.SECRETARIAT), None)
    other = next((chair for chair in setup.chairs if chair != now.state.meeting.presiding), None)
    return Deed(HandTheChair(other), secretary) if secretary is not None and other is not None else None


def _open_item(now: Situation, deed: Deed) -> Deed | None:
    """Only for a text does an item that was closed become open again."""
    known = now.state.agenda.items.get(now.item) if now.item is not None else None
    if known is None or (known.status is ItemStatus.CLOSED and not isinstance(deed.command, PutTextToMeeting)):
        return None
    return now.chair(OpenAgendaItem(known.id))


def _free_the_floor(now: Situation, _: Deed) -> Deed | None:
    holder = now.state.floor.holder
    if holder is None:
        return None
    if holder.speaker in now.tired_of:
        return now.chair(TakeFloorBack(holder.delegation))
    return Deed(YieldFloor(), holder.speaker)


def _settle_the_point(now: Situation, _: Deed) -> Deed | None:
    """Its mover is heard, and then the chair rules."""
    point, holder = now.state.floor.point, now.state.floor.holder
    if point is None:
        return None
    waits = point.speaker not in now.tired_of and now.state.lines.on_line(point.delegation)
    if holder is not None and holder.speaker in now.seated and waits:
        return Deed(YieldFloor(), holder.speaker)
    if not point.heard and waits:
        return now.chair(GiveFloor(point.delegation, point.speaker))
    return now.chair(RuleOnPointOfOrder(well_taken=True, ruling=RULING))


def _settle_the_text(now: Situation, _: Deed) -> Deed | None:
    """Who is missing is waited for, then left out; an objection ends it. None while the period runs."""
    before = now.state.decisions.before
    if before is None:
        return None
    if before.over or before.open_objection:
        return now.chair(SetTextAside(NO_CONSENSUS))
    absent = missing(now.state)
    for delegation in absent:
        person = binding(now.state, delegation)
        if person is not None and person not in now.tired_of and now.state.lines.on_line(delegation):
            return Deed(ConfirmText(before.text, before.version), person)
    return now.chair(ProceedWithout(tuple(absent))) if absent else None


def binding(state: State, delegation: DelegationId) -> PersonId | None:
    """Somebody who can bind this delegation."""
    return next((one.id for one in state.delegations.of(delegation) if one.standing in BINDING), None)


REMEDIES: Mapping[str, Callable[[Situation, Deed], Deed | None]] = {
    "meeting.not_open": _open,
    "meeting.chair_line_lost": _hand_the_chair,
    "agenda.another_item_open": lambda now, _: now.chair(CloseAgendaItem()),
    "agenda.no_item_open": _open_item,
    "agenda.provisional": lambda now, _: now.chair(AdoptAgenda()),
    "floor.held": _free_the_floor,
    "floor.point_of_order_pending": _settle_the_point,
    "decisions.text_before_meeting": _settle_the_text,
}
"""Under which refusal what is done first; at other refusals nothing helps."""
