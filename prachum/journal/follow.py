"""Whoever follows a meeting is woken after each commit, and reads what is new from the journal itself."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

from prachum.journal import read
from prachum.journal.threads import READER
from prachum.rules.order import Entry


@dataclass(eq=False)
class Watch:
    """Somebody in a loop who waits for news of one meeting, or of all (None)."""

    meeting: UUID | None
    loop: asyncio.AbstractEventLoop
    news: set[UUID] = field(default_factory=set)
    rung: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self, meeting: UUID) -> None:
        self.news.add(meeting)
        self.rung.set()


_watching: set[Watch] = set()
_registering = Lock()


def wake(meeting: UUID) -> None:
    """Tell everybody in this process who follows the meeting that something was committed; from any thread."""
    with _registering:
        concerned = [watch for watch in _watching if watch.meeting in (None, meeting)]
    for watch in concerned:
        with suppress(RuntimeError):  # its loop has ended
            watch.loop.call_soon_threadsafe(watch.ring, meeting)


@contextmanager
def watching(meeting: UUID | None) -> Iterator[Watch]:
    """Be rung, in the running loop, for what is committed from now on."""
    watch = Watch(meeting, asyncio.get_running_loop())
    with _registering:
        _watching.add(watch)
    try:
        yield watch
    finally:
        with _registering:
            _watching.discard(watch)


async def changes(meeting: UUID | None = None) -> AsyncIterator[frozenset[UUID]]:
    """Yield which meetings changed, whenever one does; several changes may come as one."""
    with watching(meeting) as watch:
        while True:
            await watch.rung.wait()
            watch.rung.clear()
            changed, watch.news = frozenset(watch.news), set()
            yield changed


async def entries(meeting: UUID, after: int = 0) -> AsyncIterator[Entry]:
    """Yield what was entered after that seq, and then, for ever, what is entered."""
    with watching(meeting) as watch:
        while True:
            watch.rung.clear()
            for entry in await READER.run(_list, meeting, after):
                after = entry.seq
                yield entry
            await watch.rung.wait()


def _list(meeting: UUID, after: int) -> list[Entry]:
    return list(read.entries(meeting, after))
