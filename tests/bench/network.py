"""On a spoilt line: how soon one is back, and how much is heard and seen."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserType, sync_playwright

from tests.bench.figures import Figures, figure
from tests.browser.sounding import BROWSERS_PITCH, microphone, until
from tests.network.installed import PublicUp
from tests.network.scene import Scene, staged
from tests.network.spaces import Space, missing
from tests.network.wire import Wire
from tests.registry.hall import migrated

CONTROL = ".badge.link.lost:not([data-link=sound])"


def measure(repetitions: int) -> Figures:
    """All of it in namespaces of our own, with two Chromiums far from the installation."""
    with far_away() as (kind, folder, wires):
        return _measure(kind, folder, wires, repetitions)


@contextmanager
def far_away() -> Iterator[tuple[BrowserType, Path, tuple[Wire, Wire]]]:
    """An installation in a namespace, what starts Chromium elsewhere, a folder, and the wires between."""
    if why := missing():
        raise SystemExit(f"The network cannot be spoilt here: {why}.")
    # Playwright keeps a loop in this thread, which lies idle while the database is asked.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    migrated()
    near, *far = (Space(name) for name in ("near", "one", "two"))
    wires = (Wire(near, far[0], 1), Wire(near, far[1], 2))
    up = PublicUp(near)
    try:
        with sync_playwright() as started, tempfile.TemporaryDirectory() as folder:
            yield started.chromium, Path(folder), wires
    finally:
        up.end()
        for wire in wires:
            wire.end()
        for space in (near, *far):
            space.end()


def _measure(kind: BrowserType, folder: Path, wires: tuple[Wire, Wire], repetitions: int) -> Figures:
    found: Figures = {}
    with staged(kind, folder, wires, microphone(folder)) as scene:
        scene.listener.until_hearing(BROWSERS_PITCH)
        time.sleep(5)
        for seconds in (2, 20):
            for who, wire in zip(("the speaker", "a listener"), wires, strict=True):
                back = [_black_out(scene, wire, seconds) for _ in range(repetitions)]
                found |= _pair(f"after {seconds} s without a line, {who}", back)
        found |= _pair("after the speaker's address changed", [_moved(scene, wires[0]) for _ in range(repetitions)])
        return found | _narrow(scene, wires, repetitions)


def _pair(name: str, back: list[tuple[float, float]]) -> Figures:
    return {
        f"{name}: sound back": figure("ms", [1000 * sound for sound, _ in back]),
        f"{name}: control link back": figure("ms", [1000 * control for _, control in back]),
    }


def _black_out(scene: Scene, wire: Wire, seconds: float) -> tuple[float, float]:
    wire.up = False
    time.sleep(seconds)
    wire.up = True
    return _back(scene)


def _moved(scene: Scene, wire: Wire) -> tuple[float, float]:
    wire.moves()
    time.sleep(0.2)
    return _back(scene)


def _back(scene: Scene) -> tuple[float, float]:
    """Seconds until the speaker is heard without a break for 2 s, and until nobody's control link is lost."""
    began = time.monotonic()
    heard, linked = began, began
    while time.monotonic() - heard < 2 or time.monotonic() - linked < 5:
        if not scene.listener.hears(BROWSERS_PITCH):
            heard = time.monotonic()
        if any(chamber.page.locator(CONTROL).count() for chamber in (scene.speaker, scene.listener)):
            linked = time.monotonic()
        assert time.monotonic() - began < 120, "never back"
        time.sleep(0.05)
    assert scene.speaker.microphone() == "open"
    return heard - began, linked - began


def _narrow(scene: Scene, wires: tuple[Wire, Wire], repetitions: int) -> Figures:
    found: Figures = {}
    for who, wire in zip(("the speaker", "a listener"), wires, strict=True):
        wide = [_flow(scene) for _ in range(repetitions)]
        wire.spoil(rate=100_000, delay=0.05)
        time.sleep(12)
        narrow = [_flow(scene) for _ in range(repetitions)]
        wire.spoil()
        until(lambda: scene.pictures(1) > 5, "pictures come again", 240)
        name = f"{who} has 100 kbit/s"
        found[f"{name}: the speaker is heard"] = figure("%", [100 * share for share, _ in narrow])
        found[f"{name}: pictures ÷ before"] = figure(
            "×", [after / max(before, 0.1) for (_, before), (_, after) in zip(wide, narrow, strict=True)]
        )
    return found


def _flow(scene: Scene) -> tuple[float, float]:
    """The share of moments in which the speaker is heard, and pictures a second."""
    return scene.share_heard(5), scene.pictures(3) / 3
