"""A simulated delegation shows an outline with its code, marked as rehearsal, in which something always moves."""

import asyncio
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from livekit import rtc
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from prachum.projections.naming import Naming
from prachum.projections.wording import spoken
from prachum.rules.order import PersonId
from prachum.rules.procedure import State
from prachum.words import say

WIDTH, HEIGHT = 640, 360
LIVELY, CALM = 8.0, 1.0
"""Pictures a second: of those on stage, and of the others, whom somebody may still watch."""
DIM, PAPER, RED = "#6f8698", "#f3eee3", "#b3241c"
SKY, NIGHT = (50, 88, 110), (20, 34, 48)
BADGE = (210, 104, 430, 154)
MARK = (158, 212)
MARKED = {1: (14, 26), 2: (13, 22), 3: (12, 18)}
WRITTEN = 190
# High enough to be seen above the one nameplate, which is the chamber's and lies over every picture.
TRACK, DOT = 24, 14
"""In pixels: between which rows the mark is, how wide the badge, the line overhead, and what moves along that.

The mark's letters and lines are as high as so many languages leave room for.
"""
LONGEST, SMALLEST = 200, 10
"""Characters of a name that are looked at, and the size below which the rest of it is left out."""
LAP = 4.0
"""Seconds from one end of the line to the other and back."""
FOLDERS = tuple(
    Path(folder).expanduser()
    for folder in ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
)
LATIN = ("NotoSans", "DejaVuSans", "LiberationSans")
SCRIPTS: tuple[tuple[int, int, tuple[str, ...]], ...] = ((0x0E00, 0x0E7F, ("NotoSansThai", "Garuda", "Loma")),)

Run: TypeAlias = tuple[str, ImageFont.FreeTypeFont]


@dataclass(frozen=True, slots=True)
class Words:
    """What a picture says: for whom somebody sits, and in each language that all this is simulated."""

    code: str
    marks: tuple[str, ...]

    @classmethod
    def of(cls, state: State, person: PersonId, language: str) -> "Words":
        """Return the code of this person's party, or their office in a language, and the mark in the meeting's."""
        ours = spoken(language)
        known = state.delegations.people.get(person)
        if known is None or known.delegation in state.delegations.parties:
            code = known.delegation if known is not None else ""
        else:
            code = Naming(state, ours).delegation(known.delegation)
        read = dict.fromkeys(map(spoken, state.meeting.setup.languages or (language,)))
        return cls(code, tuple(say("site.rehearsal", one) for one in read))


class Picture:
    """A picture drawn once; each frame of it is a copy with the dot elsewhere (I420, 640 × 360)."""

    def __init__(self, words: Words) -> None:
        self._still = _i420(drawn(words))

    def frame(self, seconds: float) -> rtc.VideoFrame:
        """Return the picture as it is so many seconds after it began."""
        pixels = bytearray(self._still)
        luma: NDArray[np.uint8] = np.frombuffer(pixels, np.uint8)[: WIDTH * HEIGHT].reshape(HEIGHT, WIDTH)
        way = (1 - math.cos(seconds / LAP * 2 * math.pi)) / 2
        left = BADGE[0] + round(way * (BADGE[2] - BADGE[0] - DOT))
        luma[TRACK - DOT // 2 : TRACK + DOT // 2, left : left + DOT][_disc()] = 225
        return rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.I420, pixels)


