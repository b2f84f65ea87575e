"""Thailand has the floor and speaks into its microphone; an observer listens elsewhere; both are far from here."""

import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserType, expect

from prachum.journal import read
from prachum.registry.models import Meeting
from prachum.rules.floor.turns import GiveFloor
from prachum.rules.order import DelegationId
from tests.browser.sounding import BROWSERS_PITCH, GENEROUS, Chamber, until
from tests.browser.states import CHAIR, THAILAND, listed
from tests.network.installed import entered, far_chromium
from tests.network.wire import Wire
from tests.registry.hall import act


@dataclass
class Scene:
    """Who is in it."""

    meeting: Meeting
    speaker: Chamber
    listener: Chamber

    def speak(self) -> None:
        """Give the speaker the floor and open the microphone, where that is not so, and wait for the sound."""
        if read.state(self.meeting.id).floor.holder is None:
            act(self.meeting.id, GiveFloor(DelegationId("THA"), THAILAND), CHAIR)
        until(lambda: self.speaker.microphone() in ("open", "ready"), "the microphone is there")
        if self.speaker.microphone() == "ready":
            # Who did not ask for the floor this time opens it by hand.
            self.speaker.page.locator("[data-act=microphone]").click()
        self.listener.until_hearing(BROWSERS_PITCH)

    def heard_again_after(self, seconds: float = GENEROUS) -> float:
        """Wait until the speaker is heard; return how many seconds that took."""
        began = time.monotonic()
        self.listener.until_hearing(BROWSERS_PITCH, seconds)
        return time.monotonic() - began

    def share_heard(self, seconds: float) -> float:
        """In which share of the moments of so many seconds the speaker is heard."""
        return float(self.listener.page.evaluate(SHARE, [BROWSERS_PITCH, seconds * 1000]))

    def pictures(self, seconds: float) -> int:
        """How many frames of others come on the listener's screen within so many seconds."""
        counted = float(self.listener.page.evaluate(FRAMES))
        time.sleep(seconds)
        # An element that came anew counts from nothing.
        return max(0, round(float(self.listener.page.evaluate(FRAMES)) - counted))

    def lists(self, place: str) -> set[bool]:
        """Whether this place on the list of speakers is on the screens."""
        shown = f"ol.speakers li[data-key={place}]"
        return {one.page.locator(shown).count() > 0 for one in (self.speaker, self.listener)}

    def open_lines(self) -> int:
        """How many connections for media the speaker's browser keeps, of which it has no more than some hundreds."""
        return int(self.speaker.page.evaluate("window.openLines()"))

    def ways_of(self, chamber: Chamber) -> set[str]:
        return set(chamber.page.evaluate("window.waysOfMedia()"))

    def ways(self) -> set[str]:
        """How the media of both go: udp, tcp, tls."""
        return self.ways_of(self.speaker) | self.ways_of(self.listener)


def told(figure: str) -> None:
    """With `pytest -s`."""
    sys.stdout.write(f"\n{figure}\n")


SHARE = """([pitch, ms]) => new Promise((told) => {
  let heard = 0, all = 0;
  const timer = setInterval(() => { all += 1; heard += window.levelAt(pitch) > -60 }, 25);
  setTimeout(() => { clearInterval(timer); told(heard / all) }, ms);
})"""

FRAMES = """[...document.querySelectorAll('video')].reduce(
  (sum, video) => sum + video.getVideoPlaybackQuality().totalVideoFrames, 0)"""


@contextmanager
def staged(kind: BrowserType, folder: Path, wires: tuple[Wire, Wire], says: Path) -> Iterator[Scene]:
    """`says` is what comes into the speaker's microphone, a WAV file, over and over."""
    devices = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={says}")
    meeting = listed()
    with (
        closing(far_chromium(kind, folder, wires[0], "--use-fake-ui-for-media-stream", *devices)) as speaks,
        closing(far_chromium(kind, folder, wires[1])) as listens,
        entered(listens, meeting, None) as listener,
        entered(speaks, meeting, "tha-head") as speaker,
    ):
        speaker.enter()
        listener.listen()
        speaker.page.locator("[data-act=requestFloor].ask").click()
        expect(speaker.page.get_by_text("Withdraw (4 on the list)")).to_be_visible()
        act(meeting.id, GiveFloor(DelegationId("THA"), THAILAND), CHAIR)
        speaker.until_microphone("open")
        yield Scene(meeting, speaker, listener)
