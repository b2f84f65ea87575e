"""What somebody has called a picture is never sound: each name of a track stands for one of the two."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

from livekit.protocol.models import TrackSource, TrackType
from livekit.protocol.rtc import AddTrackRequest

Kind: TypeAlias = Literal["audio", "video"]
PICTURES = frozenset({TrackSource.CAMERA, TrackSource.SCREEN_SHARE})
MOST, LONGEST = 4096, 64
"""Names in one stay, and bytes of one: whoever needs more is not a client."""
MOST_CODECS, MOST_LAYERS = 8, 16
"""Of one track: a browser names one codec and the one besides, with three layers each."""
FEW, SHORT = 64, 16
"""Lines of a description, and letters of one beyond these, on average: Chromium's have 30.  The shorter they are, the
longer takes each kilobyte of them."""
_READ = ("m=", "a=msid:", "a=ssrc:", "a=send", "a=recvonly", "a=inactive")
_NAMED = re.compile(r"a=(?:ssrc:\d+ )?msid:(.*)")
_DIRECTION = re.compile(r"a=(sendrecv|sendonly|recvonly|inactive)")


class Kinds:
    """What somebody has called sound and what a picture, as long as the engine knows them.

    The engine (1.13.5) takes the medium that is offered for the track of that name, whatever was said of its kind: a
    voice that is announced as a granted camera would be sent to everybody who looks.  No name is a name to it as well.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kinds: dict[str, Kind] = {}

    def announced(self, track: AddTrackRequest) -> bool:
        """Whether a track that is asked for is what it says; its names stand for that from now on."""
        # No client of ours adds to a track that is published; who did could add sound to a camera.
        if track.sid or (track.type == TrackType.VIDEO) is not (track.source in PICTURES):
            return False
        if len(track.simulcast_codecs) > MOST_CODECS or len(track.layers) > MOST_LAYERS:
            return False
        kind: Kind = "video" if track.type == TrackType.VIDEO else "audio"
        return self._agree((kind, name) for name in (track.cid, *(codec.cid for codec in track.simulcast_codecs)))

    def offered(self, sdp: str) -> bool:
        """Whether what is offered is of the kinds that were announced; its names stand for those from now on."""
        try:
            return self._agree(_tracks(sdp))
        except ValueError:
            return False

    def _agree(self, said: Iterable[tuple[Kind, str]]) -> bool:
        found = list(said)
        if any(not name or len(name.encode()) > LONGEST for _, name in found):
            return False
        fresh = {name: kind for kind, name in found if name not in self._kinds}
        if len(self._kinds) + len(fresh) > self._most:
            return False
        if any((fresh.get(name) or self._kinds[name]) != kind for kind, name in found):
            return False
        self._kinds.update(fresh)
        return True


def _tracks(sdp: str) -> Iterator[tuple[Kind, str]]:
    """Each track that a description names, with its kind; ValueError where it might be read in two ways."""
    if sdp.count("\r") != sdp.count("\r\n"):
        raise ValueError("a line that may be two")
    if sdp.count("\n") > FEW + len(sdp) // SHORT:
        raise ValueError("lines of hardly a letter")
    lines = [line for line in sdp.replace("\r\n", "\n").split("\n") if line.startswith(_READ)]
    begins = [number for number, line in enumerate(lines) if line.startswith("m=")]
    if len(begins) > MOST:
        raise ValueError("more than anybody receives")
    for begin, end in pairwise((*begins, len(lines))):
        if (kind := _kind(lines[begin])) is not None:
            yield from ((kind, name) for name in _names(lines[begin + 1 : end]))


def _names(section: Sequence[str]) -> Iterator[str]:
    """What is sent here; without a name, as one word is none to the engine, the name is empty."""
    named = [said[1].split(" ") for line in section if (said := _NAMED.fullmatch(line)) is not None]
    directions = [said[1] for line in section if (said := _DIRECTION.fullmatch(line)) is not None]
    if any(len(words) > 2 for words in named):
        raise ValueError("a name of several words")
    yield from (words[1] if len(words) == 2 else "" for words in named)
    if not named and (not directions or any(one.startswith("send") for one in directions)):
        yield ""


def _kind(line: str) -> Kind | None:
    match line.removeprefix("m=").split(" ")[0]:
        case "audio":
            return "audio"
        case "video":
            return "video"
        case "application":
            return None
        case other:
            raise ValueError(f"{other!r} is no medium")
