"""A drafted page tells what was approved and confirmed, in the style of its language, and nothing else."""

import re
import string
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from prachum.projections.communique import TEMPLATES, Communique, communiques
from prachum.projections.wording import LANGUAGES
from prachum.rules.conclusions import (
    ConfirmConclusion,
    CorrectConclusion,
    EnterConclusion,
    SendBackConclusion,
    Verb,
)
from prachum.rules.floor.speakers import TakeAsRead
from prachum.rules.order import Text
from prachum.rules.parties import Capacity, Nameplate
from prachum.rules.procedure import State
from prachum.rules.proposals import Area, SupportProposal, TableProposal, WithdrawProposal
from prachum.rules.setup import ApprovedFact
from tests.projections.assembly import called, in_session, told
from tests.rules.chamber import ANN, BOUN, CHAIR, MALAYSIA, ONE, RITA, THAILAND, THIDA, Sitting

DESK = {"en": "News desk"}


def three(words: str) -> Text:
    return told(words, f"{words} ไทย", f"{words} français")


def with_facts(state: State, *facts: ApprovedFact) -> State:
    return replace(state, meeting=replace(state.meeting, setup=replace(state.meeting.setup, facts=facts)))


def page(state: State, language: str = "en") -> Communique:
    return next(one for one in communiques(state) if one.language == language)


def concluded(sitting: Sitting, name: str, text: Text, verb: Verb = Verb.NOTED, attributed: str = "meeting") -> None:
    sitting.does(RITA, EnterConclusion(ONE, verb, text, (), attributed))
    sitting.does(CHAIR, ConfirmConclusion(name))


def test_what_nobody_confirmed_or_approved_is_on_no_page() -> None:
    sitting = in_session()
    concluded(sitting, "c1", three("CONFIRMED"))
    sitting.does(RITA, EnterConclusion(ONE, Verb.NOTED, three("SECRET entered")))
    sitting.does(RITA, EnterConclusion(ONE, Verb.NOTED, three("SECRET sent back")))
    sitting.does(CHAIR, SendBackConclusion("c3", three("SECRET reason")))
    concluded(sitting, "c4", three("SECRET corrected later"))
    sitting.does(RITA, CorrectConclusion("c4", Verb.NOTED, three("CORRECTION")))
    sitting.does(CHAIR, ConfirmConclusion("c5"))
    sitting.does(BOUN, TakeAsRead(ONE, three("SECRET statement")))
    sitting.does(THIDA, TableProposal(three("SECRET withdrawn"), (Area(three("SECRET area")),)))
    sitting.does(THIDA, WithdrawProposal("p1"))
    state = with_facts(
        sitting.state,
        ApprovedFact("one", three("APPROVED"), DESK),
        ApprovedFact("two", three("SECRET unapproved"), {}),
        ApprovedFact("three", three("SECRET approved by nobody"), {"en": " "}),
        ApprovedFact("four", three("SECRET of later"), DESK, since="2022-06-22"),
        ApprovedFact("five", three("SECRET of before"), DESK, until="2022-06-20"),
    )
    assert {one.language for one in communiques(state)} == set(LANGUAGES)
    for one in communiques(state):
        assert "SECRET" not in one.text()
        assert all(word in one.text() for word in ("CONFIRMED", "CORRECTION", "APPROVED"))


def test_a_thai_page_has_thai_digits_and_the_buddhist_era_in_its_body() -> None:
    sitting = in_session()
    concluded(sitting, "c1", told("3 areas", "แนวทาง 3 ด้าน ของ G20 หลังโควิด-19 (COVID-19) 1,000 ราย", "3 domaines"))
    text = page(sitting.state, "th").text()
    assert "๒๑ มิถุนายน ๒๕๖๕" in text
    assert "แนวทาง ๓ ด้าน ของ G20 หลังโควิด-๑๙ (COVID-19) ๑,๐๐๐ ราย" in text
    assert not re.search("[๐-๙]", page(sitting.state).text())


def test_a_french_page_says_of_the_first_of_a_month_that_it_is_the_first() -> None:
    state = in_session().state
    began = replace(state.meeting.sittings[0], began=datetime(2022, 6, 1, 2, tzinfo=UTC))
    state = replace(state, meeting=replace(state.meeting, sittings=(began,)))
    assert "s’est tenue le 1er juin 2022" in page(state, "fr").lead
    assert "on 1 June 2022" in page(state).lead


