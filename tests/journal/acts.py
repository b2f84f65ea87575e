"""A meeting to be entered: its parties, people, and the acts that begin it."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import connections

from prachum.journal.perform import perform
from prachum.rules.delegations import AccreditPerson, SeatPerson
from prachum.rules.lines import ReportArrival
from prachum.rules.meeting import CreateMeeting, OpenMeeting, Setup
from prachum.rules.order import DOOR, OPERATOR, DelegationId, PersonId, Standing
from prachum.rules.parties import Nameplate, Party
from prachum.rules.presets import PRESETS
from prachum.rules.procedure import Command

THA, CAN = DelegationId("THA"), DelegationId("CAN")
SOMCHAI, ANN = PersonId("tha-head"), PersonId("can-head")
PLATE = Nameplate({"en": "Director-General"}, name={"th": "สมชาย ใจดี", "en": "Somchai Jaidee"})
CONVENED, SEATED, OPENED = 5, 6, 9
"""The seq of the last entry when the meeting is convened, of Thailand's nameplate, and of the opening."""

PARTIES = (THA, CAN, *(DelegationId(f"P{n:02}") for n in range(30)))

T = TypeVar("T")


def creation(meeting: UUID, *, ref: str = "som-19", shift: int = 0, rehearsal: bool = False) -> CreateMeeting:
    """Thirty-two parties, Thailand's head presides, Canada's is the other chair."""
    parties = tuple(Party(code, {"en": str(code)}) for code in PARTIES)
    began = datetime(2022, 6, 21, 2, tzinfo=UTC)
    rules, chairs = PRESETS["asean-dialogue"], (SOMCHAI, ANN)
    title = {"en": "A meeting", "th": "การประชุม"}
    languages = ("en", "th")
    return CreateMeeting(
        Setup(
            str(meeting), ref, title, "Asia/Bangkok", languages, began, rules, chairs, parties,
            rehearsal=rehearsal, shift=shift,
        )
    )  # fmt: skip


def act(meeting: UUID, command: Command, by: PersonId = OPERATOR, now: datetime | None = None) -> int:
    return perform(meeting, command, by=by, command_id=uuid4(), now=now)


def convene(meeting: UUID, parties: Sequence[DelegationId] = PARTIES[: CONVENED - 1], **setup: object) -> None:
    """Create the meeting, with the heads of some parties accredited."""
    act(meeting, creation(meeting, **setup))  # type: ignore[arg-type]
    for party in parties:
        act(meeting, AccreditPerson(PersonId(f"{party.lower()}-head"), party, Standing.HEAD))


def opened(meeting: UUID) -> None:
    """Convene, let Thailand and Canada arrive, seat Thailand's head, and open."""
    convene(meeting)
    act(meeting, SeatPerson(SOMCHAI, PLATE), DOOR)
    act(meeting, ReportArrival(THA), DOOR)
    act(meeting, ReportArrival(CAN), DOOR)
    act(meeting, OpenMeeting(), SOMCHAI)


def at_once(tasks: Iterable[Callable[[], T]]) -> list[T]:
    """Run each task in a thread with a connection of its own, all begun at the same moment."""
    all_tasks = list(tasks)
    barrier = Barrier(len(all_tasks))

    def run(task: Callable[[], T]) -> T:
        barrier.wait()
        try:
            return task()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(all_tasks)) as pool:
        return list(pool.map(run, all_tasks))
