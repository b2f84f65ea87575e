"""The demo is a meeting in session: whoever opens its address hears it, takes a seat, speaks, presides and decides."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.sounding import AUDIBLE, BROWSERS_PITCH, TAP, Chamber, chromium, microphone, until
from tests.test_up import PRACHUM, Installation, installed

pytestmark = pytest.mark.engine
VOICES = (150, 200, 250, 300, 400, 500)
"""Where speech has its strength, in Hz."""
SHOWN = 60_000
"""Milliseconds for the first page, on a busy machine."""


class Demo:
    """`prachum demo` on tables that are there already."""

    def __init__(self, installation: Installation) -> None:
        self.home = installation.home
        self.address = f"http://127.0.0.1:{installation.port}/"
        self.told = installation.home / "told.txt"
        command = (*PRACHUM, "demo", "--port", str(installation.port))
        with self.told.open("w") as told:
            self.running = subprocess.Popen(
                command, stdout=told, stderr=subprocess.STDOUT, env=installation.environment
            )

    def says(self, words: str, seconds: float = 60) -> None:
        told = self.told.read_text
        until(lambda: words in told(), lambda: f"the terminal says {words}: {told()}", seconds)

    def end(self) -> None:
        """Press Ctrl-C, and wait until everything has ended."""
        self.running.send_signal(signal.SIGINT)
        self.running.wait(60)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    started = Demo(installed(tmp_path_factory.mktemp("demo")))
    yield started
    if started.running.poll() is None:
        started.end()


@pytest.fixture(scope="module")
def visitors(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium whose microphone hums."""
    hum = microphone(tmp_path_factory.mktemp("hum"))
    flags = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={hum}")
    started = chromium(browser, "--use-fake-ui-for-media-stream", *flags)
    yield started
    started.close()


def chamber(browser: Browser, demo: Demo, leave: ExitStack) -> Chamber:
    """Somebody opens the one address that the terminal shows."""
    context = leave.enter_context(browser.new_context(viewport={"width": 1024, "height": 700}, reduced_motion="reduce"))
    context.add_init_script(TAP)
    page = context.new_page()
    page.goto(f"{demo.address}now/")
    expect(page.locator(".hall")).to_be_visible(timeout=SHOWN)
    return Chamber(page)


def sits(there: Chamber, seat: str) -> None:
    """Take a seat by one press, and pass the device check."""
    press(there.page.locator("[data-act=takeSeat]"))
    press(there.page.get_by_role("button", name=re.compile(f"^Sit here: {seat}")))
    there.enter()


def hears_a_voice(there: Chamber) -> bool:
    return any(there.page.evaluate("(pitch) => window.levelAt(pitch)", pitch) > AUDIBLE for pitch in VOICES)


def act(page: Page, action: str) -> None:
    """Press the button of a quick act of the chair or a delegate."""
    press(page.locator(f"[data-action={action}]").first)


def press(button: Locator) -> None:
    """Press what is there; Playwright's own click waits for frames, which are rare where pictures are decoded."""
    expect(button).to_be_visible(timeout=20_000)
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.dispatch_event("click")


def test_visitors_hear_the_demo_speak_in_it_preside_over_it_and_decide(demo: Demo, visitors: Browser) -> None:
    demo.says(f"Open {demo.address}now/")
    with ExitStack() as leave:
        thailand = chamber(visitors, demo, leave)
        expect(thailand.page.locator(".hall[data-state=open]")).to_be_visible(timeout=SHOWN)
        thailand.listen()
        until(lambda: hears_a_voice(thailand), "somebody is heard", 40)
        sits(thailand, "Thailand")

        malaysia = chamber(visitors, demo, leave)
        sits(malaysia, "Malaysia")
        expect(thailand.page.locator(".state.waits")).to_contain_text(
            "The rehearsal waits for Malaysia", timeout=60_000
        )
        expect(malaysia.page.locator(".state.waits.mine")).to_contain_text("The rehearsal waits for you")
        opens_an_item(malaysia.page)

        act(thailand.page, "ask")
        give = malaysia.page.locator("[data-action=give_next]")
        expect(give).to_have_text(re.compile("Give the floor to Thailand"), timeout=20_000)
        press(give)
        thailand.until_microphone("open")
        malaysia.until_hearing(BROWSERS_PITCH)
        act(malaysia.page, "take_back")
        malaysia.until_silent(BROWSERS_PITCH, 10)
        assert thailand.microphone() != "open"

        rules_on_a_point_of_order(thailand, malaysia)
        puts_the_text(thailand, malaysia)
        leaves(malaysia.page)
        demo.says("The rehearsal waits for Malaysia")
    demo.says("adopted the text")


