"""The summary record has all that was said and done, once, under its item."""

from prachum.projections.summary import adopted_under, summary
from prachum.rules import agenda, conclusions, lines, meeting, proposals
from prachum.rules.conclusions import Verb
from prachum.rules.decisions import consensus, positions
from prachum.rules.delegations import EraseNameplate
from prachum.rules.floor.points import RaisePointOfOrder, RuleOnPointOfOrder
from prachum.rules.floor.speakers import RequestFloor, TakeAsRead
from prachum.rules.floor.turns import YieldFloor
from prachum.rules.order import CLOCK, DOOR, OPERATOR, SECRETARIAT, ItemId
from prachum.rules.visibility import ROLES
from tests.projections.assembly import in_session, named
from tests.rules.chamber import (
    ASEAN,
    BOUN,
    CHAIR,
    LAOS,
    ONE,
    RITA,
    SOMSAK,
    TEXT,
    THAILAND,
    THIDA,
    TWO,
    VAN,
    VIETNAM,
    Sitting,
    en,
    give,
    opened,
    period_running,
)

PUBLIC, DRAFTING = ROLES["public"], ROLES["rapporteur"]


def held() -> Sitting:
    """Thailand speaks a minute, Viet Nam two for ASEAN, Laos hands in its statement; a point of order between."""
    sitting = in_session()
    give(sitting, THIDA)
    sitting.does(VAN, RaisePointOfOrder(), after=60)
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=False))
    sitting.does(THIDA, YieldFloor(), after=0)
    sitting.does(VAN, RequestFloor(ONE, ASEAN, (LAOS,)))
    give(sitting, VAN)
    sitting.does(VAN, YieldFloor(), after=120)
    sitting.does(BOUN, TakeAsRead(ONE, en("We agree.")))
    give(sitting, SOMSAK)
    sitting.does(SOMSAK, YieldFloor(), after=5)
    return sitting


def test_totals_are_the_sum_of_the_interventions() -> None:
    record = summary(held().state, PUBLIC)
    totals = {total.code: (total.count, total.spent) for total in record.by_delegation}
    assert totals == {THAILAND: (1, 60_000), VIETNAM: (1, 120_000), LAOS: (1, 0), SECRETARIAT: (1, 5_000)}
    assert [(total.code, total.count, total.spent) for total in record.by_bloc] == [(ASEAN, 1, 120_000)]


def test_every_intervention_is_under_its_item_with_the_speakers_nameplate() -> None:
    record = summary(held().state, PUBLIC)
    under_one = record.items[0].interventions
    assert [one.number for one in under_one] == [1, 2, 3, 4]
    first = under_one[0]
    assert first.nameplate is not None
    assert (first.names["th"], first.nameplate.name["en"]) == ("ไทย", "Thida S.")
    assert under_one[2].intervention.text == en("We agree.")
    assert under_one[3].names["fr"] == "le secrétariat"
    assert not record.under_none


def test_a_point_of_order_under_no_item_has_its_place() -> None:
    sitting = opened()
    sitting.does(CHAIR, agenda.CloseAgendaItem())
    sitting.does(VAN, RaisePointOfOrder())
    give(sitting, VAN)
    sitting.does(CHAIR, RuleOnPointOfOrder(well_taken=True))
    record = summary(sitting.state, PUBLIC)
    assert [one.intervention.delegation for one in record.under_none] == [VIETNAM]
    assert not any(item.interventions for item in record.items)


def test_the_agenda_was_adopted_under_the_item_that_was_open_then() -> None:
    paper = ItemId("paper")
    sitting = named()
    sitting.does(OPERATOR, agenda.AddAgendaItem(paper, "0", en("Agenda"), 5, preliminary=True))
    sitting.does(CHAIR, meeting.OpenMeeting())
    sitting.does(CHAIR, agenda.OpenAgendaItem(paper))
    assert adopted_under(sitting.log) is None
    sitting.does(CHAIR, agenda.AdoptAgenda())
    sitting.does(CHAIR, agenda.CloseAgendaItem())
    sitting.does(CHAIR, agenda.OpenAgendaItem(ONE))
    assert adopted_under(sitting.log) == paper


def test_the_agenda_may_be_adopted_under_no_item() -> None:
    assert adopted_under(in_session().log) is None


def test_an_erased_nameplate_is_not_in_the_record_but_the_intervention_is() -> None:
    sitting = held()
    sitting.does(OPERATOR, EraseNameplate(THIDA))
    record = summary(sitting.state, PUBLIC)
    assert record.items[0].interventions[0].nameplate is None
    thailand = next(one for one in record.attendance if one.delegation == THAILAND)
    assert THIDA not in [attendee.person for attendee in thailand.attendees]


