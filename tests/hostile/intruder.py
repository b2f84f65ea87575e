"""Run as a program, this is a participant of its own making, which does as its standard input says and nothing else."""

import asyncio
import fractions
import json
import re
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import aiohttp
import av
import numpy as np
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCRtpReceiver, RTCSessionDescription
from aiortc.sdp import candidate_from_sdp
from livekit.protocol import models, rtc

# It speaks the engine's signalling itself, and WebRTC by aiortc, so that no word makes it stop: what it publishes it
# goes on sending, and without a signalling socket it stays as long as the engine lets it.  What happens to it, it tells
# as JSON lines; `at` is the monotonic clock, which all programs of a machine share.
RATE, BLOCK = 48_000, 960
AUDIBLE = 500
TELLS_EVERY = 0.02
SETTLES_WITHIN = 10.0
JOIN = {"protocol": "15", "auto_subscribe": "1", "sdk": "python", "version": "1.0"}
SOURCES = {
    "microphone": (models.TrackType.AUDIO, models.TrackSource.MICROPHONE),
    "screen_sound": (models.TrackType.AUDIO, models.TrackSource.SCREEN_SHARE_AUDIO),
    "camera": (models.TrackType.VIDEO, models.TrackSource.CAMERA),
    "screen": (models.TrackType.VIDEO, models.TrackSource.SCREEN_SHARE),
    "voice_as_camera": (models.TrackType.AUDIO, models.TrackSource.CAMERA),
    "unknown": (models.TrackType.AUDIO, models.TrackSource.UNKNOWN),
}
PUBLISHER, SUBSCRIBER = 0, 1


def tell(what: str, **more: object) -> None:
    sys.stdout.write(json.dumps({"what": what, "at": time.monotonic(), **more}) + "\n")
    sys.stdout.flush()


class Tone(MediaStreamTrack):
    """A hum that never ends."""

    kind = "audio"

    def __init__(self, pitch: int) -> None:
        super().__init__()
        self._pitch, self._sent, self._began = pitch, 0, time.monotonic()

    async def recv(self) -> av.AudioFrame:
        ahead = self._began + self._sent / RATE - time.monotonic()
        await asyncio.sleep(max(ahead, 0))
        at = np.arange(self._sent, self._sent + BLOCK) / RATE
        wave = (8000 * np.sin(2 * np.pi * self._pitch * at)).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._sent, fractions.Fraction(1, RATE)
        self._sent += BLOCK
        return frame


class Picture(MediaStreamTrack):
    """Ten grey frames a second, for ever."""

    kind = "video"

    def __init__(self) -> None:
        super().__init__()
        self._sent = 0

    async def recv(self) -> av.VideoFrame:
        await asyncio.sleep(0.1)
        frame = av.VideoFrame.from_ndarray(np.full((120, 160, 3), 128, np.uint8), format="rgb24")
        frame.pts, frame.time_base = self._sent * 9000, fractions.Fraction(1, 90_000)
        self._sent += 1
        return frame


