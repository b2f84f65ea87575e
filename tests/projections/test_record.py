"""Every entry is one sentence in English, Thai and French, in the words of the field and never with an id."""

import re
from collections.abc import Iterator
from dataclasses import replace
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prachum.projections.naming import Naming
from prachum.projections.record import clock_text, sentence, sentences
from prachum.projections.wording import LANGUAGES, SAID, with_article
from prachum.rules import agenda, delegations, lines, meeting
from prachum.rules.decisions.consensus import ObjectToText
from prachum.rules.floor.points import RaisePointOfOrder, RuleOnPointOfOrder
from prachum.rules.floor.speakers import RequestFloor
from prachum.rules.floor.turns import FloorGiven, GiveFloor, TakeFloorBack, YieldFloor
from prachum.rules.order import (
    CLOCK,
    DOOR,
    NEVER,
    NOBODY,
    OPERATOR,
    PRESIDENCY,
    SECRETARIAT,
    DelegationId,
    Entry,
    ItemId,
    PersonId,
    Withheld,
)
from prachum.rules.parties import Nameplate
from prachum.rules.presets import Kind
from prachum.rules.procedure import EVENTS, Command, apply, new
from prachum.rules.visibility import ROLES
from tests.projections.assembly import called, in_session, named
from tests.rules.chamber import (
    ANN,
    ASEAN,
    BOUN,
    CANADA,
    CHAIR,
    CO_CHAIR,
    HEADS,
    LAOS,
    ONE,
    PEOPLE,
    SOMSAK,
    TEXT,
    THAILAND,
    THIDA,
    TIDA_ADVISER,
    VAN,
    VIETNAM,
    Sitting,
    period_running,
)

CHAPTERS = {name.partition(".")[0] for name in EVENTS}


def sentence_after(sitting: Sitting, person: PersonId, command: Command, *, after: float = 1) -> tuple[str, str, str]:
    """What the last entry of a command says in English, Thai and French."""
    before, known = sitting.state, len(sitting.log)
    sitting.does(person, command, after=after)
    for entry in sitting.log[known:-1]:
        before = apply(before, entry)
    english, thai, french = (sentence(sitting.log[-1], before, language) for language in LANGUAGES)
    return english, thai, french.replace("\u00a0", " ")


def test_the_chair_gave_the_floor_to_thailand() -> None:
    assert sentence_after(in_session(), CHAIR, GiveFloor(THAILAND, THIDA)) == (
        "The chair gave the floor to Thailand.",
        "ประธานเชิญไทยกล่าวถ้อยแถลง",
        "La présidence a donné la parole à la Thaïlande.",
    )


def test_french_contracts_the_article_and_english_gives_one_where_it_is_spoken() -> None:
    english, _, french = sentence_after(in_session(), CHAIR, GiveFloor(CANADA, ANN))
    assert english == "The chair gave the floor to Canada."
    assert french == "La présidence a donné la parole au Canada."
    english, _, french = sentence_after(in_session(), CHAIR, GiveFloor(LAOS, BOUN))
    assert english == "The chair gave the floor to the Lao People's Democratic Republic."
    assert french == "La présidence a donné la parole au Laos."


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("Indonésie", "de l’Indonésie"),
        ("Philippines", "des Philippines"),
        ("Singapour", "de Singapour"),
        ("Israël", "d’Israël"),
        ("Secrétariat de l'ASEAN", "du Secrétariat de l'ASEAN"),
        ("Brunéi Darussalam", "du Brunéi Darussalam"),
    ],
)
def test_french_says_of_every_name_as_it_must(name: str, of: str) -> None:
    assert f"{with_article(name, 'fr'):de}" == of


def test_a_french_name_that_we_do_not_know_is_framed_as_a_delegation() -> None:
    assert with_article("Kouala", "fr", "la délégation « {} »") == "la délégation « Kouala »"


@pytest.mark.parametrize("plural", ["Philippines", "États-Unis"])
def test_a_french_name_that_is_many_is_framed_as_one_delegation_with_which_verbs_agree(plural: str) -> None:
    sitting = in_session()
    sitting.state = called(sitting.state, THAILAND, plural)
    _, _, asked = sentence_after(sitting, THIDA, RequestFloor(ONE))
    assert asked == f"La délégation des {plural} a demandé la parole au titre du point 1."
    _, _, given = sentence_after(sitting, CHAIR, GiveFloor(THAILAND, THIDA))
    assert given == f"La présidence a donné la parole à la délégation des {plural}."
    _, _, concluded = sentence_after(sitting, THIDA, YieldFloor())
    assert concluded == f"La délégation des {plural} a achevé son intervention après 0:01."


