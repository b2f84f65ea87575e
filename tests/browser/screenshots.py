"""`python -m tests.browser.screenshots ADDRESS` photographs a running demo for the README."""

import shutil
from pathlib import Path

import click
from playwright.sync_api import Page, expect, sync_playwright

IMAGES = Path(__file__).parents[2] / "docs" / "images"
LARGEST = 300_000
"""Bytes of a picture in the repository."""
PATIENCE = 120_000
"""Milliseconds for somebody to have the floor."""


@click.command()
@click.argument("address", default="http://127.0.0.1:8000/")
def screenshots(address: str) -> None:
    """Photograph the chamber while somebody has the floor, and others wait for it."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en")
        photograph(page, f"{address}now/", IMAGES / "chamber.png")
        browser.close()


def photograph(page: Page, address: str, path: Path) -> None:
    page.goto(address)
    expect(page.locator(".hall")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("1st", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("Has the floor", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(page.locator("video").first).to_be_visible(timeout=PATIENCE)
    # Pictures begin coarse and become sharp.
    page.wait_for_timeout(4000)
    page.screenshot(path=path)
    assert path.stat().st_size <= LARGEST, f"{path} is larger than {LARGEST} bytes"


if __name__ == "__main__":
    screenshots()