class Intruder:
    """One line to the engine."""

    def __init__(self) -> None:
        self.publishing, self.listening = RTCPeerConnection(), RTCPeerConnection()
        self.listening.on("track", self._heard_of)
        self.listening.on("connectionstatechange", self._connecting)
        self._connected = asyncio.Event()
        self._last_told: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._early: list[dict[str, Any]] = []

    async def join(self, url: str, headers: Mapping[str, str], query: Mapping[str, str]) -> None:
        """Come in, and read what the engine says until the socket ends."""
        async with aiohttp.ClientSession() as session:
            try:
                self._line = await session.ws_connect(f"{url}?{urlencode({**JOIN, **query})}", headers=headers)
            except aiohttp.WSServerHandshakeError as refused:
                return tell("refused", status=refused.status)
            async for message in self._line:
                if message.type is aiohttp.WSMsgType.BINARY:
                    await self._told(rtc.SignalResponse.FromString(message.data))
            tell("line_ended", code=self._line.close_code)
        return None

    async def say(self, **what: Any) -> None:  # noqa: ANN401 as protobuf's own
        await self._line.send_bytes(rtc.SignalRequest(**what).SerializeToString())

    async def publish(self, source: str, pitch: int, *, muted: bool = False) -> None:
        """Ask for a track and offer it in the same breath, as who does not wait for an answer."""
        kind, wanted = SOURCES[source]
        sender = self.publishing.addTrack(Tone(pitch) if kind == models.TrackType.AUDIO else Picture())
        asked = rtc.AddTrackRequest(cid=sender._track_id, name=source, type=kind, source=wanted, muted=muted)
        await self.say(add_track=asked)
        await self._offer()

    async def _offer(self) -> None:
        await self.publishing.setLocalDescription(await self.publishing.createOffer())
        offered = self.publishing.localDescription
        await self.say(offer=rtc.SessionDescription(type=offered.type, sdp=offered.sdp))

    async def disguise(self, pitch: int, first: str, *, named: bool) -> None:
        """Call a voice a camera, by the name under which it is offered as sound; `first` says what is said first.

        Not `named`: by no name at all, which to the engine is one too.
        """
        sender = self.publishing.addTrack(Tone(pitch))
        await self.publishing.setLocalDescription(await self.publishing.createOffer())
        offered = self.publishing.localDescription
        name, sdp = sender._track_id, offered.sdp
        if not named:
            name, sdp = "", re.sub(r"a=(ssrc:\d+ )?msid:.*\r\n", "", sdp)
        kind, wanted = SOURCES["camera"]
        said: list[dict[str, Any]] = [
            {"add_track": rtc.AddTrackRequest(cid=name, name="disguised", type=kind, source=wanted)},
            {"offer": rtc.SessionDescription(type=offered.type, sdp=sdp)},
        ]
        for one in said if first == "name" else reversed(said):
            await self.say(**one)
        tell("said")

    async def ask(self, source: str) -> None:
        """Only ask whether a track might be published."""
        kind, wanted = SOURCES[source]
        await self.say(add_track=rtc.AddTrackRequest(cid=f"ask-{source}", name=source, type=kind, source=wanted))

    async def drop_signalling(self) -> None:
        """Hang up on the door, and stay with the engine."""
        await self._line.close()

    async def send(self, text: str) -> None:
        """Send a data message to everybody, by the channel that the engine's own clients have for it."""
        channel = self.publishing.createDataChannel("_reliable")

        def sending() -> None:
            channel.send(_packet(text))
            tell("sent")

        channel.on("open", sending)
        await self._offer()

    async def ask_for_channel(self) -> None:
        """Ask for one of the engine's channels for anything at all."""
        await self.say(publish_data_track_request=rtc.PublishDataTrackRequest(pub_handle=1, name="anything"))

    async def lure(self, ip: str, port: int, target: rtc.SignalTarget) -> None:
        """Say that this is where we are to be found."""
        said = {"candidate": f"candidate:1 1 udp 2130706431 {ip} {port} typ host", "sdpMid": "0", "sdpMLineIndex": 0}
        await self.say(trickle=rtc.TrickleRequest(candidateInit=json.dumps(said), target=target))

    async def leave(self) -> None:
        await self.publishing.close()
        await self.listening.close()

    async def _told(self, said: rtc.SignalResponse) -> None:
        try:
            await self._obeyed(said)
        except Exception as fault:  # noqa: BLE001 who breaks the rules may stumble, and goes on
            tell("failed", of=said.WhichOneof("message"), why=repr(fault))

    async def _obeyed(self, said: rtc.SignalResponse) -> None:
        match said.WhichOneof("message"):
            case "join":
                servers = [url for server in said.join.ice_servers for url in server.urls]
                permission = said.join.participant.permission
                tell("joined", servers=servers, publishes=permission.can_publish, hidden=permission.hidden)
            case "offer":
                await self._until_settled()
                await self.listening.setRemoteDescription(RTCSessionDescription(said.offer.sdp, said.offer.type))
                await self._trickled()
                await self.listening.setLocalDescription(await self.listening.createAnswer())
                mine = self.listening.localDescription
                await self.say(answer=rtc.SessionDescription(type=mine.type, sdp=mine.sdp, id=said.offer.id))
            case "answer":
                await self.publishing.setRemoteDescription(RTCSessionDescription(said.answer.sdp, said.answer.type))
                await self._trickled()
            case "trickle":
                self._early.append({"of": said.trickle.target, **json.loads(said.trickle.candidateInit)})
                await self._trickled()
            case "refresh_token":
                tell("token", token=said.refresh_token)
            case "track_published":
                tell("published", name=said.track_published.track.name, sid=said.track_published.track.sid)
            case "request_response":
                tell("answered", reason=said.request_response.reason)
            case "leave":
                tell("sent_out", reason=said.leave.reason)

    def _connecting(self) -> None:
        if self.listening.connectionState == "connected":
            self._connected.set()

    async def _until_settled(self) -> None:
        """What is offered while its first connection is being made, aiortc answers, and lets nothing of it through."""
        if self.listening.remoteDescription is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._connected.wait(), SETTLES_WITHIN)

    async def _trickled(self) -> None:
        """Take note of the engine's addresses, once there is something that they belong to."""
        for one in tuple(self._early):
            peer = self.publishing if one["of"] == PUBLISHER else self.listening
            if peer.remoteDescription is not None:
                self._early.remove(one)
                candidate = candidate_from_sdp(one["candidate"].removeprefix("candidate:"))
                candidate.sdpMid, candidate.sdpMLineIndex = one.get("sdpMid"), one.get("sdpMLineIndex")
                await peer.addIceCandidate(candidate)

    def _heard_of(self, track: MediaStreamTrack) -> None:
        listens = asyncio.create_task(self._listen(track))
        self._tasks.add(listens)

    async def _listen(self, track: MediaStreamTrack) -> None:
        while True:
            frame = await track.recv()
            if track.kind == "video":
                self.tell_often("seen")
            elif isinstance(frame, av.AudioFrame) and np.abs(frame.to_ndarray()).max() > AUDIBLE:
                self.tell_often("heard")

    def tell_often(self, what: str) -> None:
        """Tell of what happens a hundred times a second, as often as is of use."""
        if time.monotonic() - self._last_told.get(what, 0) > TELLS_EVERY:
            self._last_told[what] = time.monotonic()
            tell(what)


