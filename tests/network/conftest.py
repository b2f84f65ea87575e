"""Where no namespaces can be made these tests are skipped, but never where everything is to be tried (CI)."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, sync_playwright

from prachum.ready import make_ready
from tests.network.spaces import Space, missing
from tests.network.street import Street
from tests.network.wire import Wire, everything

MISSING = missing()
assert not (MISSING and os.environ.get("CI")), f"CI must be able to make network namespaces: {MISSING}"

make_ready()

from tests.browser.sounding import microphone  # noqa: E402 models can be imported only now
from tests.network.installed import PublicUp  # noqa: E402
from tests.network.scene import Scene, staged  # noqa: E402
from tests.registry.hall import migrated  # noqa: E402


@dataclass
class Town:
    """The installation's namespace, two wires to networks of other people, and the way to everywhere else."""

    space: Space
    up: PublicUp
    wires: tuple[Wire, Wire]
    street: Street


@pytest.fixture(scope="package")
def town() -> Iterator[Town]:
    if MISSING:
        pytest.skip(MISSING)
    migrated()
    near, *far = (Space(name) for name in ("near", "one", "two"))
    one, two = (Wire(near, space, number) for number, space in enumerate(far, 1))
    street = Street(near, (one, two))
    up = PublicUp(near)
    yield Town(near, up, (one, two), street)
    up.end()
    for wire in (one, two):
        wire.end()
    for space in (near, *far):
        space.end()


@pytest.fixture
def wires(town: Town) -> Iterator[tuple[Wire, Wire]]:
    """The wires as they are when nothing is wrong with them."""
    yield town.wires
    for wire in town.wires:
        wire.up, wire.allows = True, everything
        wire.spoil()


@pytest.fixture(scope="package")
def browsers() -> Iterator[BrowserType]:
    with sync_playwright() as started, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps a loop in this thread, which lies idle while a test asks the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield started.chromium


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("network")


@pytest.fixture(scope="package")
def staging(town: Town, browsers: BrowserType, folder: Path) -> Iterator[Scene]:
    """Thailand hums."""
    with staged(browsers, folder, town.wires, microphone(folder)) as staging:
        yield staging


@pytest.fixture
def scene(staging: Scene, wires: tuple[Wire, Wire]) -> Scene:
    """Thailand has the floor and is heard, whatever was done before."""
    staging.speak()
    return staging
