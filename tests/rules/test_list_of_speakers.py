"""The list of speakers: who may ask, in which order they are heard, and the podium's hand on it."""

from dataclasses import replace

from prachum.rules import agenda, delegations, lines, meeting
from prachum.rules.floor.holding import in_order, on_deck, waiting
from prachum.rules.floor.speakers import (
    AddToListOfSpeakers,
    CloseListOfSpeakers,
    RemoveFromListOfSpeakers,
    ReopenListOfSpeakers,
    ReorderListOfSpeakers,
    RequestFloor,
    RequestRightOfReply,
    TakeAsRead,
    WithdrawRequest,
)
from prachum.rules.floor.turns import GiveFloor, YieldFloor
from prachum.rules.order import DOOR, OPERATOR, SECRETARIAT, ItemId, PersonId, Standing
from prachum.rules.presets import Kind, ListOrder
from tests.rules.chamber import (
    ANN,
    ASEAN,
    ASEC,
    BOUN,
    CANADA,
    CHAIR,
    LAOS,
    ONE,
    OTHERS,
    RITA,
    SOMSAK,
    THAILAND,
    THIDA,
    TIDA_ADVISER,
    TIDA_ALTERNATE,
    TWO,
    VAN,
    VIETNAM,
    Sitting,
    asked,
    drops,
    en,
    give,
    opened,
    order,
    returns,
    scheduled,
    setup,
)


def test_those_who_ask_are_heard_in_the_order_of_asking() -> None:
    sitting = asked(VAN, BOUN, THIDA)
    assert waiting(sitting.state) == (VIETNAM, LAOS, THAILAND)


def test_a_delegation_asks_once_and_its_place_is_the_delegations() -> None:
    sitting = asked(THIDA)
    assert sitting.refusal(TIDA_ALTERNATE, RequestFloor(ONE)) == "floor.already_listed"
    assert sitting.state.floor.list_for(ONE).requests[THAILAND].speaker == THIDA


def test_an_adviser_asks_only_with_the_heads_leave() -> None:
    sitting = opened()
    assert sitting.refusal(TIDA_ADVISER, RequestFloor(ONE)) == "floor.adviser_needs_leave"
    assert sitting.refusal(TIDA_ADVISER, TakeAsRead(ONE, en("Text"))) == "floor.adviser_needs_leave"
    assert sitting.refusal(TIDA_ADVISER, RequestRightOfReply(ONE)) == "floor.adviser_needs_leave"
    sitting.does(THIDA, delegations.AllowAdviser(TIDA_ADVISER, may_speak=True))
    sitting.does(TIDA_ADVISER, RequestFloor(ONE))
    sitting.does(CHAIR, GiveFloor(THAILAND, TIDA_ADVISER))
    assert sitting.holder() == THAILAND


def test_leave_taken_away_passes_the_advisers_place_to_another_of_the_delegation() -> None:
    sitting = opened()
    sitting.does(THIDA, delegations.AllowAdviser(TIDA_ADVISER, may_speak=True))
    sitting.does(TIDA_ADVISER, RequestFloor(ONE))
    sitting.does(THIDA, delegations.AllowAdviser(TIDA_ADVISER, may_speak=False))
    assert [request.speaker for request in in_order(sitting.state, ONE)] == [THIDA]


def test_who_is_sent_out_leaves_the_place_to_the_delegation() -> None:
    sitting = asked(THIDA, BOUN)
    sitting.does(CHAIR, delegations.ExpelPerson(THIDA, en("Disorder")))
    first = on_deck(sitting.state)
    assert first is not None
    assert (first.delegation, first.speaker) == (THAILAND, TIDA_ALTERNATE)
    assert sitting.may(CHAIR, "floor.give_floor", THAILAND) is True


def test_the_list_can_be_entered_before_the_item_opens_unless_the_rules_say_no() -> None:
    sitting = opened()
    sitting.does(THIDA, RequestFloor(TWO))
    assert order(sitting, TWO) == [THAILAND]
    assert opened(inscription_before_item=False).refusal(THIDA, RequestFloor(TWO)) == "floor.item_not_open"
    scheduled().does(THIDA, RequestFloor(ONE))


