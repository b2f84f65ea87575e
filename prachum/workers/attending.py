"""Simulated delegates are on the line like anybody: each holds a stream open, with a token of its own."""

import asyncio
import logging
from uuid import UUID

import httpx

from prachum.journal.threads import WRITER
from prachum.registry import taking
from prachum.registry.models import Meeting
from prachum.rules.order import PersonId

AGAIN, LONGEST = 1.0, 60.0
"""Seconds between two attempts, as a browser has it; twice as many after each refusal: whoever is sent out stays so."""

log = logging.getLogger(__name__)


class Attendance:
    """The streams of one meeting's simulated delegates at this address; they are read and thrown away."""

    def __init__(self, address: str, meeting: UUID) -> None:
        self._client = httpx.AsyncClient(base_url=address, timeout=httpx.Timeout(10, read=None), limits=httpx.Limits())
        self._meeting = meeting

    async def attend(self, person: PersonId) -> None:
        """Be on the line as this person, until cancelled; a lost stream is opened again."""
        token, pause = await WRITER.run(_token, self._meeting, person), AGAIN
        while True:
            try:
                asked = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
                path = f"/api/meetings/{self._meeting}/stream"
                async with self._client.stream("GET", path, headers=asked) as stream:
                    if stream.is_error:
                        log.warning("%s: the stream was refused with %s", person, stream.status_code)
                        pause = min(2 * pause, LONGEST)
                    else:
                        pause = AGAIN
                        async for _ in stream.aiter_raw():
                            pass
            except httpx.HTTPError as lost:
                log.info("%s: %r", person, lost)
            await asyncio.sleep(pause)

    async def close(self) -> None:
        await self._client.aclose()


def _token(meeting: UUID, person: PersonId) -> str:
    return taking.seat_bot(Meeting.objects.get(id=meeting), person)
