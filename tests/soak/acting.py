"""The chair gives the floor, takes it back and rules; delegations ask, withdraw, yield and rise, as screens let."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import Any, TypeAlias
from uuid import UUID

import aiohttp

from tests.crash.assembly import ITEM
from tests.crash.delegate import AGAIN, Act
from tests.crash.ledger import Entered
from tests.soak.visitor import Visitor

Said: TypeAlias = tuple[str, dict[str, object]]
View: TypeAlias = dict[str, Any]
CHAIR_LOOKS = (0.5, 2.5)
ASKS, WITHDRAWS, RISES, YIELDS = 0.5, 0.1, 0.01, 0.1
"""How often a delegation that looks at its screen does that, where it could."""
TURNS_END, EXTENDS, CALLS, INTERRUPTS = 0.12, 0.1, 0.05, 0.05
"""How often the chair, who looks every second or two, does that to somebody who speaks."""


def looks(seats: int) -> tuple[float, float]:
    """Seconds between two looks of a delegation: however many there are, three of them look in a second."""
    return seats / 6, seats / 2


def chairs(view: View, chance: Random) -> Said | None:
    """What the presiding chair does next; None: listens."""
    floor = view["floor"]
    point, holder = floor.get("point"), floor.get("holder")
    if floor["interrupted"]:
        return "floor.end_interruption", {}
    if point is not None:
        if not point["heard"] and chance.random() < 0.5:
            return "floor.give_floor", {"to": point["delegation"], "speaker": point["speaker"]}
        return "floor.rule_on_point_of_order", {"well_taken": chance.random() < 0.5}
    if holder is None:
        return _next(view)
    turn = holder["delegation"]
    drawn = chance.random()
    ways: tuple[tuple[float, Said], ...] = (
        (TURNS_END, ("floor.take_floor_back", {"holder": turn})),
        (EXTENDS, ("floor.extend_time", {"seconds": 30})),
        (CALLS, ("floor.call_to_order", {"delegation": turn})),
        (INTERRUPTS, ("floor.interrupt_speaker", {})),
    )
    for share, said in ways:
        if drawn < share:
            return said
        drawn -= share
    return None


def _next(view: View) -> Said | None:
    """The floor goes to the first on the list who is here."""
    listed = view["floor"]["lists"].get(ITEM)
    for name in listed["order"] if listed is not None else ():
        request = listed["requests"][name]
        if view["delegations"][request["delegation"]]["presence"] == "here":
            return "floor.give_floor", {"to": request["delegation"], "speaker": request["speaker"]}
    return None


def delegates(view: View, mine: str, chance: Random) -> Said | None:
    """What a delegation does next; None: listens."""
    floor, drawn = view["floor"], chance.random()
    holder, point, listed = floor.get("holder"), floor.get("point"), floor["lists"].get(ITEM, {"requests": {}})
    if holder is not None and holder["delegation"] == mine:
        return ("floor.yield_floor", {}) if drawn < YIELDS else None
    if point is not None and point["delegation"] == mine:
        return ("floor.withdraw_point_of_order", {}) if drawn < WITHDRAWS else None
    if drawn < RISES and holder is not None and point is None:
        return "floor.raise_point_of_order", {}
    if mine in listed["requests"]:
        return ("floor.withdraw_request", {"item": ITEM, "request": mine}) if drawn < WITHDRAWS else None
    return ("floor.request_floor", {"item": ITEM}) if drawn < ASKS else None


async def act(seat: Visitor, client: aiohttp.ClientSession, works: asyncio.Event, pause: tuple[float, float]) -> None:
    """Look at one's screen and act, until cancelled; while `works` is not set, finish what was begun."""
    await asyncio.sleep(seat.chance.uniform(0, pause[1]))
    while True:
        await works.wait()
        if seat.there and seat.live and seat.view and (said := _said(seat)) is not None:
            seat.idle = False
            await _give(seat, client, Act(UUID(int=seat.chance.getrandbits(128), version=4), *said))
            seat.idle = True
        await asyncio.sleep(seat.chance.uniform(*pause))


def _said(seat: Visitor) -> Said | None:
    chooses: Callable[[], Said | None] = (
        (lambda: chairs(seat.view, seat.chance))
        if seat.head.presides
        else (lambda: delegates(seat.view, seat.head.delegation, seat.chance))
    )
    return chooses()


async def _give(seat: Visitor, client: aiohttp.ClientSession, given: Act) -> None:
    """Send it, again until it is answered; whoever has left gives up."""
    seat.acts.append(given)
    while given.open and seat.there:
        await seat.send(client, given)
        await asyncio.sleep(AGAIN if given.open else 0)


def broken(acts: Iterable[Act], entered: Entered) -> Mapping[str, list[str]]:
    """What was acknowledged and is not entered, or is entered twice: an act's entries follow each other."""
    found: dict[str, list[str]] = {"lost": [], "doubled": []}
    for one in acts:
        seqs = entered.get(one.id, [])
        if one.seq and not seqs:
            found["lost"].append(f"{one.kind} {one.id}, answered {one.seq}")
        if seqs and seqs[-1] - seqs[0] != len(seqs) - 1:
            found["doubled"].append(f"{one.kind} {one.id}, entered as {seqs}")
    return found