def test_there_is_no_list_for_an_item_that_is_closed_or_was_never_there() -> None:
    sitting = opened()
    assert sitting.refusal(THIDA, RequestFloor(ItemId("nine"))) == "agenda.no_such_item"
    sitting.does(CHAIR, agenda.CloseAgendaItem())
    assert sitting.refusal(THIDA, RequestFloor(ONE)) == "agenda.item_closed"
    assert sitting.may(THIDA, "floor.request_floor", ONE) == "agenda.item_closed"


def test_the_list_of_a_postponed_item_stays() -> None:
    sitting = asked(THIDA, BOUN)
    sitting.does(CHAIR, agenda.PostponeAgendaItem(ONE))
    sitting.does(CHAIR, agenda.OpenAgendaItem(TWO))
    assert order(sitting) == [THAILAND, LAOS]
    assert waiting(sitting.state) == ()
    assert on_deck(sitting.state) is None


def test_the_list_of_an_item_struck_from_the_agenda_is_gone_with_it() -> None:
    sitting = scheduled()
    sitting.does(THIDA, RequestFloor(TWO))
    sitting.does(BOUN, RequestFloor(ONE))
    sitting.does(SOMSAK, agenda.RemoveAgendaItem(TWO))
    sitting.does(SOMSAK, agenda.AddAgendaItem(TWO, "2", en("Another"), 5))
    assert order(sitting, TWO) == []
    assert order(sitting, ONE) == [LAOS]


def test_one_may_speak_for_a_bloc_and_name_its_aligned_members() -> None:
    sitting = opened()
    sitting.does(VAN, RequestFloor(ONE, ASEAN, (THAILAND, LAOS)))
    asked_for = sitting.state.floor.list_for(ONE).requests[VIETNAM]
    assert (asked_for.kind, asked_for.bloc, asked_for.aligned) == (Kind.FOR_BLOC, ASEAN, (THAILAND, LAOS))
    give(sitting, VAN)
    assert sitting.state.floor.holder is not None
    assert sitting.state.floor.holder.aligned == (THAILAND, LAOS)
    assert sitting.left() == 420


def test_only_members_speak_for_a_bloc_and_only_other_members_are_aligned_once() -> None:
    sitting = opened()
    assert sitting.refusal(ANN, RequestFloor(ONE, ASEAN)) == "floor.not_of_bloc"
    assert sitting.refusal(VAN, RequestFloor(ONE, ASEAN, (CANADA,))) == "floor.not_aligned"
    assert sitting.refusal(VAN, RequestFloor(ONE, ASEAN, (VIETNAM,))) == "floor.not_aligned"
    assert sitting.refusal(VAN, RequestFloor(ONE, ASEAN, (LAOS, LAOS))) == "floor.not_aligned"
    assert sitting.refusal(VAN, RequestFloor(ONE, None, (LAOS,))) == "floor.not_aligned"
    assert sitting.refusal(BOUN, RequestFloor(ONE, OTHERS)) == "floor.not_of_bloc"


def test_a_place_is_withdrawn_by_its_own_delegation_only() -> None:
    sitting = asked(THIDA)
    assert sitting.refusal(BOUN, WithdrawRequest(ONE, THAILAND)) == "floor.not_your_request"
    assert sitting.refusal(BOUN, WithdrawRequest(ONE, LAOS)) == "floor.not_listed"
    sitting.does(TIDA_ALTERNATE, WithdrawRequest(ONE, THAILAND))
    assert order(sitting) == []


def test_the_podium_adds_to_the_list_even_when_it_is_closed() -> None:
    sitting = opened()
    sitting.does(CHAIR, CloseListOfSpeakers(ONE))
    sitting.does(SOMSAK, AddToListOfSpeakers(ONE, THAILAND, THIDA))
    assert order(sitting) == [THAILAND]
    assert sitting.refusal(SOMSAK, AddToListOfSpeakers(ONE, THAILAND, THIDA)) == "floor.already_listed"
    assert sitting.refusal(SOMSAK, AddToListOfSpeakers(ONE, LAOS, THIDA)) == "floor.not_of_delegation"
    assert sitting.refusal(SOMSAK, AddToListOfSpeakers(ONE, THAILAND, TIDA_ADVISER)) == "floor.may_not_speak"


