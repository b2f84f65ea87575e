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
from tests.live.clients import Served
from tests.live.conftest import serve_alone
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
