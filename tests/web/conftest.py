"""All tests share one migrated installation, in which each has a meeting of its own; nothing is ever flushed."""

import django
import pytest

django.setup()

from tests.registry.hall import migrated  # noqa: E402 models can be imported only now


@pytest.fixture(scope="session", autouse=True)
def databases() -> None:
    migrated()
