"""A name that stands for a picture is never offered as sound, whichever is said first and however it is written."""

from collections.abc import Iterator, Sequence
from itertools import permutations

import pytest
from livekit.protocol.models import TrackSource, TrackType
from livekit.protocol.rtc import AddTrackRequest, SimulcastCodec

from prachum.media import kinds as reading
from prachum.media.kinds import FEW, LONGEST, MOST, SHORT, Kinds


def camera(name: str, *others: str) -> AddTrackRequest:
    codecs = [SimulcastCodec(codec="vp8", cid=other) for other in others]
    return AddTrackRequest(cid=name, type=TrackType.VIDEO, source=TrackSource.CAMERA, simulcast_codecs=codecs)


def voice(name: str) -> AddTrackRequest:
    return AddTrackRequest(cid=name, type=TrackType.AUDIO, source=TrackSource.MICROPHONE)


def offer(*sections: tuple[str, str], direction: str = "a=sendonly", end: str = "\r\n") -> str:
    lines = ["v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1"]
    for medium, more in sections:
        lines += [f"m={medium} 9 UDP/TLS/RTP/SAVPF 111", *(line for line in (direction, more) if line)]
    return end.join([*lines, ""])


def test_what_a_browser_publishes_is_let_in_again_and_again() -> None:
    kinds = Kinds()
    both = offer(("audio", "a=msid:stream mine"), ("video", "a=msid:stream face"), ("application", ""))
    for _ in range(3):
        assert kinds.announced(voice("mine"))
        assert kinds.announced(camera("face"))
        assert kinds.offered(both)
    # What is taken back, and what is only received.
    for direction in ("a=inactive", "a=recvonly"):
        assert kinds.offered(offer(("audio", ""), ("video", ""), direction=direction, end="\n"))


@pytest.mark.parametrize("named", ["a=msid:stream face", "a=msid:- face", "a=ssrc:17 msid:stream face"])
def test_a_camera_is_never_offered_as_sound_whichever_comes_first(named: str) -> None:
    sound = offer(("audio", named))
    says = {"announced": lambda kinds: kinds.announced(camera("face")), "offered": lambda kinds: kinds.offered(sound)}
    for first, second in permutations(says):
        kinds = Kinds()
        assert says[first](kinds)
        assert not says[second](kinds)
        assert not says[second](kinds), "asking again changes nothing"


def test_the_other_codecs_of_a_camera_and_one_offer_in_two_kinds_are_no_way_round() -> None:
    kinds = Kinds()
    assert kinds.announced(camera("face", "other"))
    assert not kinds.offered(offer(("audio", "a=msid:stream other")))
    assert not Kinds().offered(offer(("audio", "a=msid:stream one"), ("video", "a=msid:stream one")))
    assert not kinds.announced(voice("face"))


@pytest.mark.parametrize(
    "sdp",
    [
        offer(("audio", "a=msid:stream face more")),
        offer(("audio", "a=mid:0\rm=video 9 UDP/TLS/RTP/SAVPF 96")),
        offer(("audio", "a=msid:stream mine\r\na=mid:0\rm=video 9 UDP/TLS/RTP/SAVPF 96")),
        offer(("text", "a=msid:stream face")),
        offer(("AUDIO", "a=msid:stream face")),
        offer(("audio", f"a=msid:stream {'x' * (LONGEST + 1)}")),
        offer(("audio", f"a=msid:stream {'ก' * (LONGEST // 3 + 1)}")),
    ],
)
def test_an_offer_that_can_be_read_in_two_ways_is_not_passed_on(sdp: str) -> None:
    assert not Kinds().offered(sdp)


@pytest.mark.parametrize("more", ["", "a=msid:stream", "a=ssrc:1 msid:stream", "a=msid:stream ", "a=ssrc:1 cname:x"])
@pytest.mark.parametrize("direction", ["a=sendonly", "a=sendrecv", "", "a=SENDONLY", "a=recvonly\r\na=sendonly"])
def test_what_is_sent_has_a_name(more: str, direction: str) -> None:
    """To the engine no name is a name as well: what was announced without one would be sent as that."""
    assert not Kinds().offered(offer(("audio", more), direction=direction))
    assert not Kinds().offered(offer(("video", more), direction=direction))


def test_what_is_announced_has_a_name_and_so_have_its_other_codecs() -> None:
    assert not Kinds().announced(camera(""))
    assert not Kinds().announced(camera("face", ""))
    assert not Kinds().announced(voice(""))


def test_who_only_listens_names_nothing() -> None:
    kinds = Kinds(0)
    assert not kinds.announced(voice("mine"))
    assert not kinds.offered(offer(("audio", "a=msid:stream mine")))
    assert kinds.offered(offer(("audio", ""), direction="a=recvonly"))


def test_nobody_has_more_names_than_a_client_can_need() -> None:
    kinds = Kinds()
    many = offer(*[("audio", f"a=msid:stream {number}") for number in range(MOST)])
    assert kinds.offered(many)
    assert not kinds.announced(voice("one more"))
    assert kinds.announced(voice("1"))


def test_a_description_of_lines_with_hardly_a_letter_or_of_more_than_anybody_receives_is_not_passed_on() -> None:
    received = offer(*[("video", "")] * MOST, direction="a=recvonly")
    assert Kinds(0).offered(received)
    assert not Kinds(0).offered(received + offer(("video", ""), direction="a=recvonly"))
    for line in ("\n", "\r\n", "a=inactive\n"):
        assert not Kinds(0).offered(line * 4 * FEW)
    assert Kinds(0).offered("\n" * FEW)
    assert Kinds(0).offered(("x" * SHORT + "\n") * 4 * FEW)


def test_lines_that_name_nothing_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read = list[str]()
    names = reading._names

    def noted(section: Sequence[str]) -> Iterator[str]:
        read.extend(section)
        return names(section)

    monkeypatch.setattr(reading, "_names", noted)
    many = "\r\n".join(["a=rtpmap:111 opus/48000/2"] * 100)
    assert Kinds().offered(offer(("audio", f"a=msid:stream mine\r\n{many}")))
    assert read == ["a=sendonly", "a=msid:stream mine"]
