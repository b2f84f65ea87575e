"""The agenda is provisional until adopted; of its items at most one is open."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias, assert_never

from prachum.rules.order import Entry, ItemId, OutOfOrder, Standing, Text, has_text, is_name, unused

if TYPE_CHECKING:
    from prachum.rules.procedure import State

NUMBER = re.compile(r"(?=.{1,12}$)[0-9A-Za-z]+(\.[0-9A-Za-z]+)*")
"""Of an item, as in meeting files."""


class ItemStatus(StrEnum):
    TO_COME = "to_come"
    OPEN = "open"
    CLOSED = "closed"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class AddAgendaItem:
    """Before adoption: an item with its number (`3`, `3.1`), title, minutes allotted and seconds for a statement.

    A `preliminary` item (opening, adoption of the agenda) may be opened while the agenda is provisional.
    """

    item: ItemId
    number: str
    title: Text
    minutes: int
    parent: ItemId | None = None
    statement_seconds: int | None = None
    preliminary: bool = False


@dataclass(frozen=True, slots=True)
class ReviseAgendaItem:
    """Before adoption: another title or another time for an item."""

    item: ItemId
    title: Text
    minutes: int


@dataclass(frozen=True, slots=True)
class RemoveAgendaItem:
    """Before adoption: an item is struck, and its sub-items with it."""

    item: ItemId


@dataclass(frozen=True, slots=True)
class AdoptAgenda:
    """The meeting adopts its agenda as it stands."""


@dataclass(frozen=True, slots=True)
class OpenAgendaItem:
    """The chair opens an item, or returns to one that was postponed or closed; one is open at a time."""

    item: ItemId


@dataclass(frozen=True, slots=True)
class CloseAgendaItem:
    """The chair closes the open item."""


@dataclass(frozen=True, slots=True)
class PostponeAgendaItem:
    """The chair puts an item off; its list of speakers stays."""

    item: ItemId


Command: TypeAlias = (
    AddAgendaItem
    | ReviseAgendaItem
    | RemoveAgendaItem
    | AdoptAgenda
    | OpenAgendaItem
    | CloseAgendaItem
    | PostponeAgendaItem
)


@dataclass(frozen=True, slots=True)
class AgendaItemAdded:
    item: ItemId
    number: str
    title: Text
    minutes: int
    parent: ItemId | None = None
    statement_seconds: int | None = None
    preliminary: bool = False


@dataclass(frozen=True, slots=True)
class AgendaItemRevised:
    item: ItemId
    title: Text
    minutes: int


@dataclass(frozen=True, slots=True)
class AgendaItemRemoved:
    item: ItemId


@dataclass(frozen=True, slots=True)
class AgendaAdopted:
    pass


@dataclass(frozen=True, slots=True)
class AgendaItemOpened:
    """`returned`: it had been open before."""

    item: ItemId
    returned: bool


@dataclass(frozen=True, slots=True)
class AgendaItemClosed:
    item: ItemId


@dataclass(frozen=True, slots=True)
class AgendaItemPostponed:
    item: ItemId


Event: TypeAlias = (
    AgendaItemAdded
    | AgendaItemRevised
    | AgendaItemRemoved
    | AgendaAdopted
    | AgendaItemOpened
    | AgendaItemClosed
    | AgendaItemPostponed
)

DRAFTERS = frozenset({Standing.PRESIDING, Standing.SECRETARIAT, Standing.OPERATOR})
PRESIDING = frozenset({Standing.PRESIDING})
MAY: Mapping[type[Command], frozenset[Standing]] = {
    AddAgendaItem: DRAFTERS,
    ReviseAgendaItem: DRAFTERS,
    RemoveAgendaItem: DRAFTERS,
    AdoptAgenda: PRESIDING,
    OpenAgendaItem: PRESIDING,
    CloseAgendaItem: PRESIDING,
    PostponeAgendaItem: PRESIDING,
}


@dataclass(frozen=True, slots=True)
class Item:
    """`opened` is when it was last opened, `spent` how long it was open before that (ms)."""

    id: ItemId
    number: str
    title: Text
    minutes: int
    parent: ItemId | None = None
    statement_seconds: int | None = None
    preliminary: bool = False
    status: ItemStatus = ItemStatus.TO_COME
    opened: datetime | None = None
    spent: int = 0


@dataclass(frozen=True, slots=True)
class Agenda:
    """The items in the order of the paper; `current` is the open one."""

    items: Mapping[ItemId, Item] = field(default_factory=dict)
    adopted: datetime | None = None
    current: ItemId | None = None


def decide(state: "State", command: Command) -> tuple[Event, ...]:
    agenda = state.agenda
    match command:
        case AddAgendaItem(item, number, title, minutes, parent, statement_seconds, preliminary):
            _must_be_provisional(agenda)
            _must_read_well(title, minutes)
            if not is_name(item) or NUMBER.fullmatch(number) is None:
                raise OutOfOrder("agenda.no_number")
            if statement_seconds is not None and not 1 <= statement_seconds <= 2 * 60 * 60:
                raise OutOfOrder("agenda.seconds_out_of_range")
            if item in agenda.items or any(number == known.number for known in agenda.items.values()):
                raise OutOfOrder("agenda.already_there")
            if parent is not None and (parent not in agenda.items or agenda.items[parent].parent is not None):
                raise OutOfOrder("agenda.no_such_parent")
            return (AgendaItemAdded(item, number, title, minutes, parent, statement_seconds, preliminary),)
        case ReviseAgendaItem(item, title, minutes):
            _must_be_provisional(agenda)
            _must_have(agenda, item)
            _must_read_well(title, minutes)
            return (AgendaItemRevised(item, title, minutes),)
        case RemoveAgendaItem(item):
            _must_be_provisional(agenda)
            _must_have(agenda, item)
            struck = (known for known in agenda.items.values() if item in (known.id, known.parent))
            if any(known.opened is not None for known in struck):
                raise OutOfOrder("agenda.already_taken_up")
            return (AgendaItemRemoved(item),)
        case AdoptAgenda():
            state.must_run()
            _must_be_provisional(agenda)
            if not agenda.items:
                raise OutOfOrder("agenda.empty")
            if not state.quorum_to_decide():
                raise OutOfOrder("decisions.no_quorum")
            return (AgendaAdopted(),)
        case OpenAgendaItem(item):
            state.must_run()
            known = _must_have(agenda, item)
            if agenda.adopted is None and not known.preliminary:
                raise OutOfOrder("agenda.provisional")
            if agenda.current is not None:
                raise OutOfOrder("agenda.another_item_open" if agenda.current != item else "agenda.item_open")
            return (AgendaItemOpened(item, returned=known.opened is not None),)
        case CloseAgendaItem():
            state.must_run()
            return (AgendaItemClosed(_must_be_free_to_leave(state)),)
        case PostponeAgendaItem(item):
            state.must_run()
            if _must_have(agenda, item).status in (ItemStatus.CLOSED, ItemStatus.POSTPONED):
                raise OutOfOrder("agenda.not_to_come")
            if item == agenda.current:
                _must_be_free_to_leave(state)
            return (AgendaItemPostponed(item),)
    assert_never(command)


def _must_be_free_to_leave(state: "State") -> ItemId:
    if state.agenda.current is None:
        raise OutOfOrder("agenda.no_item_open")
    if state.decisions.before is not None:
        raise OutOfOrder("decisions.text_before_meeting")
    if state.floor.holder is not None:
        raise OutOfOrder("floor.held")
    return state.agenda.current


def _must_be_provisional(agenda: Agenda) -> None:
    if agenda.adopted is not None:
        raise OutOfOrder("agenda.adopted")


def _must_have(agenda: Agenda, item: ItemId) -> Item:
    if item not in agenda.items:
        raise OutOfOrder("agenda.no_such_item")
    return agenda.items[item]


def _must_read_well(title: Text, minutes: int) -> None:
    if not has_text(title):
        raise OutOfOrder("agenda.no_title")
    if not 0 <= minutes <= 24 * 60:
        raise OutOfOrder("agenda.minutes_out_of_range")


def apply(agenda: Agenda, event: Event, entry: Entry) -> Agenda:
    match event:
        case AgendaItemAdded(item, number, title, minutes, parent, statement_seconds, preliminary):
            added = Item(item, number, title, minutes, parent, statement_seconds, preliminary)
            return replace(agenda, items=_in_order({**agenda.items, item: added}))
        case AgendaItemRevised(item, title, minutes):
            return _with(agenda, replace(agenda.items[item], title=title, minutes=minutes))
        case AgendaItemRemoved(item):
            kept = {key: known for key, known in agenda.items.items() if item not in (key, known.parent)}
            return replace(agenda, items=kept)
        case AgendaAdopted():
            return replace(agenda, adopted=entry.at)
        case AgendaItemOpened(item):
            opened = replace(agenda.items[item], status=ItemStatus.OPEN, opened=entry.at)
            return replace(_with(agenda, opened), current=item)
        case AgendaItemClosed(item):
            return _left(agenda, item, ItemStatus.CLOSED, entry.at)
        case AgendaItemPostponed(item):
            return _left(agenda, item, ItemStatus.POSTPONED, entry.at)
    assert_never(event)


def _with(agenda: Agenda, item: Item) -> Agenda:
    return replace(agenda, items={**agenda.items, item.id: item})


def _left(agenda: Agenda, item: ItemId, status: ItemStatus, at: datetime) -> Agenda:
    known = agenda.items[item]
    if agenda.current == item and known.opened is not None:
        known = replace(known, spent=known.spent + int((at - known.opened).total_seconds() * 1000))
        agenda = replace(agenda, current=None)
    return _with(agenda, replace(known, status=status))


def _in_order(items: Mapping[ItemId, Item]) -> Mapping[ItemId, Item]:
    """Sub-items follow their item, in the order in which they were added."""
    tops = (item for item in items.values() if item.parent is None)
    return {item.id: item for top in tops for item in (top, *(sub for sub in items.values() if sub.parent == top.id))}


def probes(state: "State") -> tuple[tuple[str, Command], ...]:
    """One sample of each command per target (an item) to learn what is permitted."""
    words, items = {"en": "."}, state.agenda.items
    samples: list[tuple[str, Command]] = [
        ("", AddAgendaItem(ItemId(unused(items)), unused(known.number for known in items.values()), words, 0)),
        ("", AdoptAgenda()),
        ("", CloseAgendaItem()),
    ]
    for item in items:
        samples += [(item, ReviseAgendaItem(item, words, 0)), (item, RemoveAgendaItem(item))]
        samples += [(item, OpenAgendaItem(item)), (item, PostponeAgendaItem(item))]
    return tuple(samples)