def test_the_podium_strikes_a_place() -> None:
    sitting = asked(THIDA, BOUN)
    sitting.does(CHAIR, RemoveFromListOfSpeakers(ONE, THAILAND))
    assert order(sitting) == [LAOS]
    assert sitting.refusal(CHAIR, RemoveFromListOfSpeakers(ONE, THAILAND)) == "floor.not_listed"


def test_a_closed_list_takes_nobody_until_it_is_reopened() -> None:
    sitting = asked(THIDA)
    sitting.does(SOMSAK, CloseListOfSpeakers(ONE))
    assert sitting.refusal(SOMSAK, CloseListOfSpeakers(ONE)) == "floor.list_closed"
    assert sitting.refusal(BOUN, RequestFloor(ONE)) == "floor.list_closed"
    sitting.does(CHAIR, ReopenListOfSpeakers(ONE))
    assert sitting.refusal(CHAIR, ReopenListOfSpeakers(ONE)) == "floor.list_open"
    sitting.does(BOUN, RequestFloor(ONE))
    assert order(sitting) == [THAILAND, LAOS]


def test_a_delegation_that_withdraws_from_a_closed_list_has_lost_its_place() -> None:
    sitting = asked(THIDA)
    sitting.does(CHAIR, CloseListOfSpeakers(ONE))
    sitting.does(THIDA, WithdrawRequest(ONE, THAILAND))
    assert sitting.refusal(THIDA, RequestFloor(ONE)) == "floor.list_closed"


def test_the_chairs_own_order_stands_and_who_asks_later_comes_after() -> None:
    sitting = asked(THIDA, BOUN, VAN)
    sitting.does(CHAIR, ReorderListOfSpeakers(ONE, (VIETNAM, THAILAND, LAOS)))
    sitting.does(ANN, RequestFloor(ONE))
    assert order(sitting) == [VIETNAM, THAILAND, LAOS, CANADA]
    give(sitting, VAN)
    assert order(sitting) == [THAILAND, LAOS, CANADA]
    sitting.does(THIDA, WithdrawRequest(ONE, THAILAND))
    sitting.does(THIDA, RequestFloor(ONE))
    assert order(sitting) == [LAOS, CANADA, THAILAND]


def test_the_chairs_own_order_names_everybody_once() -> None:
    sitting = opened()
    assert sitting.refusal(CHAIR, ReorderListOfSpeakers(ONE, ())) == "floor.nobody_waits"
    sitting.does(THIDA, RequestFloor(ONE))
    assert sitting.refusal(CHAIR, ReorderListOfSpeakers(ONE, ())) == "floor.not_the_same_list"
    assert sitting.refusal(CHAIR, ReorderListOfSpeakers(ONE, (THAILAND, THAILAND))) == "floor.not_the_same_list"


def test_the_chairs_own_order_leaves_replies_after_the_statements() -> None:
    sitting = asked(THIDA)
    sitting.does(BOUN, RequestRightOfReply(ONE))
    assert sitting.refusal(CHAIR, ReorderListOfSpeakers(ONE, ("LAO.reply", THAILAND))) == "floor.replies_after_list"
    sitting.does(CHAIR, ReorderListOfSpeakers(ONE, (THAILAND, "LAO.reply")))


def test_by_precedence_the_lower_number_is_heard_first() -> None:
    sitting = asked(THIDA, ANN, VAN, order=ListOrder.PRECEDENCE)
    assert order(sitting) == [VIETNAM, THAILAND, CANADA]


