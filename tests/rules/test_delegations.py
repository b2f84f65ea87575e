"""Delegations are accredited, seated, heard by their head's leave, expelled; their lines tell who is present."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from prachum.rules import delegations, lines, meeting
from prachum.rules.agenda import AddAgendaItem
from prachum.rules.delegations import (
    AccreditPerson,
    AllowAdviser,
    ArrangeSeats,
    EraseNameplate,
    ExpelPerson,
    LockMeeting,
    NameplateErased,
    SeatPerson,
    UnlockMeeting,
    WithdrawAccreditation,
)
from prachum.rules.floor.holding import Ending
from prachum.rules.floor.speakers import RequestFloor
from prachum.rules.floor.turns import GiveFloor
from prachum.rules.order import DOOR, OPERATOR, PRESIDENCY, SECRETARIAT, DelegationId, PersonId, Standing, Withheld
from prachum.rules.parties import Capacity, Nameplate, SeatOrder, collation
from prachum.rules.procedure import replay
from tests.rules.chamber import (
    ANN,
    ASEC,
    BOUN,
    CANADA,
    CHAIR,
    HEADS,
    LAO_ADVISER,
    LAOS,
    MALAYSIA,
    MALIK,
    ONE,
    SOMSAK,
    TEK,
    THAILAND,
    THIDA,
    TIDA_ADVISER,
    TIDA_ALTERNATE,
    VIETNAM,
    Sitting,
    created,
    drops,
    en,
    opened,
    plate,
    returns,
    scheduled,
    setup,
    speaking,
)

NEWCOMER = PersonId("newcomer")


def test_somebody_is_accredited_once() -> None:
    sitting = scheduled()
    sitting.does(SOMSAK, AccreditPerson(NEWCOMER, THAILAND, Standing.ADVISER))
    assert sitting.state.actor(NEWCOMER).delegation == THAILAND
    again = AccreditPerson(NEWCOMER, LAOS, Standing.HEAD)
    assert sitting.refusal(SOMSAK, again) == "delegations.already_accredited"


@pytest.mark.parametrize(
    ("delegation", "standing", "code"),
    [
        ("XXX", Standing.HEAD, "delegations.no_such_delegation"),
        (THAILAND, Standing.PRESIDING, "delegations.no_such_standing"),
        (THAILAND, Standing.CLOCK, "delegations.no_such_standing"),
        (SECRETARIAT, Standing.HEAD, "delegations.no_such_standing"),
    ],
)
def test_nobody_is_accredited_to_what_there_is_not(delegation: str, standing: Standing, code: str) -> None:
    command = AccreditPerson(NEWCOMER, DelegationId(delegation), standing)
    assert scheduled().refusal(SOMSAK, command) == code


@pytest.mark.parametrize("name", ["", "clock", "door", "operator"])
def test_nobody_is_accredited_under_the_name_of_nobody_or_of_the_installation(name: str) -> None:
    command = AccreditPerson(PersonId(name), THAILAND, Standing.HEAD)
    assert scheduled().refusal(SOMSAK, command) == "delegations.no_such_person"


def test_a_presiding_chair_need_not_belong_to_a_party() -> None:
    created().does(OPERATOR, AccreditPerson(NEWCOMER, PRESIDENCY, Standing.HEAD))


def test_seating_enters_the_nameplate_of_that_day() -> None:
    sitting = scheduled()
    capacity = Capacity(en("as country coordinator"), "2021-01-01", "2024-12-31")
    plate_of_the_day = Nameplate(en("Secretary-General"), capacity=capacity)
    sitting.does(DOOR, SeatPerson(MALIK, plate_of_the_day))
    assert sitting.state.delegations.nameplates[MALIK] == plate_of_the_day
    assert MALIK in sitting.state.delegations.seated
    assert sitting.state.delegations.plates[MALIK][-1] == sitting.state.seq


def test_only_the_accredited_are_seated() -> None:
    sitting = scheduled()
    assert sitting.refusal(DOOR, SeatPerson(NEWCOMER, plate())) == "delegations.not_accredited"
    assert sitting.refusal(SOMSAK, ExpelPerson(NEWCOMER, {})) == "delegations.not_accredited"
    assert sitting.refusal(SOMSAK, WithdrawAccreditation(NEWCOMER)) == "delegations.not_accredited"


def test_a_locked_meeting_lets_in_only_those_already_seated() -> None:
    sitting = opened()
    sitting.does(SOMSAK, AccreditPerson(NEWCOMER, THAILAND, Standing.ADVISER))
    sitting.does(CHAIR, LockMeeting())
    assert sitting.refusal(DOOR, SeatPerson(NEWCOMER, plate())) == "delegations.locked"
    assert sitting.refusal(CHAIR, LockMeeting()) == "delegations.locked"
    sitting.does(DOOR, SeatPerson(THIDA, plate()))
    sitting.does(SOMSAK, UnlockMeeting())
    assert sitting.refusal(SOMSAK, UnlockMeeting()) == "delegations.not_locked"
    sitting.does(DOOR, SeatPerson(NEWCOMER, plate()))


def test_a_head_gives_leave_to_the_advisers_of_the_own_delegation_only() -> None:
    sitting = opened()
    for adviser in (LAO_ADVISER, TIDA_ALTERNATE, NEWCOMER):
        assert sitting.refusal(THIDA, AllowAdviser(adviser, may_speak=True)) == "delegations.not_your_adviser"
    sitting.does(THIDA, AllowAdviser(TIDA_ADVISER, may_speak=True))
    assert sitting.state.actor(TIDA_ADVISER).leave
    assert sitting.state.delegations.may_speak(TIDA_ADVISER)
    sitting.does(THIDA, AllowAdviser(TIDA_ADVISER, may_speak=False))
    assert not sitting.state.delegations.may_speak(TIDA_ADVISER)


def test_who_is_expelled_loses_the_floor_the_seat_and_the_lines_are_drawn_anew() -> None:
    sitting = speaking(THIDA)
    epoch = sitting.state.delegations.epoch
    sitting.does(CHAIR, ExpelPerson(THIDA, en("Disorder")), after=25)
    assert sitting.holder() is None
    (past,) = sitting.state.floor.interventions
    assert (past.spent, past.ending) == (25_000, Ending.EXPELLED)
    there = sitting.state.delegations
    assert THIDA not in there.people
    assert THIDA not in there.seated
    assert THIDA in there.expelled
    assert there.epoch == epoch + 1
    assert there.nameplates[THIDA] == plate()
    assert sitting.refusal(THIDA, RequestFloor(ONE)) == "floor.not_in_your_role"


def test_expelling_somebody_else_does_not_touch_the_speaker() -> None:
    sitting = speaking(THIDA)
    sitting.does(CHAIR, ExpelPerson(TIDA_ALTERNATE, en("Disorder")))
    assert sitting.holder() == THAILAND


def test_who_was_expelled_comes_back_only_by_a_new_accreditation() -> None:
    sitting = opened()
    sitting.does(CHAIR, ExpelPerson(THIDA, en("Disorder")))
    assert sitting.refusal(DOOR, SeatPerson(THIDA, plate())) == "delegations.not_accredited"
    sitting.does(SOMSAK, AccreditPerson(THIDA, THAILAND, Standing.HEAD))
    assert THIDA not in sitting.state.delegations.expelled
    sitting.does(DOOR, SeatPerson(THIDA, plate()))


def test_a_withdrawn_accreditation_ends_the_turn_and_leaves_the_epoch() -> None:
    sitting = speaking(THIDA)
    epoch = sitting.state.delegations.epoch
    sitting.does(SOMSAK, WithdrawAccreditation(THIDA))
    assert sitting.holder() is None
    assert sitting.state.delegations.epoch == epoch
    assert sitting.state.actor(THIDA).standings == {Standing.OBSERVER}


def test_leave_does_not_outlive_the_accreditation() -> None:
    sitting = opened()
    sitting.does(THIDA, AllowAdviser(TIDA_ADVISER, may_speak=True))
    sitting.does(SOMSAK, WithdrawAccreditation(TIDA_ADVISER))
    sitting.does(SOMSAK, AccreditPerson(TIDA_ADVISER, THAILAND, Standing.ADVISER))
    assert not sitting.state.delegations.may_speak(TIDA_ADVISER)


def test_erasing_a_nameplate_names_every_entry_that_held_one() -> None:
    sitting = opened()
    sitting.does(DOOR, SeatPerson(THIDA, plate("Ambassador")))
    held = tuple(entry.seq for entry in sitting.log if getattr(entry.event, "person", "") == THIDA)[1:]
    assert len(held) == 2
    assert sitting.does(OPERATOR, EraseNameplate(THIDA)) == (NameplateErased(THIDA, held),)
    assert THIDA not in sitting.state.delegations.nameplates
    assert sitting.refusal(OPERATOR, EraseNameplate(THIDA)) == "delegations.nothing_to_erase"
    assert sitting.refusal(OPERATOR, EraseNameplate(NEWCOMER)) == "delegations.nothing_to_erase"


def test_the_journal_without_the_erased_bodies_replays_to_the_same_meeting() -> None:
    sitting = opened()
    (erased,) = sitting.does(OPERATOR, EraseNameplate(THIDA))
    assert isinstance(erased, NameplateErased)
    kept = [replace(e, event=Withheld()) if e.seq in erased.entries else e for e in sitting.log]
    assert replay(kept) == sitting.state
    assert THIDA not in sitting.state.delegations.seated


# Lines


def test_a_delegation_arrives_and_leaves_and_its_stays_are_kept() -> None:
    sitting = opened()
    arrived = sitting.state.lines.present[LAOS]
    sitting.does(DOOR, lines.ReportDeparture(LAOS), after=60)
    left = sitting.now
    assert LAOS not in sitting.state.deciding_present()
    sitting.does(DOOR, lines.ReportArrival(LAOS), after=60)
    stays = [stay for stay in sitting.state.lines.stays if stay.delegation == LAOS]
    assert stays == [lines.Stay(LAOS, arrived, left), lines.Stay(LAOS, left + timedelta(seconds=60))]


def test_a_line_lost_leaves_the_delegation_present_until_its_departure() -> None:
    sitting = opened()
    drops(sitting, LAOS)
    assert LAOS in sitting.state.deciding_present()
    assert not sitting.state.lines.on_line(LAOS)
    returns(sitting, LAOS)
    assert sitting.state.lines.on_line(LAOS)
    drops(sitting, LAOS)
    sitting.does(DOOR, lines.ReportDeparture(LAOS))
    sitting.does(DOOR, lines.ReportArrival(LAOS))
    assert sitting.state.lines.on_line(LAOS)


def test_the_door_reports_what_is_new_and_true() -> None:
    sitting = opened()
    assert sitting.refusal(DOOR, lines.ReportArrival(LAOS)) == "lines.already_here"
    assert sitting.refusal(DOOR, lines.ReportArrival(DelegationId("XXX"))) == "lines.no_such_delegation"
    assert sitting.refusal(DOOR, lines.ReportLineRestored(LAOS)) == "lines.line_not_lost"
    drops(sitting, LAOS)
    assert sitting.refusal(DOOR, lines.ReportLineLost(LAOS)) == "lines.not_on_line"
    sitting.does(DOOR, lines.ReportDeparture(LAOS))
    assert sitting.refusal(DOOR, lines.ReportDeparture(LAOS)) == "lines.not_here"
    assert sitting.refusal(DOOR, lines.ReportLineRestored(LAOS)) == "lines.line_not_lost"
    assert sitting.refusal(SOMSAK, lines.ReportArrival(LAOS)) == "lines.not_in_your_role"


# Seats


def seats(order: SeatOrder, language: str = "en", seed: str = "") -> list[str]:
    sitting = opened()
    sitting.does(SOMSAK, ArrangeSeats(order, language, seed))
    assert sitting.state.delegations.seating is not None
    assert sitting.state.delegations.seating.seed == seed
    return [*sitting.state.delegations.seats]


def test_seats_are_alphabetical_or_by_precedence() -> None:
    assert seats(SeatOrder.ALPHABETICAL) == [ASEC, CANADA, LAOS, MALAYSIA, THAILAND, VIETNAM]
    assert seats(SeatOrder.PRECEDENCE) == [ASEC, VIETNAM, THAILAND, MALAYSIA, LAOS, CANADA]
    assert [*opened().state.delegations.seats] == [*HEADS]


def test_a_lot_can_be_drawn_again_by_anybody_from_its_seed() -> None:
    drawn = seats(SeatOrder.LOT, seed="2022-06-21")
    assert drawn == seats(SeatOrder.LOT, seed="2022-06-21")
    assert drawn == sorted(drawn, key=lambda code: hashlib.sha256(f"2022-06-21:{code}".encode()).hexdigest())
    assert drawn[0] == MALAYSIA
    assert drawn != seats(SeatOrder.LOT, seed="2022-06-22")
    assert opened().refusal(SOMSAK, ArrangeSeats(SeatOrder.LOT, seed=" ")) == "delegations.lot_needs_seed"


def in_alphabet(language: str, *names: str) -> list[str]:
    """The names as the seats of so many parties would be arranged."""
    parties = tuple(
        replace(setup().parties[0], code=DelegationId(f"P{n}"), names={language: name}) for n, name in enumerate(names)
    )
    sitting = Sitting()
    sitting.does(OPERATOR, meeting.CreateMeeting(replace(setup(), parties=parties, blocs=())))
    sitting.does(OPERATOR, ArrangeSeats(SeatOrder.ALPHABETICAL, language))
    return [sitting.state.delegations.parties[code].names[language] for code in sitting.state.delegations.seats]


def test_thai_names_are_ordered_by_their_first_consonant_and_before_their_tone_marks() -> None:
    asean = ["กัมพูชา", "แคนาดา", "ไทย", "บรูไนดารุสซาลาม", "ฟิลิปปินส์", "มาเลเซีย", "เมียนมา", "ลาว", "เวียดนาม", "สิงคโปร์"]
    asean += ["อินโดนีเซีย"]
    assert in_alphabet("th", *sorted(asean)) == asean
    assert in_alphabet("th", "เกาะ", "กาน", "เก่า", "เกา") == ["กาน", "เกา", "เก่า", "เกาะ"]


def test_french_names_are_ordered_without_their_accents() -> None:
    assert in_alphabet("fr", "Zambie", "États-Unis", "Équateur", "Espagne", "Brésil") == [
        "Brésil", "Équateur", "Espagne", "États-Unis", "Zambie"
    ]  # fmt: skip


def test_a_name_missing_in_a_language_is_ordered_by_its_english_name_or_its_code() -> None:
    assert seats(SeatOrder.ALPHABETICAL, "fr") == seats(SeatOrder.ALPHABETICAL, "en")
    assert (
        collation({"en": "Laos"}, "fr", "Z") < collation({}, "fr", "M") < collation({"en": "A", "fr": "N"}, "fr", "A")
    )


def test_a_technician_and_an_observer_take_no_part() -> None:
    sitting = opened()
    assert sitting.refusal(TEK, RequestFloor(ONE)) == "floor.not_in_your_role"
    assert sitting.refusal(CHAIR, GiveFloor(SECRETARIAT, TEK)) == "floor.may_not_speak"
    assert not sitting.state.delegations.may_speak(NEWCOMER)


def test_a_delegation_without_a_head_speaks_through_the_first_who_may() -> None:
    there = opened().state.delegations
    assert there.voice(THAILAND) == THIDA
    gone = delegations.apply(there, delegations.AccreditationWithdrawn(THIDA), opened().log[0])
    assert gone.voice(THAILAND) == TIDA_ALTERNATE
    assert gone.voice(DelegationId("XXX")) == ""


def test_those_who_keep_the_agenda_are_not_those_who_keep_the_door() -> None:
    assert opened().refusal(BOUN, ExpelPerson(ANN, {})) == "delegations.not_in_your_role"
    assert opened().refusal(DOOR, AddAgendaItem(ONE, "1", {}, 1)) == "agenda.not_in_your_role"
