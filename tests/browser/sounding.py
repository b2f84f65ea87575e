"""An installation with its engine, simulated delegates who hum, and Chromium that says what comes out of it."""

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import URLError
from urllib.request import Request, urlopen
from uuid import UUID

import numpy as np
from playwright.sync_api import Browser, Page, expect

from prachum.journal import read
from prachum.media.engine import Address
from prachum.media.rooms import Rooms
from prachum.registry import taking, tokens
from prachum.registry.models import Meeting
from prachum.rules.order import PersonId
from prachum.settings import DATA
from prachum.workers.bots import Bot
from prachum.workers.line import Line
from prachum.workers.listening import Ear
from prachum.workers.voices import RATE, Samples
from tests import parts

T = TypeVar("T")
GENEROUS = 40.0
"""Seconds to wait for what takes a second or two."""
PITCHES = {"tha-head": 440, "mys-head": 970, "can-head": 1510, "vnm-head": 2390}
"""None is a harmonic of another: a tone that a busy machine plays with gaps has some of all its own."""
BROWSERS_PITCH = 660
"""The tone that a Chromium has for a microphone."""

TAP = """
const connect = AudioNode.prototype.connect;
const taps = [];
window.audioContexts = new Set();
AudioNode.prototype.connect = function (to, ...rest) {
  window.audioContexts.add(this.context);
  if (to instanceof AudioDestinationNode) {
    const tap = new AnalyserNode(this.context, { fftSize: 8192, smoothingTimeConstant: 0 });
    connect.call(this, tap);
    taps.push(tap);
  }
  return connect.call(this, to, ...rest);
};
window.levelAt = (pitch) => Math.max(-200, ...taps.map((tap) => {
  const bins = new Float32Array(tap.frequencyBinCount);
  tap.getFloatFrequencyData(bins);
  const at = Math.round(pitch * tap.fftSize / tap.context.sampleRate);
  return Math.max(...bins.slice(at - 1, at + 2));
}));
window.levelsAt = async (pitch, looks) => {
  const levels = [];
  for (let look = 0; look < looks; look += 1) {
    levels.push(window.levelAt(pitch));
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  return levels.sort((a, b) => a - b);
};
window.connections = [];
const Connection = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Connection {
  constructor(...given) { super(...given); window.connections.push(this); }
};
window.watchPitch = (pitch, audible) => {
  let since;
  window.longestSilence = 0;
  clearInterval(window.watching);
  window.watching = setInterval(() => {
    since = window.levelAt(pitch) > audible ? undefined : since ?? performance.now();
    if (since !== undefined) window.longestSilence = Math.max(window.longestSilence, performance.now() - since);
  }, 50);
};
"""
"""What goes to the loudspeakers is also measured; the page itself knows nothing of it."""
AUDIBLE = -60.0
"""dB of a tone in what comes out; silence is below -100."""


def until(true: Callable[[], object], what: str | Callable[[], str], seconds: float = GENEROUS) -> None:
    """Wait for it; `what` that has to be found out first is asked only where it is told."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() >= deadline:
            raise AssertionError(f"not within {seconds} s: {what if isinstance(what, str) else what()}")
        time.sleep(0.1)


class Up:
    """`prachum up` on the data of this test process."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        environment = os.environ | {"PRACHUM_MEDIA": "1"}
        command = (sys.executable, "-m", "tests.command", "up", "--port", str(port))
        self._running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        assert self._running.stderr is not None
        with parts.ended_unless_begun(self.end):
            said = self._running.stderr.readline()
            if self.address not in said:
                self._running.terminate()
                raise AssertionError(said + self._running.stderr.read())
            threading.Thread(target=self._running.stderr.read, daemon=True).start()
            until(self._engine_answers, "the engine answers", 60)

    def pid(self, part: str) -> int:
        """The process id of `web` or `engine` now."""
        return parts.part(self._running.pid, {"web": parts.WEB, "engine": parts.ENGINE}[part])

    def kill(self, part: str) -> None:
        """End it as a crash would, and wait until another one is there."""
        until(lambda: self.pid(part), f"{part} lives")
        dead = self.pid(part)
        os.kill(dead, signal.SIGKILL)
        until(lambda: self.pid(part) not in (0, dead), f"{part} is started again", 30)

    @contextmanager
    def without(self, part: str) -> Iterator[None]:
        """End it as a crash would, and every other one that is started before the block ends.

        The supervisor itself goes on: one that was stopped would take the engine for dead.
        """
        over = threading.Event()

        def keep_ending() -> None:
            while not over.wait(0.05):
                if pid := self.pid(part):
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)

        ending = threading.Thread(target=keep_ending)
        ending.start()
        try:
            yield
        finally:
            over.set()
            ending.join(10)
        until(lambda: self.pid(part), f"{part} is started again")

    @contextmanager
    def engine_hangs(self) -> Iterator[None]:
        """The engine does nothing, and nobody mends it."""
        hanging = (self._running.pid, self.pid("engine"))
        for pid in hanging:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in reversed(hanging):
                os.kill(pid, signal.SIGCONT)

    def end(self) -> None:
        self._running.send_signal(signal.SIGTERM)
        with self._running:
            self._running.wait(30)

    def _engine_answers(self) -> bool:
        with suppress(URLError, OSError, ValueError, FileNotFoundError):
            return bool(urlopen(Address.of(DATA).url.replace("ws", "http", 1), timeout=2).status == 200)
        return False


