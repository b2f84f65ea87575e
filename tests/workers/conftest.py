"""The tests of bots share one real engine, and those that kill it have one of their own."""

from tests.media.conftest import home, install

__all__ = ["home", "install"]
