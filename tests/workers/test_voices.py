"""Simulated delegations speak the meeting's languages, equally loud, and say what is written, whatever is written."""

import asyncio
import io
import os
import shutil
import wave
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest

from prachum.meetingfile.read import loads
from prachum.workers import staging, voices
from prachum.workers.voices import LONGEST, RATE, CannotSpeak, Said, Samples, Speech, Voices
from tests.meetingfile.small import SMALL

needs_voices = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
GREETINGS = {
    "en": "The delegation of Thailand thanks the chair.",
    "th": "ขอบคุณท่านประธาน คณะผู้แทนไทยขอเสนอข้อเสนอสามด้าน",
    "fr": "La délégation de la Thaïlande remercie le président.",
    "ms": "Terima kasih, Tuan Pengerusi.",
    "id": "Terima kasih, Bapak Ketua.",
    "vi": "Cảm ơn Ngài Chủ tịch.",
}


def loudness(samples: Samples) -> float:
    """Of what is not a pause, in dBFS."""
    blocks = samples[: len(samples) // 960 * 960].reshape(-1, 960).astype(float) / 32768
    powers = (blocks**2).mean(axis=1)
    return float(10 * np.log10(powers[powers > 1e-5].mean()))


def speak(kept: Path, *said: Said) -> list[Speech]:
    async def all_of_it() -> list[Speech]:
        voices = Voices(kept)
        return [await voices.speech(one) for one in said]

    return asyncio.run(all_of_it())


@needs_voices
def test_each_language_of_the_region_is_spoken_equally_loud(tmp_path: Path) -> None:
    spoken = speak(tmp_path, *(Said(text, language) for language, text in GREETINGS.items()))
    assert [speech.language for speech in spoken] == list(GREETINGS)
    for speech in spoken:
        assert 0.5 < speech.seconds < 20
        assert abs(loudness(speech.samples) + 20) < 2
        assert np.abs(speech.samples).max() < 32700


@needs_voices
def test_where_there_is_no_voice_the_words_are_spoken_in_english_and_it_says_so(tmp_path: Path) -> None:
    for language in ("xx", "../../etc", "-w", ""):
        (speech,) = speak(tmp_path, Said("Thank you, Chair.", language))
        assert speech.language == "en"
        assert speech.seconds > 0.5


@needs_voices
def test_two_speakers_do_not_sound_the_same(tmp_path: Path) -> None:
    one, same, other = speak(tmp_path, *(Said("Thank you.", "en", who) for who in ("mys-head", "mys-head", "can-head")))
    assert np.array_equal(one.samples, same.samples)
    assert not np.array_equal(one.samples, other.samples)


@needs_voices
@pytest.mark.parametrize(
    "hostile",
    [
        "-w stolen.wav --stdout -f /etc/passwd",
        '<speak><audio src="/etc/passwd"/><break time="3600s"/></speak>',
        "$(touch stolen.wav); `touch stolen.wav` | cat",
        "one\x00two\x01500s three \x1b]0;title\x07 \ud800",
    ],
)
def test_hostile_words_are_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hostile: str) -> None:
    monkeypatch.chdir(tmp_path)
    (speech,) = speak(tmp_path / "kept", Said(hostile, "en"))
    assert 0.5 < speech.seconds < 60
    assert os.listdir(tmp_path) == ["kept"]


def test_neither_commands_nor_phonemes_reach_the_voice() -> None:
    assert voices.as_text("a\x01b [[h@l'oU]] c") == "a b ((h@l'oU)) c"


@needs_voices
def test_a_text_without_end_is_cut_and_an_empty_one_is_silent(tmp_path: Path) -> None:
    long, empty = speak(tmp_path, Said("yes " * LONGEST, "en"), Said(" \n", "th"))
    assert long.cut
    assert long.seconds > 60
    assert len(empty.samples) == 0


@needs_voices
def test_what_was_spoken_is_kept_and_a_broken_file_is_spoken_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Said("The agenda is adopted.", "en")
    (first,) = speak(tmp_path, said)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:20])
    (again,) = speak(tmp_path, said)
    assert len(first.samples) == len(again.samples)
    monkeypatch.setenv("PATH", "")
    (kept,) = speak(tmp_path, said)
    assert np.array_equal(again.samples, kept.samples)


def test_without_espeak_ng_it_is_said_that_nobody_can_speak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotSpeak):
        speak(tmp_path, Said("Thank you.", "en"))


@needs_voices
def test_a_whole_script_is_prepared_and_says_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    script = [Said(f"Step {number % 4}.", "en") for number in range(8)]

    async def prepare() -> None:
        await Voices(tmp_path).prepare(script, lambda done, of: told.append((done, of)))

    asyncio.run(prepare())
    assert told == [(done, 4) for done in range(5)]
    assert len(list(tmp_path.iterdir())) == 4


def test_two_who_speak_the_same_words_at_once_both_have_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken, path = io.BytesIO(), tmp_path / "words.wav"
    with wave.open(spoken, "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", "not compressed"))
        file.writeframes(b"\x10\x10" * 2205)
    both_written, replace = Barrier(2, timeout=30), Path.replace

    def replacing(draft: Path, target: Path) -> Path:
        both_written.wait()
        return replace(draft, target)

    monkeypatch.setattr(Path, "replace", replacing)
    with ThreadPoolExecutor(2) as pool:
        heard = list(pool.map(voices._finished, [spoken.getvalue()] * 2, [path] * 2))
    kept = voices._read(path)
    assert kept is not None
    assert any(np.array_equal(kept, one) for one in heard)
    assert os.listdir(tmp_path) == [path.name]


def test_what_a_demonstration_keeps_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "KEPT_BYTES", 250)
    for number in range(4):
        (tmp_path / f"{number}.wav").write_bytes(b"\0" * 100)
        os.utime(tmp_path / f"{number}.wav", (number, number))
    mute = loads(SMALL.replace(", says: {th: เปิดประชุม}", "").encode(), "small.yaml")
    asyncio.run(staging._prepare(Voices(tmp_path), mute, lambda done, of: None))
    assert sorted(os.listdir(tmp_path)) == ["2.wav", "3.wav"]


def test_a_pure_tone_keeps_its_pitch_through_resampling() -> None:
    tone = (9000 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)).astype(np.int16)
    level = voices.levelled(tone)
    assert abs(loudness(level) + 20) < 0.1
    assert np.argmax(np.abs(np.fft.rfft(level))) == 440
