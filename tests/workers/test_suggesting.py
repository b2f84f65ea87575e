"""Whatever the shipped scripts want of a visitor can be said in three languages, and fits the wire."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from prachum.meetingfile.entering import commands, setup
from prachum.meetingfile.read import loads
from prachum.meetingfile.script import command
from prachum.presence.kinds import KINDS
from prachum.projections.wording import LANGUAGES
from prachum.rules.agenda import CloseAgendaItem
from prachum.rules.floor.speakers import RequestFloor
from prachum.rules.floor.turns import GiveFloor, TakeFloorBack
from prachum.rules.meeting import PassTheChair
from prachum.rules.order import OPERATOR, Entry, PersonId, kind
from prachum.rules.procedure import Command, State, apply, decide, new
from prachum.rules.proposals import TableProposal
from prachum.workers.mending import Deed
from prachum.workers.suggesting import GOES_ON, SAID, act, suggested, taken_back
from tests.meetings.golden import TOP
from tests.projections.assembly import in_session
from tests.rules.chamber import ANN, CANADA, CHAIR, ONE, THAILAND, TWO

FILES = sorted((TOP / "meetings").glob("*.yaml"))
BEGINS = datetime(2022, 6, 21, 2, tzinfo=UTC)


def scripted(name: str) -> Iterator[tuple[State, Deed]]:
    """Each step's command, in the meeting as it was entered."""
    file = loads((TOP / "meetings" / name).read_bytes(), name)
    state = new()
    for entered in commands(file, setup(file, uuid4(), rehearsal=True)):
        for event in decide(state, entered, OPERATOR, BEGINS):
            state = apply(state, Entry(state.seq + 1, BEGINS, OPERATOR, event))
    for step in file.script or ():
        if step.kind is not None and step.by in state.delegations.people:
            prepared = next((one for one in file.proposals if one.id == step.prepared), None)
            meant: Command = (
                TableProposal(prepared.title, prepared.areas) if prepared else command(step.kind, step.body)
            )
            yield state, Deed(meant, PersonId(step.by))


@pytest.mark.parametrize("name", [path.name for path in FILES])
def test_every_step_of_a_shipped_script_can_be_asked_of_a_visitor(name: str) -> None:
    for state, deed in scripted(name):
        fact = suggested(state, deed, "2022-06-21T02:00:00.000Z", {})
        KINDS.validate_python(fact)
        asked = fact["act"]
        assert isinstance(asked, dict)
        assert set(asked) == set(LANGUAGES)
        if name.startswith("asean"):
            assert kind(type(deed.command)).partition(".")[2] in SAID["act"], "the demo says what it means"


def test_that_it_goes_on_fits_the_wire_as_well() -> None:
    KINDS.validate_python(dict(GOES_ON))
    KINDS.validate_python(taken_back(new(), PersonId("tha-head"), "2022-06-21T02:00:00.000Z"))


def test_french_asks_for_something_to_be_given_to_a_party_and_says_whose_seat_it_is() -> None:
    sitting = in_session()
    assert act(sitting.state, GiveFloor(CANADA, ANN))["fr"] == "Donner la parole au Canada"
    assert act(sitting.state, TakeFloorBack(THAILAND))["fr"] == "Retirer la parole à la Thaïlande"
    assert act(sitting.state, PassTheChair(CHAIR))["fr"] == "Céder la présidence à la Malaisie"
    told = taken_back(sitting.state, ANN, "2022-06-21T02:00:00.000Z")["title"]
    assert isinstance(told, dict)
    assert told["fr"].endswith("la répétition a repris le siège du Canada. Qui le veut le prend d’une pression.")


def test_it_is_said_under_which_item_to_ask_where_that_one_is_not_open_and_where_an_item_is_closed() -> None:
    state = in_session().state
    assert act(state, RequestFloor(ONE))["en"] == "Ask for the floor"
    assert act(state, RequestFloor(TWO)) == {
        "en": "Ask for the floor under item 2, “Regional issues”",
        "th": "ขอกล่าวในระเบียบวาระที่ 2 “ประเด็นระดับภูมิภาค”",
        "fr": "Demander la parole au point 2, «\u00a0Questions régionales\u00a0»",
    }
    assert act(state, CloseAgendaItem()) == {
        "en": "Close item 1 (tab Agenda)",
        "th": "ปิดระเบียบวาระที่ 1 (แท็บวาระ)",
        "fr": "Clore le point 1 (onglet Ordre du jour)",
    }


@pytest.mark.parametrize("chapter", sorted(SAID))
def test_every_suggestion_is_said_in_three_languages(chapter: str) -> None:
    assert not [name for name, text in SAID[chapter].items() if set(text) != set(LANGUAGES)]