def test_numbered_areas_are_published_with_their_numbers() -> None:
    sitting = in_session()
    areas = (Area(three("First"), points=(three("One"), three("Two"))), Area(three("Second")))
    sitting.does(THIDA, TableProposal(three("Two areas"), areas))
    sitting.does(BOUN, SupportProposal("p1"))
    points = {one.language: next(part.points for part in one.body if part.points) for one in communiques(sitting.state)}
    assert points["en"] == ("(1) First: one; two", "(2) Second")
    assert points["th"] == (
        "(๑) First ไทย: One ไทย Two ไทย".replace("One", "one").replace("Two", "two"),
        "(๒) Second ไทย",
    )
    assert "supported it" in page(sitting.state).text()
    assert "Ms Thida S., Head" in page(sitting.state).text()


@pytest.mark.parametrize("plural", ["Philippines", "États-Unis"])
def test_a_french_page_tells_what_the_delegation_of_a_name_that_is_many_did(plural: str) -> None:
    sitting = in_session()
    sitting.state = called(sitting.state, THAILAND, plural)
    concluded(sitting, "c1", three("SUBJECT"), attributed=THAILAND)
    sitting.does(THIDA, TableProposal(three("Plan"), (Area(three("First")),)))
    french = page(sitting.state, "fr").text()
    assert f"La délégation des {plural} a noté SUBJECT" in french
    assert f"La délégation des {plural} (chef de délégation\u00a0: Ms Thida S., Chef) a présenté" in french
    assert f"par la délégation des {plural}" in french


def test_a_chair_is_named_as_on_that_day_and_a_fact_that_the_nameplate_tells_is_not_told_twice() -> None:
    sitting = in_session()
    plate = Nameplate(three("Secretary"), {"en": "A. B."}, three("Dato'"), {}, Capacity(three("coordinator of all")))
    state = sitting.state
    plates = {**state.delegations.nameplates, CHAIR: plate}
    state = replace(state, delegations=replace(state.delegations, nameplates=plates))
    state = with_facts(
        state, ApprovedFact("coordinator", three("Malaysia is coordinator of all"), DESK, party=MALAYSIA)
    )
    assert "co-chaired by Dato' A. B., Secretary, as coordinator of all; and " in page(state).lead
    assert "Malaysia is" not in page(state).text()


def test_a_chair_whose_nameplate_was_erased_is_not_named() -> None:
    state = in_session().state
    plates = {person: plate for person, plate in state.delegations.nameplates.items() if person not in (CHAIR, ANN)}
    state = replace(state, delegations=replace(state.delegations, nameplates=plates))
    assert page(state).lead == "The 19th Meeting was held on 21 June 2022."


def test_a_page_is_drafted_in_the_languages_in_which_all_of_it_is_written() -> None:
    sitting = in_session()
    concluded(sitting, "c1", {"en": "only", "fr": "seulement"})
    assert [one.language for one in communiques(sitting.state)] == ["en", "fr"]
    concluded(sitting, "c2", {"th": "เท่านั้น"})
    assert [one.language for one in communiques(sitting.state)] == ["en"], "the main language of the meeting"


def test_a_rehearsal_stays_one_on_its_page() -> None:
    assert all(one.rehearsal for one in communiques(in_session().state))


def test_every_language_has_the_same_sentences_with_the_same_slots() -> None:
    def slots(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for chapter, sentences in TEMPLATES["en"].items():
        for name, text in sentences.items():
            for language in LANGUAGES:
                said = slots(TEMPLATES[language][chapter][name])
                assert said == slots(text) or (chapter == "again" and said <= {"delegation"}), (language, chapter, name)
    extra = {name for chapter in TEMPLATES["fr"].values() for name in chapter} - {
        name for chapter in TEMPLATES["en"].values() for name in chapter
    }
    assert all(name.endswith("-both") for name in extra)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_has_twelve_months(language: str) -> None:
    assert len(TEMPLATES[language]["calendar"]["months"].split()) == 12
