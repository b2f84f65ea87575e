"""How much a delegation enters to be read is limited: everybody's screen has it as long as the meeting lasts."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TypeAlias

from prachum.rules.conclusions import ConclusionEntered, CorrectConclusion, EnterConclusion
from prachum.rules.decisions.consensus import EnterText, TextEntered
from prachum.rules.decisions.positions import EnterReservation, ExplainPosition, PositionExplained, ReservationEntered
from prachum.rules.floor.speakers import StatementTakenAsRead, TakeAsRead
from prachum.rules.order import SECRETARIAT, DelegationId
from prachum.rules.proposals import ProposalTabled, TableProposal

WRITES: frozenset[type] = frozenset(
    {TakeAsRead, TableProposal, EnterReservation, ExplainPosition, EnterText, EnterConclusion, CorrectConclusion}
)
"""The commands by which something to be read is added to what is there."""
WRITTEN: frozenset[type] = frozenset(
    {StatementTakenAsRead, ProposalTabled, ReservationEntered, PositionExplained, TextEntered, ConclusionEntered}
)
"""What they enter."""
POSITIONS: frozenset[type] = frozenset({EnterReservation, ExplainPosition})
ENTERED_AS_POSITIONS: frozenset[type] = frozenset({ReservationEntered, PositionExplained})
MOST, MOST_OF_THE_SECRETARIAT, KEPT_FOR_POSITIONS = 200_000, 3_000_000, 40_000
"""Letters in a meeting, every version and language of a text counted; however much a delegation has entered, it has
the last of these with which to reserve or explain its position on what was adopted."""
LEAST = 200
"""Letters for which the shortest text counts, since its place on a screen is as large."""

Written: TypeAlias = Mapping[DelegationId, int]


def is_too_much(written: Written, whose: DelegationId | None, command: type) -> bool:
    """Whether a delegation has entered so much that it enters none of these; whoever has none is not counted."""
    if whose is None or command not in WRITES:
        return False
    return written.get(whose, 0) >= _most(whose) + (KEPT_FOR_POSITIONS if command in POSITIONS else 0)


def _most(whose: DelegationId) -> int:
    return MOST_OF_THE_SECRETARIAT if whose == SECRETARIAT else MOST


def counted(written: Written, whose: DelegationId, event: object) -> Written:
    """The same after this was entered.

    What was let in last, and is no position, may be longer than what was left: nothing of it counts as a position.
    """
    before = written.get(whose, 0)
    after = before + letters(event)
    if type(event) not in ENTERED_AS_POSITIONS:
        after = max(before, min(after, _most(whose)))
    return {**written, whose: after}


def letters(said: object) -> int:
    """The letters of all texts in it, in all their languages."""
    match said:
        case Mapping():
            return sum(max(len(words), LEAST) for words in said.values())
        case tuple():
            return sum(map(letters, said))
        case _ if is_dataclass(said):
            return sum(letters(getattr(said, field.name)) for field in fields(said))
    return 0