@contextmanager
def on_the_line(up: Up, meeting: Meeting, person: PersonId) -> Iterator[None]:
    """Somebody follows the meeting, and asks again for as long as they are not answered.

    Of whoever was only said to have arrived the line is lost some seconds after a start of the web part, and while the
    presiding chair's is, nobody is heard.
    """
    asked = Request(f"{up.address}/api/meetings/{meeting.id}/stream")
    asked.add_header("cookie", f"{tokens.COOKIE}={taking.take(meeting, person, None)}")
    over = threading.Event()

    def follow() -> None:
        while not over.wait(0.2):
            with suppress(OSError, HTTPException), urlopen(asked, timeout=10) as stream:
                while not over.is_set() and stream.readline():
                    pass

    following = threading.Thread(target=follow)
    following.start()
    try:
        yield
    finally:
        over.set()
        following.join(20)


@dataclass
class Delegates:
    """Bots and ears in a loop of their own; each hums at its pitch whenever it is heard."""

    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    lines: list[Line] = field(default_factory=list)
    _futures: list["Future[Any]"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self.rooms = self._do(self._entered())

    def hum(self, meeting: Meeting, *people: str) -> None:
        """These people's bots come in, and hum for as long as they are heard."""
        for person in people:
            bot = self._do(self._made(meeting.id, person))
            self._go(self._hums(bot, tone(PITCHES[person], 600)))

    def listen(self, meeting: Meeting) -> Ear:
        """Somebody honest who hears what Chromium says."""
        return self._do(self._listens(meeting.id))

    def end(self) -> None:
        for future in self._futures:
            future.cancel()
        # What was cancelled leaves its Room before the loop ends.
        until(lambda: len(asyncio.all_tasks(self.loop)) == 0, "all have left")
        self._do(self.rooms.__aexit__(None, None, None))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()

    async def _entered(self) -> Rooms:
        return await Rooms(Address.of(DATA)).__aenter__()

    async def _made(self, meeting: UUID, person: str) -> Bot:
        bot = Bot(self.rooms, meeting, PersonId(person), "en")
        self._follow(bot)
        return bot

    async def _listens(self, meeting: UUID) -> Ear:
        ear = Ear(self.rooms, meeting, gated=True)
        self._follow(ear)
        return ear

    def _follow(self, line: Line) -> None:
        self.lines.append(line)
        self._go(line.run())
        self._go(self._told(line))

    async def _told(self, line: Line) -> None:
        while True:
            await line.state_changed(await asyncio.to_thread(read.state, line.meeting))
            await asyncio.sleep(0.2)

    async def _hums(self, bot: Bot, samples: Samples) -> None:
        while True:
            await bot.say(samples)

    def _go(self, doing: Coroutine[Any, Any, Any]) -> None:
        self._futures.append(asyncio.run_coroutine_threadsafe(doing, self.loop))

    def _do(self, doing: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(GENEROUS)


def tone(pitch: int, seconds: float) -> Samples:
    return (4600 * np.sin(2 * np.pi * pitch * np.arange(int(RATE * seconds)) / RATE)).astype(np.int16)


def microphone(folder: Path) -> Path:
    """A file that Chromium takes for a microphone, in which somebody hums."""
    path = folder / "hum.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(tone(BROWSERS_PITCH, 10).tobytes())
    return path


def chromium(beside: Browser, *flags: str) -> Browser:
    """Another Chromium, in which sound plays only after a press."""
    return beside.browser_type.launch(
        executable_path=shutil.which("chromium"),
        args=["--no-sandbox", "--autoplay-policy=document-user-activation-required", *flags],
        # Playwright mutes by default; what is muted cannot be measured otherwise than by the page's word.
        ignore_default_args=["--mute-audio"],
    )


class Chamber:
    """One page of one browser in a meeting."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def listen(self) -> None:
        """Press Listen, which then goes away because sound really plays."""
        self.page.get_by_role("button", name=re.compile("^Listen")).click()
        expect(self.page.locator("[data-act=listen]")).to_be_hidden(timeout=30_000)

    def enter(self) -> None:
        """Go through the device check as somebody does whose devices work."""
        # A hum that does not end is noise to the browser.
        self.page.locator("[data-act=useDevices]").click()
        self.page.get_by_label("Take out noise").uncheck()
        enter = self.page.locator("[data-act=enter]")
        expect(enter).to_be_enabled(timeout=40_000)
        enter.click()
        expect(self.page.locator(".modal.check")).to_be_hidden()

    def hears(self, pitch: int) -> bool:
        return self.level(pitch) > AUDIBLE

    def until_hearing(self, pitch: int, seconds: float = GENEROUS) -> None:
        until(lambda: self.hears(pitch), lambda: f"{pitch} Hz is heard ({self.levels()})", seconds)

    def until_silent(self, pitch: int, seconds: float = GENEROUS) -> None:
        until(lambda: not self.hears(pitch), lambda: f"{pitch} Hz is silent ({self.levels()})", seconds)

    def levels(self) -> str:
        pitches = [*PITCHES.values(), BROWSERS_PITCH]
        return json.dumps({pitch: round(self.level(pitch)) for pitch in pitches})

    def level(self, pitch: int) -> float:
        """dB, of what comes out at this pitch: the middle of five looks, since a busy machine leaves gaps."""
        return float(self._levels(pitch, 5)[2])

    def steady(self, pitch: int) -> float:
        """How loud this pitch is, in dB, once it no longer changes."""
        seen: list[float] = []

        def stays() -> bool:
            seen[:] = self._levels(pitch, 9)
            return seen[6] - seen[2] < 1

        until(stays, lambda: f"{pitch} Hz stays as loud as it is ({seen})")
        return seen[4]

    def silence(self) -> float:
        """The longest one since the last call of `watch`, in ms."""
        return float(self.page.evaluate("window.longestSilence ?? 0"))

    def watch(self, pitch: int) -> float:
        """Look at this pitch from now on; return the longest silence in ms since the last call."""
        before = self.silence()
        self.page.evaluate("([pitch, audible]) => window.watchPitch(pitch, audible)", [pitch, AUDIBLE])
        return before

    def _levels(self, pitch: int, looks: int) -> list[float]:
        """So many looks within half a second or so, the lowest first."""
        found: list[float] = self.page.evaluate("([pitch, looks]) => window.levelsAt(pitch, looks)", [pitch, looks])
        return found

    def microphone(self) -> str:
        """What the screen says of my microphone: open, ready, preparing, cannot; off where it says nothing."""
        return str(self.page.evaluate("document.querySelector('.my-microphone')?.dataset.is ?? 'off'"))

    def until_microphone(self, state: str) -> None:
        def instead() -> str:
            said = " ".join(self.page.locator(".hall").inner_text().split())
            return f"the microphone is {state}, not {self.microphone()}: {said}"

        until(lambda: self.microphone() == state, instead)


@contextmanager
def opened(
    browser: Browser, up: Up, meeting: Meeting, person: str | None, *, allowed: bool = True, token: str = ""
) -> Iterator[Chamber]:
    """A chamber in a browser without a past; `person` None only looks on, unless a session's `token` is given."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.add_init_script(TAP)
    if allowed:
        context.grant_permissions(["microphone", "camera"], origin=up.address)
    if person is not None:
        token = taking.take(meeting, person, None)
    if token:
        context.add_cookies([{"name": tokens.COOKIE, "value": token, "url": up.address}])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    page.goto(f"{up.address}/meetings/{meeting.id}/")
    expect(page.locator(".hall")).to_be_visible(timeout=40_000)
    try:
        yield Chamber(page)
    finally:
        context.close()
    assert not faults
