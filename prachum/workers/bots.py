"""A simulated delegate sends what the journal lets it send, and is silent from the moment when it may not speak."""

import asyncio
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import UUID

from livekit import rtc

from prachum.media.reconcile import permissions
from prachum.media.rooms import Permission, Rooms
from prachum.projections.grants import Grants, grants
from prachum.rules.floor.holding import on_deck
from prachum.rules.order import PersonId
from prachum.rules.procedure import State
from prachum.workers.line import Line
from prachum.workers.pictures import Camera, Picture, Words
from prachum.workers.voices import RATE, Samples

QUEUE_MS = 100
"""Sound that may be on its way to the engine: what is said after the floor is lost is thrown away with it."""
BLOCK = RATE // 50
PATIENCE = 5.0
"""Seconds that somebody waits to be heard before giving up what they wanted to say."""
LOST_PATIENCE = 60.0
"""Seconds that somebody waits for their line in the middle of a sentence."""
PUBLISH_WITHIN = 5.0
OFTEN = 20
"""Who has published so often in a Room joins it anew once they are not on deck: the SDK keeps a thread for each."""
SOUND_BITS, PICTURE_BITS, PICTURES = 96_000, 400_000, 10

Shown: TypeAlias = Literal["microphone", "camera"]
SHOWN: tuple[Shown, ...] = ("microphone", "camera")
_SOURCE = {"microphone": rtc.TrackSource.SOURCE_MICROPHONE, "camera": rtc.TrackSource.SOURCE_CAMERA}


@dataclass(frozen=True, slots=True)
class Spoken:
    """Whether all was said, and when (monotonic seconds); no times where nothing was."""

    complete: bool
    began: float | None = None
    ended: float | None = None


def on_stage(state: State) -> frozenset[PersonId]:
    """Whom everybody sees large: the holder of the floor, the chairs, and the next."""
    asked = on_deck(state)
    stage = {state.meeting.presiding, *state.meeting.setup.chairs}
    stage |= {turn.speaker for turn in (state.floor.holder, state.floor.held_over) if turn is not None}
    return frozenset(stage | ({asked.speaker} if asked is not None else set()))


