"""What the engine is told and what it reports is said here in our words: rooms by epoch, opaque identities, sources."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Literal, Self, TypeAlias, get_args
from uuid import UUID

import aiohttp
from livekit import api
from livekit.protocol.models import ParticipantInfo, ParticipantPermission, TrackInfo, TrackSource

from prachum.media.engine import Address
from prachum.media.kinds import PICTURES
from prachum.projections.grants import identity

Source: TypeAlias = Literal["microphone", "camera", "screen", "screen_sound"]
SOURCES: tuple[Source, ...] = get_args(Source)
TOKEN_LIFE = timedelta(seconds=120)
SIMULATED = "simulated"
"""What the engine keeps with whoever joined past the door: a rehearsal's own people, who hold no line there."""
ANSWER_WITHIN = 4.0
"""Seconds; LiveKit answers on loopback in a few milliseconds, and after 2 s by itself when nobody there knows."""
NO_ANSWER = (aiohttp.ClientError, TimeoutError, RuntimeError)
"""What asking the engine may raise; to aiohttp a session that is closed, as when we end, is a RuntimeError."""

_GRANT = {
    "microphone": "microphone",
    "camera": "camera",
    "screen": "screen_share",
    "screen_sound": "screen_share_audio",
}
_WIRE: dict[Source, TrackSource] = {
    "microphone": TrackSource.MICROPHONE,
    "camera": TrackSource.CAMERA,
    "screen": TrackSource.SCREEN_SHARE,
    "screen_sound": TrackSource.SCREEN_SHARE_AUDIO,
}
_OURS: dict[int, Source] = {_WIRE[source]: source for source in SOURCES}


class EngineAway(Exception):
    """The engine cannot be asked now; say it again later."""


@dataclass(frozen=True, slots=True)
class Permission:
    """What one person may do in one room; `publish` names the sources, empty for those who only listen."""

    publish: frozenset[Source] = frozenset()
    subscribe: bool = True


NOTHING = Permission(subscribe=False)


@dataclass(frozen=True, slots=True)
class Present:
    """One person as the engine sees them: what they may do, and which sources they have published, muted or not.

    Who is `disguised` sends sound as a picture, or the other way round.
    """

    identity: str
    permission: Permission
    published: frozenset[Source]
    simulated: bool = False
    disguised: bool = False


def room_name(meeting: UUID, epoch: int) -> str:
    """Return the room of one epoch; who is expelled, or not admitted in camera, has only been in an earlier one."""
    return f"{meeting}.{epoch}"


