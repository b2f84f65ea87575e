"""What a chamber client gets: a view holds no null (an absent thing is an absent key) and no fraction."""

# Lists that change are maps by id beside their `order`; durations `spent` and `spoken` are in milliseconds, limits in
# seconds.

from typing import Literal, NotRequired, TypeAlias, TypedDict

from prachum.rules.agenda import ItemStatus
from prachum.rules.conclusions import Standpoint, Verb
from prachum.rules.floor.holding import Ending
from prachum.rules.meeting import Phase
from prachum.rules.order import Standing
from prachum.rules.parties import SeatOrder
from prachum.rules.presets import Kind, WhenOver

Instant: TypeAlias = str
"""ISO 8601 in UTC, to the millisecond: `2022-06-21T02:00:00.000Z`."""
Words: TypeAlias = dict[str, str]
"""What people read: language → text."""

Due = TypedDict("Due", {"from": Instant, "plus": int})
"""Expected `plus` seconds after the later of `from` and now: the clock of the day moves it."""


class Clock(TypedDict):
    """Left is limit × 1000 − spent − (now − since, where it runs)."""

    limit: NotRequired[int]
    spent: int
    since: NotRequired[Instant]


class Quorum(TypedDict):
    """`to_open` and `to_decide` are the numbers needed; `met`: for what comes next, opening or deciding."""

    present: int
    members: int
    to_open: NotRequired[int]
    to_decide: NotRequired[int]
    met: bool


class Meeting(TypedDict):
    id: str
    ref: str
    title: Words
    series: NotRequired[Words]
    ordinal: NotRequired[int]
    zone: str
    languages: list[str]
    preset: str
    rehearsal: bool
    shift: int
    phase: Phase
    scheduled: Instant
    presiding: str
    acting: bool
    chairs: list[str]
    chair_lost: NotRequired[Instant]
    began: NotRequired[Instant]
    locked: bool
    reason: NotRequired[Words]
    quorum: Quorum
    epoch: int


class Rules(TypedDict):
    limits: dict[Kind, int]
    warnings: list[int]
    when_over: WhenOver
    grace: int
    replies_per_item: int
    objection_period: int
    chair_line_grace: int


class Me(TypedDict):
    """The audience, not the person: several people share a view."""

    standings: list[Standing]
    delegation: NotRequired[str]
    leave: bool


class Party(TypedDict):
    names: Words
    decides: bool
    speaks: bool
    blocs: list[str]


class Bloc(TypedDict):
    names: Words
    members: list[str]


class SeatingRule(TypedDict):
    order: SeatOrder
    language: str
    seed: str


class Seats(TypedDict):
    order: list[str]
    how: NotRequired[SeatingRule]


class Delegation(TypedDict):
    """`place` on the list of the open item, 1 being the next."""

    presence: Literal["away", "here", "lost"]
    since: NotRequired[Instant]
    people: list[str]
    spoken: int
    place: NotRequired[int]


class Capacity(TypedDict):
    text: Words
    since: NotRequired[str]
    until: NotRequired[str]


class Person(TypedDict):
    delegation: str
    standing: Standing
    seated: bool
    may_speak: bool
    name: NotRequired[Words]
    honorific: NotRequired[Words]
    title: NotRequired[Words]
    department: NotRequired[Words]
    capacity: NotRequired[Capacity]


class Item(TypedDict):
    """`spent` does not count since `opened` while the item is open."""

    number: str
    title: Words
    minutes: int
    parent: NotRequired[str]
    preliminary: bool
    status: ItemStatus
    opened: NotRequired[Instant]
    spent: int
    due: NotRequired[Due]


class Agenda(TypedDict):
    order: list[str]
    adopted: NotRequired[Instant]
    current: NotRequired[str]
    items: dict[str, Item]


class Turn(TypedDict):
    delegation: str
    speaker: str
    kind: Kind
    item: NotRequired[str]
    bloc: NotRequired[str]
    aligned: NotRequired[list[str]]
    began: Instant
    clock: Clock


class Point(TypedDict):
    delegation: str
    speaker: str
    raised: Instant
    heard: bool


class Request(TypedDict):
    delegation: str
    speaker: str
    kind: Kind
    bloc: NotRequired[str]
    aligned: NotRequired[list[str]]
    asked: Instant
    due: NotRequired[Due]


class ListOfSpeakers(TypedDict):
    open: bool
    by_hand: bool
    order: list[str]
    requests: dict[str, Request]


