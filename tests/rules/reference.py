"""Time, the meeting, delegations, lines and the agenda are told once more, from docs/rules-of-procedure.md alone."""

from collections import Counter
from dataclasses import dataclass, field
from typing import cast

from prachum.rules import agenda, delegations, lines, meeting
from prachum.rules.order import PRESIDENCY, SECRETARIAT, Standing, Text, has_text, is_name, wire_words
from prachum.rules.parties import Party, SeatOrder
from prachum.rules.presets import PRESETS, Kind, Quorum, Rules
from prachum.rules.procedure import Command
from tests.rules.reference_roles import AFTER_CLOSING, BUSINESS, LEADS_TO_A_RULING, MAY, TO_BE_READ, WAITS_FOR_A_RULING

DELEGATES = (Standing.HEAD, Standing.ALTERNATE, Standing.ADVISER)
STAFF = (Standing.SECRETARIAT, Standing.RAPPORTEUR, Standing.TECHNICIAN, Standing.OBSERVER)


class Refused(Exception):
    """Somebody may not do this now."""


def must(allowed: bool) -> None:
    if not allowed:
        raise Refused


@dataclass
class Item:
    number: str
    parent: str | None
    statement_seconds: int | None
    preliminary: bool
    status: str = "to_come"
    taken_up: bool = False


@dataclass
class Turn:
    """Who has the floor, for how long (`limit`, in seconds), and how many milliseconds of it are gone."""

    delegation: str
    speaker: str
    kind: Kind
    item: str | None
    limit: int | None
    side: str
    spent: int = 0


@dataclass
class Put:
    """The text before the meeting; `spent` counts milliseconds of the period."""

    text: str
    version: int
    limit: int
    entitled: set[str]
    confirmed: set[str] = field(default_factory=set)
    waived: set[str] = field(default_factory=set)
    objections: dict[str, bool] = field(default_factory=dict)
    over: bool = False
    spent: int = 0


