"""What is entered is what was said, and what is remembered is what was entered: nothing gets lost on the way."""

from dataclasses import replace

from prachum.rules import agenda, conclusions, delegations, lines, meeting, proposals
from prachum.rules.decisions import consensus, positions
from prachum.rules.decisions.table import Decision, Objection, TextVersion
from prachum.rules.floor import points, speakers, turns
from prachum.rules.floor.holding import Ending, Intervention, Request
from prachum.rules.order import DOOR, OPERATOR, SECRETARIAT, ItemId, Standing
from prachum.rules.parties import Person, SeatOrder
from prachum.rules.presets import Kind
from tests.rules.chamber import (
    ANN,
    ASEAN,
    ASEC,
    BOUN,
    CHAIR,
    LAOS,
    MALAYSIA,
    ONE,
    RITA,
    SECRETARY_GENERAL,
    SOMSAK,
    TEXT,
    THAILAND,
    THIDA,
    TWO,
    VAN,
    VIETNAM,
    Sitting,
    adopted,
    confirmed,
    en,
    give,
    opened,
    period_running,
    scheduled,
    setup,
    speaking,
    text_put,
)

WHY, WORDS, POINTS = en("Because"), en("Words"), (en("First"), en("Second"))


def test_a_suspension_and_its_reason() -> None:
    sitting = opened()
    assert sitting.does(CHAIR, meeting.SuspendMeeting(WHY)) == (meeting.MeetingSuspended(WHY),)
    assert sitting.state.meeting.reason == WHY
    assert sitting.does(CHAIR, meeting.ResumeMeeting()) == (meeting.MeetingResumed(),)
    assert sitting.state.meeting.reason == {}
    assert sitting.does(CHAIR, meeting.CloseMeeting()) == (meeting.MeetingClosed(),)


def test_an_accreditation_and_an_expulsion() -> None:
    sitting = opened()
    assert sitting.state.delegations.people[THIDA] == Person(THIDA, THAILAND, Standing.HEAD)
    assert sitting.does(CHAIR, delegations.ExpelPerson(THIDA, WHY)) == (delegations.PersonExpelled(THIDA, WHY),)
    withdrawn = delegations.AccreditationWithdrawn(VAN)
    assert sitting.does(SOMSAK, delegations.WithdrawAccreditation(VAN)) == (withdrawn,)


def test_the_seats_and_how_they_were_arranged() -> None:
    sitting = opened()
    (arranged,) = sitting.does(SOMSAK, delegations.ArrangeSeats(SeatOrder.ALPHABETICAL, "fr", "seed"))
    assert arranged == sitting.state.delegations.seating
    assert isinstance(arranged, delegations.SeatsArranged)
    assert (arranged.order, arranged.language, arranged.seed) == (SeatOrder.ALPHABETICAL, "fr", "seed")
    assert arranged.seats == sitting.state.delegations.seats


def test_when_a_line_was_lost_and_since_when_a_delegation_is_present() -> None:
    sitting = opened()
    assert sitting.does(DOOR, lines.ReportLineLost(LAOS)) == (lines.LineLost(LAOS),)
    assert sitting.state.lines.lost == {LAOS: sitting.now}
    assert sitting.does(DOOR, lines.ReportLineRestored(LAOS)) == (lines.LineRestored(LAOS),)
    assert sitting.does(DOOR, lines.ReportDeparture(LAOS)) == (lines.DelegationLeft(LAOS),)
    assert sitting.does(DOOR, lines.ReportArrival(LAOS)) == (lines.DelegationArrived(LAOS),)
    assert sitting.state.lines.present[LAOS] == sitting.now


def test_an_agenda_item_with_all_that_belongs_to_it() -> None:
    sitting = scheduled()
    sub = ItemId("two-a")
    sitting.does(OPERATOR, agenda.AddAgendaItem(sub, "2.1", WORDS, 15, TWO, 90, preliminary=True))
    assert sitting.state.agenda.items[sub] == agenda.Item(sub, "2.1", WORDS, 15, TWO, 90, preliminary=True)
    sitting.does(CHAIR, meeting.OpenMeeting())
    sitting.does(CHAIR, agenda.OpenAgendaItem(sub))
    known = sitting.state.agenda.items[sub]
    assert (known.status, known.opened) == (agenda.ItemStatus.OPEN, sitting.now)
    assert sitting.does(CHAIR, agenda.PostponeAgendaItem(sub)) == (agenda.AgendaItemPostponed(sub),)


