"""A nameplate names the party in the delegation's language, is marked as a rehearsal, and never stands still."""

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFont

from prachum.rules.delegations import SeatPerson
from prachum.rules.order import DOOR
from prachum.rules.parties import Nameplate
from prachum.workers import pictures
from prachum.workers.pictures import HEIGHT, PLATE, RED, TRACK, WIDTH, Picture, Words, drawn
from tests.rules.chamber import SOMSAK, THIDA, Sitting, opened

MARKS = ("Rehearsal, simulated", "การซ้อม (จำลอง)", "Répétition, simulée")


def pixels(image: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(image.convert("RGB"))


def titled(**title: str) -> Sitting:
    sitting = opened()
    sitting.does(DOOR, SeatPerson(THIDA, Nameplate(title)))
    return sitting


def test_the_nameplate_speaks_the_delegations_language_or_else_english() -> None:
    state = titled(en="Director-General", th="อธิบดี").state
    assert Words.of(state, THIDA, "th") == Words("THA", "อธิบดี", MARKS[1])
    assert Words.of(state, THIDA, "fr") == Words("THA", "Director-General", MARKS[2])
    assert Words.of(state, THIDA, "ms") == Words("THA", "Director-General", MARKS[0])


def test_who_sits_for_no_party_is_named_by_office() -> None:
    assert Words.of(opened().state, SOMSAK, "en").party == "the secretariat"


@pytest.mark.parametrize("mark", MARKS)
def test_every_picture_is_marked_as_a_rehearsal(mark: str) -> None:
    red = tuple(int(RED[at : at + 2], 16) for at in (1, 3, 5))
    shown = pixels(drawn(Words("Thailand", "Director-General", mark)))[10:38]
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
def test_any_name_leaves_the_plate_whole(hostile: str) -> None:
    empty = pixels(drawn(Words("", "", MARKS[0])))
    shown = pixels(drawn(Words(hostile, hostile, MARKS[0])))
    left, top, right, bottom = PLATE
    changed = np.argwhere((empty != shown).any(axis=2))
    inside = changed[(changed[:, 0] >= top) & (changed[:, 0] <= bottom)]
    assert len(inside) == len(changed)
    assert not len(inside) or (inside[:, 1].min() > left and inside[:, 1].max() < right)


def test_something_moves_from_one_frame_to_the_next_and_the_words_stay() -> None:
    picture = Picture(Words("Thailand", "Director-General", MARKS[0]))
    frames = [np.frombuffer(picture.frame(at / 8).data, np.uint8)[: WIDTH * HEIGHT] for at in range(8)]
    for earlier, later in pairwise(frames):
        rows = np.argwhere((earlier != later).reshape(HEIGHT, WIDTH))[:, 0]
        assert len(rows) > 20
        assert rows.min() >= TRACK - 10
        assert rows.max() <= TRACK + 10
