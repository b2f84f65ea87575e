"""A chamber to try the rules in: people who act at a moving time, without database, mock or fixture."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from prachum.rules import agenda, delegations, lines, meeting
from prachum.rules.decisions.consensus import ConcludeObjectionPeriod, ConfirmText, EnterText, PutTextToMeeting
from prachum.rules.floor.holding import in_order
from prachum.rules.floor.speakers import RequestFloor, RequestRightOfReply
from prachum.rules.floor.turns import GiveFloor, YieldFloor
from prachum.rules.order import (
    CLOCK,
    DOOR,
    OPERATOR,
    PRESIDENCY,
    SECRETARIAT,
    BlocId,
    DelegationId,
    Entry,
    ItemId,
    OutOfOrder,
    PersonId,
    Standing,
    Text,
)
from prachum.rules.parties import Bloc, Nameplate, Party
from prachum.rules.permissions import Acts, Permission, permitted
from prachum.rules.presets import PRESETS, Rules
from prachum.rules.procedure import Command, Event, State, apply, decide, new, replay

NINE = datetime(2022, 6, 21, 2, 0, tzinfo=UTC)

CODES = ("CAN", "LAO", "MYS", "THA", "VNM", "ASEC")
CANADA, LAOS, MALAYSIA, THAILAND, VIETNAM, ASEC = (DelegationId(code) for code in CODES)
ASEAN, OTHERS = BlocId("ASEAN"), BlocId("OTHERS")

ANN, BOUN, MALIK, THIDA, VAN, SECRETARY_GENERAL = (PersonId(f"{code.lower()}-head") for code in CODES)
"""The heads of delegation of Canada, Laos, Malaysia, Thailand, Viet Nam and the ASEAN Secretariat."""
CHAIR, CO_CHAIR = MALIK, ANN
TIDA_ALTERNATE, TIDA_ADVISER, LAO_ADVISER = PersonId("tha-alternate"), PersonId("tha-adviser"), PersonId("lao-adviser")
SOMSAK, RITA, TEK, OBSERVER = PersonId("somsak"), PersonId("rita"), PersonId("tek"), PersonId("obs")
"""Of the secretariat; the rapporteur; the technician; an observer."""

ONE, TWO, THREE = ItemId("one"), ItemId("two"), ItemId("three")
TEXT = "outcome"
HEADS = dict(
    zip((DelegationId(code) for code in CODES), (ANN, BOUN, MALIK, THIDA, VAN, SECRETARY_GENERAL), strict=True)
)

PEOPLE: tuple[tuple[PersonId, DelegationId, Standing], ...] = (
    *((head, code, Standing.HEAD) for code, head in HEADS.items()),
    (TIDA_ALTERNATE, THAILAND, Standing.ALTERNATE),
    (TIDA_ADVISER, THAILAND, Standing.ADVISER),
    (LAO_ADVISER, LAOS, Standing.ADVISER),
    (SOMSAK, SECRETARIAT, Standing.SECRETARIAT),
    (RITA, SECRETARIAT, Standing.RAPPORTEUR),
    (TEK, SECRETARIAT, Standing.TECHNICIAN),
    (OBSERVER, PRESIDENCY, Standing.OBSERVER),
)


def en(words: str) -> Text:
    return {"en": words}


def plate(words: str = "Director-General") -> Nameplate:
    return Nameplate(en(words))


def setup(preset: str = "asean-dialogue", **values: object) -> meeting.Setup:
    """Six parties (the ASEAN Secretariat does not decide), two blocs, Viet Nam in both, two in the chair."""
    rules: Rules = replace(PRESETS[preset], **{"co_chairs": 2, **values})  # type: ignore[arg-type]
    parties = tuple(Party(code, en(code), decides=code != ASEC, precedence=9 - i) for i, code in enumerate(HEADS))
    blocs = (
        Bloc(ASEAN, en("ASEAN"), (LAOS, MALAYSIA, THAILAND, VIETNAM)),
        Bloc(OTHERS, en("Others"), (CANADA, VIETNAM)),
    )
    return meeting.Setup(
        "7c9e6679", "som-19", en("SOM"), "Asia/Bangkok", ("en", "th"), NINE, rules, (CHAIR, CO_CHAIR), parties, blocs
    )


class Sitting:
    """What people do, one after another, each a second after the last unless said; keeps the journal's entries."""

    def __init__(self) -> None:
        self.state: State = new()
        self.log: list[Entry] = []
        self.now = NINE

    def does(self, person: PersonId, command: Command, *, after: float = 1) -> tuple[Event, ...]:
        """The person gives the command, `after` so many seconds; the events are entered."""
        self.now += timedelta(seconds=after)
        events = decide(self.state, command, person, self.now)
        for event in events:
            self.enter(Entry(self.state.seq + 1, self.now, person, event))
        return events

    def enter(self, entry: Entry) -> None:
        self.log.append(entry)
        self.state = apply(self.state, entry)

    def waits(self, seconds: float) -> "Sitting":
        self.now += timedelta(seconds=seconds)
        return self

    def refusal(self, person: PersonId, command: Command) -> str:
        """The code with which the rules refuse; fails if they do not."""
        with pytest.raises(OutOfOrder) as refused:
            decide(self.state, command, person, self.now)
        return refused.value.code

    def acts(self, person: PersonId) -> Acts:
        return permitted(self.state, self.state.actor(person), self.now)

    def may(self, person: PersonId, act: str, target: str | None = None) -> Permission:
        """What the person's screen says about an act, for one target where the answers differ."""
        answer = self.acts(person)[act]
        return answer if isinstance(answer, str | bool) else answer[target or ""]

    @contextmanager
    def nothing_changes(self) -> Iterator[None]:
        before = self.state
        yield
        assert self.state == before

    def left(self) -> float:
        """Seconds that the holder of the floor has left."""
        holder = self.state.floor.holder
        assert holder is not None
        assert holder.clock.limit is not None
        return holder.clock.limit - holder.clock.spent_at(self.now) / 1000

    def period_left(self) -> float:
        """Seconds of the objection period that have still to run."""
        before = self.state.decisions.before
        assert before is not None
        assert before.clock.limit is not None
        return before.clock.limit - before.clock.spent_at(self.now) / 1000

    def holder(self) -> DelegationId | None:
        return self.state.floor.holder.delegation if self.state.floor.holder else None

    def replays(self) -> bool:
        return replay(self.log) == self.state


