"""What ends by itself: the visit of somebody whose browser is gone, and whatever has expired or lost its account."""

import asyncio

from asgiref.sync import sync_to_async
from django.db import connections

from prachum.live.plane import Plane
from prachum.registry import taking

EVERY = taking.VISITS_OUTLAST.total_seconds() / 4


async def end_visits(plane: Plane) -> None:
    """Look now and then who follows a meeting here, and whose time is over, for ever."""
    while True:
        # First of all wait: after a restart, the browsers need a moment to come back.
        await asyncio.sleep(EVERY)
        sessions = {stream.seat.session for hub in plane.hubs for stream in hub.streams}
        await sync_to_async(_note, thread_sensitive=False)(sessions)


def _note(sessions: set[str]) -> None:
    """In a thread of its own, whose connections must not outlive it."""
    try:
        taking.still_here(sessions)
        taking.end_lapsed()
    finally:
        connections.close_all()
