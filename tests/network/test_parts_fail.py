"""Whatever part of the installation fails, the others go on, everybody is told, and then all is as it was."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from prachum.journal import read
from prachum.rules.floor.speakers import RequestFloor, WithdrawRequest
from tests.browser.sounding import BROWSERS_PITCH, until
from tests.browser.states import ITEM, THAILAND, head
from tests.network.conftest import Town
from tests.network.scene import Scene
from tests.registry.hall import act

pytestmark = pytest.mark.engine
CONTROL = ".badge.link.lost:not([data-link=sound])"
SOUND = ".state[data-link=sound]"
CRASHES, AWAY = int(os.environ.get("PRACHUM_CRASHES", "3")), float(os.environ.get("PRACHUM_AWAY", "6"))
"""`scripts/soak network` takes 10 crashes and 30 seconds."""


@contextmanager
def nobody_mends(town: Town) -> Iterator[None]:
    """What ends now is not started again until the block does."""
    supervisor = town.up.supervisor
    os.kill(supervisor, signal.SIGSTOP)
    yield
    os.kill(supervisor, signal.SIGCONT)


def test_a_media_engine_that_keeps_dying_is_told_and_the_procedure_goes_on(scene: Scene, town: Town) -> None:
    """F03: the pauses between its starts grow, as `tests/test_supervisor.py` shows."""
    scene.listener.until_hearing(BROWSERS_PITCH)
    told = scene.listener.page.locator(SOUND)
    seen = False
    for number in range(CRASHES):
        until(lambda: town.up.part("livekit-server") > 0, "the engine is started again", 60)
        with suppress(ProcessLookupError):
            os.kill(town.up.part("livekit-server"), signal.SIGKILL)
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


def test_while_the_web_part_is_away_the_speaker_is_heard(scene: Scene, town: Town) -> None:
    """F04."""
    scene.listener.until_hearing(BROWSERS_PITCH)
    badges = [chamber.page.locator(CONTROL) for chamber in (scene.speaker, scene.listener)]
    with nobody_mends(town):
        os.kill(town.up.part("prachum.serving"), signal.SIGKILL)
        assert scene.share_heard(AWAY) > 0.98
        assert [badge.count() for badge in badges] == [1, 1]
    until(lambda: [badge.count() for badge in badges] == [0, 0], "the control links are back")
    assert scene.share_heard(3) > 0.98
    assert scene.speaker.microphone() == "open"
    turn = read.state(scene.meeting.id).floor.holder
    assert turn is not None
    assert turn.speaker == THAILAND
