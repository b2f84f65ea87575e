"""Each module of tests has a server of its own on the databases of this run; each test has a meeting of its own."""

import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from django.conf import settings

from prachum.asgi import Application
from prachum.bounded import Bounded
from prachum.journal import threads
from prachum.live import admit
from prachum.ready import make_ready
from prachum.registry import taking
from prachum.registry.models import Meeting
from prachum.rules.order import PersonId
from tests.live.clients import Caller, Look, Served, Sit, in_thread
from tests.registry.hall import hall, in_session


def serve(application: Application) -> Iterator[Served]:
    """Serve on a free port until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        application, loop="uvloop", http=Bounded, lifespan="on", log_level="warning", timeout_graceful_shutdown=5
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        thread.join(0.02)
    yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", application, server)
    if application.plane is not None:
        application.plane.close_streams()
    server.should_exit = True
    thread.join(20)
    assert not thread.is_alive(), "the server did not end"


def serve_alone(application: Application, *, media: bool = True) -> Iterator[Served]:
    """Serve where nothing else is served, and leave no thread with a connection to the databases of then.

    Without `media` the pages know of no engine: what is heard and sent has tests, and an engine, of its own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "MEDIA", media)
        yield from serve(application)
    admit.SEATS.close()
    admit.SEEN.close()
    threads.READER.close()
    threads.WRITER.close()


@pytest.fixture(scope="session")
def databases() -> None:
    """The databases of this run of the tests, with their tables; nothing in them is ever deleted."""
    make_ready()


@pytest.fixture(scope="module")
def served(databases: None) -> Iterator[Served]:
    yield from serve_alone(Application())


@pytest.fixture
def meeting(databases: None) -> Meeting:
    """A rehearsal that has been created, and nothing more."""
    return hall()


@pytest.fixture
def begun(databases: None) -> Meeting:
    """A rehearsal in session: everybody is there, Thailand has the floor on the first item."""
    held = hall()
    in_session(held)
    return held


@pytest.fixture(scope="module")
def still(databases: None) -> Meeting:
    """The same for all tests of a module: in none of them anything is entered."""
    held = hall()
    in_session(held)
    return held


@pytest.fixture
def sit(served: Served) -> Sit:
    """Take a person's seat as a visitor of a rehearsal does."""

    async def sitting(meeting: Meeting, person: PersonId) -> Caller:
        cookie = await in_thread(taking.take, meeting, person, None)
        return Caller(served.address, meeting.id, cookie=cookie)

    return sitting


@pytest.fixture
def look(served: Served) -> Look:
    """Look on without a seat."""
    return lambda meeting: Caller(served.address, meeting.id)