def test_a_place_on_the_list() -> None:
    sitting = opened()
    sitting.does(VAN, speakers.RequestFloor(ONE, ASEAN, (LAOS, MALAYSIA)))
    asked = sitting.state.floor.list_for(ONE).requests[VIETNAM]
    number = sitting.state.seq
    expected = Request(VIETNAM, VIETNAM, VAN, Kind.FOR_BLOC, sitting.now, number, ASEAN, (LAOS, MALAYSIA))
    assert asked == expected
    removed = speakers.RequestRemoved(ONE, VIETNAM)
    assert sitting.does(CHAIR, speakers.RemoveFromListOfSpeakers(ONE, VIETNAM)) == (removed,)


def test_a_statement_taken_as_read() -> None:
    sitting = opened()
    sitting.does(THIDA, speakers.TakeAsRead(TWO, WORDS))
    read = Intervention(THAILAND, THIDA, Kind.STATEMENT, TWO, sitting.now, sitting.now, 0, text=WORDS)
    assert sitting.state.floor.interventions == (read,)


def test_an_intervention_from_its_grant_to_its_end() -> None:
    sitting = opened()
    sitting.does(VAN, speakers.RequestFloor(ONE, ASEAN, (LAOS,)))
    give(sitting, VAN)
    began = sitting.now
    given = sitting.log[-1].event
    assert given == turns.FloorGiven(VIETNAM, VAN, Kind.FOR_BLOC, ONE, 420, VIETNAM, ASEAN, (LAOS,))
    assert sitting.does(VAN, turns.YieldFloor(), after=33) == (turns.FloorYielded(VIETNAM),)
    assert sitting.state.floor.interventions == (
        Intervention(
            VIETNAM, VAN, Kind.FOR_BLOC, ONE, began, sitting.now, 33_000, Ending.YIELDED, ASEAN, (LAOS,)
        ),
    )  # fmt: skip


def test_totals_add_up_over_several_turns() -> None:
    sitting = opened()
    for seconds in (10, 5):
        sitting.does(VAN, speakers.RequestFloor(ONE, ASEAN))
        give(sitting, VAN)
        sitting.does(VAN, turns.YieldFloor(), after=seconds)
    assert sitting.state.floor.spoken == {VIETNAM: 15_000}
    assert sitting.state.floor.spoken_for == {ASEAN: 15_000}


def test_what_the_chair_does_to_a_speaker() -> None:
    sitting = speaking(THIDA)
    assert sitting.does(CHAIR, turns.ExtendTime(60)) == (turns.TimeExtended(60),)
    assert sitting.does(CHAIR, turns.InterruptSpeaker()) == (turns.SpeakerInterrupted(),)
    assert [sitting.state.floor.interrupted] == [True]
    assert sitting.does(CHAIR, turns.EndInterruption()) == (turns.InterruptionEnded(),)
    assert [sitting.state.floor.interrupted] == [False]
    assert sitting.does(CHAIR, turns.CallToOrder(THAILAND, WHY)) == (turns.CalledToOrder(THAILAND, WHY),)
    taken = turns.FloorTakenBack(THAILAND, Ending.TAKEN_BACK)
    assert sitting.does(CHAIR, turns.TakeFloorBack(THAILAND)) == (taken,)


def test_a_point_of_order_and_its_ruling() -> None:
    sitting = speaking(THIDA)
    assert sitting.does(BOUN, points.RaisePointOfOrder()) == (points.PointOfOrderRaised(LAOS, BOUN),)
    assert [sitting.state.floor.interrupted] == [False]
    ruled = points.PointOfOrderRuled(LAOS, True, WORDS)
    assert sitting.does(CHAIR, points.RuleOnPointOfOrder(well_taken=True, ruling=WORDS)) == (ruled,)
    sitting.does(BOUN, points.RaisePointOfOrder())
    assert sitting.does(BOUN, points.WithdrawPointOfOrder()) == (points.PointOfOrderWithdrawn(LAOS),)


def test_a_party_that_may_not_speak_does_not_rise_to_a_point_of_order() -> None:
    sitting = Sitting()
    silent = tuple(replace(party, speaks=party.code != ASEC) for party in setup().parties)
    sitting.does(OPERATOR, meeting.CreateMeeting(replace(setup(), parties=silent)))
    for person, delegation in ((CHAIR, MALAYSIA), (SECRETARY_GENERAL, ASEC)):
        sitting.does(OPERATOR, delegations.AccreditPerson(person, delegation, Standing.HEAD))
        sitting.does(DOOR, lines.ReportArrival(delegation))
    sitting.does(CHAIR, meeting.OpenMeeting())
    assert sitting.refusal(SECRETARY_GENERAL, points.RaisePointOfOrder()) == "floor.may_not_speak"


