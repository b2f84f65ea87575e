"""A real Chromium opens the pages that a real server serves."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from django.core.asgi import get_asgi_application
from playwright.sync_api import Browser, Page, expect, sync_playwright

# A page is waited for as long as anything else here: how soon it comes on a machine that does much else is chance.
expect.set_options(timeout=40_000)
WIDTHS = (1440, 390)


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server of the pages alone, without the live plane."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(get_asgi_application(), lifespan="off", log_level="warning", proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
    assert not thread.is_alive(), "the server did not end"


@contextmanager
def chromium() -> Iterator[Browser]:
    # Playwright keeps a loop in this thread, which lies idle while a test asks the database.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        path = shutil.which("chromium")
        # Root may start Chromium without its sandbox only; the pages are our own.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page(browser: Browser, *, language: str = "en", width: int = 1440, client: bool = True) -> Iterator[Page]:
    """A page of a browser that has no cookies yet; whatever its console complains of fails the test.

    Without the `client` a meeting's page stays as the server wrote it; axe itself needs scripts to run.
    """
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language, reduced_motion="reduce")
    opened = context.new_page()
    if not client:
        opened.route("**/static/chamber/**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda fault: complaints.append(str(fault)))
    try:
        yield opened
    finally:
        context.close()
    complaints = [said for said in complaints if "status of 40" not in said]
    assert not complaints, complaints
