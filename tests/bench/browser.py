"""What somebody at a real Chromium waits for: the page, sound and picture after a press, and sound after a grant."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import aiohttp
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from prachum.media.engine import Address
from prachum.media.rooms import Rooms
from prachum.registry import links, taking, tokens
from prachum.registry.models import Meeting
from prachum.rules.order import PersonId
from prachum.settings import DATA
from prachum.workers.bots import Bot
from prachum.workers.listening import Ear
from tests.bench.figures import Figures, figure, percentile, ratio
from tests.bench.present import present
from tests.bench.sound import Scene, chamber, hums, until
from tests.registry.hall import MYS_HEAD, THA_HEAD

GRANTS = 8
"""Times the floor is given, with a microphone that is ready, in a repetition."""
MILLISECONDS = 30_000
WATCH = """
const connect = AudioNode.prototype.connect, taps = [], samples = new Float32Array(512);
AudioNode.prototype.connect = function (to, ...rest) {
  if (to instanceof AudioDestinationNode) {
    const tap = new AnalyserNode(this.context, { fftSize: samples.length });
    connect.call(this, tap);
    taps.push(tap);
  }
  return connect.call(this, to, ...rest);
};
const now = () => performance.timeOrigin + performance.now();
window.noted = {};
setInterval(() => {
  const loud = taps.some((tap) => {
    tap.getFloatTimeDomainData(samples);
    return samples.some((one) => Math.abs(one) > 0.01);
  });
  if (loud) {
    window.noted.sound ??= now();
    window.noted.last = now();
  }
  for (const video of document.querySelectorAll('video:not([data-noted])')) {
    video.dataset.noted = 'yes';
    video.requestVideoFrameCallback(() => { window.noted.frame ??= now(); });
  }
}, 5);
addEventListener('click', () => { window.noted.click ??= now(); }, true);
addEventListener('keydown', () => { window.noted.key ??= now(); }, true);
"""
"""Moments in ms since 1970, as Python's clock has them, of what reaches loudspeakers and screen."""


@dataclass(frozen=True)
class Arrival:
    """In ms: an empty page, our page until the hall stands there, and from the press on Listen to sound and picture."""

    empty: float
    hall: float
    sound: float
    frame: float


def measure(repetitions: int, grants: int = GRANTS) -> Figures:
    """Cold (a browser without a past) and warm (the same page again), beside an empty page of the same server."""
    with chamber() as (address, meeting, keys):
        # By their link: a visitor who is away for two minutes would lose the seat.
        link = taking.link_of(links.issue(Meeting.objects.get(id=meeting), MYS_HEAD))
        assert link is not None
        return asyncio.run(_measure(address, meeting, keys, taking.enter(link, None), repetitions, grants))


async def _measure(
    address: str, meeting: UUID, keys: dict[str, str], chair: str, repetitions: int, grants: int
) -> Figures:
    cold, warm, heard, silent, keyed = [], [], [], [], []
    async with _speaker(address, meeting, keys) as scene, async_playwright() as playwright:
        for _ in range(repetitions):
            browser = await playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--autoplay-policy=document-user-activation-required"],
                ignore_default_args=["--mute-audio"],
            )
            context = await _without_a_past(browser)
            await _speaks(scene)
            cold.append(await _arrives(context, address, meeting))
            warm.append(await _arrives(context, address, meeting))
            await scene.post("take-floor-back", MYS_HEAD, {"holder": "THA"})
            page = await _listens(context, address, meeting)
            found = await _grants(scene, page, grants)
            heard.append([one for one, _ in found])
            silent.append([one for _, one in found])
            keyed.append(await _keys(scene, page, await _presides(browser, address, meeting, chair), grants))
            await browser.close()
    return figures(cold, warm, heard, silent, keyed)


def figures(
    cold: Sequence[Arrival],
    warm: Sequence[Arrival],
    heard: Sequence[Sequence[float]],
    silent: Sequence[Sequence[float]],
    keyed: Sequence[Sequence[float]],
) -> Figures:
    found: Figures = {}
    for name, each in (("cold", cold), ("warm", warm)):
        found |= {
            f"Chromium, {name}: an empty page": figure("ms", [one.empty for one in each]),
            f"Chromium, {name}: the chamber stands": figure("ms", [one.hall for one in each]),
            f"Chromium, {name}: chamber ÷ empty page": ratio([one.hall for one in each], [one.empty for one in each]),
            f"Chromium, {name}: press → first sound": figure("ms", [one.sound for one in each]),
            f"Chromium, {name}: press → first frame": figure("ms", [one.frame for one in each]),
        }
    return found | {
        "Chromium: grant → first sound, p50": figure("ms", [percentile(each, 0.5) for each in heard]),
        "Chromium: grant → first sound, worst": figure("ms", [max(each) for each in heard]),
        "Chromium: taking back → last sound, p50": figure("ms", [percentile(each, 0.5) for each in silent]),
        "Chromium: taking back → last sound, worst": figure("ms", [max(each) for each in silent]),
        "Chromium: the chair's key → last sound, p50": figure("ms", [percentile(each, 0.5) for each in keyed]),
        "Chromium: the chair's key → last sound, worst": figure("ms", [max(each) for each in keyed]),
    }


