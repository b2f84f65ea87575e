"""What somebody has called a picture is never sound: each name of a track stands for one of the two."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from livekit.protocol.models import TrackSource, TrackType
from livekit.protocol.rtc import AddTrackRequest

Kind: TypeAlias = Literal["audio", "video"]
PICTURES = frozenset({TrackSource.CAMERA, TrackSource.SCREEN_SHARE})
MOST, LONGEST = 4096, 256
"""Names in one stay, and characters of one: whoever needs more is not a client."""
_NAMED = re.compile(r"a=(?:ssrc:\d+ )?msid:(.*)")


class Kinds:
    """What somebody has called sound and what a picture, as long as the engine knows them.

    The engine (1.13.5) takes the medium that is offered for the track of that name, whatever was said of its kind: a
    voice that is announced as a granted camera would be sent to everybody who looks.
    """

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}

    def announced(self, track: AddTrackRequest) -> bool:
        """Whether a track that is asked for is what it says; its names stand for that from now on."""
        # No client of ours adds to a track that is published; who did could add sound to a camera.
        if track.sid or (track.type == TrackType.VIDEO) is not (track.source in PICTURES):
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
        found = [(kind, name) for kind, name in said if name]
        if any(len(name) > LONGEST or self._kinds.get(name, kind) != kind for kind, name in found):
            return False
        kinds = self._kinds | {name: kind for kind, name in found}
        if len(kinds) > MOST or any(kinds[name] != kind for kind, name in found):
            return False
        self._kinds = kinds
        return True


def _tracks(sdp: str) -> Iterator[tuple[Kind, str]]:
    """Each track that a description names, with its kind; ValueError where it might be read in two ways."""
    lines = re.split(r"\r?\n", sdp)
    if any("\r" in line for line in lines):
        raise ValueError("a line that may be two")
    kind: Kind | None = None
    for line in lines:
        if line.startswith("m="):
            kind = _kind(line)
        elif (named := _NAMED.fullmatch(line)) is not None:
            words = named[1].split(" ")
            if len(words) > 2:
                raise ValueError("a name of several words")
            if kind is not None:
                yield kind, words[-1]


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