def test_alternating_hears_each_bloc_once_before_any_bloc_twice() -> None:
    sitting = asked(THIDA, VAN, ANN, order=ListOrder.ALTERNATING)
    assert order(sitting) == [THAILAND, CANADA, VIETNAM]
    give(sitting, THIDA)
    sitting.does(THIDA, YieldFloor())
    assert order(sitting) == [CANADA, VIETNAM]


def test_alternating_counts_every_speaker_of_a_bloc_before_and_on_the_list() -> None:
    sitting = opened(order=ListOrder.ALTERNATING)
    for _ in range(2):
        give(sitting, ANN)
        sitting.does(ANN, YieldFloor())
    for person in (THIDA, ANN, VAN, BOUN):
        sitting.does(person, RequestFloor(ONE))
    assert order(sitting) == [THAILAND, VIETNAM, CANADA, LAOS]
    there = sitting.state.delegations
    assert [[bloc.code for bloc in there.blocs_of(code)] for code in (THAILAND, VIETNAM, CANADA, ASEC)] == [
        [ASEAN],
        [ASEAN, OTHERS],
        [OTHERS],
        [],
    ]


def test_in_alternation_a_party_of_no_bloc_is_a_bloc_by_itself() -> None:
    sitting = asked(THIDA, VAN, order=ListOrder.ALTERNATING)
    sitting.does(PersonId("asec-head"), RequestFloor(ONE))
    assert order(sitting) == [THAILAND, ASEC, VIETNAM]


def test_in_alternation_a_party_of_several_blocs_counts_for_the_one_on_whose_behalf_it_speaks() -> None:
    sitting = opened(order=ListOrder.ALTERNATING)
    sitting.does(VAN, RequestFloor(ONE, OTHERS))
    sitting.does(ANN, RequestFloor(ONE))
    sitting.does(THIDA, RequestFloor(ONE))
    assert order(sitting) == [VIETNAM, THAILAND, CANADA]
    give(sitting, VAN)
    sitting.does(VAN, YieldFloor())
    sitting.does(BOUN, RequestFloor(ONE))
    assert order(sitting) == [THAILAND, CANADA, LAOS]


def test_in_alternation_a_statement_taken_as_read_counts_for_whom_it_was_to_be_made() -> None:
    sitting = opened(order=ListOrder.ALTERNATING)
    sitting.does(VAN, RequestFloor(ONE, OTHERS))
    sitting.does(VAN, TakeAsRead(ONE, en("We thank the chair.")))
    last = sitting.state.floor.interventions[-1]
    assert (last.kind, last.bloc) == (Kind.FOR_BLOC, OTHERS)
    sitting.does(ANN, RequestFloor(ONE))
    sitting.does(THIDA, RequestFloor(ONE))
    assert order(sitting) == [THAILAND, CANADA]


def test_in_alternation_only_the_same_item_counts() -> None:
    sitting = asked(THIDA, order=ListOrder.ALTERNATING)
    give(sitting, THIDA)
    sitting.does(THIDA, YieldFloor())
    sitting.does(CHAIR, agenda.CloseAgendaItem())
    sitting.does(CHAIR, agenda.OpenAgendaItem(TWO))
    sitting.does(THIDA, RequestFloor(TWO))
    sitting.does(ANN, RequestFloor(TWO))
    assert order(sitting, TWO) == [THAILAND, CANADA]


def test_least_heard_first_counts_the_time_spoken() -> None:
    sitting = opened(order=ListOrder.LEAST_HEARD)
    for person, seconds in ((THIDA, 90), (BOUN, 30), (VAN, 60)):
        give(sitting, person)
        sitting.does(person, YieldFloor(), after=seconds)
    for person in (THIDA, BOUN, VAN, ANN):
        sitting.does(person, RequestFloor(ONE))
    assert order(sitting) == [CANADA, LAOS, VIETNAM, THAILAND]


def test_the_chairs_own_order_overrules_the_rule_of_order() -> None:
    sitting = asked(THIDA, ANN, VAN, order=ListOrder.PRECEDENCE)
    sitting.does(CHAIR, ReorderListOfSpeakers(ONE, (CANADA, THAILAND, VIETNAM)))
    assert order(sitting) == [CANADA, THAILAND, VIETNAM]


