"""In each module one server and one Chromium; each test opens chambers of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from prachum.asgi import Application
from prachum.registry import taking, tokens
from prachum.registry.models import Meeting
from prachum.rules.order import PersonId
from tests.browser import sounding
from tests.browser.sounding import Delegates, Up, microphone
from tests.live.clients import Served
from tests.live.conftest import serve_alone
from tests.ports import free_port
from tests.registry.hall import migrated
from tests.web.screens import chromium, page

BUILT = Path(__file__).parents[2] / "prachum" / "web" / "static" / "chamber" / "manifest.json"
Enter = Callable[..., Page]


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """What scripts/install builds; a test of an old build would lie, a test of none cannot run."""
    assert BUILT.exists(), "the client is not built: npm --prefix chamber run build"


# Nor is the server: it looks into every meeting that others enter in this process.
@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    migrated()
    yield from serve_alone(Application(), media=False)


# Not for the whole session: while it is open, Playwright's loop runs in this thread, and no other test may run one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def enter(browser: Browser, served: Served) -> Iterator[Enter]:
    """Open a meeting's chamber in a seat (None: only looking on), in a browser without a past."""
    with ExitStack() as open_until_the_end:

        def opened(
            meeting: Meeting, person: PersonId | None, *, language: str = "en", width: int = 1440, height: int = 900
        ) -> Page:
            found = open_until_the_end.enter_context(page(browser, language=language, width=width))
            found.set_viewport_size({"width": width, "height": height})
            if person is not None:
                token = taking.take(meeting, person, None)
                found.context.add_cookies([{"name": tokens.COOKIE, "value": token, "url": served.address}])
            found.goto(f"{served.address}/meetings/{meeting.id}/")
            expect(found.locator(".hall")).to_be_visible(timeout=20_000)
            return found

        yield opened


@pytest.fixture(scope="module")
def up() -> Iterator[Up]:
    migrated()
    started = Up(free_port())
    yield started
    started.end()


@pytest.fixture
def delegates(up: Up) -> Iterator[Delegates]:
    there = Delegates()
    yield there
    there.end()


@pytest.fixture(scope="module")
def hum(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The flags of a Chromium whose camera and microphone are simulated."""
    file = microphone(tmp_path_factory.mktemp("microphone"))
    return ("--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={file}")


@pytest.fixture(scope="module")
def allowing(browser: Browser, hum: tuple[str, ...]) -> Iterator[Browser]:
    """A Chromium whose user allows everything."""
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps a loop in this thread, which lies idle while a test asks the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        started = sounding.chromium(browser, "--use-fake-ui-for-media-stream", *hum)
        yield started
        started.close()


@pytest.fixture(scope="module")
def watching(browser: Browser) -> Iterator[Browser]:
    """A Chromium of its own: what it plays would be an echo to one that also speaks, and be taken out there."""
    started = sounding.chromium(browser)
    yield started
    started.close()
