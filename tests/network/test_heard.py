"""What a network lets through decides by which way the speaker is heard, and what it loses how well; never whether."""

import os
import time

import pytest

from tests.browser.sounding import BROWSERS_PITCH, until
from tests.network.scene import Scene, told
from tests.network.wire import Wire, only_tcp

pytestmark = pytest.mark.engine
LONG = [int(one) for one in os.environ.get("PRACHUM_BLACK_OUTS", "6").split(",")]
"""Seconds; `scripts/soak network` takes 20 s, 1, 6 and 20 minutes."""
SETTLED = 5
"""Seconds in which a client learns how its line is, so that it knows at once when that is no longer so."""
NOTICED = 300
"""Milliseconds of silence that are no gap of a busy machine."""
CONTROL = ".badge.link.lost:not([data-link=sound])"


@pytest.mark.parametrize(
    ("ports", "way"), [((443, 7881), "tcp"), ((443,), "tls"), ((), "udp")], ids=["no UDP", "443 alone", "all"]
)
def test_the_speaker_is_heard_where(scene: Scene, wires: tuple[Wire, Wire], ports: tuple[int, ...], way: str) -> None:
    """UDP first; where it is blocked, ICE over TCP; where only 443/tcp is open, TURN over TLS beside the pages."""
    refused = sum(wire.refused for wire in wires)
    for wire in wires:
        wire.allows = only_tcp(*ports) if ports else wire.allows
    for chamber in (scene.listener, scene.speaker):
        chamber.page.reload()
    scene.listener.listen()
    scene.listener.until_hearing(BROWSERS_PITCH, 60)
    until(lambda: scene.ways() == {way}, lambda: f"by {way}: {scene.ways()}")
    assert scene.speaker.microphone() == "open"
    assert (sum(wire.refused for wire in wires) > refused) == bool(ports)


@pytest.mark.parametrize("who", ["speaker", "listener"])
def test_after_two_seconds_without_a_line_the_sound_is_back(scene: Scene, wires: tuple[Wire, Wire], who: str) -> None:
    """The figure is 3 s."""
    scene.listener.until_hearing(BROWSERS_PITCH)
    wire = wires[("speaker", "listener").index(who)]
    wire.up = False
    time.sleep(2)
    wire.up = True
    took = scene.heard_again_after(30)
    told(f"2 s without a line of the {who}: heard again after {took:.1f} s")
    assert took < 30
    assert scene.speaker.microphone() == "open"


@pytest.mark.parametrize("who", ["speaker", "listener"])
def test_with_another_address_the_sound_is_back(scene: Scene, wires: tuple[Wire, Wire], who: str) -> None:
    """The figure is 3 s, from the last sound to the next."""
    scene.listener.until_hearing(BROWSERS_PITCH)
    time.sleep(SETTLED)
    scene.listener.watch(BROWSERS_PITCH)
    wires[("speaker", "listener").index(who)].moves()
    # It may be over before anybody could have asked for it.
    until(lambda: scene.listener.silence() > NOTICED, "the way of the sound is no more")
    scene.heard_again_after(30)
    silent = scene.listener.watch(BROWSERS_PITCH) / 1000
    told(f"another address of the {who}: silent for {silent:.1f} s")
    assert silent < 30
    assert scene.speaker.microphone() == "open"


@pytest.mark.parametrize("seconds", LONG)
def test_a_microphone_that_was_shut_is_shut_after_a_long_time_without_a_line(
    scene: Scene, wires: tuple[Wire, Wire], seconds: int
) -> None:
    button = scene.speaker.page.locator("[data-act=microphone]")
    button.click()
    scene.speaker.until_microphone("ready")
    scene.listener.until_silent(BROWSERS_PITCH)
    wires[0].up = False
    time.sleep(seconds)
    wires[0].up = True
    began = time.monotonic()
    until(lambda: scene.speaker.page.locator(CONTROL).count() == 0, "the control link is back")
    told(f"{seconds} s without a line: control link back after {time.monotonic() - began:.1f} s")
    until(lambda: scene.speaker.page.locator(".badge.link.lost").count() == 0, "the links are back")
    told(f"{seconds} s without a line: sound link back after {time.monotonic() - began:.1f} s")
    scene.speaker.until_microphone("ready")
    assert scene.share_heard(2) == 0
    button.click()
    scene.listener.until_hearing(BROWSERS_PITCH, 30)


def test_a_microphone_that_was_open_is_heard_after_twenty_seconds_without_a_line(
    scene: Scene, wires: tuple[Wire, Wire]
) -> None:
    """What a Room that is over could not publish, the SDK stops after 15 s: in the next one as well."""
    scene.listener.until_hearing(BROWSERS_PITCH)
    wires[0].up = False
    time.sleep(20)
    wires[0].up = True
    told(f"20 s without a line of the speaker: heard again after {scene.heard_again_after(30):.1f} s")
    time.sleep(2)
    assert scene.share_heard(3) > 0.9
    assert scene.speaker.microphone() == "open"
    # Each try makes one.
    assert scene.open_lines() == 1
    # All these times without a line say nothing of how much it carries.
    until(lambda: scene.pictures(1) > 5, "the speaker is seen", 60)


def test_where_a_tenth_is_lost_the_speaker_is_still_heard(scene: Scene, wires: tuple[Wire, Wire]) -> None:
    """At 300 ms there and back.  What a listener understands of a sentence is measured by `scripts/bench`."""
    ways = [way for wire in wires for way in (wire.out, wire.back)]
    before = [(way.lost, way.passed) for way in ways]
    for wire in wires:
        wire.spoil(loss=0.1, delay=0.3)
    # Whether a delay that is new is a queue has to be found out first: for that long the voice goes without RED.
    until(lambda: scene.share_heard(5) > 0.9, "the speaker is heard", 60)
    for way, (lost, passed) in zip(ways, before, strict=True):
        assert way.lost - lost > (way.passed - passed) / 20
    assert scene.speaker.microphone() == "open"
