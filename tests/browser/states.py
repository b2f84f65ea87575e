"""The meeting of the shipped file is brought into each state in which a chamber can be looked at."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from prachum.meetingfile.read import loads
from prachum.meetingfile.store import enter
from prachum.registry.models import Meeting
from prachum.rules.agenda import AdoptAgenda, CloseAgendaItem, OpenAgendaItem
from prachum.rules.conclusions import ConfirmConclusion, EnterConclusion, Verb
from prachum.rules.decisions.consensus import ConfirmText, PutTextToMeeting
from prachum.rules.delegations import SeatPerson
from prachum.rules.floor.points import RaisePointOfOrder
from prachum.rules.floor.speakers import RequestFloor
from prachum.rules.floor.turns import GiveFloor, TakeFloorBack, YieldFloor
from prachum.rules.lines import ReportArrival
from prachum.rules.meeting import CloseMeeting, OpenMeeting, ReportChairLineLost, SuspendMeeting
from prachum.rules.order import DOOR, BlocId, DelegationId, ItemId, PersonId
from prachum.rules.proposals import Area, SupportProposal, TableProposal
from tests.registry.hall import act

if TYPE_CHECKING:
    from tests.browser.sounding import Chamber

FILE = Path(__file__).parents[2] / "meetings" / "asean-canada-som-19.yaml"
THA = DelegationId("THA")
CHAIR, CO_CHAIR, THAILAND = PersonId("mys-head"), PersonId("can-head"), PersonId("tha-head")
SECRETARY, RAPPORTEUR, TECHNICIAN = PersonId("secretary"), PersonId("rapporteur"), PersonId("technician")
ITEM = ItemId("sustainable")
PRESENT = ("KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "VNM", "CAN", "ASEC")
"""All but Brunei Darussalam, whose seat stays empty."""


def head(code: str) -> PersonId:
    return PersonId(f"{code.lower()}-head")


def scheduled() -> Meeting:
    """Everybody is there, but for Brunei Darussalam; nothing has begun."""
    text = FILE.read_text()
    file = loads(text.encode(), FILE.name)
    meeting = enter(file, text, rehearsal=True)
    for person in file.people:
        if person.id != head("BRN"):
            act(meeting.id, SeatPerson(PersonId(person.id), person.nameplate), DOOR)
    for code in PRESENT:
        act(meeting.id, ReportArrival(DelegationId(code)), DOOR)
    return meeting


def listed() -> Meeting:
    """The agenda is adopted, an item is open, Canada has spoken, three wait, and a proposal is on the table."""
    meeting = scheduled()
    act(meeting.id, OpenMeeting(), CHAIR)
    act(meeting.id, OpenAgendaItem(ItemId("adoption")), CHAIR)
    act(meeting.id, AdoptAgenda(), CHAIR)
    act(meeting.id, CloseAgendaItem(), CHAIR)
    act(meeting.id, OpenAgendaItem(ITEM), CHAIR)
    act(meeting.id, GiveFloor(DelegationId("CAN"), CO_CHAIR), CHAIR)
    act(meeting.id, YieldFloor(), CO_CHAIR)
    aligned = tuple(DelegationId(code) for code in ("KHM", "MMR", "VNM"))
    act(meeting.id, RequestFloor(ITEM), head("VNM"))
    act(meeting.id, RequestFloor(ITEM, BlocId("ASEAN"), aligned), head("LAO"))
    act(meeting.id, RequestFloor(ITEM), head("SGP"))
    areas = (Area({"en": "Digital transition", "th": "การเปลี่ยนผ่านสู่ดิจิทัล", "fr": "Transition numérique"}),)
    act(meeting.id, TableProposal({"en": "Cooperation", "th": "ความร่วมมือ", "fr": "Coopération"}, areas), THAILAND)
    act(meeting.id, SupportProposal("p1"), head("LAO"))
    noted = {"en": "the progress made", "th": "ความคืบหน้า", "fr": "les progrès accomplis"}
    act(meeting.id, EnterConclusion(ITEM, Verb.NOTED, noted), RAPPORTEUR)
    act(meeting.id, ConfirmConclusion("c1"), CHAIR)
    act(meeting.id, EnterConclusion(ITEM, Verb.STRESSED, noted, attributed="both"), RAPPORTEUR)
    return meeting


def speaking() -> Meeting:
    meeting = listed()
    act(meeting.id, GiveFloor(DelegationId("THA"), THAILAND), CHAIR)
    return meeting


def point_of_order() -> Meeting:
    meeting = speaking()
    act(meeting.id, RaisePointOfOrder(), head("LAO"))
    return meeting


def text_before() -> Meeting:
    """All screens but Indonesia's show the text; the period is longer than any test."""
    meeting = listed()
    act(meeting.id, PutTextToMeeting("outcome", 1, 900), CHAIR)
    for code in PRESENT:
        if code not in ("IDN", "THA", "ASEC"):
            act(meeting.id, ConfirmText("outcome", 1), head(code))
    return meeting


def chair_line_lost() -> Meeting:
    meeting = speaking()
    act(meeting.id, ReportChairLineLost(CHAIR), DOOR)
    return meeting


def suspended() -> Meeting:
    meeting = speaking()
    act(meeting.id, SuspendMeeting({"en": "Coffee until 10:30", "th": "พักถึง 10.30 น.", "fr": "Pause"}), CHAIR)
    return meeting


def closed() -> Meeting:
    meeting = listed()
    act(meeting.id, CloseMeeting(), CHAIR)
    return meeting


STATES: Mapping[str, Callable[[], Meeting]] = {
    "scheduled": scheduled,
    "listed": listed,
    "speaking": speaking,
    "point": point_of_order,
    "text": text_before,
    "chair-line-lost": chair_line_lost,
    "suspended": suspended,
    "closed": closed,
}
ROLES: Mapping[str, PersonId | None] = {
    "presiding": CHAIR,
    "co-chair": CO_CHAIR,
    "delegate": THAILAND,
    "secretariat": SECRETARY,
    "rapporteur": RAPPORTEUR,
    "technician": TECHNICIAN,
    "observer": None,
}


def given(meeting: Meeting) -> None:
    """The chair gives Thailand the floor."""
    act(meeting.id, GiveFloor(THA, THAILAND), CHAIR)


def taken_back(meeting: Meeting) -> None:
    """The chair takes it back."""
    act(meeting.id, TakeFloorBack(THA), CHAIR)


def asks(thailand: "Chamber") -> None:
    """Thailand asks for it, by the button."""
    thailand.page.locator("[data-act=requestFloor].ask").click()
    expect(thailand.page.get_by_text("Withdraw (4 on the list)")).to_be_visible()