def test_a_delegation_is_present_as_long_as_the_meeting_sits_while_it_is_there() -> None:
    sitting = named()
    sitting.does(CHAIR, meeting.OpenMeeting(), after=1000)
    sitting.does(CHAIR, meeting.SuspendMeeting(en("Lunch.")), after=60)
    sitting.does(DOOR, lines.ReportDeparture(VIETNAM), after=10)
    sitting.does(CHAIR, meeting.ResumeMeeting(), after=600)
    sitting.does(DOOR, lines.ReportArrival(VIETNAM), after=5)
    assert (present(sitting)[VIETNAM], present(sitting)[THAILAND]) == (60_000, 65_000)
    sitting.does(CHAIR, meeting.CloseMeeting(), after=30)
    sitting.does(DOOR, lines.ReportDeparture(THAILAND), after=500)
    assert (present(sitting)[VIETNAM], present(sitting)[THAILAND]) == (90_000, 95_000)


def present(sitting: Sitting) -> dict[str, int]:
    return {one.delegation: one.present for one in summary(sitting.state, PUBLIC).attendance}


def test_attendance_adds_up_the_stays_of_a_delegation() -> None:
    sitting = opened()
    sitting.does(DOOR, lines.ReportDeparture(VIETNAM), after=100)
    sitting.does(DOOR, lines.ReportArrival(VIETNAM), after=50)
    sitting.does(CHAIR, meeting.CloseMeeting(), after=25)
    sitting.does(DOOR, lines.ReportDeparture(THAILAND), after=500)
    record = summary(sitting.state, PUBLIC)
    attended = {one.delegation: one for one in record.attendance}
    assert attended[VIETNAM].present == 125_000
    assert attended[THAILAND].present == 175_000
    assert [stay.left is None for stay in attended[VIETNAM].stays] == [False, True]


def test_a_decision_stands_under_its_item_with_reservations_and_explanations() -> None:
    sitting = period_running(seconds=10)
    sitting.does(CLOCK, consensus.ConcludeObjectionPeriod(TEXT, 1), after=10)
    sitting.does(VAN, positions.EnterReservation(TEXT, en("With a reservation.")))
    sitting.does(THIDA, positions.ExplainPosition(TEXT, en("We are glad.")))
    (decision,) = summary(sitting.state, PUBLIC).items[0].decisions
    assert decision.adopted
    assert decision.reservations == ((VIETNAM, en("With a reservation.")),)
    assert decision.explanations == ((THAILAND, en("We are glad.")),)


def test_a_proposal_stands_under_the_item_at_which_it_was_tabled() -> None:
    sitting = opened()
    sitting.does(CHAIR, agenda.CloseAgendaItem())
    sitting.does(CHAIR, agenda.OpenAgendaItem(TWO))
    sitting.does(THIDA, proposals.TableProposal(en("Three areas"), (proposals.Area(en("Health")),)))
    record = summary(sitting.state, PUBLIC)
    assert [len(item.proposals) for item in record.items] == [0, 1, 0]


def test_conclusions_are_grouped_by_verb_and_a_correction_follows_what_it_corrects() -> None:
    sitting = opened()
    for verb, words in ((Verb.STRESSED, "Health."), (Verb.NOTED, "The report."), (Verb.NOTED, "The plan.")):
        sitting.does(RITA, conclusions.EnterConclusion(ONE, verb, en(words)))
    sitting.does(RITA, conclusions.CorrectConclusion("c2", Verb.NOTED, en("The first report.")))
    for name in ("c1", "c2", "c3", "c4"):
        sitting.does(CHAIR, conclusions.ConfirmConclusion(name))
    concluded = summary(sitting.state, PUBLIC).items[0].concluded
    grouped = [(one.verb, [entered.id for entered in one.conclusions]) for one in concluded]
    assert grouped == [(Verb.NOTED, ["c2", "c4", "c3"]), (Verb.STRESSED, ["c1"])]


def test_a_conclusion_that_is_not_confirmed_is_in_no_public_record() -> None:
    sitting = opened()
    sitting.does(RITA, conclusions.EnterConclusion(ONE, Verb.NOTED, en("The report.")))
    assert summary(sitting.state, PUBLIC).items[0].concluded == ()
    assert len(summary(sitting.state, DRAFTING).items[0].concluded) == 1
