"""Conclusions are entered by the rapporteur, confirmed or sent back by the chair, and corrected by further ones."""

from prachum.rules import meeting, visibility
from prachum.rules.conclusions import (
    BOTH,
    ConfirmConclusion,
    CorrectConclusion,
    EnterConclusion,
    SendBackConclusion,
    Standpoint,
    Verb,
)
from prachum.rules.order import ItemId
from tests.rules.chamber import CHAIR, CO_CHAIR, ONE, RITA, SOMSAK, THAILAND, TWO, Sitting, en, opened, scheduled

NOTED = EnterConclusion(ONE, Verb.NOTED, en("the proposals of Thailand"), (en("in three areas"),))


def entered() -> Sitting:
    sitting = opened()
    sitting.does(RITA, NOTED)
    return sitting


def stands(sitting: Sitting) -> dict[str, Standpoint]:
    return {name: known.stands for name, known in sitting.state.conclusions.items()}


def public(sitting: Sitting) -> list[str]:
    return [known.id for known in visibility.conclusions(visibility.Audience.public(), sitting.state)]


def test_the_rapporteur_enters_and_the_chair_confirms() -> None:
    sitting = entered()
    assert public(sitting) == []
    sitting.does(CHAIR, ConfirmConclusion("c1"))
    known = sitting.state.conclusions["c1"]
    assert (known.stands, known.confirmed, known.points) == (
        Standpoint.CONFIRMED,
        sitting.now,
        (en("in three areas"),),
    )
    assert public(sitting) == ["c1"]


def test_a_conclusion_is_the_meetings_both_sides_or_a_partys() -> None:
    sitting = opened()
    for attributed in ("meeting", BOTH, THAILAND):
        sitting.does(RITA, EnterConclusion(ONE, Verb.STRESSED, en("Words"), attributed=attributed))
    nobody = EnterConclusion(ONE, Verb.STRESSED, en("Words"), attributed="XXX")
    assert sitting.refusal(RITA, nobody) == "conclusions.attributed_to_nobody"
    assert [known.attributed for known in sitting.state.conclusions.values()] == ["meeting", "both", "THA"]


def test_a_conclusion_belongs_to_an_item_that_was_taken_up_and_says_something() -> None:
    sitting = opened()
    for item in (TWO, ItemId("nine")):
        assert sitting.refusal(RITA, EnterConclusion(item, Verb.NOTED, en("A"))) == "conclusions.item_not_taken_up"
    assert sitting.refusal(RITA, EnterConclusion(ONE, Verb.NOTED, en(" "))) == "conclusions.no_text"
    assert sitting.refusal(RITA, EnterConclusion(ONE, Verb.NOTED, en("A"), (en(" "),))) == "conclusions.no_text"


def test_conclusions_are_entered_in_session_or_during_a_suspension() -> None:
    assert scheduled().refusal(RITA, NOTED) == "meeting.not_open"
    sitting = opened()
    sitting.does(CHAIR, meeting.SuspendMeeting())
    sitting.does(RITA, NOTED)
    sitting.does(CHAIR, ConfirmConclusion("c1"))


def test_the_chair_sends_a_conclusion_back_with_a_reason() -> None:
    sitting = entered()
    assert sitting.refusal(CHAIR, SendBackConclusion("c1", en(" "))) == "conclusions.no_reason"
    sitting.does(CHAIR, SendBackConclusion("c1", en("Name the areas")))
    known = sitting.state.conclusions["c1"]
    assert (known.stands, known.reason) == (Standpoint.SENT_BACK, en("Name the areas"))
    assert sitting.refusal(CHAIR, ConfirmConclusion("c1")) == "conclusions.already_dealt_with"
    assert sitting.refusal(CHAIR, SendBackConclusion("c1", en("Again"))) == "conclusions.already_dealt_with"
    assert public(sitting) == []


def test_a_conclusion_is_corrected_by_a_further_one_and_both_stay() -> None:
    sitting = entered()
    sitting.does(CHAIR, ConfirmConclusion("c1"))
    sitting.does(RITA, CorrectConclusion("c1", Verb.SUPPORTED, en("the proposals")))
    assert sitting.refusal(RITA, CorrectConclusion("c1", Verb.NOTED, en("A"))) == "conclusions.already_corrected"
    assert stands(sitting) == {"c1": Standpoint.CONFIRMED, "c2": Standpoint.ENTERED}
    sitting.does(CHAIR, ConfirmConclusion("c2"))
    assert stands(sitting) == {"c1": Standpoint.CORRECTED, "c2": Standpoint.CONFIRMED}
    assert sitting.state.conclusions["c1"].corrected_by == "c2"
    assert sitting.state.conclusions["c2"].item == ONE
    assert public(sitting) == ["c1", "c2"]


def test_a_correction_that_was_sent_back_is_corrected_in_turn_and_replaces_all_before_it() -> None:
    sitting = entered()
    sitting.does(CHAIR, ConfirmConclusion("c1"))
    sitting.does(RITA, CorrectConclusion("c1", Verb.SUPPORTED, en("the proposals")))
    sitting.does(CHAIR, SendBackConclusion("c2", en("Too strong")))
    sitting.does(RITA, CorrectConclusion("c2", Verb.NOTED, en("the proposals with interest")))
    sitting.does(CHAIR, ConfirmConclusion("c3"))
    assert stands(sitting) == {
        "c1": Standpoint.CORRECTED,
        "c2": Standpoint.CORRECTED,
        "c3": Standpoint.CONFIRMED,
    }
    assert public(sitting) == ["c1", "c3"]


def test_a_correction_reads_as_well_as_a_conclusion() -> None:
    sitting = entered()
    assert sitting.refusal(RITA, CorrectConclusion("c1", Verb.NOTED, {})) == "conclusions.no_text"
    nobody = CorrectConclusion("c1", Verb.NOTED, en("A"), attributed="XXX")
    assert sitting.refusal(RITA, nobody) == "conclusions.attributed_to_nobody"


def test_there_is_nothing_to_do_with_a_conclusion_never_entered() -> None:
    sitting = opened()
    for command in (ConfirmConclusion("c1"), SendBackConclusion("c1", en("No"))):
        assert sitting.refusal(CHAIR, command) == "conclusions.no_such_conclusion"
    assert sitting.refusal(RITA, CorrectConclusion("c1", Verb.NOTED, en("A"))) == "conclusions.no_such_conclusion"


def test_each_has_an_own_part_in_it() -> None:
    sitting = entered()
    assert sitting.refusal(CHAIR, NOTED) == "conclusions.not_in_your_role"
    for person in (RITA, CO_CHAIR, SOMSAK):
        assert sitting.refusal(person, ConfirmConclusion("c1")) == "conclusions.not_in_your_role"
