"""All media lines are those of one program, `tests/load`, which opens them through the door and says what arrives."""

import asyncio
import base64
import json
import os
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeAlias

import av
import numpy as np

RATE, BLOCK = 48_000, 960
HUM, SECONDS = 440, 1
Wanted: TypeAlias = Literal["", "ready", "open"]
"""Of a microphone: none, published and muted, or open."""
How: TypeAlias = Literal["word", "death", "cut"]
"""Somebody leaves: saying so, as a program that is killed, or in silence, as where a cable is pulled."""
LINE_LIMIT = 2**20


@dataclass(frozen=True, slots=True)
class Line:
    """What one line did in the last second, packets; how often since it came; the longest pause that it heard, ms."""

    joined: bool
    heard: int
    sent: int
    joins: int
    resumes: int
    refused: int
    gap: int


def hum() -> list[str]:
    """A second of a tone in frames of 20 ms of Opus, in Base64."""
    coder = av.CodecContext.create("libopus", "w")
    coder.sample_rate, coder.layout, coder.format, coder.time_base = RATE, "mono", "s16", Fraction(1, RATE)
    frames = []
    for number in range(RATE * SECONDS // BLOCK):
        at = np.arange(number * BLOCK, (number + 1) * BLOCK) / RATE
        frame = av.AudioFrame.from_ndarray(
            (8000 * np.sin(2 * np.pi * HUM * at)).astype(np.int16).reshape(1, -1), layout="mono"
        )
        frame.sample_rate, frame.pts = RATE, number * BLOCK
        frames += [base64.b64encode(bytes(packet)).decode() for packet in coder.encode(frame)]
    return frames


class Crowd:
    """`lines` is what was last told; `told` is called once a second, when it has been."""

    def __init__(self, running: Process) -> None:
        self._running = running
        self.told: Callable[[], None] = lambda: None
        self.lines: Mapping[str, Line] = {}
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def gather(cls, generator: Path, log: Path) -> "Crowd":
        """Start the program; nobody is there yet."""
        with log.open("ab") as errors:
            running = await asyncio.create_subprocess_exec(
                str(generator), "-profile", "crowd", stdin=PIPE, stdout=PIPE, stderr=errors, limit=LINE_LIMIT,
                env={**os.environ, "GOMAXPROCS": "2"}, start_new_session=True,
            )  # fmt: skip
        crowd = cls(running)
        crowd._order(do="say", frames=hum())
        return crowd

    @property
    def pid(self) -> int:
        return self._running.pid

    def come(self, name: str, address: str, token: str) -> None:
        """Open a line at this address, and keep it up."""
        self._order(do="come", name=name, address=address, bearer=token)

    def voice(self, name: str, wanted: Wanted) -> None:
        self._order(do="voice", name=name, wanted=wanted)

    def leave(self, name: str, how: How) -> None:
        self._order(do="leave", name=name, how=how)

    def lose(self, names: list[str]) -> None:
        """Their sockets are lost, and opened again."""
        self._order(do="lose", names=names)

    def _order(self, **said: object) -> None:
        assert self._running.stdin is not None
        self._running.stdin.write(json.dumps(said).encode() + b"\n")

    async def _read(self) -> None:
        assert self._running.stdout is not None
        async for line in self._running.stdout:
            said = json.loads(line)["guests"]
            self.lines = {name: Line(bool(told[0]), *told[1:]) for name, told in said.items()}
            self.told()

    async def end(self) -> None:
        """End the program, and whatever it had open."""
        with suppress(ProcessLookupError):
            self._running.kill()
        await self._running.wait()
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