class Rooms:
    """The engine's rooms, over its server API; use as an async context manager, one for a running event loop.

    Every question raises EngineAway when the engine does not answer it.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self._making: dict[str, asyncio.Task[None]] = {}

    async def __aenter__(self) -> Self:
        # Each line through the door holds a connection for as long as it lasts; by itself aiohttp opens a hundred, and
        # lets the next line, and every question, wait for one of them to end.
        connector = aiohttp.TCPConnector(limit=0)
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
        self.session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        self._api = api.LiveKitAPI(
            self.address.url, self.address.key, self.address.secret, session=self.session, failover=False
        )
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.session.close()

    def identity(self, meeting: UUID, person: str, line: str = "") -> str:
        """Return who this is to the engine: the same in every epoch, so that a second line replaces the first.

        A listening line is somebody else to the engine, so that it replaces nobody.
        """
        return identity(str(meeting), f"{person}~{line}" if line else person)

    def token(self, room: str, identity: str, permission: Permission, *, simulated: bool = False) -> str:
        """Return a token for joining this room with these permissions, good from now for two minutes.

        It names and describes nobody, sends no data messages, and administers nothing.  Who is `simulated` is not
        looked for at the door.
        """
        grants = api.VideoGrants(
            room_join=True,
            room=room,
            can_publish=bool(permission.publish),
            can_publish_sources=sorted(_GRANT[source] for source in permission.publish) or None,
            can_subscribe=permission.subscribe,
            can_publish_data=False,
            can_update_own_metadata=False,
        )
        token = api.AccessToken(self.address.key, self.address.secret)  # it sets `nbf` to now
        token.with_identity(identity).with_grants(grants).with_ttl(TOKEN_LIFE)
        return (token.with_metadata(SIMULATED) if simulated else token).to_jwt()

    async def ensure(self, room: str) -> None:
        """See to it that the room exists; all who want it at the same time ask once."""
        if (making := self._making.get(room)) is None:
            making = self._making[room] = asyncio.create_task(self._make(room))
            making.add_done_callback(lambda _: self._making.pop(room))
        await asyncio.shield(making)

    async def _make(self, room: str) -> None:
        async with _asked():
            await self._api.room.create_room(api.CreateRoomRequest(name=room))

    async def close(self, room: str) -> None:
        """Send everybody out and remove the room, if it exists."""
        async with _asked():
            await self._api.room.delete_room(api.DeleteRoomRequest(room=room))

    async def answers(self) -> bool:
        """Say whether the engine is there; this alone never raises EngineAway."""
        try:
            async with self.session.get(self.address.url) as said:
                return said.status < 500
        except NO_ANSWER:
            return False

    async def names(self) -> frozenset[str]:
        """Return the rooms that exist."""
        listed = api.ListRoomsResponse()
        async with _asked():
            listed = await self._api.room.list_rooms(api.ListRoomsRequest())
        return frozenset(room.name for room in listed.rooms)

    async def present(self, room: str) -> dict[str, Present]:
        """Return who is in the room, by identity; nobody when it does not exist."""
        listed = api.ListParticipantsResponse()
        async with _asked():
            listed = await self._api.room.list_participants(api.ListParticipantsRequest(room=room))
        return {one.identity: _present(one) for one in listed.participants}

    async def allow(self, room: str, identity: str, permission: Permission) -> bool:
        """Replace what this person may do, at once and whole; say whether they were there to be told.

        The engine removes a track that may no longer be published; it never unmutes one.
        """
        update = api.UpdateParticipantRequest(room=room, identity=identity, permission=_wire(permission))
        async with _asked() as found:
            await self._api.room.update_participant(update)
        return bool(found)

    async def remove(self, room: str, identity: str) -> bool:
        """Send this person out of the room; say whether they were there.  The door keeps them from coming back."""
        async with _asked() as found:
            await self._api.room.remove_participant(api.RoomParticipantIdentity(room=room, identity=identity))
        return bool(found)


@asynccontextmanager
async def _asked() -> AsyncIterator[list[bool]]:
    """Turn every way of not answering into EngineAway, and "no such room or person" into an emptied list."""
    found = [True]
    try:
        yield found
    except NO_ANSWER as error:
        raise EngineAway(str(error)) from error
    except api.ServerError as error:
        if error.code != api.ServerErrorCode.NOT_FOUND:
            raise EngineAway(error.message) from error
        found.clear()


def _wire(permission: Permission) -> ParticipantPermission:
    # An empty list means every source to LiveKit, so it never goes without can_publish=False.
    return ParticipantPermission(
        can_publish=bool(permission.publish),
        can_publish_sources=sorted(_WIRE[source] for source in permission.publish),
        can_subscribe=permission.subscribe,
        can_publish_data=False,
        can_update_metadata=False,
    )


def _ours(sources: Iterable[int]) -> frozenset[Source]:
    return frozenset(_OURS[source] for source in sources if source in _OURS)


def _present(one: ParticipantInfo) -> Present:
    told = one.permission
    publish: frozenset[Source] = frozenset()
    if told.can_publish:
        publish = _ours(told.can_publish_sources) if told.can_publish_sources else frozenset(SOURCES)
    permission = Permission(publish, told.can_subscribe)
    published = _ours(track.source for track in one.tracks)
    disguised = any(_is_disguised(track) for track in one.tracks)
    return Present(one.identity, permission, published, one.metadata == SIMULATED, disguised)


def _is_disguised(track: TrackInfo) -> bool:
    """Whether what comes of it is of another medium than its source; nothing is said of what has not come yet."""
    comes = {mime.partition("/")[0].lower() for mime in (track.mime_type, *(codec.mime_type for codec in track.codecs))}
    return ("audio" if track.source in PICTURES else "video") in comes
