"""A line that is cut for real, without a word to either side, is lost as the rules say, and comes back as they say."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from prachum.journal import read
from prachum.registry.models import Meeting
from prachum.rules.decisions.consensus import ConfirmText
from prachum.rules.floor.turns import TakeFloorBack
from prachum.rules.lines import LineLost, LineRestored
from prachum.rules.meeting import ChairLineLost, ChairLineRestored
from prachum.rules.order import Clock, DelegationId
from prachum.rules.permissions import permitted
from tests.browser.sounding import BROWSERS_PITCH, until
from tests.browser.states import CHAIR, CO_CHAIR, head, speaking, text_before
from tests.network.conftest import Town
from tests.network.person import Person
from tests.network.scene import Scene
from tests.network.spaces import Space
from tests.network.wire import Wire
from tests.registry.hall import act

pytestmark = pytest.mark.engine
THA, MYS = DelegationId("THA"), DelegationId("MYS")
CONTROL = ".badge.link.lost:not([data-link=sound])"
UDP = 17


@pytest.fixture(scope="module")
def wire(town: Town) -> Iterator[Wire]:
    """To somebody who is nobody of the scene."""
    far = Space("four")
    laid = Wire(town.space, far, 4)
    yield laid
    laid.end()
    far.end()


class Cut:
    """Somebody's line to a meeting, with everything that is entered from now on."""

    def __init__(self, wire: Wire, meeting: Meeting) -> None:
        self.wire, self.meeting = wire, meeting
        self.before = read.head(meeting.id).seq

    def entered(self) -> list[object]:
        return [entry.event for entry in read.entries(self.meeting.id, self.before)]

    def until_entered(self, event: object) -> float:
        """Wait for it; return how many seconds that took."""
        began = time.monotonic()
        until(lambda: event in self.entered(), lambda: f"{event} is entered, not only {self.entered()}", 60)
        return time.monotonic() - began


@contextmanager
def cut(wire: Wire, meeting: Meeting, person: str) -> Iterator[Cut]:
    """The line of this person is up, and then cut; it comes back where the test lets it."""
    there = Person(wire, meeting, person)
    line = Cut(wire, meeting)
    wire.up = False
    try:
        yield line
    finally:
        wire.up = True
        there.leave()


def speaking_time(meeting: Meeting) -> Clock:
    turn = read.state(meeting.id).floor.holder
    assert turn is not None
    return turn.clock


def period(meeting: Meeting) -> Clock:
    text = read.state(meeting.id).decisions.before
    assert text is not None
    return text.clock


def may_take_the_chair(meeting: Meeting) -> bool:
    state = read.state(meeting.id)
    return permitted(state, state.actor(CO_CHAIR), datetime.now(UTC))["meeting.take_the_chair"] is True


def test_the_speakers_time_stands_while_their_line_is_cut(wire: Wire) -> None:
    meeting = speaking()
    assert speaking_time(meeting).since is not None
    with cut(wire, meeting, "tha-head") as line:
        # The figure is 5 s.
        assert line.until_entered(LineLost(THA)) < 50
        assert speaking_time(meeting).since is None
        line.wire.up = True
        line.until_entered(LineRestored(THA))
        assert speaking_time(meeting).since is not None
        assert line.entered() == [LineLost(THA), LineRestored(THA)]


def test_all_clocks_stand_while_the_presiding_chairs_line_is_cut(wire: Wire) -> None:
    meeting = speaking()
    assert not may_take_the_chair(meeting)
    with cut(wire, meeting, CHAIR) as line:
        line.until_entered(ChairLineLost(CHAIR))
        assert speaking_time(meeting).since is None
        assert may_take_the_chair(meeting)
        line.wire.up = True
        line.until_entered(ChairLineRestored(CHAIR))
        assert speaking_time(meeting).since is not None
        assert not may_take_the_chair(meeting)
        lost, restored = [LineLost(MYS), ChairLineLost(CHAIR)], [LineRestored(MYS), ChairLineRestored(CHAIR)]
        assert line.entered() == [*lost, *restored]


def test_an_objection_period_stands_while_a_delegations_line_is_cut(wire: Wire) -> None:
    meeting = text_before()
    for code in ("THA", "IDN", "ASEC"):
        if DelegationId(code) in read.state(meeting.id).deciding_present():
            act(meeting.id, ConfirmText("outcome", 1), head(code))
    assert period(meeting).since is not None
    with cut(wire, meeting, "tha-head") as line:
        line.until_entered(LineLost(THA))
        assert period(meeting).since is None
        line.wire.up = True
        line.until_entered(LineRestored(THA))
        # What was confirmed before is not known to be on the screen that came back.
        assert period(meeting).since is None
        act(meeting.id, ConfirmText("outcome", 1), head("THA"))
        assert period(meeting).since is not None


def test_f19_a_speaker_whose_control_link_is_cut_can_still_be_silenced(scene: Scene, wires: tuple[Wire, Wire]) -> None:
    """Their sound still comes when the chair takes the floor back; their own screen cannot know of it."""
    until(lambda: scene.ways() == {"udp"}, lambda: f"media go by UDP, not {scene.ways()}")
    scene.listener.until_hearing(BROWSERS_PITCH)
    whole = wires[0].allows
    wires[0].allows = lambda packet: packet[9] == UDP
    time.sleep(1)
    scene.listener.until_hearing(BROWSERS_PITCH)
    act(scene.meeting.id, TakeFloorBack(THA), CHAIR)
    scene.listener.until_silent(BROWSERS_PITCH)
    # The figure is 5 s.
    expect(scene.speaker.page.locator(CONTROL)).to_be_visible(timeout=50_000)
    wires[0].allows = whole
    expect(scene.speaker.page.locator(CONTROL)).to_be_hidden(timeout=50_000)
    until(lambda: scene.speaker.microphone() != "open", "the microphone knows it")
    assert scene.share_heard(2) == 0
