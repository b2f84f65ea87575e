"""Thirty-two delegations are in session, each with a token by which a program acts for its head."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from prachum.journal.codec import plain
from prachum.journal.perform import perform_all
from prachum.registry import taking
from prachum.registry.models import Meeting, Person, User
from prachum.rules.agenda import AddAgendaItem, OpenAgendaItem
from prachum.rules.delegations import AccreditPerson, SeatPerson
from prachum.rules.lines import ReportArrival
from prachum.rules.meeting import CreateMeeting, OpenMeeting, Setup
from prachum.rules.order import DOOR, OPERATOR, SECRETARIAT, DelegationId, ItemId, PersonId, Standing
from prachum.rules.parties import Nameplate, Party
from prachum.rules.presets import PRESETS
from tests.registry.hall import BEGINS, TITLE

ITEM = ItemId("first")
PLATE = Nameplate({"en": "Head of delegation"})


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a delegation, and the bearer token that acts for them; the first of all presides."""

    person: PersonId
    delegation: DelegationId
    token: str
    presides: bool


def assembled(count: int = 32, secretaries: int = 0) -> tuple[UUID, list[Head]]:
    """Hold a meeting of so many delegations: all are there, the first has opened it and its only item.

    The secretaries' are the last of the heads.
    """
    codes = [DelegationId(f"D{number:03}") for number in range(count)]
    heads = [PersonId(f"{code.lower()}-head") for code in codes]
    meeting = Meeting.objects.create(
        ref=f"assembly-{uuid4().hex[:8]}", title=TITLE, rehearsal=False, scheduled=BEGINS, zone="UTC", languages=["en"]
    )
    parties = tuple(Party(code, {"en": str(code)}) for code in codes)
    rules, chairs = PRESETS["asean-dialogue"], (heads[0], heads[1])
    setup = Setup(str(meeting.id), meeting.ref, TITLE, "UTC", ("en",), BEGINS, rules, chairs, parties)
    accredited = [AccreditPerson(head, code, Standing.HEAD) for head, code in zip(heads, codes, strict=True)]
    desks = [PersonId(f"desk-{number}") for number in range(secretaries)]
    accredited += [AccreditPerson(desk, SECRETARIAT, Standing.SECRETARIAT) for desk in desks]
    perform_all(meeting.id, [CreateMeeting(setup), *accredited], by=OPERATOR)
    perform_all(meeting.id, [AddAgendaItem(ITEM, "1", {"en": "Opening"}, 20, preliminary=True)], by=OPERATOR)
    seated = [SeatPerson(head, PLATE) for head in [*heads, *desks]]
    perform_all(meeting.id, [*seated, *(ReportArrival(code) for code in codes)], by=DOOR)
    perform_all(meeting.id, [OpenMeeting(), OpenAgendaItem(ITEM)], by=heads[0])
    Person.objects.bulk_create(
        Person(meeting=meeting, person=head, nameplate=plain(PLATE), language="en") for head in [*heads, *desks]
    )
    holder = User.objects.create_user(f"crash-{uuid4().hex[:8]}")
    places = [*zip(heads, codes, strict=True), *((desk, SECRETARIAT) for desk in desks)]
    return meeting.id, [
        Head(head, code, taking.give_token(meeting, holder, label="crash", person=head), head is heads[0])
        for head, code in places
    ]
