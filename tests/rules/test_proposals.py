"""Proposals are tabled in numbered areas, supported and withdrawn."""

from dataclasses import replace

from prachum.rules import agenda, delegations, meeting
from prachum.rules.order import DOOR, OPERATOR, PRESIDENCY, PersonId, Standing
from prachum.rules.proposals import MOST, Area, SupportProposal, TableProposal, WithdrawProposal
from tests.rules.chamber import (
    ANN,
    ASEC,
    BOUN,
    CANADA,
    CHAIR,
    LAOS,
    ONE,
    SECRETARY_GENERAL,
    THAILAND,
    THIDA,
    TIDA_ADVISER,
    TIDA_ALTERNATE,
    TWO,
    Sitting,
    en,
    opened,
    scheduled,
    setup,
)

TRADE = Area(en("Trade"), en("Resume the study"), (en("By the end of the year"), en("With all members")))
TABLE = TableProposal(en("Three areas"), (TRADE, Area(en("Health"))))


def tabled() -> Sitting:
    sitting = opened()
    sitting.does(THIDA, TABLE)
    return sitting


def test_a_proposal_is_tabled_under_the_open_item_and_numbered() -> None:
    sitting = tabled()
    sitting.does(ANN, TABLE)
    first, second = sitting.state.proposals.values()
    assert (first.id, first.delegation, first.item, first.areas[0]) == ("p1", THAILAND, ONE, TRADE)
    assert (first.title, first.tabled) == (en("Three areas"), sitting.log[-2].at)
    assert (second.id, second.delegation) == ("p2", CANADA)


def test_a_proposal_has_a_title_and_areas_with_titles() -> None:
    sitting = opened()
    assert sitting.refusal(THIDA, TableProposal(en(" "), (TRADE,))) == "proposals.no_title"
    assert sitting.refusal(THIDA, TableProposal(en("Title"), ())) == "proposals.no_title"
    assert sitting.refusal(THIDA, TableProposal(en("Title"), (TRADE, Area({})))) == "proposals.no_title"
    for point in ({}, en(" ")):
        empty = Area(en("Title"), points=(en("One"), point))
        assert sitting.refusal(THIDA, TableProposal(en("Title"), (TRADE, empty))) == "proposals.no_title"


def test_a_party_tables_at_most_twenty_proposals_under_an_item() -> None:
    sitting = opened()
    for number in range(MOST):
        sitting.does(THIDA, TABLE)
        if number % 2:
            sitting.does(THIDA, WithdrawProposal(f"p{number}"))
    assert sitting.refusal(TIDA_ALTERNATE, TABLE) == "proposals.too_many"
    sitting.does(ANN, TABLE)
    sitting.does(CHAIR, agenda.CloseAgendaItem())
    sitting.does(CHAIR, agenda.OpenAgendaItem(TWO))
    sitting.does(THIDA, TABLE)


def test_a_proposal_is_tabled_in_session_under_an_item_by_who_binds_a_party() -> None:
    assert scheduled().refusal(THIDA, TABLE) == "meeting.not_open"
    sitting = opened()
    assert sitting.refusal(TIDA_ADVISER, TABLE) == "proposals.not_in_your_role"
    sitting.does(TIDA_ALTERNATE, TABLE)
    sitting.does(SECRETARY_GENERAL, TABLE)
    sitting.does(CHAIR, agenda.CloseAgendaItem())
    assert sitting.refusal(THIDA, TABLE) == "agenda.no_item_open"


def test_who_is_no_party_or_may_not_speak_tables_nothing() -> None:
    sitting = Sitting()
    silent = tuple(replace(party, speaks=party.code != ASEC) for party in setup().parties)
    sitting.does(OPERATOR, meeting.CreateMeeting(replace(setup(), parties=silent)))
    for person, delegation in ((CHAIR, THAILAND), (SECRETARY_GENERAL, ASEC), (PersonId("president"), PRESIDENCY)):
        sitting.does(OPERATOR, delegations.AccreditPerson(person, delegation, Standing.HEAD))
    sitting.does(CHAIR, meeting.OpenMeeting())
    assert sitting.refusal(SECRETARY_GENERAL, TABLE) == "proposals.parties_only"
    assert sitting.refusal(PersonId("president"), TABLE) == "proposals.parties_only"
    assert sitting.refusal(DOOR, TABLE) == "proposals.not_in_your_role"


def test_others_support_a_proposal_once() -> None:
    sitting = tabled()
    assert sitting.refusal(TIDA_ALTERNATE, SupportProposal("p1")) == "proposals.your_own"
    sitting.does(ANN, SupportProposal("p1"))
    assert sitting.refusal(ANN, SupportProposal("p1")) == "proposals.already_supported"
    sitting.does(BOUN, SupportProposal("p1"))
    assert sitting.state.proposals["p1"].supporters == (CANADA, LAOS)


def test_a_proposal_is_withdrawn_by_who_tabled_it_and_then_not_supported() -> None:
    sitting = tabled()
    assert sitting.refusal(ANN, WithdrawProposal("p1")) == "proposals.not_yours"
    sitting.does(TIDA_ALTERNATE, WithdrawProposal("p1"))
    assert sitting.state.proposals["p1"].withdrawn
    assert sitting.refusal(ANN, SupportProposal("p1")) == "proposals.withdrawn"
    assert sitting.refusal(THIDA, WithdrawProposal("p1")) == "proposals.withdrawn"
    sitting.does(THIDA, TABLE)
    assert [*sitting.state.proposals] == ["p1", "p2"]


def test_nobody_supports_what_was_not_tabled() -> None:
    assert opened().refusal(ANN, SupportProposal("p1")) == "proposals.no_such_proposal"
