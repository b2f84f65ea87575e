"""While the media engine fails again and again, the procedure goes on, everybody is told, and then all is as it was."""

import os
import signal
import time
from contextlib import suppress

import pytest

from prachum.rules.floor.speakers import RequestFloor, WithdrawRequest
from tests.browser.sounding import BROWSERS_PITCH, until
from tests.browser.states import ITEM, head
from tests.network.conftest import Town
from tests.network.scene import Scene
from tests.registry.hall import act

pytestmark = pytest.mark.engine
CONTROL = ".badge.link.lost:not([data-link=sound])"
SOUND = ".state[data-link=sound]"
CRASHES = int(os.environ.get("PRACHUM_CRASHES", "3"))
"""`scripts/soak network` takes 10."""


def test_a_media_engine_that_keeps_dying_is_told_and_the_procedure_goes_on(scene: Scene, town: Town) -> None:
    """F03: the pauses between its starts grow, as `tests/test_supervisor.py` shows."""
    scene.listener.until_hearing(BROWSERS_PITCH)
    told = scene.listener.page.locator(SOUND)
    seen = False
    for number in range(CRASHES):
        until(lambda: town.up.part("livekit-server") > 0, "the engine is started again", 60)
        engine = town.up.part("livekit-server")
        assert engine, "it lives until it is ended"
        with suppress(ProcessLookupError):
            os.kill(engine, signal.SIGKILL)
        listed = number % 2 == 0
        act(scene.meeting.id, RequestFloor(ITEM) if listed else WithdrawRequest(ITEM, "PHL"), head("PHL"))
        until(lambda listed=listed: scene.lists("PHL") == {listed}, "everybody sees what was done")  # type: ignore[misc]
        for _ in range(20):
            seen = seen or told.count() > 0
            time.sleep(0.1)
        assert scene.listener.page.locator(CONTROL).count() == 0
    assert seen
    scene.listener.until_hearing(BROWSERS_PITCH, 60)
    assert scene.speaker.microphone() == "open"
