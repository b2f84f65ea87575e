"""What the rules permit: every command is tried, and again only when something changed that the answer rests on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache, partial
from operator import is_
from typing import Literal, NamedTuple, TypeAlias

from prachum.rules import agenda, conclusions, decisions, delegations, lines, meeting, proposals, writing
from prachum.rules.decisions.positions import EnterReservation
from prachum.rules.floor import points, speakers, turns
from prachum.rules.order import Actor, OutOfOrder, Standing
from prachum.rules.procedure import COMMANDS, MAY, Command, State, decide_as, role_refusal

Permission: TypeAlias = Literal[True] | str
"""True, or the code of the refusal."""
Acts: TypeAlias = dict[str, Permission | dict[str, Permission]]
"""Every command's kind → its permission, or target → permission where the answers differ."""
Answer: TypeAlias = tuple[str, str, Permission]
"""Kind, target and permission."""
Known: TypeAlias = dict[tuple[str, str], tuple[tuple[object, ...], tuple[Answer, ...]]]
"""What one audience was answered at some entry of the meeting, with the parts of the state on which that rests."""
Samples: TypeAlias = Iterable[tuple[str, Command]]


class Asked(NamedTuple):
    """Samples of a chapter's commands per target, and every part of the state from which the rules answer them.

    A part that is still the same object has not changed. `of` tells apart what the floor is asked for: the list of an
    agenda item, by its id, the turns, and the points of order.
    """

    chapter: str
    rests_on: tuple[object, ...]
    samples: Callable[[], Samples]
    of: str = ""


class Role(NamedTuple):
    """What is refused to some standings whatever happens, and the kinds and chapters of the commands that are not."""

    refused: Mapping[str, Permission]
    may: Mapping[type, str]
    chapters: frozenset[str]


_KINDS = {cls: name for name, cls in COMMANDS.items()}


def permitted(state: State, by: Actor, at: datetime, known: Known | None = None) -> Acts:
    """For every command, and every target where the answer differs, True or the refusal's code; agrees with decide.

    `known` is brought up to date: whoever gives it again for the same audience is not answered anew where all is as
    it was. But for the clock, who looks at no screen, neither the person nor the moment changes an answer.
    """
    role = _role(by.standings)
    answers: dict[str, dict[str, Permission]] = {name: {} for name in role.may.values()}
    before = known if known is not None else {}
    for asked in _asked(state, by) if role.may else ():
        if asked.chapter not in role.chapters:
            continue
        what = asked.chapter, asked.of
        if what not in before or not _same(before[what][0], asked.rests_on):
            before[what] = asked.rests_on, tuple(_answered(state, asked.samples(), by, at))
        for name, target, answer in before[what][1]:
            answers[name][target] = answer
    return {**role.refused, **{name: _together(name, by_target) for name, by_target in answers.items()}}


def probes(state: State, by: Actor) -> Iterator[tuple[str, Command]]:
    """One sample of each command per target, for those who might, by which it is learned what is permitted."""
    for asked in _asked(state, by):
        yield from asked.samples()


def _asked(state: State, by: Actor) -> Iterator[Asked]:
    there, on_line, items = state.delegations, state.lines, state.agenda
    floor, free, table = state.floor, state.floor.holder is None, state.decisions
    always = state.meeting, there, floor.point
    full, spent = (
        writing.is_too_much(state.written, by.delegation, one) for one in (speakers.TakeAsRead, EnterReservation)
    )
    yield Asked("meeting", (*always, on_line, table.before), lambda: meeting.probes(state, by))
    yield Asked("delegations", always, lambda: delegations.probes(state, by))
    yield Asked("lines", (*always, on_line), lambda: lines.probes(state, by))
    yield Asked("agenda", (*always, on_line, items, free, table.before), lambda: agenda.probes(state))
    for item in items.items.values():
        rests_on = *always, full, items.current, item, floor.lists.get(item.id), floor.replies
        yield Asked("floor", rests_on, partial(speakers.probes, state, item, by), item.id)
    yield Asked("floor", (*always, on_line, items, floor), lambda: turns.probes(state, by), ".turns")
    yield Asked("floor", (*always, on_line, floor.holder, floor.withdrawn), points.probes, ".points")
    yield Asked("proposals", (*always, full, items.current, state.proposals), lambda: proposals.probes(state))
    yield Asked(
        "decisions",
        (*always, full, spent, on_line, items.current, free, table),
        lambda: decisions.probes(state),
    )
    yield Asked("conclusions", (*always, full, items, state.conclusions), lambda: conclusions.probes(state))


def _same(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return all(map(is_, before, now))


@cache
def _role(standings: frozenset[Standing]) -> Role:
    may = {cls: name for cls, name in _KINDS.items() if standings & MAY[cls]}
    refused = {name: role_refusal(cls) for cls, name in _KINDS.items() if cls not in may}
    return Role(refused, may, frozenset(_chapter(name) for name in may.values()))


def _answered(state: State, samples: Samples, by: Actor, at: datetime) -> Iterator[Answer]:
    may = _role(by.standings).may
    for target, command in samples:
        if name := may.get(type(command)):
            yield name, target, _answer(state, command, by, at)


def _answer(state: State, command: Command, by: Actor, at: datetime) -> Permission:
    try:
        decide_as(state, command, by, at)
    except OutOfOrder as refusal:
        return refusal.code
    return True


def _together(name: str, by_target: dict[str, Permission]) -> Permission | dict[str, Permission]:
    """One answer where it is the same for every target."""
    distinct = set(by_target.values())
    if len(distinct) > 1:
        return by_target
    return next(iter(distinct), f"{_chapter(name)}.nothing_to_act_on")


def _chapter(name: str) -> str:
    return name.partition(".")[0]
