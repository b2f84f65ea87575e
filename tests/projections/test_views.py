"""Every view has exactly the shape that is promised to clients."""

import types
from collections.abc import Iterator
from typing import Literal, NotRequired, Union, cast, get_args, get_origin, get_type_hints, is_typeddict

from prachum.projections.chamber import Screens
from prachum.projections.views import View
from prachum.rules import conclusions, meeting, proposals
from prachum.rules.conclusions import Verb
from prachum.rules.decisions import consensus, positions
from prachum.rules.delegations import ArrangeSeats
from prachum.rules.floor.points import RaisePointOfOrder
from prachum.rules.floor.speakers import RequestFloor, RequestRightOfReply, TakeAsRead
from prachum.rules.floor.turns import YieldFloor
from prachum.rules.order import CLOCK
from prachum.rules.parties import SeatOrder
from prachum.rules.procedure import State
from prachum.rules.visibility import ROLES, Audience
from tests.projections.assembly import in_session, named
from tests.rules.chamber import (
    ASEAN,
    BOUN,
    CHAIR,
    LAOS,
    ONE,
    PEOPLE,
    RITA,
    SOMSAK,
    TEXT,
    THIDA,
    VAN,
    chair_drops,
    created,
    en,
    give,
    period_running,
    speaking,
)


def faults(value: object, shape: object, where: str = "view") -> Iterator[str]:
    """Where a value is not of a shape made of TypedDicts, maps, lists, unions, literals and plain types."""
    origin, inner = get_origin(shape), get_args(shape)
    if is_typeddict(shape):
        yield from faults_of_keys(value, cast(type, shape), where)
    elif origin is NotRequired:
        yield from faults(value, inner[0], where)
    elif origin in (Union, types.UnionType):
        if all(any(faults(value, one)) for one in inner):
            yield f"{where}: {value!r} is none of {inner}"
    elif origin is Literal:
        if value not in inner:
            yield f"{where}: {value!r} is none of {inner}"
    elif isinstance(value, dict) and origin is dict:
        for key, part in value.items():
            yield from faults(key, inner[0], f"{where}.{key}")
            yield from faults(part, inner[1], f"{where}.{key}")
    elif isinstance(value, list) and origin is list:
        for place, part in enumerate(value):
            yield from faults(part, inner[0], f"{where}.{place}")
    elif not isinstance(shape, type) or not isinstance(value, shape) or (shape is int and isinstance(value, bool)):
        yield f"{where}: {value!r} is not {shape}"


def faults_of_keys(value: object, shape: type, where: str) -> Iterator[str]:
    fields = get_type_hints(shape, include_extras=True)
    required = {key for key, kind in fields.items() if get_origin(kind) is not NotRequired}
    if not isinstance(value, dict) or not required <= value.keys() <= fields.keys():
        yield f"{where}: {value!r} has not the keys of {shape.__name__}"
        return
    for key, part in value.items():
        yield from faults(part, fields[key], f"{where}.{key}")


def meetings() -> Iterator[tuple[str, State]]:
    yield "created", created().state
    yield "scheduled", named("unga").state
    full = in_session()
    full.does(SOMSAK, ArrangeSeats(SeatOrder.LOT, seed="42"))
    full.does(VAN, RequestFloor(ONE, ASEAN, (LAOS,)))
    give(full, VAN)
    full.does(VAN, YieldFloor(), after=60)
    full.does(BOUN, TakeAsRead(ONE, en("We agree.")))
    full.does(THIDA, RequestRightOfReply(ONE))
    full.does(THIDA, proposals.TableProposal(en("Areas"), (proposals.Area(en("Health"), points=(en("One"),)),)))
    full.does(RITA, conclusions.EnterConclusion(ONE, Verb.NOTED, en("The report.")))
    full.does(CHAIR, conclusions.ConfirmConclusion("c1"))
    full.does(RITA, conclusions.CorrectConclusion("c1", Verb.NOTED, en("The second report.")))
    full.does(CHAIR, conclusions.SendBackConclusion("c2", en("Why?")))
    give(full, THIDA)
    full.does(VAN, RaisePointOfOrder())
    yield "a point of order", full.state
    objected = period_running()
    objected.does(VAN, consensus.ObjectToText(TEXT, 1, openly=True))
    objected.does(THIDA, consensus.ObjectToText(TEXT, 1, openly=False))
    yield "objections", objected.state
    decided = period_running(seconds=5)
    decided.does(CLOCK, consensus.ConcludeObjectionPeriod(TEXT, 1), after=5)
    decided.does(VAN, positions.EnterReservation(TEXT, en("But.")))
    decided.does(CHAIR, meeting.SuspendMeeting(en("Lunch.")))
    yield "decided and suspended", decided.state
    lost = speaking()
    chair_drops(lost)
    yield "the chair's line lost", lost.state


def test_a_view_has_the_promised_shape() -> None:
    for moment, state in meetings():
        for audience in {*ROLES.values(), *(Audience.of(state.actor(person)) for person, _, _ in PEOPLE)}:
            assert list(faults(Screens().view(state, audience, head="ab"), View)) == [], moment


def test_a_null_a_fraction_and_a_key_too_many_are_faults() -> None:
    view = dict(Screens().view(created().state, ROLES["public"]))
    assert any(faults({**view, "seq": None}, View))
    assert any(faults({**view, "seq": 1.5}, View))
    assert any(faults({**view, "more": 1}, View))
    assert any(faults({key: part for key, part in view.items() if key != "me"}, View))