class Camera:
    """Feeds a source that can be published; `lively` while its person is on stage."""

    def __init__(self, picture: Picture) -> None:
        self.source = rtc.VideoSource(WIDTH, HEIGHT)
        self.lively = False
        self._picture = picture
        self._wake = asyncio.Event()

    def set_lively(self, lively: bool) -> None:
        self.lively = lively
        self._wake.set()

    async def run(self) -> None:
        """Draw until cancelled."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while True:
            self.source.capture_frame(self._picture.frame(loop.time() - began))
            self._wake.clear()
            try:
                async with asyncio.timeout(1 / (LIVELY if self.lively else CALM)):
                    await self._wake.wait()
            except TimeoutError:
                continue


@cache
def _disc() -> NDArray[np.bool_]:
    ring = np.arange(DOT) - (DOT - 1) / 2
    return np.asarray(np.hypot(*np.meshgrid(ring, ring)) <= DOT / 2)


def _i420(image: Image.Image) -> bytes:
    rgba = rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.RGBA, image.convert("RGBA").tobytes())
    return bytes(rgba.convert(rtc.VideoBufferType.I420).data)


def drawn(words: Words) -> Image.Image:
    """Return the still picture: somebody's outline with a badge, and on it the mark of the rehearsal."""
    slope = np.linspace(0, 1, HEIGHT)[:, None, None]
    sky = np.broadcast_to((1 - slope) * np.array(SKY) + slope * np.array(NIGHT), (HEIGHT, WIDTH, 3))
    image = Image.fromarray(sky.astype(np.uint8), "RGB")
    pen = ImageDraw.Draw(image)
    pen.line((BADGE[0], TRACK, BADGE[2], TRACK), fill=DIM, width=2)
    pen.ellipse((288, 36, 352, 100), fill=NIGHT)
    pen.rounded_rectangle((190, 92, 450, 440), radius=110, fill=NIGHT)
    _write(pen, words.code, (BADGE[1] + BADGE[3]) / 2, size=40, bold=True, fill=DIM)
    size, line = MARKED[len(words.marks)]
    half = max(_width(_runs(mark, size, bold=True)) for mark in words.marks) / 2 + 12
    bottom = MARK[0] + line * len(words.marks)
    pen.rounded_rectangle((WIDTH / 2 - half, MARK[0], WIDTH / 2 + half, bottom), radius=9, fill=RED)
    for number, mark in enumerate(words.marks):
        _write(pen, mark, MARK[0] + line * (number + 0.5), size=size, bold=True, fill=PAPER)
    return image


def _write(pen: ImageDraw.ImageDraw, text: str, centre: float, *, size: int, bold: bool, fill: str) -> None:
    """Write in the middle of the picture, around this height, smaller or cut where it would be too wide."""
    text = text[:LONGEST]
    runs = _runs(text, size, bold=bold)
    if (width := _width(runs)) > WRITTEN:
        size = max(SMALLEST, int(size * WRITTEN / width))
        width = _width(runs := _runs(text, size, bold=bold))
    while width > WRITTEN:
        text = text[:-1]
        width = _width(runs := _runs(f"{text}…", size, bold=bold))
    left = (WIDTH - width) / 2
    for part, font in runs:
        # On one base line, whatever the script.
        pen.text((left, centre + size * 0.36), part, font=font, fill=fill, anchor="ls")
        left += font.getlength(part)


def _width(runs: list[Run]) -> float:
    return sum(font.getlength(part) for part, font in runs)


def _runs(text: str, size: int, *, bold: bool) -> list[Run]:
    """Return the text in parts that one font can write; blanks and digits go with what is before them."""
    parts: list[tuple[str, tuple[str, ...]]] = []
    for one in " ".join(text.split()).replace("\0", ""):
        families = parts[-1][1] if parts and (one.isspace() or one.isdigit()) else _families(ord(one))
        if parts and parts[-1][1] == families:
            parts[-1] = (parts[-1][0] + one, families)
        else:
            parts.append((one, families))
    return [(part, _font(families, size, bold)) for part, families in parts]


def _families(character: int) -> tuple[str, ...]:
    return next((families for first, last, families in SCRIPTS if first <= character <= last), LATIN)


@cache
def _font(families: tuple[str, ...], size: int, bold: bool) -> ImageFont.FreeTypeFont:
    """Return the first font that is installed; Pillow's own, which has Latin letters only, where none is."""
    weights = ("-Bold", "-Regular", "") if bold else ("-Regular", "", "-Bold")
    for family in families:
        for weight in weights:
            if (file := _installed().get(f"{family}{weight}")) is not None:
                return ImageFont.truetype(file, size)
    found = ImageFont.load_default(size)
    assert isinstance(found, ImageFont.FreeTypeFont), "Pillow was built without FreeType"
    return found


@cache
def _installed() -> dict[str, Path]:
    return {file.stem: file for folder in FOLDERS for file in folder.rglob("*.[to]tf")}
