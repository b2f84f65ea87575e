"""Of what a client asks the engine, in its address and in its messages, only what it may ask gets there."""

import base64
import binascii
import zlib
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

from google.protobuf.message import DecodeError
from livekit.protocol.rtc import JoinRequest, SignalRequest, WrappedJoinRequest

from prachum.media.kinds import Kinds

# The token is ours to write.  `publish` would let a second, nameless microphone in beside a person's own; `attributes`
# describe people to each other behind our back; and without lite ICE the engine itself sends packets to whatever
# address a client names, those of our own network among them.
NOT_PASSED_ON = frozenset({"access_token", "publish", "attributes", "disable_ice_lite"})
WRAPPED = "join_request"
MESSAGES = frozenset({
    "answer", "trickle", "mute", "subscription", "track_setting", "update_layers", "leave",
    "sync_state", "ping", "ping_req", "update_audio_track", "update_video_track", "update_data_subscription",
})  # fmt: skip
"""What a client may say besides publishing: neither who hears its tracks, which is the journal's to say, nor what
simulates faults."""
LARGEST, MOST_TRACKS = 64 << 10, 64
"""Bytes of a request for joining, unpacked, and the tracks that it announces: Chromium's, by livekit-client 2.23, has
18.5 kB, nearly all of them the offer, and announces none.  What a kilobyte unpacks to can be half a million tracks."""
_GZIP = 31


def passed_on(query: str, kinds: Kinds) -> str:
    """Return the query with which the engine is asked, without what cannot be read in it."""
    return urlencode(list(_pairs(query, kinds)))


def message(said: bytes, kinds: Kinds) -> bytes | None:
    """Return a message of the signalling as the engine is to have it; None: it is not to have it at all."""
    try:
        asked = SignalRequest.FromString(said)
    except DecodeError:
        return None
    asked.DiscardUnknownFields()
    match asked.WhichOneof("message"):
        case "add_track":
            passes = kinds.announced(asked.add_track)
        case "offer":
            passes = kinds.offered(asked.offer.sdp)
        case what:
            passes = what in MESSAGES
    return asked.SerializeToString() if passes else None


def _pairs(query: str, kinds: Kinds) -> Iterator[tuple[str, str]]:
    joins = False
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name == WRAPPED:
            # The engine reads the first alone, so no other is unpacked.
            if not joins and (cleaned := _cleaned(value, kinds)) is not None:
                yield name, cleaned
            joins = True
        elif name not in NOT_PASSED_ON:
            yield name, value


def _cleaned(wrapped: str, kinds: Kinds) -> str | None:
    """The same request for joining, without what stands in NOT_PASSED_ON."""
    try:
        envelope = WrappedJoinRequest.FromString(base64.urlsafe_b64decode(wrapped))
        asked = JoinRequest.FromString(_unpacked(envelope))
    except (binascii.Error, ValueError, DecodeError, zlib.error):
        return None
    if len(asked.add_track_requests) > MOST_TRACKS:
        return None
    asked.DiscardUnknownFields()
    asked.ClearField("metadata")
    asked.ClearField("participant_attributes")
    tracks = [track for track in asked.add_track_requests if kinds.announced(track)]
    asked.ClearField("add_track_requests")
    asked.add_track_requests.extend(tracks)
    if not kinds.offered(asked.publisher_offer.sdp):
        asked.ClearField("publisher_offer")
    if asked.HasField("connection_settings"):
        asked.connection_settings.disable_ice_lite = False
    plain = WrappedJoinRequest(compression=WrappedJoinRequest.NONE, join_request=asked.SerializeToString())
    return base64.urlsafe_b64encode(plain.SerializeToString()).decode()


def _unpacked(envelope: WrappedJoinRequest) -> bytes:
    packed = envelope.join_request
    if envelope.compression != WrappedJoinRequest.GZIP:
        unpacked = packed
    else:
        unpacked = zlib.decompressobj(_GZIP).decompress(packed, LARGEST + 1)
    if len(unpacked) > LARGEST:
        raise ValueError("too large")
    return unpacked