def _packet(text: str) -> bytes:
    return models.DataPacket(user=models.UserPacket(payload=text.encode())).SerializeToString()


def _tell_of_packets(intruder: Intruder) -> None:
    """Whatever of sound or picture still reaches this machine is told, whether it can be decoded or not."""
    take: Callable[..., Any] = RTCRtpReceiver._handle_rtp_packet

    async def taking(receiver: RTCRtpReceiver, packet: object, arrival_time_ms: int) -> None:
        intruder.tell_often("packet")
        await take(receiver, packet, arrival_time_ms)

    setattr(RTCRtpReceiver, "_handle_rtp_packet", taking)  # noqa: B010 mypy knows no other way


async def main(url: str, headers: Mapping[str, str], query: Mapping[str, str]) -> None:
    """Come in, and obey standard input, a JSON array a line: a method's name, its arguments, and those by name."""
    loop, intruder = asyncio.get_running_loop(), Intruder()
    _tell_of_packets(intruder)
    joining = asyncio.create_task(intruder.join(url, headers, query))
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while order := await orders.readline():
        name, arguments, more = json.loads(order)
        if (done := getattr(intruder, name)(*arguments, **more)) is not None:
            await done
    joining.cancel()
    await asyncio.gather(joining, return_exceptions=True)
    await intruder.leave()


if __name__ == "__main__":
    asyncio.run(main(*json.loads(sys.argv[1])))
