"""An eight-hour meeting in which much is done, made by the rules themselves, as entries and as exported lines."""

import json
import secrets
from collections.abc import Sequence
from datetime import timedelta
from itertools import count, cycle
from typing import Any, cast
from uuid import UUID

from prachum.journal import codec
from prachum.journal.clock import written
from prachum.journal.verify import canonical, link, root, salted
from prachum.rules.agenda import AddAgendaItem, AdoptAgenda, CloseAgendaItem, OpenAgendaItem
from prachum.rules.decisions.consensus import ConcludeObjectionPeriod, ConfirmText, EnterText, PutTextToMeeting
from prachum.rules.delegations import AccreditPerson, SeatPerson
from prachum.rules.floor.points import RaisePointOfOrder, RuleOnPointOfOrder
from prachum.rules.floor.speakers import RequestFloor
from prachum.rules.floor.turns import CallToOrder, GiveFloor, InterruptSpeaker, YieldFloor
from prachum.rules.lines import ReportArrival, ReportLineLost, ReportLineRestored
from prachum.rules.meeting import CreateMeeting, OpenMeeting, Setup
from prachum.rules.order import CLOCK, DOOR, OPERATOR, DelegationId, Entry, ItemId, PersonId, Standing, kind
from prachum.rules.parties import Nameplate, Party
from prachum.rules.presets import PRESETS
from prachum.rules.procedure import Event
from prachum.rules.visibility import sealed
from tests.rules.chamber import NINE, Sitting, en

HOURS = 8
AGENDA = tuple(ItemId(f"item-{number}") for number in range(1, 17))
CODES = tuple(DelegationId(f"P{number:02}") for number in range(20))
HEADS = {code: PersonId(f"{code.lower()}-head") for code in CODES}
CHAIR = HEADS[CODES[0]]


def long_meeting(meeting: UUID, hours: float = HOURS) -> list[Entry]:
    """Twenty parties, and something entered about every four seconds."""
    sitting = Sitting()
    _begins(sitting, meeting)
    speakers, numbers, ends = cycle(CODES[1:]), count(1), sitting.now + timedelta(hours=hours)
    for number, item in enumerate(AGENDA):
        sitting.does(CHAIR, OpenAgendaItem(item))
        while sitting.now < ends - timedelta(hours=hours) * (len(AGENDA) - 1 - number) / len(AGENDA):
            _a_few_minutes(sitting, item, [next(speakers) for _ in range(5)], next(numbers))
        sitting.does(CHAIR, CloseAgendaItem())
    return sitting.log


def _begins(sitting: Sitting, meeting: UUID) -> None:
    parties = tuple(Party(code, en(f"Party {code}")) for code in CODES)
    rules, chairs = PRESETS["asean-dialogue"], (CHAIR, HEADS[CODES[1]])
    setup = Setup(str(meeting), "long", en("A long day"), "UTC", ("en",), NINE, rules, chairs, parties)
    sitting.does(OPERATOR, CreateMeeting(setup))
    for code, head in HEADS.items():
        sitting.does(OPERATOR, AccreditPerson(head, code, Standing.HEAD))
        sitting.does(DOOR, SeatPerson(head, Nameplate(en(f"Head of the delegation of {code}"))))
        sitting.does(DOOR, ReportArrival(code))
    for number, item in enumerate(AGENDA, 1):
        sitting.does(OPERATOR, AddAgendaItem(item, str(number), en("An item"), 30))
    sitting.does(CHAIR, OpenMeeting())
    sitting.does(CHAIR, AdoptAgenda())


def _a_few_minutes(sitting: Sitting, item: ItemId, codes: Sequence[DelegationId], number: int) -> None:
    """Five ask for the floor and speak; one is called to order, one loses the line; a point of order, a text."""
    for code in codes:
        sitting.does(HEADS[code], RequestFloor(item))
    for code in codes:
        sitting.does(CHAIR, GiveFloor(code, HEADS[code]))
        sitting.does(CHAIR, InterruptSpeaker(), after=10)
        sitting.does(DOOR, ReportLineLost(codes[0]), after=1)
        sitting.does(DOOR, ReportLineRestored(codes[0]), after=3)
        sitting.does(HEADS[code], YieldFloor(), after=5)
    sitting.does(CHAIR, CallToOrder(codes[1]))
    sitting.does(HEADS[codes[2]], RaisePointOfOrder())
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=True))
    if number % 10 == 0:
        _a_decision(sitting, f"text-{number}")


def _a_decision(sitting: Sitting, text: str) -> None:
    sitting.does(OPERATOR, EnterText(text, 1, en("A decision"), en("The meeting decides. " * 40)))
    sitting.does(CHAIR, PutTextToMeeting(text, 1, 30))
    for code in CODES:
        sitting.does(HEADS[code], ConfirmText(text, 1), after=0.2)
    sitting.does(CLOCK, ConcludeObjectionPeriod(text, 1), after=31)


def exported(meeting: UUID, entries: Sequence[Entry]) -> list[str]:
    """The lines of these entries as the installation's export would write them, for whoever may see all."""
    digest, lines = root(meeting), []
    for entry in entries:
        event, salt = cast(Event, entry.event), secrets.token_hex(16)
        secret = sealed(event)
        body = codec.seal(entry.by, event) if secret else codec.encode(event)
        name = codec.SEALED if secret else kind(type(event))
        covered: dict[str, Any] = {
            "seq": entry.seq,
            "at": written(entry.at),
            "by": codec.SEALED if secret else entry.by,
            "kind": name,
        }
        digest = link(digest, body_hash=salted(salt, body), **covered)
        lines.append(canonical(covered | {"salt": salt, "body": json.loads(body), "digest": digest}))
    return lines
