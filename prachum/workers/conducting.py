"""Whoever conducts a rehearsal tells every screen what it waits for, by the address that all clients use."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID

import httpx

from prachum.journal.threads import WRITER
from prachum.registry import taking
from prachum.registry.models import Meeting

WITHIN = 3.0

log = logging.getLogger(__name__)


class Conductor:
    """Tells the web part at this address; where none answers, nobody looks."""

    def __init__(self, address: str, meeting: UUID) -> None:
        self._address = address
        self._meeting = meeting
        self._token = ""
        self._client: httpx.AsyncClient | None = None

    async def tell(self, fact: Mapping[str, object]) -> None:
        """Let everybody see a fact as the wire of presence has it."""
        self._token = self._token or await WRITER.run(_token, self._meeting)
        if self._client is None:
            headers = {"Authorization": f"Bearer {self._token}"}
            self._client = httpx.AsyncClient(base_url=self._address, timeout=WITHIN, headers=headers)
        try:
            said = await self._client.post(f"/api/meetings/{self._meeting}/presence", json=dict(fact))
        except httpx.HTTPError as lost:
            log.info("nobody was told: %r", lost)
        else:
            if said.is_error:
                log.warning("what the rehearsal waits for was refused: %s %s", said.status_code, said.text)


async def until_served(address: str) -> None:
    """Return when the web part at this address answers."""
    async with httpx.AsyncClient(base_url=address, timeout=WITHIN) as client:
        while True:
            with suppress(httpx.HTTPError):
                if (await client.get("/healthz")).is_success:
                    return
            await asyncio.sleep(0.1)


def _token(meeting: UUID) -> str:
    return taking.seat_conductor(Meeting.objects.get(id=meeting))
