"""The three sets of rules that a meeting file can name, and every value that it may override."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """Why somebody speaks."""

    STATEMENT = "statement"
    FOR_BLOC = "for_bloc"
    RIGHT_OF_REPLY = "right_of_reply"
    POINT_OF_ORDER = "point_of_order"
    SECRETARIAT = "secretariat"


class ListOrder(StrEnum):
    """How those who wait are put in order, unless the chair has ordered the list by hand."""

    REQUESTED = "requested"
    PRECEDENCE = "precedence"
    ALTERNATING = "alternating"
    LEAST_HEARD = "least_heard"


class WhenOver(StrEnum):
    """What happens when the time is over: a signal only, or the clock takes the floor back after a grace."""

    SIGNAL = "signal"
    TAKE_BACK = "take_back"


@dataclass(frozen=True, slots=True)
class Quorum:
    """At least (`more_than`: more than) `part` of `whole` of the parties that decide must be present."""

    part: int
    whole: int
    more_than: bool = False

    def met(self, present: int, members: int) -> bool:
        have, need = present * self.whole, members * self.part
        return have > need if self.more_than else have >= need

    def needed(self, members: int) -> int:
        """The smallest number of parties that suffices."""
        return next(n for n in range(members + 2) if self.met(n, members))


def _limits() -> Mapping[Kind, int]:
    return {Kind.STATEMENT: 300, Kind.FOR_BLOC: 420, Kind.RIGHT_OF_REPLY: 180, Kind.POINT_OF_ORDER: 60}


@dataclass(frozen=True, slots=True)
class Rules:
    """The values of a meeting's rules; times in whole seconds; an absent limit or quorum means none."""

    preset: str
    co_chairs: int = 1
    quorum_to_open: Quorum | None = None
    quorum_to_decide: Quorum | None = None
    order: ListOrder = ListOrder.REQUESTED
    limits: Mapping[Kind, int] = field(default_factory=_limits)
    second_reply: int | None = None
    when_over: WhenOver = WhenOver.SIGNAL
    grace: int = 15
    warnings: tuple[int, ...] = (60, 10)
    replies_per_item: int = 2
    replies_after_list: bool = True
    replies_on_closed_list: bool = True
    inscription_before_item: bool = True
    secretariat_waits: bool = False
    objection_period: int = 30
    chair_line_grace: int = 20


PRESETS: Mapping[str, Rules] = {
    "asean-dialogue": Rules("asean-dialogue", co_chairs=2),
    "unga": Rules(
        "unga",
        quorum_to_open=Quorum(1, 3),
        quorum_to_decide=Quorum(1, 2, more_than=True),
        limits={
            Kind.STATEMENT: 900,
            Kind.FOR_BLOC: 900,
            Kind.RIGHT_OF_REPLY: 600,
            Kind.POINT_OF_ORDER: 180,
        },
        second_reply=300,
    ),
    "plain": Rules(
        "plain",
        quorum_to_open=Quorum(1, 2, more_than=True),
        quorum_to_decide=Quorum(1, 2, more_than=True),
        limits={Kind.STATEMENT: 180, Kind.FOR_BLOC: 180, Kind.RIGHT_OF_REPLY: 60, Kind.POINT_OF_ORDER: 60},
        when_over=WhenOver.TAKE_BACK,
        replies_per_item=1,
        secretariat_waits=True,
    ),
}
