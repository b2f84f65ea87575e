"""A reader who comes back shows the entry that they saw last; whose journal has it no more says so to all concerned."""

import asyncio
import logging
import re

from django.db import DatabaseError

from prachum.journal import read
from prachum.journal.read import Head
from prachum.journal.threads import READER
from prachum.live.hub import Hub
from prachum.live.security_log import SecurityLog
from prachum.live.stream import event
from prachum.live.wire import Request
from prachum.registry.seats import Seat

SEEN = re.compile(r"([1-9][0-9]{0,8}):([0-9a-f]{64})")
ANSWERED_WITHIN = 2.0

log = logging.getLogger(__name__)


async def contradiction(hub: Hub, theirs: Seat, asked: Request, security: SecurityLog) -> bytes:
    """The event `back` where a reader's `Last-Event-ID` names an entry that the journal does not have; else nothing."""
    if (found := SEEN.fullmatch(asked.headers.get("last-event-id", ""))) is None:
        return b""
    seen, head = Head(int(found[1]), found[2]), Head(hub.state.seq, hub.digest)
    if seen == head or await _has(hub, seen):
        return b""
    entry = f"{seen.seq}:{seen.digest}"
    told = security.write(
        "contradicted",
        "journal.not_as_seen",
        address=asked.address,
        person=theirs.person,
        meeting=hub.meeting,
        entry=entry,
    )
    # Anybody may look on at a rehearsal, and could say so of any entry.
    if told and not theirs.observer:
        log.error(
            "The journal of %s is not the one that %s has seen: entry %s is not in it. Was a backup restored?"
            " Keep this line; prachum verify %s --head %s",
            hub.meeting, theirs.person, seen.seq, hub.meeting, entry,
        )  # fmt: skip
    return event("back", {"seen": seen._asdict(), "head": head._asdict()})


async def _has(hub: Hub, seen: Head) -> bool:
    """Whether the entry is there; also where nobody can say, since a reader must not wait for a database."""
    try:
        async with asyncio.timeout(ANSWERED_WITHIN):
            return await READER.run(read.has, hub.meeting, seen)
    except (TimeoutError, DatabaseError):
        return True
