"""There is a meeting to go to: two chairs, a delegation of two, the secretariat, and an agenda."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from prachum.journal.codec import plain
from prachum.journal.perform import perform
from prachum.ready import make_ready
from prachum.registry.models import Meeting, Person
from prachum.rules.agenda import AddAgendaItem, OpenAgendaItem
from prachum.rules.delegations import AccreditPerson, SeatPerson
from prachum.rules.floor.turns import GiveFloor
from prachum.rules.lines import ReportArrival
from prachum.rules.meeting import CloseMeeting, CreateMeeting, OpenMeeting, Setup
from prachum.rules.order import DOOR, OPERATOR, SECRETARIAT, DelegationId, ItemId, PersonId, Standing
from prachum.rules.parties import Nameplate, Party
from prachum.rules.presets import PRESETS
from prachum.rules.procedure import Command

MYS, CAN, THA = DelegationId("MYS"), DelegationId("CAN"), DelegationId("THA")
NAMES = {
    MYS: {"en": "Malaysia", "th": "มาเลเซีย", "fr": "Malaisie"},
    CAN: {"en": "Canada", "th": "แคนาดา", "fr": "Canada"},
    THA: {"en": "Thailand", "th": "ไทย", "fr": "Thaïlande"},
}
MYS_HEAD, CAN_HEAD, THA_HEAD = PersonId("mys-head"), PersonId("can-head"), PersonId("tha-head")
THA_ADVISER, SECRETARY = PersonId("tha-adviser"), PersonId("sec-desk")
PEOPLE = {
    MYS_HEAD: (MYS, Standing.HEAD, {"en": "Head of the delegation of Malaysia", "th": "หัวหน้าคณะผู้แทนมาเลเซีย"}),
    CAN_HEAD: (CAN, Standing.HEAD, {"en": "Head of the delegation of Canada", "th": "หัวหน้าคณะผู้แทนแคนาดา"}),
    THA_HEAD: (THA, Standing.HEAD, {"en": "Deputy Permanent Secretary", "th": "รองปลัดกระทรวง"}),
    THA_ADVISER: (THA, Standing.ADVISER, {"en": "Adviser of the delegation of Thailand"}),
    SECRETARY: (SECRETARIAT, Standing.SECRETARIAT, {"en": "Secretariat"}),
}
TITLE = {"en": "19th Senior Officials’ Meeting", "th": "การประชุมเจ้าหน้าที่อาวุโส ครั้งที่ 19", "fr": "19e réunion"}
BEGINS = datetime(2022, 6, 21, 2, tzinfo=UTC)


def migrated() -> None:
    """Let the databases of this run have their tables; nothing happens where they have them."""
    make_ready()


def act(meeting: UUID, command: Command, by: PersonId = OPERATOR) -> int:
    return perform(meeting, command, by=by, command_id=uuid4())


def hall(*, rehearsal: bool = True, title: dict[str, str] | None = None) -> Meeting:
    """Register and enter a meeting that has not been opened."""
    title = title or TITLE
    meeting = Meeting.objects.create(
        ref=f"som-{uuid4().hex[:8]}",
        title=title,
        rehearsal=rehearsal,
        scheduled=BEGINS,
        zone="Asia/Bangkok",
        languages=["en", "th"],
    )
    parties = tuple(Party(code, names) for code, names in NAMES.items())
    rules, chairs = PRESETS["asean-dialogue"], (MYS_HEAD, CAN_HEAD)
    creation = Setup(
        str(meeting.id), meeting.ref, title, meeting.zone, ("en", "th"), BEGINS, rules, chairs, parties,
        rehearsal=rehearsal,
    )  # fmt: skip
    act(meeting.id, CreateMeeting(creation))
    for person, (delegation, standing, plate) in PEOPLE.items():
        nameplate = plain(Nameplate(plate))
        Person.objects.create(meeting=meeting, person=person, nameplate=nameplate, language="en")
        act(meeting.id, AccreditPerson(person, delegation, standing))
    items = {"opening": "Opening", "recovery": "Recovery and digital transition"}
    for number, (item, name) in enumerate(items.items(), 1):
        texts = {"en": name, "th": f"วาระที่ {number}"}
        act(meeting.id, AddAgendaItem(ItemId(item), str(number), texts, 20, preliminary=True))
    return meeting


def in_session(meeting: Meeting) -> None:
    """Everybody arrives, Malaysia opens the meeting and the first item, and gives the floor to Thailand."""
    for person, (delegation, _, plate) in PEOPLE.items():
        act(meeting.id, SeatPerson(person, Nameplate(plate)), DOOR)
        if person is not THA_ADVISER:
            act(meeting.id, ReportArrival(delegation), DOOR)
    act(meeting.id, OpenMeeting(), MYS_HEAD)
    act(meeting.id, OpenAgendaItem(ItemId("opening")), MYS_HEAD)
    act(meeting.id, GiveFloor(THA, THA_HEAD), MYS_HEAD)


def closed(meeting: Meeting) -> None:
    in_session(meeting)
    act(meeting.id, CloseMeeting(), MYS_HEAD)