@asynccontextmanager
async def _speaker(address: str, meeting: UUID, keys: dict[str, str]) -> AsyncIterator[Scene]:
    """A speaker who follows the stream as a client does, and hums whenever the floor is theirs."""
    async with (
        Rooms(Address.of(DATA)) as rooms,
        aiohttp.ClientSession(address, timeout=aiohttp.ClientTimeout(total=None)) as client,
        present(address, meeting, keys.values()),
        asyncio.TaskGroup() as parts,
    ):
        bot = Bot(rooms, meeting, PersonId(THA_HEAD), "en")
        # Not run: only Chromium listens here.
        ears = Ear(rooms, meeting, gated=True, name="one"), Ear(rooms, meeting, gated=True, name="other")
        scene = Scene(meeting, client, keys, bot, *ears)
        tasks = [parts.create_task(doing) for doing in (scene.follow(), hums(bot), bot.run())]
        yield scene
        for task in tasks:
            task.cancel()


async def _speaks(scene: Scene) -> None:
    await _is_next(scene)
    await scene.post("give-floor", MYS_HEAD, {"to": "THA", "speaker": THA_HEAD})
    await asyncio.sleep(1)


async def _is_next(scene: Scene) -> None:
    await scene.post("request-floor", THA_HEAD, {"item": "opening"})
    await until(lambda: "microphone" in scene.bot.publishes)


async def _without_a_past(browser: Browser) -> BrowserContext:
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    await context.add_init_script(WATCH)
    return context


async def _arrives(context: BrowserContext, address: str, meeting: UUID) -> Arrival:
    page = await context.new_page()
    began = time.time()
    await page.goto(f"{address}/healthz")
    empty = time.time() - began
    began = time.time()
    await page.goto(f"{address}/meetings/{meeting}/")
    await page.locator(".hall").wait_for(timeout=MILLISECONDS)
    stands = time.time() - began
    await _press(page)
    noted = await _noted(page, "sound", "frame")
    await page.close()
    return Arrival(empty * 1000, stands * 1000, noted["sound"] - noted["click"], noted["frame"] - noted["click"])


async def _listens(context: BrowserContext, address: str, meeting: UUID) -> Page:
    page = await context.new_page()
    await page.goto(f"{address}/meetings/{meeting}/")
    await page.locator(".hall").wait_for(timeout=MILLISECONDS)
    await _press(page)
    await page.locator("[data-act=listen]").wait_for(state="hidden", timeout=MILLISECONDS)
    return page


async def _presides(browser: Browser, address: str, meeting: UUID, token: str) -> Page:
    """The chair's own screen, in a browser of theirs, who only listens."""
    context = await _without_a_past(browser)
    await context.add_cookies([{"name": tokens.COOKIE, "value": token, "url": address}])
    page = await context.new_page()
    await page.goto(f"{address}/meetings/{meeting}/")
    await page.locator("[data-act=listenOnly]").click(timeout=MILLISECONDS)
    return page


async def _press(page: Page) -> None:
    await page.locator("[data-act=listen]").first.click()


async def _noted(page: Page, *names: str) -> dict[str, float]:
    """What the page noted, once all of these are there; our pages let nobody evaluate strings in a loop of theirs."""
    async with asyncio.timeout(MILLISECONDS / 1000):
        while not set(names) <= (noted := await page.evaluate("window.noted")).keys():  # noqa: ASYNC110 foreign program
            await asyncio.sleep(0.02)
    found: dict[str, float] = noted
    return found


async def _grants(scene: Scene, page: Page, count: int) -> list[tuple[float, float]]:
    """Milliseconds from the grant to the first sound, and from the taking back to the last, each so many times."""
    found = []
    for _ in range(count):
        await _is_next(scene)
        # The page subscribes to what was published.
        await asyncio.sleep(1.5)
        await page.evaluate("window.noted = {}")
        sent = time.time() * 1000
        await scene.post("give-floor", MYS_HEAD, {"to": "THA", "speaker": THA_HEAD})
        heard = (await _noted(page, "sound"))["sound"]
        await asyncio.sleep(0.5)
        back = time.time() * 1000
        await scene.post("take-floor-back", MYS_HEAD, {"holder": "THA"})
        await asyncio.sleep(0.6)
        found.append((heard - sent, max(0.0, await page.evaluate("window.noted.last") - back)))
    return found


async def _keys(scene: Scene, page: Page, chair: Page, count: int) -> list[float]:
    """Milliseconds from the key by which the chair ends a speech to the last that is heard of it, so many times."""
    found = []
    for _ in range(count):
        await _is_next(scene)
        await asyncio.sleep(1.5)
        await page.evaluate("window.noted = {}")
        await chair.evaluate("window.noted = {}")
        await scene.post("give-floor", MYS_HEAD, {"to": "THA", "speaker": THA_HEAD})
        await _noted(page, "sound")
        await chair.locator("[data-action=take_back]").wait_for(timeout=MILLISECONDS)
        await asyncio.sleep(0.5)
        await chair.keyboard.press("b")
        pressed = (await _noted(chair, "key"))["key"]
        await asyncio.sleep(0.6)
        found.append(max(0.0, await page.evaluate("window.noted.last") - pressed))
    return found
