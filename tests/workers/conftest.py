"""The tests of bots share one real engine, and those that kill it have one of their own."""

import pytest

from prachum.ready import make_ready
from tests.media.conftest import home, install

make_ready()  # models can be imported only then

__all__ = ["home", "install"]


@pytest.fixture(autouse=True)
def full_buffers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that does much else leaves sound for longer in the buffers of an engine and a listener."""
    monkeypatch.setattr("prachum.workers.listening.DRAINS", 5.0)
