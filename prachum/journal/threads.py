"""The loop never waits for a database: one thread writes and one reads, each with a connection that stays open."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connections

from prachum.journal import disk
from prachum.journal.router import ALIAS

P = ParamSpec("P")
T = TypeVar("T")


class Thread:
    """A thread that does one thing after the other; it begins with its first task, and asks one database."""

    def __init__(self, name: str, alias: str = ALIAS) -> None:
        self.name = name
        self.alias = alias
        self._pool: ThreadPoolExecutor | None = None

    async def run(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the task returns; a task that is waited for no longer is still finished."""
        return await asyncio.wrap_future(self.begin(task, *args, **kwargs))

    def begin(self, task: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have it done in its turn; from any thread."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix=self.name)
        return self._pool.submit(reconnecting, self.alias, partial(task, *args, **kwargs))

    def close(self) -> None:
        """Finish, and close its connections; the next task begins a new thread."""
        if self._pool is not None:
            self._pool.submit(connections.close_all).result()
            self._pool.shutdown()
            self._pool = None


def reconnecting(alias: str, task: Callable[[], T]) -> T:
    """In such a thread: try once more where the connection was lost.  All can be repeated, commands by their ids."""
    connection = connections[alias]
    before = connection.connection
    try:
        return task()
    except (InterfaceError, OperationalError) as error:
        # What a disk did not keep, it may say once only.
        if disk.trouble(error) == "fails":
            raise
        if before is None or (connection.connection is before and connection.is_usable()):
            raise
        connections.close_all()
        return task()


WRITER = Thread("journal-writer")
READER = Thread("journal-reader")
