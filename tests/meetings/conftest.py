"""The meetings are held in the databases of this run of the tests, in which nothing is ever deleted."""

from collections.abc import Iterator

import pytest

from prachum.ready import make_ready

make_ready()

from prachum.journal import threads  # noqa: E402 models can be imported only now


@pytest.fixture(scope="module", autouse=True)
def _threads() -> Iterator[None]:
    yield
    threads.READER.close()
    threads.WRITER.close()
