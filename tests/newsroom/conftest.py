"""Pages are made in the one migrated installation of this run; each test has meetings of its own."""

from collections.abc import Iterator
from uuid import UUID

import django
import pytest

django.setup()

from tests.registry.hall import migrated  # noqa: E402 models can be imported only now


@pytest.fixture(scope="session", autouse=True)
def databases() -> None:
    migrated()


@pytest.fixture(scope="package")
def som(databases: None) -> Iterator[UUID]:
    """The shipped meeting, held at full speed, closed and drafted."""
    from prachum.journal import threads
    from prachum.newsroom.drafting import draft
    from prachum.registry.models import Meeting
    from tests.meetings.golden import FILES, hold

    meeting, departures = hold(next(file for file in FILES if file.stem == "asean-canada-som-19"))
    assert not departures
    draft(Meeting.objects.get(id=meeting))
    yield meeting
    threads.READER.close()
    threads.WRITER.close()