class Chapters:
    """Chapters 1 to 4, and the time that runs; each rule is a method with the name of its command."""

    def __init__(self) -> None:
        self.now = 0
        self.created = False
        self.phase = "scheduled"
        self.rules: Rules = PRESETS["plain"]
        self.chairs: tuple[str, ...] = ()
        self.presiding, self.acting = "", False
        self.chair_lost: int | None = None
        self.chair_absent = False
        self.parties: dict[str, Party] = {}
        self.blocs: dict[str, tuple[str, ...]] = {}
        self.people: dict[str, tuple[str, str]] = {}
        self.seated: set[str] = set()
        self.leave: set[str] = set()
        self.expelled: set[str] = set()
        self.plates: set[str] = set()
        self.locked = False
        self.present: set[str] = set()
        self.lost: set[str] = set()
        self.items: dict[str, Item] = {}
        self.adopted = False
        self.holder: Turn | None = None
        self.held_over: Turn | None = None
        self.point: str | None = None
        self.interrupted = False
        self.put: Put | None = None
        self.points_withdrawn: Counter[str] = Counter()
        self.letters: Counter[str] = Counter()
        self.most, self.most_of_the_secretariat, self.kept_for_positions = 200_000, 3_000_000, 40_000

    def does(self, who: str, command: Command) -> bool:
        """Whether the rules let somebody do this now; if so it is done."""
        name, chapter = wire_words(type(command).__name__), type(command).__module__.split(".")[2]
        try:
            must(self.created != (name == "create_meeting"))
            must(self.phase != "closed" or name in AFTER_CLOSING)
            must(any(name in MAY.get(standing, "").split() for standing in self.standings(who)))
            must(self.in_session() or name not in BUSINESS.split())
            must(name not in TO_BE_READ.split() or self.may_write(self.delegation(who), name))
            must(self.point is None or chapter not in WAITS_FOR_A_RULING or name in LEADS_TO_A_RULING.split())
            getattr(self, name)(who, command)
        except Refused:
            return False
        return True

    def may_write(self, delegation: str, what: str) -> bool:
        most = self.most_of_the_secretariat if delegation == SECRETARIAT else self.most
        answers_what_was_adopted = what in ("enter_reservation", "explain_position")
        return self.letters[delegation] < most + answers_what_was_adopted * self.kept_for_positions

    def writes(self, who: str, *texts: Text, position: bool = False) -> None:
        if delegation := self.delegation(who):
            before = self.letters[delegation]
            after = before + sum(max(200, len(words)) for text in texts for words in text.values())
            most = self.most_of_the_secretariat if delegation == SECRETARIAT else self.most
            self.letters[delegation] = after if position or after <= most else max(before, most)

    def passes(self, milliseconds: int) -> None:
        self.now += milliseconds
        if self.holder is not None and self.speaks():
            self.holder.spent += milliseconds
        if self.put is not None and self.period_runs():
            self.put.spent += milliseconds

    def in_session(self) -> bool:
        return self.phase == "open" and self.chair_lost is None

    def speaks(self) -> bool:
        """Whether the time of whoever has the floor runs."""
        turn = self.holder
        return turn is not None and self.in_session() and self.on_line(turn.delegation) and not self.interrupted

    def period_runs(self) -> bool:
        put = self.put
        if put is None or put.over or True in put.objections.values():
            return False
        return self.in_session() and self.point is None and self.quorum_to_decide() and not self.missing()

    def asked(self) -> set[str]:
        """The parties that the decision waits for, but for those that the chair goes on without."""
        put = cast(Put, self.put)
        return (put.entitled | self.deciding_present()) - put.waived

    def missing(self) -> set[str]:
        confirmed = cast(Put, self.put).confirmed
        return {code for code in self.asked() if not self.on_line(code) or code not in confirmed}

    def standings(self, who: str) -> set[str]:
        """The roles in which somebody acts now."""
        if who in ("clock", "door", "operator"):
            return {who}
        if who not in self.people:
            return set()
        chair = {"presiding"} if who == self.presiding else {"co-chair"} if who in self.chairs else set()
        return {self.people[who][1]} | chair

    def delegation(self, who: str) -> str:
        return self.people[who][0] if who in self.people else ""

    def standing(self, who: str) -> str:
        return self.people[who][1] if who in self.people else ""

    def on_line(self, delegation: str) -> bool:
        return delegation in self.present - self.lost

    def deciding_present(self) -> set[str]:
        return {code for code, party in self.parties.items() if party.decides} & self.present

    def met(self, quorum: Quorum | None) -> bool:
        members = sum(party.decides for party in self.parties.values())
        return quorum is None or quorum.met(len(self.deciding_present()), members)

    def quorum_to_decide(self) -> bool:
        return self.met(self.rules.quorum_to_decide)

    def current(self) -> str | None:
        return next((name for name, item in self.items.items() if item.status == "open"), None)

    def turn_ends(self) -> None:
        raise NotImplementedError

    def leaves_the_floor(self, who: str) -> None:
        raise NotImplementedError

    # 1 The meeting

    def create_meeting(self, who: str, command: meeting.CreateMeeting) -> None:
        setup = command.setup
        must(bool(setup.meeting) and 1 <= len(setup.chairs) <= setup.rules.co_chairs)
        self.created = True
        self.rules, self.chairs, self.presiding = setup.rules, setup.chairs, setup.chairs[0]
        self.parties = {party.code: party for party in setup.parties}
        self.blocs = {bloc.code: bloc.members for bloc in setup.blocs}

    def open_meeting(self, who: str, command: meeting.OpenMeeting) -> None:
        must(self.phase == "scheduled" and self.chair_lost is None and self.met(self.rules.quorum_to_open))
        self.phase = "open"

    def suspend_meeting(self, who: str, command: meeting.SuspendMeeting) -> None:
        must(self.phase == "open")
        must(who == self.presiding or self.chair_absent)
        self.phase, self.interrupted = "suspended", False

    def resume_meeting(self, who: str, command: meeting.ResumeMeeting) -> None:
        must(self.phase == "suspended" and self.chair_lost is None)
        self.phase = "open"

    def close_meeting(self, who: str, command: meeting.CloseMeeting) -> None:
        must(self.phase in ("open", "suspended") and self.chair_lost is None)
        must(self.put is None and self.point is None)
        self.turn_ends()
        self.phase = "closed"

    def gavel_goes_to(self, who: str, *, acting: bool = False) -> None:
        must(self.on_line(self.delegation(who)))
        self.presiding, self.acting = who, acting
        self.chair_lost, self.chair_absent, self.interrupted = None, False, False

    def pass_the_chair(self, who: str, command: meeting.PassTheChair) -> None:
        must(command.to in self.chairs and command.to != who and self.point is None)
        self.gavel_goes_to(command.to)

    def take_the_chair(self, who: str, command: meeting.TakeTheChair) -> None:
        must(self.chair_lost is not None)
        self.gavel_goes_to(who)

    def hand_the_chair(self, who: str, command: meeting.HandTheChair) -> None:
        chair = command.to in self.chairs
        must(self.chair_absent and command.to != self.presiding)
        must(chair or self.standing(command.to) in (Standing.HEAD, Standing.ALTERNATE))
        self.gavel_goes_to(command.to, acting=not chair)

    def report_chair_line_lost(self, who: str, command: meeting.ReportChairLineLost) -> None:
        must(command.chair == self.presiding and self.chair_lost is None)
        self.chair_lost, self.interrupted = self.now, False

    def report_chair_line_restored(self, who: str, command: meeting.ReportChairLineRestored) -> None:
        must(command.chair == self.presiding and self.chair_lost is not None)
        self.chair_lost, self.chair_absent = None, False

    def report_chair_absence(self, who: str, command: meeting.ReportChairAbsence) -> None:
        must(command.chair == self.presiding and self.chair_lost is not None and not self.chair_absent)
        must(self.now - cast(int, self.chair_lost) >= self.rules.chair_line_grace * 1000)
        self.chair_absent = True

    def report_clock_step(self, who: str, command: meeting.ReportClockStep) -> None:
        pass

    # 2 Delegations

    def accredit_person(self, who: str, command: delegations.AccreditPerson) -> None:
        must(command.delegation in (SECRETARIAT, PRESIDENCY, *self.parties))
        must(command.standing in (STAFF if command.delegation == SECRETARIAT else (*STAFF, *DELEGATES)))
        must(command.person not in ("", "clock", "door", "operator") and command.person not in self.people)
        self.people[command.person] = (command.delegation, command.standing)
        self.expelled.discard(command.person)

    def withdraw_accreditation(self, who: str, command: delegations.WithdrawAccreditation) -> None:
        must(command.person in self.people and command.person != self.presiding)
        self.takes_part_no_more(command.person)

    def takes_part_no_more(self, who: str) -> None:
        self.leaves_the_floor(who)
        del self.people[who]
        self.seated.discard(who)
        self.leave.discard(who)

    def seat_person(self, who: str, command: delegations.SeatPerson) -> None:
        must(bool(self.delegation(command.person)) and (not self.locked or command.person in self.seated))
        self.seated.add(command.person)
        self.plates.add(command.person)

    def allow_adviser(self, who: str, command: delegations.AllowAdviser) -> None:
        adviser = command.adviser
        must(self.standing(adviser) == Standing.ADVISER and self.delegation(adviser) == self.delegation(who))
        self.leave.discard(adviser)
        if command.may_speak:
            self.leave.add(adviser)

    def arrange_seats(self, who: str, command: delegations.ArrangeSeats) -> None:
        must(command.order != SeatOrder.LOT or bool(command.seed.strip()))

    def expel_person(self, who: str, command: delegations.ExpelPerson) -> None:
        must(bool(self.delegation(command.person)) and command.person != self.presiding)
        self.takes_part_no_more(command.person)
        self.expelled.add(command.person)

    def lock_meeting(self, who: str, command: delegations.LockMeeting) -> None:
        must(not self.locked)
        self.locked = True

    def unlock_meeting(self, who: str, command: delegations.UnlockMeeting) -> None:
        must(self.locked)
        self.locked = False

    def erase_nameplate(self, who: str, command: delegations.EraseNameplate) -> None:
        must(command.person in self.plates)
        self.plates.discard(command.person)
        self.seated.discard(command.person)

    # 3 Lines

    def report_arrival(self, who: str, command: lines.ReportArrival) -> None:
        must(command.delegation in {delegation for delegation, _ in self.people.values()})
        must(command.delegation not in self.present)
        self.present.add(command.delegation)

    def report_line_lost(self, who: str, command: lines.ReportLineLost) -> None:
        must(self.on_line(command.delegation))
        self.lost.add(command.delegation)
        self.screen_is_gone(command.delegation)

    def report_line_restored(self, who: str, command: lines.ReportLineRestored) -> None:
        must(command.delegation in self.lost)
        self.lost.discard(command.delegation)

    def report_departure(self, who: str, command: lines.ReportDeparture) -> None:
        must(command.delegation in self.present)
        self.present.discard(command.delegation)
        self.lost.discard(command.delegation)
        self.screen_is_gone(command.delegation)

    def screen_is_gone(self, delegation: str) -> None:
        if self.put is not None:
            self.put.confirmed.discard(delegation)

    # 4 The agenda

    def add_agenda_item(self, who: str, command: agenda.AddAgendaItem) -> None:
        parent = command.parent
        must(not self.adopted and is_name(command.item) and has_text(command.title))
        must(len(command.number) <= 12 and all(part.isascii() and part.isalnum() for part in command.number.split(".")))
        must(0 <= command.minutes <= 1440 and command.item not in self.items)
        must(command.statement_seconds is None or 1 <= command.statement_seconds <= 7200)
        must(command.number not in {item.number for item in self.items.values()})
        must(parent is None or (parent in self.items and self.items[parent].parent is None))
        self.items[command.item] = Item(command.number, parent, command.statement_seconds, command.preliminary)

    def revise_agenda_item(self, who: str, command: agenda.ReviseAgendaItem) -> None:
        must(not self.adopted and command.item in self.items)
        must(has_text(command.title) and 0 <= command.minutes <= 1440)

    def remove_agenda_item(self, who: str, command: agenda.RemoveAgendaItem) -> None:
        struck = [name for name, item in self.items.items() if command.item in (name, item.parent)]
        must(not self.adopted and command.item in self.items)
        must(not any(self.items[name].taken_up for name in struck))
        for name in struck:
            del self.items[name]
            self.list_is_gone(name)

    def list_is_gone(self, item: str) -> None:
        raise NotImplementedError

    def adopt_agenda(self, who: str, command: agenda.AdoptAgenda) -> None:
        must(not self.adopted and bool(self.items) and self.quorum_to_decide())
        self.adopted = True

    def open_agenda_item(self, who: str, command: agenda.OpenAgendaItem) -> None:
        must(command.item in self.items and self.current() is None)
        item = self.items[command.item]
        must(self.adopted or item.preliminary)
        item.status, item.taken_up = "open", True

    def close_agenda_item(self, who: str, command: agenda.CloseAgendaItem) -> None:
        current = self.current()
        must(current is not None and self.holder is None and self.put is None)
        self.items[cast(str, current)].status = "closed"

    def postpone_agenda_item(self, who: str, command: agenda.PostponeAgendaItem) -> None:
        must(command.item in self.items)
        item = self.items[command.item]
        must(item.status == "to_come" or (item.status == "open" and self.holder is None and self.put is None))
        item.status = "postponed"