def test_a_name_written_leftwards_keeps_to_itself_in_a_sentence() -> None:
    sitting = in_session()
    parties = sitting.state.delegations.parties
    iran = replace(parties[THAILAND], names={"en": "إيران"})
    there = replace(sitting.state.delegations, parties={**parties, THAILAND: iran})
    plate = Nameplate({"en": "وزير"}, {"en": "علي"}, {"en": "السيد"})
    there = replace(there, nameplates={**there.nameplates, THIDA: plate})
    state = replace(sitting.state, delegations=there)
    naming = Naming(state, "en")
    assert naming.delegation(THAILAND) == "\u2068إيران\u2069"
    assert naming.person(THIDA) == "\u2068إيران\u2069 (\u2068السيد علي\u2069)"
    assert naming.plate(Nameplate({}, {"en": "จุฬามณี"}, {"en": "นาง"})) == "นางจุฬามณี"
    given = Entry(99, sitting.now, CHAIR, FloorGiven(THAILAND, THIDA, Kind.STATEMENT))
    assert sentence(given, state, "en") == "The chair gave the floor to \u2068إيران\u2069."
    assert sentence(given, state, "th").count("\u2068") == sentence(given, state, "th").count("\u2069") == 1


def test_thai_writes_a_space_around_a_foreign_name() -> None:
    sitting = period_running()
    assert (
        sentence(Entry(99, sitting.now, DOOR, lines.LineLost(THAILAND)), sitting.state, "th") == "สัญญาณของ THA ขาดหาย"
    )


def test_how_long_somebody_spoke_is_told_when_the_floor_is_free() -> None:
    sitting = in_session()
    sitting.does(CHAIR, GiveFloor(THAILAND, THIDA))
    english, thai, french = sentence_after(sitting, THIDA, YieldFloor(), after=245)
    assert english == "Thailand concluded after 4:05."
    assert thai == "ไทยกล่าวจบ ใช้เวลา 4:05"
    assert french == "La Thaïlande a achevé son intervention après 4:05."


def test_it_is_told_whether_the_chair_or_the_secretariat_acted() -> None:
    sitting = in_session()
    sitting.does(CHAIR, GiveFloor(THAILAND, THIDA))
    english, thai, french = sentence_after(sitting, SOMSAK, TakeFloorBack(THAILAND))
    assert english == "The secretariat took the floor back from Thailand after 0:01."
    assert thai == "ฝ่ายเลขานุการให้ไทยยุติการกล่าว หลังจากใช้เวลา 0:01"
    assert french == "Le secrétariat a retiré la parole à la Thaïlande après 0:01."


def test_a_request_on_behalf_of_a_bloc_names_it() -> None:
    english, thai, french = sentence_after(in_session(), VAN, RequestFloor(ONE, ASEAN, (THAILAND, LAOS)))
    assert english == "Viet Nam asked for the floor under item 1 on behalf of ASEAN."
    assert thai == "เวียดนามขอกล่าวถ้อยแถลงในนามอาเซียนในระเบียบวาระที่ 1"
    assert french == "Le Viet Nam a demandé la parole au titre du point 1, au nom de l’ASEAN."


def test_a_ruling_is_repeated_in_its_words() -> None:
    sitting = in_session()
    sitting.does(VAN, RaisePointOfOrder())
    english, _, french = sentence_after(sitting, CHAIR, RuleOnPointOfOrder(well_taken=False, ruling={"en": "Go on."}))
    assert english == "The chair ruled that the point of order of Viet Nam was not well taken: “Go on.”"
    assert french == "La présidence a jugé non fondée la motion d’ordre du Viet Nam : « Go on. »"


def test_a_person_is_named_by_the_nameplate_of_that_day_and_else_by_office() -> None:
    sitting = in_session()
    english, thai, french = sentence_after(sitting, CHAIR, meeting.PassTheChair(CO_CHAIR))
    assert english == "The chair passed the gavel to Canada (Director-General)."
    assert thai == "ประธานมอบหน้าที่ประธานให้แคนาดา (อธิบดี)"
    assert french == "La présidence a été confiée au Canada (Directeur général)."
    english, _, _ = sentence_after(sitting, SOMSAK, delegations.ExpelPerson(THIDA, {}))
    assert english == "The secretariat sent Thailand (Ms Thida S.) out of the meeting."


def test_who_never_sat_down_is_named_by_office() -> None:
    sitting = named()
    sitting.does(OPERATOR, delegations.EraseNameplate(TIDA_ADVISER))
    english, thai, _ = sentence_after(sitting, SOMSAK, delegations.WithdrawAccreditation(TIDA_ADVISER))
    assert english == "The secretariat withdrew the accreditation of Thailand (adviser)."
    assert thai == "ฝ่ายเลขานุการเพิกถอนการรับรองไทย (ที่ปรึกษา)"


