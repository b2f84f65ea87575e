"""What simulated delegations say is spoken by espeak-ng and kept for the next time; any text is text, no command."""

import asyncio
import hashlib
import io
import json
import os
import re
import unicodedata
import wave
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias
from uuid import uuid4

import numpy as np
from livekit import rtc
from numpy.typing import NDArray

RATE = 48_000
LONGEST = 8_000
"""Characters of one text; some eight minutes.  What follows is not spoken."""
WITHIN = 30.0
"""Seconds for the voice of one text; it takes 15 ms for a sentence."""
KEPT_BYTES = 400_000_000
LOUDNESS, PEAK, SILENCE = -20.0, -2.0, -50.0
"""dBFS: of what is spoken on average, of its loudest sample, and of what counts as a pause."""
AT_ONCE = 2
FALLBACK = "en"
NAMED_OTHERWISE = {"en": "en-gb", "fr": "fr-fr", "zh": "cmn"}
VARIANTS = ("", "+m3", "+f2", "+m1", "+f4", "+m7", "+f5")
"""Timbres of espeak-ng, so that one speaker does not sound like the other."""

Samples: TypeAlias = NDArray[np.int16]
"""Mono at 48 kHz."""
_KEY = 1  # count up when the same text comes to sound otherwise


class CannotSpeak(Exception):
    """There is no espeak-ng on this machine, or it fails."""


class Said(NamedTuple):
    """Words, their language (ISO 639), and who says them, which only decides the timbre."""

    text: str
    language: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """What is heard; `language` is the one spoken, English where there is no voice; `cut`: the text was too long."""

    samples: Samples
    language: str
    cut: bool = False

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


class Voices:
    """Speaks, and keeps what was spoken as WAV files in this folder, up to some hundred megabytes."""

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def speech(self, said: Said) -> Speech:
        """Return the sound of these words; raise CannotSpeak."""
        text = as_text(said.text)
        shortened = text[:LONGEST]
        for language in (said.language, FALLBACK):
            if (voice := _voice(language, said.speaker)) is None:
                continue
            async with self._turn:
                if (samples := await self._samples(shortened, voice)) is not None:
                    return Speech(samples, language, cut=len(text) > LONGEST)
        raise CannotSpeak("espeak-ng has no English voice")

    async def prepare(self, script: Sequence[Said], told: Callable[[int, int], None] = lambda done, of: None) -> None:
        """Speak all of it now, so that nothing is waited for later; `told` how many are done, of how many."""
        done = 0

        async def speak(said: Said) -> None:
            nonlocal done
            await self.speech(said)
            done += 1
            told(done, len(script))

        script = list(dict.fromkeys(script))
        told(done, len(script))
        await asyncio.gather(*map(speak, script))
        await self.forget_oldest()

    async def _samples(self, text: str, voice: str) -> Samples | None:
        """Return the sound of a text, kept or new; None if there is no such voice."""
        named = json.dumps([_KEY, voice, text]).encode()
        path = self._kept / f"{hashlib.sha256(named).hexdigest()}.wav"
        kept = await asyncio.to_thread(_read, path)
        if kept is not None:
            return kept
        if not text.strip():
            return np.zeros(0, np.int16)
        spoken = await _spoken(text, voice)
        return None if spoken is None else await asyncio.to_thread(_finished, spoken, path)

    async def forget_oldest(self) -> None:
        """Keep of all that was spoken what was used last."""
        await asyncio.to_thread(self._forget_oldest)

    def _forget_oldest(self) -> None:
        files = sorted(self._kept.glob("*.wav"), key=lambda path: path.stat().st_mtime, reverse=True)
        total = 0
        for path in files:
            total += path.stat().st_size
            if total > KEPT_BYTES:
                path.unlink(missing_ok=True)


def as_text(written: str) -> str:
    """Return what espeak-ng may be given: it takes control characters and double brackets for commands."""
    characters = (" " if unicodedata.category(one) in ("Cc", "Cs", "Co", "Cn") else one for one in written)
    return "".join(characters).replace("[", "(").replace("]", ")")


def _voice(language: str, speaker: str) -> str | None:
    if not re.fullmatch(r"[a-z]{2,3}", language):
        return None
    timbre = VARIANTS[hashlib.sha256(speaker.encode()).digest()[0] % len(VARIANTS)] if speaker else ""
    return NAMED_OTHERWISE.get(language, language) + timbre


async def _spoken(text: str, voice: str) -> bytes | None:
    """Return the WAV file that espeak-ng writes; None if it does not know the voice.

    The text goes in at standard input and markup stays off, so that neither options nor tags are looked for in it.
    """
    argv = ("espeak-ng", "--stdin", "-b", "1", "-v", voice, "--stdout")
    try:
        running = await asyncio.create_subprocess_exec(*argv, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    except OSError as missing:
        raise CannotSpeak(str(missing)) from missing
    try:
        async with asyncio.timeout(WITHIN):
            written, _ = await running.communicate(text.encode())
    except TimeoutError as slow:
        raise CannotSpeak(f"espeak-ng took longer than {WITHIN} s") from slow
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()
    return written if running.returncode == 0 else None


def _read(path: Path) -> Samples | None:
    """Return what is kept and mark it as used; a file that is broken is made again."""
    with suppress(FileNotFoundError, wave.Error, EOFError):
        with wave.open(str(path)) as file:
            samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        os.utime(path)
        return samples
    return None


def _finished(spoken: bytes, path: Path) -> Samples:
    """Resample to 48 kHz, bring to one loudness, keep."""
    with wave.open(io.BytesIO(spoken)) as file:
        rate, raw = file.getframerate(), file.readframes(file.getnframes())
    # LiveKit's SDK carries SoX's resampler with it: measured, 86 dB between a tone and all that is not it.
    resampler = rtc.AudioResampler(rate, RATE, quality=rtc.AudioResamplerQuality.VERY_HIGH)
    frames = [*resampler.push(bytearray(raw)), *resampler.flush()]
    samples = levelled(np.frombuffer(b"".join(bytes(frame.data) for frame in frames), np.int16))
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two may speak the same words at once.
    draft = path.with_name(f"{path.stem}.{uuid4().hex}")
    with wave.open(str(draft), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        file.writeframes(samples.tobytes())
    draft.replace(path)
    return samples


def levelled(samples: Samples) -> Samples:
    """Bring what is between the pauses to the common loudness, unless its peaks would be clipped."""
    floats = samples.astype(np.float64) / 32768
    blocks = floats[: len(floats) // 960 * 960].reshape(-1, 960)
    powers = np.mean(blocks**2, axis=1) if len(blocks) else np.zeros(0)
    voiced = powers[powers > 10 ** (SILENCE / 10)]
    if not len(voiced):
        return samples
    gain = min(10 ** (LOUDNESS / 20) / np.sqrt(voiced.mean()), 10 ** (PEAK / 20) / np.abs(floats).max())
    return np.asarray(np.round(floats * gain * 32767), np.int16)
