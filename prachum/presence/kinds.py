"""A fact is one of these kinds, each of which says how long it lasts when it is not said again."""

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, TypeAdapter

Name: TypeAlias = Annotated[str, Field(min_length=1, max_length=64)]
"""An id that the sender made, as of a call or of a device (a tab)."""


class Kind(BaseModel):
    """What all kinds share: nothing else may be said, and `device` tells several devices of one person apart."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    lasts: ClassVar[float]
    device: Name | None = None


class CallSecretariat(Kind):
    """Somebody calls for help (`sent`); the secretariat or the technician answers under the same `call`."""

    lasts: ClassVar[float] = 1800
    kind: Literal["call_secretariat"]
    call: Name
    state: Literal["sent", "seen", "coming", "done"]


class Line(Kind):
    """How good somebody's line is: round trip and jitter in ms, loss from 0 to 1, and what of theirs gives way on it.

    `pictures`: camera and screen wait; `detail`: and the voice is sent with less than interpreters need.
    """

    lasts: ClassVar[float] = 10
    kind: Literal["line"]
    rtt: Annotated[float, Field(ge=0, le=60_000)]
    loss: Annotated[float, Field(ge=0, le=1)]
    jitter: Annotated[float, Field(ge=0, le=60_000)]
    gives_way: Literal["pictures", "detail"] | None = None


class Level(Kind):
    """How loud somebody's microphone is, in dB below full scale."""

    lasts: ClassVar[float] = 5
    kind: Literal["level"]
    dbfs: Annotated[float, Field(ge=-160, le=0)]


Condition: TypeAlias = Literal["on", "off", "none", "blocked"]
"""Of a microphone or a camera: in use, ready, not there, or not allowed by the browser."""


class Device(Kind):
    """With what somebody takes part."""

    lasts: ClassVar[float] = 120
    kind: Literal["device"]
    microphone: Condition
    camera: Condition


class SpeakingDevice(Kind):
    """Which of one person's devices speaks: a second one `asks`, one `speaks`, one `yields`.

    It lasts no longer than a ghost may: a browser that has crashed says no more that it yields.
    """

    lasts: ClassVar[float] = 20
    kind: Literal["speaking_device"]
    device: Name
    state: Literal["asks", "speaks", "yields"]


Words: TypeAlias = Annotated[
    dict[Annotated[str, Field(max_length=8)], Annotated[str, Field(max_length=2000)]], Field(max_length=20)
]
"""Language → what people read."""


class Rehearsal(Kind):
    """A rehearsal `waits` for the visitor in the seat of `whose`, or `goes_on`; whoever conducts it says so.

    `title` is for everybody, `yours` for the visitor; then what the script would do and say, what follows when nothing
    happens, and until when (the meeting's time).
    """

    lasts: ClassVar[float] = 100
    kind: Literal["rehearsal"]
    state: Literal["waits", "goes_on"]
    whose: Name | None = None
    title: Words = {}
    yours: Words = {}
    act: Words = {}
    says: Words = {}
    then: Words = {}
    until: Annotated[str, Field(max_length=40)] | None = None


Said: TypeAlias = CallSecretariat | Line | Level | Device | SpeakingDevice | Rehearsal
KINDS: TypeAdapter[Said] = TypeAdapter(Annotated[Said, Discriminator("kind")])
