"""What lies on the table: the texts in their latest versions, the one before the meeting, and what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from prachum.rules.order import Clock, DelegationId, ItemId, Text

if TYPE_CHECKING:
    from prachum.rules.procedure import State


@dataclass(frozen=True, slots=True)
class TextVersion:
    """The latest version of a text; versions count from 1."""

    id: str
    version: int
    title: Text
    words: Text


@dataclass(frozen=True, slots=True)
class Objection:
    delegation: DelegationId
    reason: Text
    openly: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class BeforeMeeting:
    """The text that is put; its clock runs only while nobody entitled is missing. `over`: ended without adoption."""

    text: str
    version: int
    item: ItemId
    clock: Clock
    entitled: frozenset[DelegationId]
    confirmed: frozenset[DelegationId] = frozenset()
    waived: frozenset[DelegationId] = frozenset()
    objections: tuple[Objection, ...] = ()
    over: bool = False

    @property
    def open_objection(self) -> bool:
        return any(objection.openly for objection in self.objections)


@dataclass(frozen=True, slots=True)
class Decision:
    """A text as adopted (`adopted`) or set aside (`reason`), with what delegations entered afterwards."""

    text: TextVersion
    item: ItemId
    at: datetime
    adopted: bool
    reason: Text = field(default_factory=dict)
    objectors: tuple[DelegationId, ...] = ()
    without: tuple[DelegationId, ...] = ()
    reservations: tuple[tuple[DelegationId, Text], ...] = ()
    explanations: tuple[tuple[DelegationId, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    texts: Mapping[str, TextVersion] = field(default_factory=dict)
    before: BeforeMeeting | None = None
    taken: tuple[Decision, ...] = ()

    def adopted(self, text: str) -> bool:
        return any(decision.adopted and decision.text.id == text for decision in self.taken)


def unseen(decisions: Decisions, delegation: DelegationId) -> Decisions:
    """A screen that is gone shows nothing: its delegation confirms the text anew when it is back."""
    before = decisions.before
    if before is None or delegation not in before.confirmed:
        return decisions
    return replace(decisions, before=replace(before, confirmed=before.confirmed - {delegation}))


def entitled(decisions: Decisions, party: DelegationId) -> Decisions:
    """Who decides and is there while a text is before the meeting is waited for until it is dealt with."""
    before = decisions.before
    if before is None or party in before.entitled:
        return decisions
    return replace(decisions, before=replace(before, entitled=before.entitled | {party}))


def missing(state: "State") -> tuple[DelegationId, ...]:
    """The entitled delegations that keep the period from running, in the order of the table."""
    before = state.decisions.before
    if before is None:
        return ()
    ready = before.waived | {code for code in before.confirmed if state.lines.on_line(code)}
    here = before.entitled.union(state.deciding_present())
    return tuple(code for code in state.delegations.deciding() if code in here - ready)