def opens_an_item(page: Page) -> None:
    """A floor can be asked for under an open item; between two of them the chair opens the next."""
    adopts, opens = page.locator("[data-act=adoptAgenda]"), page.locator("[data-act=openAgendaItem].primary")
    # The head names the open item; the panel beside names the next one already.
    opened = page.locator(".head .item .number")
    if opened.count():
        return
    if adopts.count():
        press(adopts.first)
    press(opens.first)
    expect(opened).to_be_visible()


def rules_on_a_point_of_order(mover: Chamber, chair: Chamber) -> None:
    act(mover.page, "point")
    expect(chair.page.locator(".state.point")).to_contain_text("Thailand")
    press(chair.page.locator(".state.point [data-action=give_next]"))
    mover.until_microphone("open")
    press(chair.page.locator(".state.point [data-action=rule]"))
    press(chair.page.get_by_role("button", name="Well taken", exact=True))
    expect(mover.page.locator(".state.point")).to_have_count(0)


def puts_the_text(delegate: Chamber, chair: Chamber) -> None:
    chair.page.get_by_role("tab", name="Texts").click()
    press(chair.page.locator("[data-act=putTextToMeeting]").first)
    chair.page.get_by_label("Objection period in seconds").fill("3")
    press(chair.page.get_by_role("dialog").get_by_role("button", name="Put to the meeting"))
    expect(delegate.page.locator(".hall[data-state=text]")).to_be_visible()
    expect(delegate.page.locator(".hall[data-state=open]")).to_be_visible(timeout=40_000)


def leaves(page: Page) -> None:
    press(page.locator("[data-act=leave]"))
    press(page.get_by_role("dialog").get_by_role("button", name=re.compile("^Leave")))
    page.wait_for_url(re.compile("/$"))


def test_ctrl_c_ends_everything_and_leaves_no_process(demo: Demo) -> None:
    demo.end()
    folder = str(demo.home).encode()
    assert not [pid for pid in Path("/proc").iterdir() if pid.name.isdecimal() and runs_in(pid, folder)]


def runs_in(pid: Path, folder: bytes) -> bool:
    try:
        return int(pid.name) != os.getpid() and b"PRACHUM_DATA=" + folder in (pid / "environ").read_bytes()
    except OSError:
        return False


@pytest.mark.parametrize(
    ("path", "options", "words"),
    [
        ("/nowhere", ("--port", "1"), "install espeak-ng"),
        (None, ("--file", "absent.yaml"), "There is no meeting file absent.yaml"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(
    path: str | None, options: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    installation = Installation(tmp_path, 0, None, "")  # type: ignore[arg-type] # no meeting is looked at
    environment = installation.environment | ({"PATH": path} if path else {})
    said = subprocess.run((*PRACHUM, "demo", *options), env=environment, capture_output=True, text=True, timeout=60)
    assert said.returncode == 1
    assert words in said.stderr


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        installation = Installation(tmp_path, port, None, "")  # type: ignore[arg-type] # no meeting is looked at
        said = installation.run("demo", "--no-media", "--port", str(port))
    assert said.returncode == 1
    assert f"Port {port} is in use by another program" in said.stderr
