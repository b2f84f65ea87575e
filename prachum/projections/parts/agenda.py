"""The part of a view that shows the agenda, and when what is still to come may be expected."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from prachum.projections import views
from prachum.projections.parts.plain import due, instant, words
from prachum.rules.agenda import Item, ItemStatus
from prachum.rules.order import ItemId
from prachum.rules.procedure import State

Expected: TypeAlias = Mapping[ItemId, tuple[datetime, int]]
"""Item still to come → expected so many seconds after the later of a moment and now."""


def agenda(state: State, expected: Expected) -> views.Agenda:
    known = state.agenda
    shown = views.Agenda(order=list(known.items), items={})
    for item in known.items.values():
        shown["items"][item.id] = _item(item, expected)
    if known.adopted is not None:
        shown["adopted"] = instant(known.adopted)
    if known.current is not None:
        shown["current"] = known.current
    return shown


def _item(item: Item, expected: Expected) -> views.Item:
    shown = views.Item(
        number=item.number,
        title=words(item.title),
        minutes=item.minutes,
        preliminary=item.preliminary,
        status=item.status,
        spent=item.spent,
    )
    if item.parent is not None:
        shown["parent"] = item.parent
    if item.opened is not None:
        shown["opened"] = instant(item.opened)
    if item.id in expected:
        shown["due"] = due(*expected[item.id])
    return shown


def expected(state: State) -> Expected:
    """When each item still to come may begin: after the open one's minutes and those of the items before it."""
    known, sittings = state.agenda, state.meeting.sittings
    start, plus = sittings[0].began if sittings else state.meeting.setup.scheduled, 0
    current = known.items[known.current] if known.current is not None else None
    if current is not None and current.opened is not None:
        start, plus = current.opened, max(0, _minutes(state, current) * 60 - current.spent // 1000)
    coming: dict[ItemId, tuple[datetime, int]] = {}
    for item in known.items.values():
        if item.status is ItemStatus.TO_COME:
            coming[item.id] = (start, plus)
            plus += _minutes(state, item) * 60
    return coming


def _minutes(state: State, item: Item) -> int:
    """An item's own minutes: those of its sub-items are part of what it was allotted."""
    of_others = sum(sub.minutes for sub in state.agenda.items.values() if sub.parent == item.id)
    return max(0, item.minutes - of_others)
