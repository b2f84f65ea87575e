"""A meeting whose parties have names in three languages, to see how it is shown and told."""

from dataclasses import replace

from prachum.rules import agenda, delegations, lines, meeting
from prachum.rules.order import DOOR, OPERATOR, SECRETARIAT, DelegationId, Entry
from prachum.rules.parties import Nameplate
from prachum.rules.procedure import State
from tests.rules.chamber import CHAIR, HEADS, ONE, PEOPLE, THIDA, THREE, TWO, Sitting, setup

NAMES = {
    "CAN": ("Canada", "แคนาดา", "Canada"),
    "LAO": ("Lao People's Democratic Republic", "ลาว", "Laos"),
    "MYS": ("Malaysia", "มาเลเซีย", "Malaisie"),
    "THA": ("Thailand", "ไทย", "Thaïlande"),
    "VNM": ("Viet Nam", "เวียดนาม", "Viet Nam"),
    "ASEC": ("ASEAN Secretariat", "สำนักเลขาธิการอาเซียน", "Secrétariat de l'ASEAN"),
}
TITLES = {
    ONE: ("Opening", "พิธีเปิด", "Ouverture"),
    TWO: ("Regional issues", "ประเด็นระดับภูมิภาค", "Questions régionales"),
    THREE: ("Other matters", "เรื่องอื่น ๆ", "Questions diverses"),
}


def told(en: str, th: str, fr: str) -> dict[str, str]:
    return {"en": en, "th": th, "fr": fr}


def named(preset: str = "asean-dialogue", **values: object) -> Sitting:
    """Created, everybody seated and on the line, three items on the provisional agenda; names in three languages."""
    sitting, plain = Sitting(), setup(preset, **values)
    parties = tuple(replace(party, names=told(*NAMES[party.code])) for party in plain.parties)
    blocs = tuple(replace(bloc, names=told("ASEAN", "อาเซียน", "ASEAN")) for bloc in plain.blocs[:1])
    title = told("The 19th Meeting", "การประชุมครั้งที่ ๑๙", "Dix-neuvième réunion")
    created = replace(plain, parties=parties, blocs=blocs, title=title, rehearsal=True)
    sitting.does(OPERATOR, meeting.CreateMeeting(created), after=0)
    for person, delegation, standing in PEOPLE:
        sitting.does(OPERATOR, delegations.AccreditPerson(person, delegation, standing), after=0)
        if person != THIDA:
            title = told("Director-General", "อธิบดี", "Directeur général")
            sitting.does(DOOR, delegations.SeatPerson(person, Nameplate(title)), after=0)
    thida = Nameplate(told("Head", "หัวหน้า", "Chef"), told("Thida S.", "ธิดา ส.", "Thida S."), {"en": "Ms"})
    sitting.does(DOOR, delegations.SeatPerson(THIDA, thida), after=0)
    for code in (*HEADS, SECRETARIAT):
        sitting.does(DOOR, lines.ReportArrival(code), after=0)
    for number, (item, words) in enumerate(TITLES.items(), start=1):
        sitting.does(OPERATOR, agenda.AddAgendaItem(item, str(number), told(*words), 10), after=0)
    return sitting


def in_session(preset: str = "asean-dialogue", **values: object) -> Sitting:
    """As `named`, opened, the agenda adopted and item one open."""
    sitting = named(preset, **values)
    sitting.does(CHAIR, meeting.OpenMeeting(), after=0)
    sitting.does(CHAIR, agenda.AdoptAgenda(), after=0)
    sitting.does(CHAIR, agenda.OpenAgendaItem(ONE), after=0)
    return sitting


def called(state: State, code: DelegationId, french: str) -> State:
    """The same meeting, in which a party has another name in French."""
    parties = state.delegations.parties
    party = replace(parties[code], names={**parties[code].names, "fr": french})
    return replace(state, delegations=replace(state.delegations, parties={**parties, code: party}))


def last(sitting: Sitting) -> Entry:
    return sitting.log[-1]