def order(sitting: Sitting, item: ItemId = ONE) -> list[str]:
    """Those who wait under an item, by the ids of their places."""
    return [request.id for request in in_order(sitting.state, item)]


def created(preset: str = "asean-dialogue", **values: object) -> Sitting:
    sitting = Sitting()
    sitting.does(OPERATOR, meeting.CreateMeeting(setup(preset, **values)))
    return sitting


def scheduled(preset: str = "asean-dialogue", **values: object) -> Sitting:
    """Everybody accredited, seated and on the line; three items on the provisional agenda."""
    sitting = created(preset, **values)
    for person, delegation, standing in PEOPLE:
        sitting.does(OPERATOR, delegations.AccreditPerson(person, delegation, standing), after=0)
        sitting.does(DOOR, delegations.SeatPerson(person, plate()), after=0)
    for code in (*HEADS, SECRETARIAT):
        sitting.does(DOOR, lines.ReportArrival(code), after=0)
    for number, item in enumerate((ONE, TWO, THREE), start=1):
        sitting.does(OPERATOR, agenda.AddAgendaItem(item, str(number), en(f"Item {number}"), 10), after=0)
    return sitting


def opened(preset: str = "asean-dialogue", **values: object) -> Sitting:
    """In session, the agenda adopted, item one open, nobody waiting."""
    sitting = scheduled(preset, **values)
    sitting.does(CHAIR, meeting.OpenMeeting(), after=0)
    sitting.does(CHAIR, agenda.AdoptAgenda(), after=0)
    sitting.does(CHAIR, agenda.OpenAgendaItem(ONE), after=0)
    return sitting


def asked(*people: PersonId, preset: str = "asean-dialogue", **values: object) -> Sitting:
    """In session, and these people have asked for the floor in this order."""
    sitting = opened(preset, **values)
    for person in people:
        sitting.does(person, RequestFloor(ONE))
    return sitting


def speaking(person: PersonId = THIDA, preset: str = "asean-dialogue", **values: object) -> Sitting:
    """In session, and this person has just been given the floor."""
    sitting = opened(preset, **values)
    give(sitting, person)
    return sitting


def give(sitting: Sitting, person: PersonId, *, after: float = 1) -> None:
    """The chair gives the floor to a person, taking it from whoever has it."""
    delegation = sitting.state.delegations.people[person].delegation
    sitting.does(CHAIR, GiveFloor(delegation, person, sitting.holder()), after=after)


def replied(sitting: Sitting, person: PersonId) -> None:
    """The person asks for a right of reply, gets it and uses it."""
    sitting.does(person, RequestRightOfReply(ONE))
    give(sitting, person)
    sitting.does(person, YieldFloor())


def text_put(preset: str = "asean-dialogue", seconds: int | None = None, **values: object) -> Sitting:
    """In session, and a text is before the meeting that nobody's screen has confirmed yet."""
    sitting = opened(preset, **values)
    sitting.does(SOMSAK, EnterText(TEXT, 1, en("Outcome"), en("The Meeting took note.")))
    sitting.does(CHAIR, PutTextToMeeting(TEXT, 1, seconds))
    return sitting


def period_running(preset: str = "asean-dialogue", seconds: int | None = None, **values: object) -> Sitting:
    """In session, a text before the meeting, on every screen, its objection period just begun."""
    sitting = text_put(preset, seconds, **values)
    confirmed(sitting)
    return sitting


def confirmed(sitting: Sitting, *but: DelegationId) -> None:
    for code in sitting.state.delegations.deciding():
        if code not in but:
            sitting.does(HEADS[code], ConfirmText(TEXT, 1), after=0)


def adopted() -> Sitting:
    """In session, and the text has been adopted."""
    sitting = period_running()
    sitting.does(CLOCK, ConcludeObjectionPeriod(TEXT, 1), after=30)
    return sitting


def drops(sitting: Sitting, delegation: DelegationId, *, after: float = 1) -> None:
    sitting.does(DOOR, lines.ReportLineLost(delegation), after=after)


def returns(sitting: Sitting, delegation: DelegationId, *, after: float = 1) -> None:
    sitting.does(DOOR, lines.ReportLineRestored(delegation), after=after)


def chair_drops(sitting: Sitting, *, after: float = 1) -> None:
    sitting.does(DOOR, meeting.ReportChairLineLost(sitting.state.meeting.presiding), after=after)


def chair_returns(sitting: Sitting, *, after: float = 1) -> None:
    sitting.does(DOOR, meeting.ReportChairLineRestored(sitting.state.meeting.presiding), after=after)


def chair_absent() -> Sitting:
    """In session, and the presiding chair's line has been lost for twenty seconds."""
    sitting = opened()
    chair_drops(sitting)
    sitting.does(CLOCK, meeting.ReportChairAbsence(CHAIR), after=20)
    return sitting
