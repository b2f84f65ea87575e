"""A right of reply is heard after the list, is counted per item, and has a time of its own."""

import pytest

from prachum.rules import agenda
from prachum.rules.floor.speakers import CloseListOfSpeakers, RequestFloor, RequestRightOfReply, WithdrawRequest
from prachum.rules.floor.turns import GiveFloor, YieldFloor
from prachum.rules.presets import Kind
from tests.rules.chamber import (
    BOUN,
    CHAIR,
    LAOS,
    ONE,
    THAILAND,
    THIDA,
    TIDA_ALTERNATE,
    TWO,
    VAN,
    VIETNAM,
    asked,
    give,
    opened,
    order,
    replied,
)


def test_a_reply_is_heard_after_the_list_is_exhausted() -> None:
    sitting = asked(THIDA)
    sitting.does(BOUN, RequestRightOfReply(ONE))
    sitting.does(VAN, RequestFloor(ONE))
    assert order(sitting) == [THAILAND, VIETNAM, "LAO.reply"]
    assert sitting.refusal(CHAIR, GiveFloor(LAOS, BOUN)) == "floor.replies_after_list"
    give(sitting, THIDA)
    give(sitting, VAN)
    give(sitting, BOUN)
    assert sitting.state.floor.holder is not None
    assert sitting.state.floor.holder.kind is Kind.RIGHT_OF_REPLY
    assert sitting.left() == 180


def test_where_the_rules_say_so_a_reply_takes_its_turn_in_the_list() -> None:
    sitting = opened(replies_after_list=False)
    sitting.does(BOUN, RequestRightOfReply(ONE))
    sitting.does(THIDA, RequestFloor(ONE))
    assert order(sitting) == ["LAO.reply", THAILAND]
    give(sitting, BOUN)
    assert sitting.holder() == LAOS


def test_a_statement_of_the_same_delegation_goes_before_its_reply() -> None:
    sitting = opened()
    sitting.does(THIDA, RequestRightOfReply(ONE))
    sitting.does(THIDA, RequestFloor(ONE))
    give(sitting, THIDA)
    assert order(sitting) == ["THA.reply"]
    assert sitting.state.floor.replies == {}


def test_two_replies_per_item_and_a_third_is_refused() -> None:
    sitting = opened()
    replied(sitting, THIDA)
    replied(sitting, THIDA)
    assert sitting.refusal(THIDA, RequestRightOfReply(ONE)) == "floor.replies_used"
    assert sitting.refusal(TIDA_ALTERNATE, RequestRightOfReply(ONE)) == "floor.replies_used"
    replied(sitting, BOUN)


def test_replies_are_counted_for_each_item_anew() -> None:
    sitting = opened(replies_per_item=1)
    replied(sitting, THIDA)
    assert sitting.refusal(THIDA, RequestRightOfReply(ONE)) == "floor.replies_used"
    sitting.does(CHAIR, agenda.CloseAgendaItem())
    sitting.does(CHAIR, agenda.OpenAgendaItem(TWO))
    sitting.does(THIDA, RequestRightOfReply(TWO))


def test_one_reply_is_asked_for_at_a_time_and_only_under_the_open_item() -> None:
    sitting = opened()
    assert sitting.refusal(THIDA, RequestRightOfReply(TWO)) == "floor.item_not_open"
    sitting.does(THIDA, RequestRightOfReply(ONE))
    assert sitting.refusal(THIDA, RequestRightOfReply(ONE)) == "floor.already_listed"


def test_the_second_reply_is_shorter_where_the_rules_say_so() -> None:
    sitting = opened("unga")
    sitting.does(THIDA, RequestRightOfReply(ONE))
    give(sitting, THIDA)
    assert sitting.left() == 600
    sitting.does(THIDA, YieldFloor())
    sitting.does(THIDA, RequestRightOfReply(ONE))
    give(sitting, THIDA)
    assert sitting.left() == 300


@pytest.mark.parametrize("allowed", [True, False])
def test_a_reply_may_be_asked_for_on_a_closed_list_as_the_rules_say(allowed: bool) -> None:
    sitting = opened(replies_on_closed_list=allowed)
    sitting.does(CHAIR, CloseListOfSpeakers(ONE))
    assert sitting.may(THIDA, "floor.request_right_of_reply", ONE) == (allowed or "floor.list_closed")


def test_a_reply_is_withdrawn_by_its_own_name() -> None:
    sitting = asked(THIDA)
    sitting.does(THIDA, RequestRightOfReply(ONE))
    sitting.does(THIDA, WithdrawRequest(ONE, "THA.reply"))
    assert order(sitting) == [THAILAND]