def test_the_entry_that_erases_a_nameplate_does_not_repeat_it() -> None:
    english, _, _ = sentence_after(named(), OPERATOR, delegations.EraseNameplate(THIDA))
    assert english == "The installation erased a nameplate: Thailand (head of delegation)."


def test_a_rehearsal_says_so_in_its_first_sentence() -> None:
    _, english = next(sentences(named().log, "en"))
    assert "rehearsal" in english


def test_a_lost_chair_is_taken_by_a_co_chair_in_so_many_words() -> None:
    sitting = in_session()
    sitting.does(DOOR, meeting.ReportChairLineLost(CHAIR))
    english, _, _ = sentence_after(sitting, CO_CHAIR, meeting.TakeTheChair())
    assert english == "Canada (Director-General) took the gavel, as the line of the presiding chair was lost."


def test_an_item_struck_from_the_agenda_is_still_named() -> None:
    english, _, _ = sentence_after(named(), SOMSAK, agenda.RemoveAgendaItem(ONE))
    assert english == "The secretariat struck item 1, “Opening”, from the provisional agenda."


def test_a_withheld_entry_says_only_that() -> None:
    assert sentence(Entry(1, NEVER, OPERATOR, Withheld()), new(), "fr") == "Cette inscription n’est pas communiquée."


def test_the_public_reads_that_something_was_said_to_the_chair_alone_and_nothing_more() -> None:
    sitting = period_running()
    sitting.does(VAN, ObjectToText(TEXT, 1, openly=False, reason={"en": "Between us."}))
    entry, english = list(sentences(sitting.log, "en", ROLES["public"]))[-1]
    assert (entry.by, entry.event, english) == (NOBODY, Withheld(), "This entry is withheld.")
    *_, (_, english) = sentences(sitting.log, "en", ROLES["presiding"])
    assert english == "VNM objected to the text “Outcome”, to the chair alone: “Between us.”"


def test_a_language_without_sentences_is_answered_in_english() -> None:
    told = sentence(Entry(2, NEVER, DOOR, lines.LineLost(VIETNAM)), in_session().state, "de")
    assert told == "The line of Viet Nam was lost."


@pytest.mark.parametrize(
    ("milliseconds", "text"), [(0, "0:00"), (999, "0:00"), (245_000, "4:05"), (3_845_000, "1:04:05"), (-5, "0:00")]
)
def test_time_is_told_in_minutes_and_seconds(milliseconds: int, text: str) -> None:
    assert clock_text(milliseconds) == text


def said(language: str) -> Iterator[tuple[str, str]]:
    """Every kept sentence by the kind of its event, with its variant."""
    return ((f"{chapter}.{event}", words) for chapter in CHAPTERS for event, words in SAID[language][chapter].items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_has_a_sentence_and_every_sentence_an_event(language: str) -> None:
    assert {name.partition("-")[0] for name, _ in said(language)} == set(EVENTS)


def test_the_languages_say_the_same_and_of_the_same_things() -> None:
    def slots(language: str) -> dict[str, set[str]]:
        return {name: {slot for _, slot, _, _ in Formatter().parse(words) if slot} for name, words in said(language)}

    english, thai, french = (slots(language) for language in LANGUAGES)
    assert english.keys() == thai.keys() == french.keys()
    assert english == thai
    told_otherwise = {name for name in english if english[name] != french[name]}
    assert told_otherwise == {"meeting.chair_passed"}


CODES = st.sampled_from([*HEADS, SECRETARIAT, PRESIDENCY, DelegationId("nowhere")])
IN_SESSION = in_session().state
IDS = [*(person for person, _, _ in PEOPLE), PersonId("no-one")]
st.register_type_strategy(PersonId, st.sampled_from(IDS))
st.register_type_strategy(DelegationId, CODES)
st.register_type_strategy(ItemId, st.sampled_from([ONE, ItemId("no-item")]))


@pytest.mark.parametrize("name", sorted(EVENTS))
@settings(max_examples=10)
@given(drawn=st.data(), by=st.sampled_from([*IDS, CLOCK, DOOR, OPERATOR]), begun=st.booleans())
def test_whatever_is_entered_can_be_told_without_a_placeholder_or_an_id(
    name: str, drawn: st.DataObject, by: PersonId, begun: bool
) -> None:
    event = drawn.draw(st.from_type(EVENTS[name]))
    state = IN_SESSION if begun else new()
    for language in LANGUAGES:
        told = sentence(Entry(state.seq + 1, state.at, by, event), state, language)
        assert told.strip()
        assert not [one for one in (*IDS, "no-item", "nowhere") if re.search(rf"\b{one}\b", told)], told
        assert not re.search(r"\{(?:by|delegation|person|title|number)", told), told
