"""What a client may ask of the engine gets there as it was asked, and what it may not ask does not."""

import base64
import gzip
from collections.abc import Iterable
from urllib.parse import parse_qs, urlencode

import pytest
from livekit.protocol.models import TrackSource, TrackType, VideoLayer
from livekit.protocol.rtc import (
    AddTrackRequest,
    ConnectionSettings,
    JoinRequest,
    Ping,
    SessionDescription,
    SignalRequest,
    SimulateScenario,
    SimulcastCodec,
    SubscriptionPermission,
    UpdateParticipantMetadata,
    WrappedJoinRequest,
)

from prachum.media import asking
from prachum.media.asking import LARGEST, MOST_TRACKS, message, passed_on
from prachum.media.kinds import MOST_CODECS, MOST_LAYERS, Kind, Kinds

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
    large = JoinRequest(publisher_offer=SessionDescription(sdp="v" * LARGEST))
    bomb = WrappedJoinRequest(compression=WrappedJoinRequest.GZIP, join_request=gzip.compress(bytes(2 * LARGEST)))
    bombs = base64.urlsafe_b64encode(bomb.SerializeToString()).decode(), wrapped(large, packed=True), wrapped(large)
    for said in ("AAAA", "x", *bombs):
        assert passed_on(urlencode({"join_request": said, "a": "b"}), Kinds()) == "a=b"


def test_a_request_for_joining_as_long_as_three_of_a_browsers_gets_there() -> None:
    """Chromium's is an offer of 602 lines and 18.5 kB."""
    picture = ["m=video 9 UDP/TLS/RTP/SAVPF 96", "a=recvonly", *["a=rtpmap:111 opus/48000/2 xxxx"] * 90]
    offer = "\r\n".join(["v=0", *picture * 20, ""])
    asked = JoinRequest(publisher_offer=SessionDescription(type="offer", sdp=offer))
    assert 3 * 18_500 < len(offer) < LARGEST
    assert unwrapped(passed_on(urlencode({"join_request": wrapped(asked, packed=True)}), Kinds(0))) == asked


def test_of_several_requests_for_joining_the_first_is_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = list[WrappedJoinRequest]()
    unpacked = asking._unpacked

    def counted(envelope: WrappedJoinRequest) -> bytes:
        opened.append(envelope)
        return unpacked(envelope)

    monkeypatch.setattr(asking, "_unpacked", counted)
    first, second = wrapped(JoinRequest(participant_sid="PA_1")), wrapped(JoinRequest(participant_sid="PA_2"))
    got = passed_on(urlencode([("join_request", first), ("join_request", second)]), Kinds())
    assert unwrapped(got).participant_sid == "PA_1"
    assert passed_on(urlencode([("join_request", "x"), ("join_request", second)]), Kinds()) == ""
    assert len(opened) == 1


class Counting(Kinds):
    """Counts the tracks and names that it is asked about."""

    asked = named = 0

    def announced(self, track: AddTrackRequest) -> bool:
        self.asked += 1
        return super().announced(track)

    def _agree(self, said: Iterable[tuple[Kind, str]]) -> bool:
        self.named += 1
        return super()._agree(said)


def test_more_tracks_than_anybody_announces_are_not_looked_at() -> None:
    kinds = Counting()
    many = JoinRequest(add_track_requests=[AddTrackRequest()] * (MOST_TRACKS + 1))
    assert passed_on(urlencode({"join_request": wrapped(many, packed=True)}), kinds) == ""
    assert not kinds.asked
    as_many = JoinRequest(add_track_requests=[VOICE] * MOST_TRACKS)
    assert unwrapped(passed_on(urlencode({"join_request": wrapped(as_many, packed=True)}), kinds)) == as_many
    assert kinds.asked == MOST_TRACKS


@pytest.mark.parametrize(
    "more", [("simulcast_codecs", SimulcastCodec(cid="b"), MOST_CODECS), ("layers", VideoLayer(), MOST_LAYERS)]
)
def test_of_a_track_with_more_codecs_or_layers_than_any_has_no_name_is_looked_at(
    more: tuple[str, SimulcastCodec | VideoLayer, int],
) -> None:
    name, one, most = more
    kinds = Counting()
    for count, passes in ((most, True), (most + 1, False)):
        face = AddTrackRequest(cid="b", type=TrackType.VIDEO, source=TrackSource.CAMERA)
        getattr(face, name).extend([one] * count)
        assert (message(SignalRequest(add_track=face).SerializeToString(), kinds) is not None) is passes
    assert kinds.named == 1


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
