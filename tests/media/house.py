"""A house is one door before one engine on a real web server; its admissions are what the test says."""

import asyncio
import socket
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from uuid import UUID, uuid4

import aiohttp
import numpy as np
import uvicorn
from aiohttp import web
from livekit import rtc

from prachum.media.door import NOT_ADMITTED, UVICORN, Admission, Door, Refusal
from prachum.media.engine import Address
from prachum.media.relay import Receive, Scope, Send
from prachum.media.rooms import Rooms, Source, room_name

RATE = 48_000


async def until(true: Callable[[], bool], wait: float = 10) -> None:
    """Wait until it is true; raise TimeoutError."""
    async with asyncio.timeout(wait):
        while not true():  # noqa: ASYNC110 what is waited for happens in foreign threads and programs
            await asyncio.sleep(0.02)


class House:
    """People come in at `url(person)`; `admissions` says what they get, and who is not there is not admitted."""

    def __init__(self, rooms: Rooms, port: int) -> None:
        self.rooms = rooms
        self.meeting = uuid4()
        self.epoch = 1
        self.admissions: dict[str, Admission | Refusal] = {}
        self.asked: list[str] = []
        self.changes: list[tuple[UUID, str, int]] = []
        self.door = Door(rooms, self.admit, lambda *change: self.changes.append(change))
        self.url: Callable[[str], str] = lambda person: f"ws://127.0.0.1:{port}/as/{person}"

    @property
    def room(self) -> str:
        return room_name(self.meeting, self.epoch)

    def identity(self, person: str) -> str:
        return self.rooms.identity(self.meeting, person)

    def admits(self, person: str, *publish: Source, may_subscribe: bool = True) -> None:
        self.admissions[person] = Admission(self.meeting, self.epoch, person, publish, may_subscribe)

    async def admit(self, scope: Scope) -> Admission | Refusal:
        self.asked.append(scope["person"])
        return self.admissions.get(scope["person"], NOT_ADMITTED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The person stands in the path, where a browser would bring a cookie."""
        _, _, person, path = scope["path"].split("/", 3)
        await self.door({**scope, "path": f"/{path}", "person": person}, receive, send)

    def sockets(self, person: str) -> int:
        return self.door.sockets(self.meeting, person)


@asynccontextmanager
async def opened(address: Address) -> AsyncIterator[House]:
    """Serve a door before the engine at this address, on a free port."""
    async with Rooms(address) as rooms:
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            house = House(rooms, listening.getsockname()[1])
            async with served(house, listening):
                yield house


@asynccontextmanager
async def before(*routes: web.RouteDef) -> AsyncIterator[House]:
    """A house whose engine is no engine, and answers as these routes do."""
    there = web.Application()
    there.add_routes(routes)
    runner = web.AppRunner(there, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        async with opened(Address(f"http://{host}:{port}", "key", "secret" * 8)) as house:
            yield house
    finally:
        await runner.cleanup()


@asynccontextmanager
async def served(
    app: Callable[[Scope, Receive, Send], Awaitable[None]], listening: socket.socket
) -> AsyncIterator[None]:
    """Serve an ASGI application on a bound socket, as the web part is served."""
    listening.listen()
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", interface="asgi3", **UVICORN))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


class Bot:
    """A real WebRTC client, which may publish a tone and listens to everybody who reaches it."""

    def __init__(self) -> None:
        self.room = rtc.Room()
        self.heard: dict[str, int] = {}
        self.tokens: list[str] = []
        self.left = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._tone: asyncio.Task[None] | None = None
        self._listening: dict[str, asyncio.Task[None]] = {}
        self._over: defaultdict[str, list[asyncio.Task[None]]] = defaultdict(list)
        self.room.on("track_subscribed", self._listen)
        self.room.on("track_unsubscribed", self._stop)
        self.room.on("token_refreshed", lambda: self.tokens.append(self.room._token or ""))
        self.room.on("disconnected", lambda *_: self.left.set())

    async def join(self, url: str, token: str = "garbage") -> None:
        await self.room.connect(url, token)

    async def publish_tone(self, *, wait: float = 10) -> None:
        """Publish a microphone with a 440 Hz tone instead of an earlier one; TimeoutError where it is not taken."""
        if self._tone is not None:
            self._tone.cancel()
        source = rtc.AudioSource(RATE, 1)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE, dtx=False)
        self._tone = self._keep(self._sound(source))
        async with asyncio.timeout(wait):
            await self.room.local_participant.publish_track(track, options)

    async def until_hearing(self, identity: str, *, frames: int = 5, wait: float = 20) -> None:
        """Wait until so many more audible frames of 10 ms are heard of this identity than until now."""
        before = self.heard.get(identity, 0)
        await until(lambda: self.heard.get(identity, 0) > before + frames, wait)

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with suppress(Exception):
            await self.room.disconnect()

    def _keep(self, doing: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(doing)
        self._tasks.add(task)
        return task

    async def _sound(self, source: rtc.AudioSource) -> None:
        wave = (8000 * np.sin(2 * np.pi * 440 * np.arange(RATE // 100) / RATE)).astype(np.int16)
        frame = rtc.AudioFrame(wave.tobytes(), RATE, 1, RATE // 100)
        while True:
            await source.capture_frame(frame)

    def _listen(self, track: rtc.Track, _: rtc.RemoteTrackPublication, speaker: rtc.RemoteParticipant) -> None:
        if isinstance(track, rtc.RemoteAudioTrack):
            # What is said to be over is listened to until the next: that nothing comes of it is not for the SDK to say.
            for earlier in self._over.pop(speaker.identity, ()):
                earlier.cancel()
            self._listening[track.sid] = self._keep(self._count(track, speaker.identity))

    def _stop(self, track: rtc.Track, _: rtc.RemoteTrackPublication, speaker: rtc.RemoteParticipant) -> None:
        if (listening := self._listening.pop(track.sid, None)) is not None:
            self._over[speaker.identity].append(listening)

    async def _count(self, track: rtc.Track, identity: str) -> None:
        stream = rtc.AudioStream(track)
        try:
            async for event in stream:
                if np.abs(np.frombuffer(event.frame.data, dtype=np.int16)).max() > 500:
                    self.heard[identity] = self.heard.get(identity, 0) + 1
        finally:
            await stream.aclose()


@asynccontextmanager
async def bots() -> AsyncIterator[Callable[[], Bot]]:
    """Make bots, all of whom leave at the end."""
    made: list[Bot] = []

    def make() -> Bot:
        made.append(Bot())
        return made[-1]

    try:
        yield make
    finally:
        await asyncio.gather(*(bot.leave() for bot in made))


@asynccontextmanager
async def socket_to(url: str, *, autoping: bool = True) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A signalling socket without WebRTC behind it."""
    async with aiohttp.ClientSession() as session, session.ws_connect(url, autoping=autoping) as line:
        yield line
