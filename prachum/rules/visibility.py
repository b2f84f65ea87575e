"""One function says which entries an audience sees, and which parts of a view; everything is open unless it says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prachum.rules.conclusions import Conclusion, ConclusionEntered, ConclusionSentBack
from prachum.rules.decisions.consensus import ObjectionToChair, TextShown
from prachum.rules.decisions.table import Objection
from prachum.rules.lines import LineLost, LineRestored
from prachum.rules.meeting import ChairFoundAbsent, ChairLineLost, ChairLineRestored
from prachum.rules.order import CHAIRS, DELEGATES, Actor, DelegationId, Standing

if TYPE_CHECKING:
    from prachum.rules.procedure import State

DRAFTING = CHAIRS | {Standing.RAPPORTEUR, Standing.SECRETARIAT}
"""Those who see a conclusion before it is confirmed."""
OF_THE_CHAMBER = (LineLost, LineRestored, ChairLineLost, ChairLineRestored, ChairFoundAbsent, TextShown)
"""What concerns those who sit in the chamber, and not the public."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Those who see the same: their standings, their delegation, and whether its head lets them speak."""

    standings: frozenset[Standing] = frozenset()
    delegation: DelegationId | None = None
    leave: bool = False

    @classmethod
    def of(cls, actor: Actor) -> "Audience":
        return cls(actor.standings, actor.delegation, actor.leave)

    @classmethod
    def public(cls) -> "Audience":
        return cls()


ROLES: Mapping[str, Audience] = {"public": Audience.public()} | {
    standing.value: Audience(frozenset({standing}))
    for standing in (
        Standing.PRESIDING,
        Standing.CO_CHAIR,
        Standing.HEAD,
        Standing.SECRETARIAT,
        Standing.RAPPORTEUR,
        Standing.TECHNICIAN,
        Standing.OBSERVER,
    )
}
"""For whom a journal is exported: a standing of nobody in particular, or the public."""


def sealed(event: object) -> bool:
    """Whether the chain may show neither the kind nor the author of an entry."""
    return isinstance(event, ObjectionToChair)


def sees(audience: Audience, event: object, state: "State") -> bool:
    """Whether an audience sees an entry, in the meeting as `state` has it now (a conclusion may since be confirmed)."""
    match event:
        case ObjectionToChair(delegation):
            return _in_confidence(audience, delegation)
        case ConclusionEntered(conclusion) | ConclusionSentBack(conclusion):
            known = state.conclusions.get(conclusion)
            return _drafting(audience) or (known is not None and known.confirmed is not None)
    return bool(audience.standings) or not isinstance(event, OF_THE_CHAMBER)


def objections(audience: Audience, state: "State") -> tuple[Objection, ...]:
    """The objections to the text before the meeting that an audience sees."""
    raised = state.decisions.before.objections if state.decisions.before is not None else ()
    return tuple(one for one in raised if one.openly or _in_confidence(audience, one.delegation))


def conclusions(audience: Audience, state: "State") -> tuple[Conclusion, ...]:
    """The conclusions that an audience sees, in the order of entry."""
    return tuple(one for one in state.conclusions.values() if _drafting(audience) or one.confirmed is not None)


def _in_confidence(audience: Audience, delegation: DelegationId) -> bool:
    """The presiding chair, to whom alone it was said, and the delegation that said it."""
    of_delegation = audience.delegation == delegation and bool(audience.standings & DELEGATES)
    return Standing.PRESIDING in audience.standings or of_delegation


def _drafting(audience: Audience) -> bool:
    return bool(audience.standings & DRAFTING)
