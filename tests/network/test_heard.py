"""What a network lets through decides by which way the speaker is heard, never whether."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, expect

from prachum.rules.floor.turns import GiveFloor
from prachum.rules.order import DelegationId
from tests.browser.sounding import BROWSERS_PITCH, Chamber, microphone, until
from tests.browser.states import CHAIR, THAILAND, listed
from tests.network.conftest import Town
from tests.network.installed import entered, far_chromium
from tests.network.wire import Wire, only_tcp
from tests.registry.hall import act

pytestmark = pytest.mark.engine


@dataclass
class Scene:
    """Thailand has the floor and hums into its microphone; an observer listens elsewhere."""

    speaker: Chamber
    listener: Chamber


@pytest.fixture(scope="module")
def scene(town: Town, browsers: BrowserType, folder: Path) -> Iterator[Scene]:
    hum = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={microphone(folder)}")
    speaks = far_chromium(browsers, folder, town.wires[0], "--use-fake-ui-for-media-stream", *hum)
    listens = far_chromium(browsers, folder, town.wires[1])
    meeting = listed()
    with entered(listens, meeting, None) as listener, entered(speaks, meeting, "tha-head") as speaker:
        speaker.enter()
        listener.listen()
        speaker.page.locator("[data-act=requestFloor].ask").click()
        expect(speaker.page.get_by_text("Withdraw (4 on the list)")).to_be_visible()
        act(meeting.id, GiveFloor(DelegationId("THA"), THAILAND), CHAIR)
        speaker.until_microphone("open")
        yield Scene(speaker, listener)
    speaks.close()
    listens.close()


def ways(chamber: Chamber) -> set[str]:
    return set(chamber.page.evaluate("window.waysOfMedia()"))


@pytest.mark.parametrize(
    ("ports", "way"), [((), "udp"), ((443, 7881), "tcp"), ((443,), "tls")], ids=["all", "no UDP", "443 alone"]
)
def test_the_speaker_is_heard_where(scene: Scene, wires: tuple[Wire, Wire], ports: tuple[int, ...], way: str) -> None:
    """UDP first; where it is blocked, ICE over TCP; where only 443/tcp is open, TURN over TLS beside the pages."""
    for wire in wires:
        wire.allows = only_tcp(*ports) if ports else wire.allows
    for chamber in (scene.listener, scene.speaker):
        chamber.page.reload()
    scene.listener.listen()
    scene.listener.until_hearing(BROWSERS_PITCH, 60)
    until(lambda: ways(scene.listener) == ways(scene.speaker) == {way}, f"by {way}: {ways(scene.listener)}")
    assert scene.speaker.microphone() == "open"
    assert all(wire.refused for wire in wires) == bool(ports)
