"""A real meeting is in session, and people come in to it by links and tokens; two ears listen, one of them honest."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import numpy as np
from livekit import rtc

from prachum.journal import read
from prachum.media.engine import Address
from prachum.media.rooms import Permission, Present, Rooms, room_name
from prachum.registry import links, taking
from prachum.registry.models import Meeting, User
from prachum.rules.procedure import State
from prachum.settings import DATA
from tests.browser.sounding import Up
from tests.hostile.started import line_of
from tests.live.clients import Caller, in_thread
from tests.media.house import Bot, until
from tests.registry.hall import MYS_HEAD, THA_HEAD, hall, in_session

LISTENING = "listen-0123456789abcdef"
AUDIBLE = 500
SPEAKS = Permission(frozenset({"microphone", "camera", "screen", "screen_sound"}))
SHOWS_FACE = Permission(frozenset({"camera"}))


@dataclass
class Sitting:
    """Thailand has the floor on the first item, Malaysia presides."""

    up: Up
    meeting: Meeting
    rooms: Rooms

    async def by_link(self, person: str) -> Caller:
        """Somebody comes in by their personal link."""
        return Caller(self.up.address, self.meeting.id, cookie=await in_thread(self._enter, person))

    async def by_token(self, person: str = "") -> Caller:
        """A program comes in by a bearer token, for a person or as an observer."""
        return Caller(self.up.address, self.meeting.id, bearer=await in_thread(self._give, person))

    async def does(self, kind: str, body: Mapping[str, object] | None = None, by: str = MYS_HEAD) -> float:
        """Somebody acts, and is answered; return when it was sent (monotonic seconds)."""
        actor = await self.by_token(by)
        sent = time.monotonic()
        answer = await actor.send(kind, body)
        assert answer.status_code == 200, answer.text
        return sent

    def identity(self, person: str, line: str = "") -> str:
        return self.rooms.identity(self.meeting.id, person, line)

    async def state(self) -> State:
        return await in_thread(read.state, self.meeting.id)

    async def present(self, person: str, line: str = "") -> Present | None:
        """How the engine sees this line of a person now."""
        state = await self.state()
        there = await self.rooms.present(room_name(self.meeting.id, state.delegations.epoch))
        return there.get(self.identity(person, line))

    async def agrees(self, person: str, true: Callable[[Present | None], bool], *, wait: float = 20) -> None:
        """Wait until the engine says of this person's line what is true."""
        async with asyncio.timeout(wait):
            while not true(await self.present(person)):  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    async def may(self, person: str, wanted: Permission) -> None:
        """Wait until the engine lets this person do just that."""
        await self.agrees(person, lambda seen: seen is not None and seen.permission == wanted)

    async def entered(self) -> list[object]:
        """All events so far."""
        return [entry.event for entry in await in_thread(lambda: list(read.entries(self.meeting.id)))]

    def _enter(self, person: str) -> str:
        link = taking.link_of(links.issue(self.meeting, person))
        assert link is not None
        return taking.enter(link, None)

    def _give(self, person: str) -> str:
        holder = User.objects.create_user(f"integrator-{uuid4().hex[:12]}")
        return taking.give_token(self.meeting, holder, label="", person=person)


class Ear(Bot):
    """Hears whatever the engine sends it; of that, `played` is what the chamber's play-gate lets through.

    Both are moments (monotonic seconds) by the identity of who was heard.
    """

    def __init__(self, caller: Caller) -> None:
        super().__init__()
        self.caller = caller
        self.times: defaultdict[str, list[float]] = defaultdict(list)
        self.played: defaultdict[str, list[float]] = defaultdict(list)
        self.view: dict[str, Any] = {}

    async def come(self) -> None:
        await self.join(line_of(self.caller, LISTENING), self.caller.bearer)
        self._keep(self._follow())
        await until(lambda: bool(self.view))

    async def until_hearing(self, identity: str, *, frames: int = 5, wait: float = 20) -> None:
        """Wait until so many more frames of 10 ms are heard of this identity, and played."""
        times, played = self.times[identity], self.played[identity]
        before = len(times), len(played)
        try:
            await until(lambda: len(times) > before[0] + frames and len(played) > before[1] + frames, wait)
        except TimeoutError:
            heard, media = (len(times), len(played)), self.view.get("media")
            raise AssertionError(f"{identity[:8]} was not heard: {before}, now {heard}; {media}") from None

    def last(self, identity: str, since: float) -> tuple[int, int]:
        """When the last sound of this identity came and was played, in whole milliseconds after `since`."""
        ends = [max([at - since for at in heard[identity]], default=0.0) for heard in (self.times, self.played)]
        return int(1000 * ends[0]), int(1000 * ends[1])

    async def _follow(self) -> None:
        async with self.caller.stream() as stream:
            async for _ in stream.events():
                self.view = stream.view

    async def _count(self, track: rtc.Track, identity: str) -> None:
        stream = rtc.AudioStream(track)
        try:
            async for event in stream:
                if np.abs(np.frombuffer(event.frame.data, dtype=np.int16)).max() > AUDIBLE:
                    self._sounds(identity)
        finally:
            await stream.aclose()

    def _sounds(self, identity: str) -> None:
        now = time.monotonic()
        self.times[identity].append(now)
        media = self.view.get("media", {})
        if identity in {media.get("lines", {}).get(person) for person in media.get("heard", ())}:
            self.played[identity].append(now)


@asynccontextmanager
async def sitting(up: Up) -> AsyncIterator[Sitting]:
    meeting = await in_thread(_begun)
    async with Rooms(Address.of(DATA)) as rooms:
        yield Sitting(up, meeting, rooms)


def _begun() -> Meeting:
    meeting = hall(rehearsal=False)
    in_session(meeting)
    return meeting


@asynccontextmanager
async def ear(there: Sitting) -> AsyncIterator[Ear]:
    """An observer listens, by a door of their own."""
    listens = Ear(await there.by_token())
    try:
        await listens.come()
        yield listens
    finally:
        with suppress(asyncio.CancelledError):
            await listens.leave()


@asynccontextmanager
async def speaker(there: Sitting, person: str = THA_HEAD) -> AsyncIterator[Bot]:
    """An honest program speaks for somebody who may."""
    speaks = Bot()
    try:
        await speaks.join(line_of(await there.by_token(person)), (await there.by_token(person)).bearer)
        await speaks.publish_tone()
        yield speaks
    finally:
        await speaks.leave()
