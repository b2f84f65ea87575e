"""What a client may ask of the engine gets there as it was asked, and what it may not ask does not."""

import base64
import gzip
from urllib.parse import parse_qs, urlencode

import pytest
from livekit.protocol.models import TrackSource, TrackType
from livekit.protocol.rtc import (
    AddTrackRequest,
    ConnectionSettings,
    JoinRequest,
    Ping,
    SessionDescription,
    SignalRequest,
    SimulateScenario,
    SubscriptionPermission,
    UpdateParticipantMetadata,
    WrappedJoinRequest,
)

from prachum.media.asking import LARGEST, message, passed_on
from prachum.media.kinds import Kinds

VOICE = AddTrackRequest(cid="a", type=TrackType.AUDIO, source=TrackSource.MICROPHONE)
FACE = AddTrackRequest(cid="b", type=TrackType.VIDEO, source=TrackSource.CAMERA)
VOICE_FOR_A_FACE = AddTrackRequest(cid="c", type=TrackType.AUDIO, source=TrackSource.CAMERA)


def wrapped(asked: JoinRequest, *, packed: bool = False) -> str:
    said = asked.SerializeToString()
    kind = WrappedJoinRequest.GZIP if packed else WrappedJoinRequest.NONE
    envelope = WrappedJoinRequest(compression=kind, join_request=gzip.compress(said) if packed else said)
    return base64.urlsafe_b64encode(envelope.SerializeToString()).decode()


def unwrapped(query: str) -> JoinRequest:
    (said,) = parse_qs(query)["join_request"]
    return JoinRequest.FromString(WrappedJoinRequest.FromString(base64.urlsafe_b64decode(said)).join_request)


def test_in_an_address_stands_nothing_that_grants_or_describes() -> None:
    hostile = "access_token=x&publish=more&attributes=e30%3D&disable_ice_lite=1"
    assert passed_on(f"protocol=15&{hostile}&auto_subscribe=1&empty=", Kinds()) == "protocol=15&auto_subscribe=1&empty="


@pytest.mark.parametrize("packed", [True, False])
def test_a_request_for_joining_is_cleaned_and_otherwise_the_same(packed: bool) -> None:
    settings = ConnectionSettings(auto_subscribe=True, disable_ice_lite=True)
    asked = JoinRequest(
        connection_settings=settings, metadata="chair", participant_attributes={"chair": "yes"}, reconnect=True,
        participant_sid="PA_1", add_track_requests=[VOICE, VOICE_FOR_A_FACE, FACE],
        publisher_offer=SessionDescription(type="offer", sdp="v=0"),
    )  # fmt: skip
    got = unwrapped(passed_on(urlencode({"join_request": wrapped(asked, packed=packed)}), Kinds()))
    assert got == JoinRequest(
        connection_settings=ConnectionSettings(auto_subscribe=True), reconnect=True, participant_sid="PA_1",
        add_track_requests=[VOICE, FACE], publisher_offer=asked.publisher_offer,
    )  # fmt: skip


def test_a_request_for_joining_that_cannot_be_read_or_is_a_bomb_is_left_out() -> None:
    bomb = WrappedJoinRequest(compression=WrappedJoinRequest.GZIP, join_request=gzip.compress(bytes(2 * LARGEST)))
    for said in ("AAAA", "x", base64.urlsafe_b64encode(bomb.SerializeToString()).decode()):
        assert passed_on(urlencode({"join_request": said, "a": "b"}), Kinds()) == "a=b"


@pytest.mark.parametrize("said", [SignalRequest(add_track=VOICE), SignalRequest(add_track=FACE), SignalRequest(ping=7)])
def test_what_a_client_needs_to_say_passes(said: SignalRequest) -> None:
    assert message(said.SerializeToString(), Kinds()) == said.SerializeToString()


@pytest.mark.parametrize(
    "said",
    [
        SignalRequest(add_track=VOICE_FOR_A_FACE),
        SignalRequest(add_track=AddTrackRequest(type=TrackType.VIDEO, source=TrackSource.MICROPHONE)),
        SignalRequest(add_track=AddTrackRequest(cid="a", sid="TR_1", source=TrackSource.MICROPHONE)),
        SignalRequest(subscription_permission=SubscriptionPermission(all_participants=False)),
        SignalRequest(update_metadata=UpdateParticipantMetadata(name="Chair")),
        SignalRequest(simulate=SimulateScenario(speaker_update=5)),
        SignalRequest(),
    ],
)
def test_who_says_what_nobody_needs_to_say_says_nothing(said: SignalRequest) -> None:
    assert message(said.SerializeToString(), Kinds()) is None


def test_nothing_is_smuggled_past_behind_a_harmless_message() -> None:
    harmless = SignalRequest(ping_req=Ping(timestamp=1)).SerializeToString()
    hostile = SignalRequest(simulate=SimulateScenario(node_failure=True)).SerializeToString()
    unknown = bytes([0xFA, 0x3E, 2, 0x08, 1])  # a field that nobody knows yet
    assert message(harmless + hostile, Kinds()) is None
    assert message(harmless + unknown, Kinds()) == harmless
    assert message(b"\xff\xff", Kinds()) is None
    assert message(b'{"ping":1}', Kinds()) is None