def test_the_secretariat_need_not_wait_where_the_rules_say_so() -> None:
    sitting = asked(THIDA, BOUN)
    sitting.does(SOMSAK, RequestFloor(ONE))
    assert order(sitting) == [SECRETARIAT, THAILAND, LAOS]
    give(sitting, SOMSAK)
    assert sitting.state.floor.holder is not None
    assert sitting.state.floor.holder.kind is Kind.SECRETARIAT
    assert sitting.state.floor.holder.clock.limit is None


def test_the_secretariat_waits_like_others_where_the_rules_say_so() -> None:
    sitting = asked(THIDA, BOUN, secretariat_waits=True)
    sitting.does(SOMSAK, RequestFloor(ONE))
    assert order(sitting) == [THAILAND, LAOS, SECRETARIAT]


def test_the_chair_may_put_the_secretariat_where_it_is_wanted() -> None:
    sitting = asked(THIDA, BOUN)
    sitting.does(SOMSAK, RequestFloor(ONE))
    sitting.does(CHAIR, ReorderListOfSpeakers(ONE, (THAILAND, SECRETARIAT, LAOS)))
    assert order(sitting) == [THAILAND, SECRETARIAT, LAOS]


def test_the_secretariat_added_by_the_podium_speaks_as_the_secretariat() -> None:
    sitting = opened()
    sitting.does(CHAIR, AddToListOfSpeakers(ONE, SECRETARIAT, SOMSAK))
    assert sitting.state.floor.list_for(ONE).requests[SECRETARIAT].kind is Kind.SECRETARIAT
    assert sitting.refusal(CHAIR, GiveFloor(SECRETARIAT, RITA)) == "floor.may_not_speak"


def test_the_delegation_on_deck_keeps_place_and_time_when_its_line_drops() -> None:
    sitting = asked(THIDA, BOUN)
    drops(sitting, THAILAND)
    sitting.does(DOOR, lines.ReportDeparture(THAILAND), after=20)
    assert order(sitting) == [THAILAND, LAOS]
    sitting.does(DOOR, lines.ReportArrival(THAILAND))
    give(sitting, THIDA)
    assert sitting.left() == 300


def test_a_line_restored_lets_the_delegation_on_deck_speak() -> None:
    sitting = asked(THIDA)
    drops(sitting, THAILAND)
    returns(sitting, THAILAND)
    assert sitting.may(CHAIR, "floor.give_floor", THAILAND) is True


def test_a_statement_taken_as_read_goes_into_the_record_and_leaves_the_list() -> None:
    sitting = asked(THIDA, BOUN)
    sitting.does(THIDA, TakeAsRead(ONE, en("We thank the chair.")))
    assert order(sitting) == [LAOS]
    (read,) = sitting.state.floor.interventions
    assert (read.delegation, read.spent, read.text) == (THAILAND, 0, en("We thank the chair."))
    assert sitting.state.floor.spoken == {}


def test_a_statement_taken_as_read_has_a_text_and_an_open_meeting() -> None:
    assert opened().refusal(THIDA, TakeAsRead(ONE, en(" "))) == "floor.no_text"
    assert scheduled().refusal(THIDA, TakeAsRead(ONE, en("Text"))) == "meeting.not_open"


def test_a_party_that_may_not_speak_asks_in_vain() -> None:
    sitting = Sitting()
    silent = setup()
    parties = tuple(replace(party, speaks=party.code != ASEC) for party in silent.parties)
    sitting.does(OPERATOR, meeting.CreateMeeting(replace(silent, parties=parties)))
    sitting.does(OPERATOR, delegations.AccreditPerson(PersonId("asec-head"), ASEC, Standing.HEAD))
    sitting.does(OPERATOR, agenda.AddAgendaItem(ONE, "1", en("One"), 5))
    assert sitting.refusal(PersonId("asec-head"), RequestFloor(ONE)) == "floor.may_not_speak"
    assert sitting.refusal(OPERATOR, RequestFloor(ONE)) == "floor.not_in_your_role"