class Bot(Line):
    """One person's line: a microphone and a camera of its own, as the grants allow.

    `language` is that of the nameplate.  Who has nothing to send, or whose seat a visitor takes, stays outside.
    """

    def __init__(self, rooms: Rooms, meeting: UUID, person: PersonId, language: str) -> None:
        super().__init__(rooms, meeting, rooms.identity(meeting, person))
        self.person = person
        self.language = language
        self.aside = False
        self.grants: Grants = grants(self.state)
        self._microphone: rtc.AudioSource | None = None
        self._camera: Camera | None = None
        self._published: dict[Shown, tuple[rtc.LocalTrack, rtc.LocalTrackPublication]] = {}
        self._stale: set[Shown] = set()
        self._publishings = 0
        self._painting: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._open = False
        self._one_voice = asyncio.Lock()
        self._saying = False
        self._audible = False
        self._gated = asyncio.Event()

    # What it may do

    def permission(self) -> Permission | None:
        allowed = permissions(self.state).get(self.person)
        return allowed if allowed is not None and allowed.publish and not self.aside else None

    def step_aside(self) -> None:
        """Leave the seat to a visitor, until `come_back`."""
        if not self.aside:
            self.aside = True
            self.begin_anew()

    def come_back(self) -> None:
        """Take the seat again."""
        if self.aside:
            self.aside = False
            self.begin_anew()

    def left_because(self, reason: "rtc.DisconnectReason.ValueType") -> None:
        # The engine lets one line of a person live: the other is a visitor's, and to come back would throw it out.
        self.aside |= reason == rtc.DisconnectReason.DUPLICATE_IDENTITY

    def look(self) -> None:
        self.grants = grants(self.state)
        if self._camera is not None:
            self._camera.set_lively(self.person in on_stage(self.state))
        self._gate()
        self._changed.set()

    def _may_be_heard(self) -> bool:
        return self.person in self.grants.heard and not self.aside

    def _gate(self) -> None:
        """Open or shut the microphone as the state has it, at once; what was still to be heard is thrown away."""
        heard, holder = self._may_be_heard(), self.state.floor.holder
        wanted = heard and (self._saying or (holder is not None and holder.speaker == self.person))
        published = self._published.get("microphone")
        if published is not None and wanted is not self._open:
            track = published[0]
            track.unmute() if wanted else track.mute()
            self._open = wanted
        self._audible = heard and published is not None
        if not heard:
            self._throw_away()
        self._gated.set()

    def _throw_away(self) -> None:
        if self._microphone is not None:
            self._microphone.clear_queue()

    # What it shows

    def enter(self, room: rtc.Room) -> None:
        self._publishings = 0
        # Nothing is drawn before somebody has asked to see it once.
        room.on("local_track_subscribed", self._watched)

        @room.on("participant_permissions_changed")
        def permitted(who: rtc.Participant, _: object) -> None:
            if who is room.local_participant:
                # The engine has taken back what was published, though it may have allowed it again since.
                self._stale |= set(self._published) - _permitted(room)
                self._changed.set()

    async def attend(self, room: rtc.Room) -> None:
        try:
            while True:
                self._changed.clear()
                await self._agree(room)
                await self._changed.wait()
        finally:
            self._forget(SHOWN)

    async def _agree(self, room: rtc.Room) -> None:
        """Publish what the journal and the engine both allow, and nothing else."""
        wanted, permitted = self.grants.publish.get(self.person, frozenset()), _permitted(room)
        for source in SHOWN:
            if source in self._published and (source not in wanted & permitted or source in self._stale):
                _, publication = self._published[source]
                self._forget((source,))
                # The engine has removed it already, if the permission is gone.
                with suppress(rtc.participant.UnpublishTrackError):
                    await room.local_participant.unpublish_track(publication.sid)
        for source in SHOWN:
            # LiveKit never answers who publishes without permission: so only after the event that says it is there.
            if source in wanted & permitted and source not in self._published:
                await self._publish(room, source)
                self._publishings += 1
        if self._publishings >= OFTEN and "microphone" not in self.grants.publish.get(self.person, frozenset()):
            self.begin_anew()

    async def _publish(self, room: rtc.Room, source: Shown) -> None:
        """Publish a new track; one that is published twice brings the SDK down when its Room closes."""
        track: rtc.LocalTrack
        if source == "microphone":
            # One that is kept for nothing wakes a hundred times a second.
            self._microphone = rtc.AudioSource(RATE, 1, queue_size_ms=QUEUE_MS)
            track = rtc.LocalAudioTrack.create_audio_track(source, self._microphone)
            track.mute()
        else:
            track = rtc.LocalVideoTrack.create_video_track(source, self._with_camera().source)
        options = rtc.TrackPublishOptions(
            source=_SOURCE[source],
            dtx=False,
            red=True,
            # One size is enough for a nameplate.
            simulcast=False,
            video_encoding=rtc.VideoEncoding(max_bitrate=PICTURE_BITS, max_framerate=PICTURES),
        )
        options.audio_encoding.max_bitrate = SOUND_BITS
        async with asyncio.timeout(PUBLISH_WITHIN):
            publication = await room.local_participant.publish_track(track, options)
        self._published[source] = track, publication
        if source == "microphone":
            self._open = False
            self._gate()

    def _watched(self, track: rtc.LocalTrack) -> None:
        camera = self._published.get("camera")
        if camera is not None and camera[0] is track and self._painting is None:
            self._painting = asyncio.create_task(self._with_camera().run())

    def _with_camera(self) -> Camera:
        if self._camera is None:
            self._camera = Camera(Picture(Words.of(self.state, self.person, self.language)))
            self._camera.set_lively(self.person in on_stage(self.state))
        return self._camera

    def _forget(self, sources: Iterable[Shown]) -> None:
        """These are no longer published, whoever ended it."""
        for source in sources:
            self._published.pop(source, None)
            self._stale.discard(source)
            if source == "microphone":
                self._open, self._microphone = False, None
                self._gate()
            elif self._painting is not None:
                self._painting.cancel()
                self._painting = None

    @property
    def publishes(self) -> frozenset[Shown]:
        """What is published now, the microphone muted or not."""
        return frozenset(self._published)

    @property
    def draws(self) -> bool:
        """Whether pictures are drawn, which somebody must have asked for."""
        return self._painting is not None

    @property
    def lively(self) -> bool:
        """Whether the picture moves as for somebody on stage."""
        return self._camera is not None and self._camera.lively

    # What it says

    async def say(self, samples: Samples) -> Spoken:
        """Say this (48 kHz mono) once it is heard, after what it was saying before; give up when it may not go on.

        In the middle of it a lost line is waited for.  Nothing is said to nobody: who is not heard within seconds, or
        has lost the floor, has not spoken, or not completely.
        """
        async with self._one_voice:
            self._saying = True
            self._gate()
            try:
                return await self._say(samples)
            finally:
                self._saying = False
                self._gate()

    async def _say(self, samples: Samples) -> Spoken:
        if not await self._until_heard(PATIENCE, begun=False):
            return Spoken(complete=False)
        began = time.monotonic()
        for start in range(0, len(samples), BLOCK):
            if not await self._until_heard(LOST_PATIENCE, begun=True):
                return Spoken(complete=False, began=began, ended=time.monotonic())
            block = samples[start : start + BLOCK]
            if self._microphone is not None:
                await self._microphone.capture_frame(rtc.AudioFrame(block.tobytes(), RATE, 1, len(block)))
        if self._microphone is not None:
            await self._microphone.wait_for_playout()
        return Spoken(self._audible, began, time.monotonic())

    async def _until_heard(self, patience: float, *, begun: bool) -> bool:
        """Wait until the microphone is open; who has begun waits only for the line, not for the floor."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while not self._audible and (self._may_be_heard() or not begun):
                    self._gated.clear()
                    await self._gated.wait()
        return self._audible


def _permitted(room: rtc.Room) -> set[Shown]:
    """What the engine has said that this line may publish; no list means everything."""
    said = room.local_participant.permissions
    if not said.can_publish:
        return set()
    return {source for source in SHOWN if _SOURCE[source] in said.can_publish_sources or not said.can_publish_sources}
