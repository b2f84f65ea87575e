"""Two devices of the chair give the floor to two delegations at the same moment, again and again."""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import aiohttp

from tests.crash.assembly import Head


@dataclass(frozen=True, slots=True)
class Said:
    """What heads say to an installation, many at a time.

    `codes` counts why they were refused; `answered` holds the `last` seq that anybody was answered.
    """

    client: aiohttp.ClientSession
    meeting: UUID
    codes: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)

    async def give(self, head: Head, kind: str, body: Mapping[str, object]) -> int:
        """Give a command; return the status."""
        word = kind.partition(".")[2].replace("_", "-")
        said = {"id": str(uuid4()), "kind": kind, "body": body}
        path = f"/api/meetings/{self.meeting}/commands/{word}"
        async with self.client.post(path, json=said, headers=_token(head)) as answer:
            told = json.loads(await answer.text())
        if answer.status == 200:
            self.answered["last"] = max(self.answered["last"], told["seq"])
        else:
            self.codes[told["code"]] += 1
        return answer.status

    async def view(self, head: Head) -> dict[str, Any]:
        """The view, as soon as it stands where the last act was answered."""
        while True:
            async with self.client.get(f"/api/meetings/{self.meeting}/view", headers=_token(head)) as answer:
                view: dict[str, Any] = json.loads(await answer.text())["view"]
            if view["seq"] >= self.answered["last"]:
                return view


async def races(address: str, meeting: UUID, heads: list[Head], rounds: int) -> dict[str, int]:
    """So many rounds: how often one won, and why the others lost; and how often two screens said another holder."""
    chair, *rivals = heads
    found = {"rounds": 0, "one won": 0, "screens otherwise": 0}
    async with aiohttp.ClientSession(address) as client:
        said = Said(client, meeting)
        for _ in range(rounds):
            floor = [{"to": one.delegation, "speaker": one.person} for one in rivals]
            statuses = await asyncio.gather(*(said.give(chair, "floor.give_floor", one) for one in floor))
            views = await asyncio.gather(*map(said.view, heads))
            holders = {view["floor"]["holder"]["delegation"] for view in views}
            won = [one.delegation for one, status in zip(rivals, statuses, strict=True) if status == 200]
            found["rounds"] += 1
            found["one won"] += len(won) == 1
            found["screens otherwise"] += holders != set(won)
            # Each session may do twenty things a second.
            await asyncio.sleep(0.2)
            assert await said.give(chair, "floor.take_floor_back", {"holder": won[0]}) == 200
    return found | {f"refused by {code}": count for code, count in said.codes.items()}


def _token(head: Head) -> dict[str, str]:
    return {"Authorization": f"Bearer {head.token}"}
