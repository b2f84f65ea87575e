"""Who sees what: nearly everything is open; what is said to the chair alone reaches nobody else."""

import pytest

from prachum.rules import meeting, visibility
from prachum.rules.conclusions import ConfirmConclusion, EnterConclusion, SendBackConclusion, Verb
from prachum.rules.decisions.consensus import ObjectionToChair, ObjectToText
from prachum.rules.lines import LineLost, LineRestored
from prachum.rules.order import CLOCK
from prachum.rules.procedure import EVENTS, State
from prachum.rules.visibility import ROLES, Audience, sees
from tests.rules.chamber import (
    BOUN,
    CHAIR,
    CO_CHAIR,
    LAOS,
    OBSERVER,
    ONE,
    RITA,
    SOMSAK,
    TEK,
    TEXT,
    THIDA,
    TIDA_ADVISER,
    Sitting,
    en,
    opened,
    period_running,
)

PUBLIC = Audience.public()


def who_sees(sitting: Sitting, event: object) -> set[str]:
    return {role for role, audience in ROLES.items() if sees(audience, event, sitting.state)}


def of(sitting: Sitting, person: str) -> Audience:
    return Audience.of(sitting.state.actor(person))  # type: ignore[arg-type]


def test_there_is_an_export_for_every_role_and_for_the_public() -> None:
    assert set(ROLES) == {
        "presiding", "co-chair", "head", "secretariat", "rapporteur", "technician", "observer", "public",
    }  # fmt: skip
    assert ROLES["public"] == PUBLIC


def test_what_is_said_to_the_chair_alone_is_sealed_and_nothing_else_is() -> None:
    sitting = period_running()
    (event,) = sitting.does(THIDA, ObjectToText(TEXT, 1, openly=False))
    assert visibility.sealed(event)
    assert not any(visibility.sealed(entry.event) for entry in sitting.log[:-1])
    assert [name for name, cls in EVENTS.items() if cls is ObjectionToChair] == ["decisions.objection_to_chair"]


def test_an_objection_to_the_chair_alone_is_seen_by_the_chair_and_the_own_delegation() -> None:
    sitting = period_running()
    (event,) = sitting.does(THIDA, ObjectToText(TEXT, 1, openly=False))
    assert who_sees(sitting, event) == {"presiding"}
    for person, told in ((CHAIR, True), (THIDA, True), (TIDA_ADVISER, True), (CO_CHAIR, False), (BOUN, False)):
        assert sees(of(sitting, person), event, sitting.state) is told
        assert bool(visibility.objections(of(sitting, person), sitting.state)) is told
    for person in (SOMSAK, RITA, TEK, OBSERVER, CLOCK):
        assert not sees(of(sitting, person), event, sitting.state)


def test_the_secret_goes_with_the_gavel() -> None:
    sitting = period_running()
    (event,) = sitting.does(THIDA, ObjectToText(TEXT, 1, openly=False))
    sitting.does(CHAIR, meeting.PassTheChair(CO_CHAIR))
    assert sees(of(sitting, CO_CHAIR), event, sitting.state)
    assert not sees(of(sitting, CHAIR), event, sitting.state)


def test_an_open_objection_is_seen_by_all() -> None:
    sitting = period_running()
    (event,) = sitting.does(THIDA, ObjectToText(TEXT, 1, openly=True))
    assert who_sees(sitting, event) == set(ROLES)
    assert len(visibility.objections(PUBLIC, sitting.state)) == 1
    assert visibility.objections(PUBLIC, opened().state) == ()


@pytest.mark.parametrize("fate", [ConfirmConclusion("c1"), SendBackConclusion("c1", en("Again"))])
def test_a_conclusion_is_seen_by_those_who_draft_it_until_it_is_confirmed(
    fate: ConfirmConclusion | SendBackConclusion,
) -> None:
    sitting = opened()
    (entered,) = sitting.does(RITA, EnterConclusion(ONE, Verb.NOTED, en("Words")))
    drafting = {"presiding", "co-chair", "rapporteur", "secretariat"}
    assert who_sees(sitting, entered) == drafting
    (event,) = sitting.does(CHAIR, fate)
    everybody = set(ROLES) if isinstance(fate, ConfirmConclusion) else drafting
    assert who_sees(sitting, entered) == everybody
    assert who_sees(sitting, event) == everybody
    assert len(visibility.conclusions(of(sitting, CO_CHAIR), sitting.state)) == 1
    assert len(visibility.conclusions(of(sitting, BOUN), sitting.state)) == (everybody == set(ROLES))


def test_a_conclusion_that_is_not_in_the_meeting_is_seen_by_those_who_draft() -> None:
    sitting = opened()
    (entered,) = sitting.does(RITA, EnterConclusion(ONE, Verb.NOTED, en("Words")))
    assert not sees(of(sitting, BOUN), entered, State())
    assert sees(of(sitting, RITA), entered, State())


def test_lines_and_screens_concern_the_chamber_and_not_the_public() -> None:
    sitting = period_running()
    shown = sitting.log[-1].event
    chair = (meeting.ChairLineLost(CHAIR), meeting.ChairLineRestored(CHAIR), meeting.ChairFoundAbsent(CHAIR))
    for event in (LineLost(LAOS), LineRestored(LAOS), *chair, shown):
        assert who_sees(sitting, event) == set(ROLES) - {"public"}
    assert who_sees(sitting, meeting.ClockStepped(3000)) == set(ROLES)


def test_everything_else_is_open() -> None:
    sitting = opened()
    assert all(sees(PUBLIC, entry.event, sitting.state) for entry in sitting.log)