class Intervention(TypedDict):
    """A turn that is over, or a statement taken as read (`text`)."""

    delegation: str
    speaker: str
    kind: Kind
    item: NotRequired[str]
    began: Instant
    ended: Instant
    spent: int
    ending: NotRequired[Ending]
    bloc: NotRequired[str]
    aligned: NotRequired[list[str]]
    text: NotRequired[Words]


class Interventions(TypedDict):
    order: list[str]
    by: dict[str, Intervention]


Standstill: TypeAlias = Literal["suspended", "chair_line", "line", "interrupted", "point_of_order"]
"""Why the speaker's clock stands."""


class Floor(TypedDict):
    """`on_deck` is the id of a request on the open item's list."""

    holder: NotRequired[Turn]
    held_over: NotRequired[Turn]
    point: NotRequired[Point]
    interrupted: bool
    runs: bool
    stands: NotRequired[Standstill]
    on_deck: NotRequired[str]
    lists: dict[str, ListOfSpeakers]
    interventions: Interventions
    spoken: dict[str, int]
    spoken_for: dict[str, int]
    replies: dict[str, dict[str, int]]


class Area(TypedDict):
    title: Words
    text: Words
    points: list[Words]


class Proposal(TypedDict):
    delegation: str
    item: str
    title: Words
    areas: list[Area]
    supporters: list[str]
    withdrawn: bool
    tabled: Instant


class Proposals(TypedDict):
    order: list[str]
    by: dict[str, Proposal]


class TextVersion(TypedDict):
    version: int
    title: Words
    words: Words


class Objection(TypedDict):
    reason: Words
    at: Instant


PeriodStands: TypeAlias = Literal["missing", "quorum", "objection", "suspended", "chair_line", "point_of_order"]
"""Why the objection period stands."""


class Before(TypedDict):
    """The text before the meeting; `to_chair` is shown to the presiding chair, `objected` to who did."""

    text: str
    version: int
    title: Words
    words: Words
    item: str
    clock: Clock
    runs: bool
    stands: NotRequired[PeriodStands]
    entitled: list[str]
    confirmed: list[str]
    waived: list[str]
    missing: list[str]
    objections: dict[str, Objection]
    to_chair: NotRequired[dict[str, Objection]]
    objected: NotRequired[Literal[True]]
    over: bool


class Decision(TypedDict):
    """`without`: the delegations for which the chair did not wait."""

    text: str
    version: int
    title: Words
    words: Words
    item: str
    at: Instant
    adopted: bool
    reason: NotRequired[Words]
    objectors: list[str]
    without: list[str]
    reservations: dict[str, Words]
    explanations: dict[str, Words]


class Decisions(TypedDict):
    order: list[str]
    by: dict[str, Decision]


class Conclusion(TypedDict):
    item: str
    verb: Verb
    text: Words
    points: list[Words]
    attributed: str
    stands: Standpoint
    entered: Instant
    confirmed: NotRequired[Instant]
    reason: NotRequired[Words]
    corrects: NotRequired[str]
    corrected_by: NotRequired[str]


class Conclusions(TypedDict):
    order: list[str]
    by: dict[str, Conclusion]


class Media(TypedDict):
    """Who may publish now; a client plays a person's sound only while that person is `heard`.

    `lines` says under which name each of them is known to the media engine.
    """

    epoch: int
    microphone: list[str]
    camera: list[str]
    screen: list[str]
    heard: list[str]
    ducked: list[str]
    lines: dict[str, str]


Permission: TypeAlias = Literal[True] | str
"""True, or the code of the refusal."""
Acts: TypeAlias = dict[str, Permission | dict[str, Permission]]
"""Every command, or target → permission where the answers differ."""


class Settled(TypedDict):
    """What seldom changes of that which all see alike."""

    rules: Rules
    parties: dict[str, Party]
    blocs: dict[str, Bloc]
    people: dict[str, Person]
    proposals: Proposals
    texts: dict[str, TextVersion]
    decisions: Decisions


class Everybody(Settled):
    """What all who are in the chamber see alike."""

    seq: int
    at: Instant
    meeting: Meeting
    seats: Seats
    delegations: dict[str, Delegation]
    agenda: Agenda
    floor: Floor
    media: Media


class View(Everybody):
    """`head` is the digest of a closed meeting's last entry."""

    me: Me
    before: NotRequired[Before]
    conclusions: Conclusions
    acts: Acts
    head: NotRequired[str]
