"""On a narrow line pictures give way before sound, whosever line it is, and come back once it is wide again."""

import time

import pytest

from tests.browser.sounding import until
from tests.network.scene import Scene, told
from tests.network.wire import Wire

pytestmark = pytest.mark.engine
NARROW = 100_000
"""bit/s, with a queue of half a second."""


@pytest.mark.parametrize("who", ["speaker", "listener"])
def test_on_a_hundred_kilobits_pictures_give_way_before_sound(scene: Scene, wires: tuple[Wire, Wire], who: str) -> None:
    """Whose line it is, is told in words; the microphone stays as it is, and all comes back by itself."""
    wire = wires[("speaker", "listener").index(who)]
    said = getattr(scene, who).page.locator(".state.narrow")
    waits = said.and_(getattr(scene, who).page.locator("[data-unseen=true], [data-unshown=true]"))
    until(lambda: scene.pictures(1) > 5, "the speaker is seen", 60)
    assert said.count() == 0
    lines: list[object] = []
    getattr(scene, who).page.on("websocket", lambda line: lines.append(line))
    wire.spoil(rate=NARROW, delay=0.05)
    began = time.monotonic()
    until(waits.count, "it is told that pictures wait", 60)
    told(f"100 kbit/s of the {who}: pictures wait after {time.monotonic() - began:.1f} s")
    # On a full machine more may be tried meanwhile, in vain: what counts is that all is so at once.
    until(
        lambda: scene.share_heard(3) > 0.9 and scene.pictures(1) == 0 and waits.count(),
        "the speaker is heard all the same",
        60,
    )
    told(f"100 kbit/s of the {who}: heard nine tenths of three seconds after {time.monotonic() - began:.1f} s")
    if who == "speaker":

        def calm() -> bool:
            """At first, and where the machine itself comes to a stop, a line is taken for lost and found anew."""
            lines.clear()
            return scene.share_heard(10) > 0.9 and not lines

        until(calm, "signalling goes on, and so whoever speaks goes on being heard", 100)
    assert scene.speaker.microphone() == "open"
    wire.spoil()
    began = time.monotonic()
    until(lambda: scene.pictures(1) > 5 and said.count() == 0, "pictures are back, and the voice as it was", 200)
    told(f"100 kbit/s of the {who}: all as before {time.monotonic() - began:.1f} s after it was wide")
    assert scene.share_heard(2) > 0.9
    assert scene.speaker.microphone() == "open"
