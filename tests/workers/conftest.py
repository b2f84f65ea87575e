"""The tests of bots share one real engine, and those that kill it have one of their own."""

from prachum.ready import make_ready
from tests.media.conftest import home, install

make_ready()  # models can be imported only then

__all__ = ["home", "install"]
