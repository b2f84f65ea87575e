"""A simulated camera leaves the nameplate to the chamber, is marked as a rehearsal, and never stands still."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFont

from prachum.workers import pictures
from prachum.workers.pictures import BADGE, HEIGHT, MARK, RED, TRACK, WIDTH, Picture, Words, drawn
from tests.rules.chamber import SOMSAK, THIDA, opened

MARKS = ("Rehearsal, simulated", "การซ้อม (จำลอง)", "Répétition, simulée")


def pixels(image: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(image.convert("RGB"))


def test_a_picture_says_for_whom_somebody_sits_and_no_name_or_title() -> None:
    assert Words.of(opened().state, THIDA, "th").code == "THA"


@pytest.mark.parametrize(
    ("languages", "marks"), [(("en", "th", "fr"), MARKS), (("th",), MARKS[1:2]), (("fr", "ms", "en"), MARKS[::-2])]
)
def test_a_picture_says_in_every_language_of_its_meeting_that_it_is_simulated(
    languages: tuple[str, ...], marks: tuple[str, ...]
) -> None:
    state = opened().state
    meeting = replace(state.meeting, setup=replace(state.meeting.setup, languages=languages))
    assert Words.of(replace(state, meeting=meeting), THIDA, "en").marks == marks


def test_who_sits_for_no_party_is_named_by_office() -> None:
    assert Words.of(opened().state, SOMSAK, "en").code == "the secretariat"


@pytest.mark.parametrize("marks", [*((mark,) for mark in MARKS), MARKS[:2], MARKS])
def test_every_picture_is_marked_as_a_rehearsal(marks: tuple[str, ...]) -> None:
    red = tuple(int(RED[at : at + 2], 16) for at in (1, 3, 5))
    shown = pixels(drawn(Words("THA", marks)))[MARK[0] : MARK[1]]
    assert (shown == red).all(axis=2).sum() > 1000
    assert len(np.unique(shown.reshape(-1, 3), axis=0)) > 20  # something is written on it


def test_a_thai_tone_mark_stands_above_its_vowel() -> None:
    font = pictures._font(("NotoSansThai", "Garuda", "Loma"), 40, bold=True)
    if not isinstance(font, ImageFont.FreeTypeFont) or "Thai" not in str(font.getname()):
        pytest.skip("no Thai font is installed")
    height = {word: -font.getbbox(word, anchor="ls")[1] for word in ("ท", "ที", "ที่")}
    assert height["ท"] < height["ที"] < height["ที่"]
    assert font.getlength("ที่") == font.getlength("ท")


@pytest.mark.parametrize("hostile", ["", "x" * 4000, "two\nlines\r\n\x00\x1b[0m", "\u202etfel ot thgir", "🇹🇭 ไทย"])
def test_any_name_stays_on_the_badge(hostile: str) -> None:
    empty = pixels(drawn(Words("", MARKS)))
    shown = pixels(drawn(Words(hostile, MARKS)))
    left, top, right, bottom = BADGE
    changed = np.argwhere((empty != shown).any(axis=2))
    inside = changed[(changed[:, 0] >= top) & (changed[:, 0] <= bottom)]
    assert len(inside) == len(changed)
    assert not len(inside) or (inside[:, 1].min() > left and inside[:, 1].max() < right)


def test_something_moves_from_one_frame_to_the_next_and_the_words_stay() -> None:
    picture = Picture(Words("THA", MARKS))
    frames = [np.frombuffer(picture.frame(at / 8).data, np.uint8)[: WIDTH * HEIGHT] for at in range(8)]
    for earlier, later in pairwise(frames):
        rows = np.argwhere((earlier != later).reshape(HEIGHT, WIDTH))[:, 0]
        assert len(rows) > 20
        assert rows.min() >= TRACK - 10
        assert rows.max() <= TRACK + 10
