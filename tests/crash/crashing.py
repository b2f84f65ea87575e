"""The web part is killed at random moments beneath thirty-two who act; after each crash the accounts are balanced."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from random import Random
from uuid import UUID

import aiohttp
from django.db import connections

from tests.crash import ledger
from tests.crash.assembly import Head, assembled
from tests.crash.delegate import Act, Delegate
from tests.crash.found import Found
from tests.crash.installation import Installation

PATIENCE = 90.0
MEETING_LASTS = 20
"""Crashes of one meeting; then another one begins, so that no journal grows beyond a long day's."""
WHOLE, WHILE_STARTING = 0.05, 0.1
"""How often everything is killed at once, and how often the next web part is killed while it starts."""
LONGEST_LINE = 2**22


class Beneath:
    """One meeting whose delegates act on `installation`, which is killed beneath them."""

    def __init__(self, installation: Installation, meeting: UUID, heads: list[Head], chance: Random) -> None:
        self.installation, self.meeting = installation, meeting
        # What decides on the blows is asked for nothing else, so that a seed means the same blows each time.
        self.chance, self.sampling = chance, Random(chance.random())
        self.found = Found()
        self.delegates = [Delegate(head, meeting, Random(chance.random()), self._answered) for head in heads]
        self.works = asyncio.Event()
        self.died = self.back = 0.0

    def _answered(self, began: float) -> None:
        if not self.back and began > self.died:
            self.back = time.monotonic()

    async def endure(self, crashes: int, told: Callable[[Found], bool]) -> None:
        """Hold the meeting through so many crashes; `told` of this meeting's after each, False ends it."""
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(
            self.installation.address, connector=connector, read_bufsize=LONGEST_LINE
        ) as client:
            taking_part = [asyncio.create_task(one.take_part(client, self.works)) for one in self.delegates]
            try:
                for _ in range(crashes):
                    await self._crash(client)
                    if not told(self.found):
                        break
            finally:
                for task in taking_part:
                    task.cancel()
                await asyncio.gather(*taking_part, return_exceptions=True)

    async def _crash(self, client: aiohttp.ClientSession) -> None:
        """Let them act for a while, kill, let everything come back, and balance the accounts."""
        self.works.set()
        await self._until(lambda: all(one.live for one in self.delegates), "all follow")
        await asyncio.sleep(self.chance.uniform(0.3, 1.5))
        whole = self.chance.random() < WHOLE
        cut, at_death = await self._blow(whole=whole)
        if not whole and self.chance.random() < WHILE_STARTING:
            await asyncio.sleep(self.chance.uniform(0.2, 2.0))
            self.found.while_starting += 1
            await self._blow(whole=False)
        await self._until(lambda: self.back > 0, "an act is acknowledged")
        (self.found.seconds_whole if whole else self.found.seconds).append(round(self.back - self.died, 3))
        await self._until(lambda: all(one.live for one in self.delegates), "all follow again")
        self.found.seconds_until_all_follow.append(round(time.monotonic() - self.died, 3))
        self.works.clear()
        await self._until(lambda: all(one.idle for one in self.delegates), "all are answered")
        self.found.crashes += 1
        await self._send_again(client, cut, at_death)
        await self._balance()
        await self._compare_views(client)

    async def _blow(self, *, whole: bool) -> tuple[list[Act], ledger.Entered]:
        """Kill; return what was not answered then, and what was entered then."""
        at_death = await asyncio.to_thread(self._struck, whole=whole)
        self.found.whole += whole
        cut = [one.acts[-1] for one in self.delegates if one.acts and one.acts[-1].open]
        if whole:
            await asyncio.to_thread(self.installation.start)
        return cut, at_death

    def _struck(self, *, whole: bool) -> ledger.Entered:
        """What was entered when it died, read before there is another life in which anything could be."""
        if whole:
            self.installation.kill_all()
            self.died, self.back = time.monotonic(), 0.0
            return ledger.entered_at_death(self._journal, self.meeting)
        with self.installation.without_web():
            self.died, self.back = time.monotonic(), 0.0
            return ledger.entered_at_death(self._journal, self.meeting)

    async def _send_again(self, client: aiohttp.ClientSession, cut: list[Act], at_death: ledger.Entered) -> None:
        """Under an id that was entered, before the death or long ago, there is one answer for ever."""
        found = self.found
        found.unanswered += len(cut)
        entered = [act for act in cut if act.id in at_death]
        found.unanswered_but_entered += len(entered)
        found.answered_otherwise += sum([act.seq] != at_death[act.id] for act in entered)
        for one in self.delegates:
            if answered := [act for act in one.acts if act.seq]:
                act = self.sampling.choice(answered)
                status, told = await one.send(client, act)
                found.sent_again += 1
                found.answered_otherwise += (status, told.get("seq")) != (200, act.seq)

    async def _balance(self) -> None:
        """The accounts of the whole meeting, anew after each crash: what was lost stays lost."""
        acts = [act for one in self.delegates for act in one.acts]
        now = ledger.balance(acts, await asyncio.to_thread(ledger.entered, self._journal, self.meeting))
        for name, value in asdict(now).items():
            setattr(self.found, name, value)
        self.found.entries = await asyncio.to_thread(ledger.chain, self.meeting)

    async def _compare_views(self, client: aiohttp.ClientSession) -> None:
        """What every screen made of its stream is what the server says, and what follows from the journal."""
        await asyncio.sleep(0.5)
        last = await asyncio.to_thread(ledger.chain, self.meeting)
        await self._until(lambda: all(one.view["seq"] >= last for one in self.delegates), "all have the last entry")
        expected = await asyncio.to_thread(ledger.views, self.meeting, [one.head for one in self.delegates])
        for one in self.delegates:
            self.found.views_compared += 1
            self.found.views_otherwise += not one.view == await one.whole(client) == expected[one.head.person]
        self.found.gaps = sum(one.gaps for one in self.delegates)

    @property
    def _journal(self) -> Path:
        return self.installation.home / "journal.db"

    async def _until(self, true: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, f"never: {what}"
            await asyncio.sleep(0.005)


def crash(installation: Installation, count: int, seed: int, told: Callable[[Found], bool]) -> None:
    """So many crashes, in meetings one after the other; `told` of all so far after each, False ends it."""
    chance, earlier, goes_on = Random(seed), Found(), True

    def add(of_this_meeting: Found) -> bool:
        nonlocal goes_on
        goes_on = told(earlier.plus(of_this_meeting))
        return goes_on

    while goes_on and earlier.crashes < count:
        meeting, heads = assembled()
        # The last to let go of a journal tidies it: that must be who is killed, or the next one, and not we.
        connections.close_all()
        beneath = Beneath(installation, meeting, heads, chance)
        asyncio.run(beneath.endure(min(MEETING_LASTS, count - earlier.crashes), add))
        earlier = earlier.plus(beneath.found)
        ledger.close(meeting, heads[0])
