"""Whoever follows a meeting is woken after each commit, in this process and others, and reads what is new itself."""

import asyncio
import contextvars
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from uuid import UUID

from django.db import transaction

from prachum.journal import elsewhere, store
from prachum.journal.router import ALIAS
from prachum.journal.store import Folded
from prachum.journal.threads import READER


@dataclass(eq=False)
class Watch:
    """Somebody in a loop who waits for news of one meeting, or of all (None)."""

    meeting: UUID | None
    loop: asyncio.AbstractEventLoop
    news: set[UUID] = field(default_factory=set)
    rung: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self, meeting: UUID | None) -> None:
        self.news |= {one for one in (meeting or self.meeting,) if one is not None}
        self.rung.set()

    async def heard(self) -> frozenset[UUID]:
        """Wait until something changed, and return which meetings did since the last time."""
        await self.rung.wait()
        self.rung.clear()
        news, self.news = frozenset(self.news), set()
        return news


_watching: set[Watch] = set()
_told: dict[UUID, int] = {}
_registering = Lock()
_outlooks: dict[asyncio.AbstractEventLoop, asyncio.Task[None]] = {}


def announce(meeting: UUID, seq: int) -> None:
    """Within the transaction that enters it: wake whoever follows the meeting in this process, once it is committed."""
    transaction.on_commit(partial(wake, meeting, seq), using=ALIAS)


def wake(meeting: UUID, seq: int) -> None:
    """Tell everybody in this process who follows the meeting that this was committed; from any thread, once."""
    with _registering:
        if seq <= _told.get(meeting, 0):
            return
        _told[meeting] = seq
        concerned = [watch for watch in _watching if watch.meeting in (None, meeting)]
    _ring(concerned, meeting)


def _wake_all() -> None:
    with _registering:
        # Something may have been missed: what this process remembers proves nothing now.
        _told.clear()
        concerned = list(_watching)
    _ring(concerned, None)


def _ring(watches: list[Watch], meeting: UUID | None) -> None:
    for watch in watches:
        with suppress(RuntimeError):  # its loop has ended
            watch.loop.call_soon_threadsafe(watch.ring, meeting)


@asynccontextmanager
async def watching(meeting: UUID | None = None) -> AsyncIterator[Watch]:
    """Be rung, in the running loop, for what is committed from now on, in whatever process."""
    loop = asyncio.get_running_loop()
    watch = Watch(meeting, loop)
    with _registering:
        _watching.add(watch)
    if loop not in _outlooks:
        # In an empty context: a request's context carries a thread executor that ends with the request.
        _outlooks[loop] = loop.create_task(elsewhere.look_out(wake, _wake_all), context=contextvars.Context())
    try:
        yield watch
    finally:
        with _registering:
            _watching.discard(watch)
            last = all(other.loop is not loop for other in _watching)
        if last and (outlook := _outlooks.pop(loop, None)):
            outlook.cancel()
            with suppress(asyncio.CancelledError):
                await outlook


async def changes(meeting: UUID | None = None) -> AsyncGenerator[frozenset[UUID], None]:
    """Yield which meetings changed (of all, or the one named), whenever one does; several changes may come as one.

    Yields at once, when it has begun to listen: read the state then, and nothing is missed. An empty set: any may have.
    """
    async with watching(meeting) as watch:
        watch.ring(None)
        while True:
            yield await watch.heard()


async def latest(meeting: UUID) -> Folded:
    """The meeting as it stands at the last news of it, or later; seq 0 if there is none.

    What this process entered itself it need not read; whoever must not miss what is not yet announced asks `read`.
    """
    kept, told = store.kept(meeting), _told.get(meeting)
    if kept is not None and told is not None and kept.state.seq >= told:
        return kept
    return await READER.run(store.caught_up, meeting)