def test_a_proposal_and_who_supports_it() -> None:
    sitting = opened()
    areas = (proposals.Area(WORDS, WORDS, POINTS),)
    tabled = proposals.ProposalTabled("p1", THAILAND, ONE, WHY, areas)
    assert sitting.does(THIDA, proposals.TableProposal(WHY, areas)) == (tabled,)
    assert sitting.state.proposals["p1"] == proposals.Proposal("p1", THAILAND, ONE, WHY, areas, sitting.now)
    assert sitting.does(ANN, proposals.SupportProposal("p1")) == (proposals.ProposalSupported("p1", "CAN"),)  # type: ignore[arg-type]
    assert sitting.does(THIDA, proposals.WithdrawProposal("p1")) == (proposals.ProposalWithdrawn("p1"),)


def test_a_text_and_the_objections_to_it() -> None:
    sitting = opened()
    entered = consensus.TextEntered(TEXT, 1, WHY, WORDS)
    assert sitting.does(SOMSAK, consensus.EnterText(TEXT, 1, WHY, WORDS)) == (entered,)
    assert sitting.state.decisions.texts == {TEXT: TextVersion(TEXT, 1, WHY, WORDS)}
    sitting = period_running()
    raised = consensus.ObjectionRaised(THAILAND, TEXT, 1, WHY)
    assert sitting.does(THIDA, consensus.ObjectToText(TEXT, 1, openly=True, reason=WHY)) == (raised,)
    first = Objection(THAILAND, WHY, True, sitting.now)
    told = consensus.ObjectionToChair(LAOS, TEXT, 1, WORDS)
    assert sitting.does(BOUN, consensus.ObjectToText(TEXT, 1, openly=False, reason=WORDS)) == (told,)
    before = sitting.state.decisions.before
    assert before is not None
    assert before.objections == (first, Objection(LAOS, WORDS, False, sitting.now))


def test_a_decision_that_was_not_taken_and_one_that_was() -> None:
    sitting = text_put()
    confirmed(sitting, LAOS)
    assert sitting.log[-1].event == consensus.TextShown(VIETNAM, TEXT, 1)
    without = consensus.ProceededWithout((LAOS,))
    assert sitting.does(CHAIR, consensus.ProceedWithout((LAOS,))) == (without,)
    assert sitting.does(CHAIR, consensus.SetTextAside(WHY)) == (consensus.TextSetAside(TEXT, 1, WHY),)
    text = TextVersion(TEXT, 1, en("Outcome"), en("The Meeting took note."))
    assert sitting.state.decisions.taken == (Decision(text, ONE, sitting.now, False, WHY, (), (LAOS,)),)
    sitting = adopted()
    assert sitting.state.decisions.taken == (Decision(text, ONE, sitting.now, adopted=True),)
    entered = positions.ReservationEntered(THAILAND, TEXT, WORDS)
    assert sitting.does(THIDA, positions.EnterReservation(TEXT, WORDS)) == (entered,)
    explained = positions.PositionExplained(THAILAND, TEXT, WORDS)
    assert sitting.does(THIDA, positions.ExplainPosition(TEXT, WORDS)) == (explained,)


def test_a_conclusion_and_its_correction() -> None:
    sitting = opened()
    verb = conclusions.Verb.NOTED
    entered = conclusions.ConclusionEntered("c1", ONE, verb, WORDS, POINTS, "both")
    assert sitting.does(RITA, conclusions.EnterConclusion(ONE, verb, WORDS, POINTS, "both")) == (entered,)
    kept = conclusions.Conclusion("c1", ONE, verb, WORDS, POINTS, "both", sitting.now)
    assert sitting.state.conclusions["c1"] == kept
    corrected = conclusions.ConclusionEntered("c2", ONE, verb, WHY, POINTS, "THA", "c1")
    assert sitting.does(RITA, conclusions.CorrectConclusion("c1", verb, WHY, POINTS, "THA")) == (corrected,)
    assert sitting.does(CHAIR, conclusions.ConfirmConclusion("c2")) == (conclusions.ConclusionConfirmed("c2"),)
    back = conclusions.ConclusionSentBack("c1", WHY)
    sitting = opened()
    sitting.does(RITA, conclusions.EnterConclusion(ONE, verb, WORDS))
    assert sitting.does(CHAIR, conclusions.SendBackConclusion("c1", WHY)) == (back,)


def test_the_secretariat_on_the_list() -> None:
    sitting = opened()
    asked = speakers.FloorRequested(ONE, SECRETARIAT, SECRETARIAT, SOMSAK, Kind.SECRETARIAT)
    assert sitting.does(CHAIR, speakers.AddToListOfSpeakers(ONE, SECRETARIAT, SOMSAK)) == (asked,)
    give(sitting, SOMSAK)
    given = turns.FloorGiven(SECRETARIAT, SOMSAK, Kind.SECRETARIAT, ONE, None, SECRETARIAT)
    assert sitting.log[-1].event == given
