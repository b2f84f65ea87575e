"""People are in a meeting as long as their streams are open: without, the chair is lost and business stands still."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import aiohttp

from prachum.registry import taking
from prachum.registry.models import Meeting, User
from tests.registry.hall import PEOPLE

STREAM = "/api/meetings/{meeting}/stream"


def keys_of_all(meeting: Meeting) -> dict[str, str]:
    """A token for everybody of the hall."""
    holder = User.objects.create_user(f"bench-{uuid4().hex[:8]}")
    return {person: taking.give_token(meeting, holder, label="bench", person=person) for person in PEOPLE}


@asynccontextmanager
async def present(address: str, meeting: UUID, keys: Iterable[str]) -> AsyncIterator[None]:
    """Within the block, whoever holds one of these keys follows the meeting."""
    forever = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(address, timeout=forever) as client, asyncio.TaskGroup() as parts:
        tasks = [parts.create_task(_follow(client, meeting, key)) for key in keys]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


async def _follow(client: aiohttp.ClientSession, meeting: UUID, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    async with client.get(STREAM.format(meeting=meeting), headers=headers) as answer:
        async for _ in answer.content.iter_any():
            pass
