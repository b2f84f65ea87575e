"""What is audible in the room is heard by a line of our own, person by person, and held against the journal."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from livekit import rtc

from prachum.media.rooms import Permission, Rooms
from prachum.projections.grants import Grants, grants
from prachum.rules.meeting import Phase
from prachum.rules.order import PersonId
from prachum.workers.line import Line

RATE, FRAME_MS = 16_000, 20
THRESHOLD = 10 ** (-45 / 20) * 32768
"""Root mean square of a frame that is heard: speech is at -20 dBFS, comfort noise below -60."""
PAUSE = 0.5
"""Seconds without sound that still belong to what is being said."""
DRAINS = 0.5
"""Seconds in which sound that was on its way may still come out of the buffers of an engine and a listener."""
ASSERTED_EVERY = 3.0
"""Seconds; the SDK drops a subscription that it is asked for in a bad moment."""


@dataclass(frozen=True, slots=True)
class Audible:
    """Somebody was heard, from the first to the last frame (monotonic seconds)."""

    person: PersonId
    began: float
    ended: float


class Ear(Line):
    """Hears all microphones; `gated`, it plays like an honest client only those that the state lets be heard.

    `name` is no person's: an ear replaces nobody.
    """

    def __init__(
        self,
        rooms: Rooms,
        meeting: UUID,
        *,
        gated: bool,
        name: str = "an ear",
        on_sound: Callable[[PersonId, float], None] = lambda person, at: None,
    ) -> None:
        super().__init__(rooms, meeting, rooms.identity(meeting, name))
        self.gated = gated
        self.heard: list[Audible] = []
        self.astray: list[Audible] = []
        self._on_sound = on_sound
        self._grants: Grants = grants(self.state)
        self._allowed_until: dict[PersonId, float] = {}
        self._streams: dict[str, asyncio.Task[None]] = {}
        self._asserted = asyncio.Event()

    def permission(self) -> Permission | None:
        return Permission() if self.state.seq and self.state.meeting.phase is not Phase.CLOSED else None

    def look(self) -> None:
        now = time.monotonic()
        self._allowed_until.update(dict.fromkeys(self._grants.heard, now + DRAINS))
        self._grants = grants(self.state)
        self._asserted.set()

    def hears(self) -> frozenset[str]:
        """The tracks that come in now."""
        return frozenset(self._streams)

    def seconds(self, person: PersonId, began: float, ended: float) -> float:
        """Return how long somebody was audible in this time."""
        return sum(
            max(0.0, min(one.ended, ended) - max(one.began, began)) for one in self.heard if one.person == person
        )

    # In one Room

    def enter(self, room: rtc.Room) -> None:
        room.on("track_published", lambda publication, _: _subscribe(publication))
        room.on("track_subscribed", self._listen)
        room.on("track_unsubscribed", lambda track, publication, _: self._stop(publication.sid))

    async def attend(self, room: rtc.Room) -> None:
        try:
            while True:
                for other in room.remote_participants.values():
                    for publication in other.track_publications.values():
                        _subscribe(publication)
                self._asserted.clear()
                await _either(self._asserted, ASSERTED_EVERY)
        finally:
            for sid in list(self._streams):
                self._stop(sid)

    def _listen(self, track: rtc.Track, publication: rtc.RemoteTrackPublication, other: rtc.RemoteParticipant) -> None:
        people = {self.rooms.identity(self.meeting, person): person for person in self.state.delegations.people}
        person = people.get(other.identity)
        if isinstance(track, rtc.RemoteAudioTrack) and person is not None:
            self._stop(publication.sid)
            self._streams[publication.sid] = asyncio.create_task(self._hear(track, person))

    def _stop(self, sid: str) -> None:
        if (stream := self._streams.pop(sid, None)) is not None:
            stream.cancel()

    async def _hear(self, track: rtc.Track, person: PersonId) -> None:
        """Measure every frame; a stream that is not closed goes on counting the next speaker for this one."""
        stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1, frame_size_ms=FRAME_MS)
        try:
            async for event in stream:
                samples = np.frombuffer(event.frame.data, np.int16).astype(np.float32)
                if float(np.sqrt(np.mean(samples**2))) > THRESHOLD:
                    self._sounds(person, time.monotonic())
        finally:
            await stream.aclose()

    def _sounds(self, person: PersonId, now: float) -> None:
        allowed = person in self._grants.heard
        if self.gated and not allowed:
            return
        if not allowed and now > self._allowed_until.get(person, 0.0):
            _extend(self.astray, person, now)
        _extend(self.heard, person, now)
        self._on_sound(person, now)


def _subscribe(publication: rtc.RemoteTrackPublication) -> None:
    if publication.source == rtc.TrackSource.SOURCE_MICROPHONE and not publication.subscribed:
        publication.set_subscribed(True)


async def _either(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


def _extend(kept: list[Audible], person: PersonId, now: float) -> None:
    """Lengthen what this person is saying, or begin anew after a pause."""
    for number in range(len(kept) - 1, -1, -1):
        last = kept[number]
        if last.person == person:
            if now - last.ended <= PAUSE:
                kept[number] = Audible(person, last.began, now)
                return
            break
    kept.append(Audible(person, now - FRAME_MS / 1000, now))
