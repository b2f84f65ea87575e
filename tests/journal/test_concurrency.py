"""Many at once: every act is entered, in one order, once."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

import psycopg
import pytest

from prachum.journal import export, read, store
from prachum.journal.perform import perform
from prachum.journal.store import CommandIdReused
from prachum.journal.threads import WRITER
from prachum.journal.together import perform_on_writer
from prachum.journal.verify import verify
from prachum.rules.delegations import LockMeeting, UnlockMeeting
from prachum.rules.lines import ReportArrival, ReportDeparture, ReportLineLost, ReportLineRestored
from prachum.rules.order import DOOR, DelegationId, OutOfOrder
from prachum.rules.procedure import Command, replay
from tests.journal.acts import CONVENED, PARTIES, SOMCHAI, THA, act, at_once, convene

EVERYBODY = 1 + len(PARTIES)
ACTS: tuple[Callable[[DelegationId], Command], ...] = (
    ReportArrival, ReportLineLost, ReportLineRestored, ReportDeparture,
)  # fmt: skip


def dense(meeting: UUID, answers: list[int]) -> None:
    """Nobody's act is lost or entered twice, and the chain and the state are those of one after the other."""
    last = EVERYBODY + len(answers)
    assert sorted(answers) == list(range(EVERYBODY + 1, last + 1))
    assert [entry.seq for entry in read.entries(meeting)] == list(range(1, last + 1))
    assert verify(export.kept(meeting)).seq == last
    live = read.state(meeting)
    assert replay(read.entries(meeting)) == live
    store.forget()
    assert read.state(meeting) == live


@pytest.mark.usefixtures("journal")
def test_of_one_command_sent_eight_times_at_once_one_is_entered(meeting: UUID) -> None:
    convene(meeting)
    same = partial(perform, meeting, ReportArrival(THA), by=DOOR, command_id=uuid4())
    assert at_once([same] * 8) == [CONVENED + 1] * 8
    assert read.head(meeting).seq == CONVENED + 1


@pytest.mark.usefixtures("journal")
def test_of_eight_commands_under_one_id_one_is_entered(meeting: UUID) -> None:
    convene(meeting, PARTIES[:8])
    same = uuid4()

    def send(party: DelegationId) -> bool:
        try:
            return bool(perform(meeting, ReportArrival(party), by=DOOR, command_id=same))
        except CommandIdReused:
            return False

    assert sorted(at_once([partial(send, party) for party in PARTIES[:8]])) == [False] * 7 + [True]
    assert read.head(meeting).seq == 10


@pytest.mark.usefixtures("journal")
def test_of_thirty_two_clients_at_once_nobody_is_lost(meeting: UUID) -> None:
    convene(meeting, PARTIES)

    def client(party: DelegationId) -> list[int]:
        return [act(meeting, command(party), DOOR) for command in ACTS]

    answers = at_once([partial(client, party) for party in PARTIES])
    dense(meeting, [seq for of_client in answers for seq in of_client])
    assert all(of_client == sorted(of_client) for of_client in answers)


@pytest.mark.usefixtures("journal")
async def test_of_thirty_two_clients_of_the_writer_nobody_is_lost(meeting: UUID) -> None:
    await asyncio.to_thread(at_once, [partial(convene, meeting, PARTIES)])

    async def client(party: DelegationId) -> list[int]:
        return [await perform_on_writer(meeting, command(party), by=DOOR, command_id=uuid4()) for command in ACTS]

    answers = await asyncio.gather(*map(client, PARTIES))
    everything = [seq for of_client in answers for seq in of_client]
    await asyncio.to_thread(at_once, [partial(dense, meeting, everything)])


def test_of_several_processes_at_once_nobody_is_lost(journal: dict[str, str], meeting: UUID) -> None:
    convene(meeting, PARTIES)
    code = (
        "import sys; from uuid import UUID; from tests.journal.test_concurrency import ACTS, DOOR, act;"
        " print([act(UUID(sys.argv[1]), command(party), DOOR) for party in sys.argv[2:] for command in ACTS])"
    )
    parts = (PARTIES[:8], PARTIES[8:16], PARTIES[16:])
    clients = [
        subprocess.Popen([sys.executable, "-c", code, str(meeting), *part], env=journal, stdout=subprocess.PIPE)
        for part in parts
    ]
    answers = [json.loads(client.communicate(timeout=100)[0]) for client in clients]
    dense(meeting, [seq for of_client in answers for seq in of_client])


@pytest.mark.usefixtures("journal")
def test_the_rules_never_decide_on_what_is_no_longer_so(meeting: UUID) -> None:
    convene(meeting)

    def turn(command: Command) -> str:
        try:
            act(meeting, command, SOMCHAI)
        except OutOfOrder as refusal:
            return refusal.code
        return "entered"

    answers = at_once([partial(turn, command) for command in (LockMeeting(), UnlockMeeting()) * 8])
    kinds = [type(entry.event).__name__ for entry in read.entries(meeting, after=CONVENED)]
    assert kinds == ["MeetingLocked", "MeetingUnlocked"] * (len(kinds) // 2) + ["MeetingLocked"] * (len(kinds) % 2)
    assert answers.count("entered") == len(kinds) >= 1
    assert set(answers) <= {"entered", "delegations.locked", "delegations.not_locked"}


@pytest.mark.usefixtures("journal")
def test_meetings_do_not_mix(meeting: UUID) -> None:
    meetings = [uuid4() for _ in range(6)]
    at_once([partial(convene, one) for one in meetings])
    for one in meetings:
        assert [entry.seq for entry in read.entries(one)] == list(range(1, CONVENED + 1))
        assert verify(export.kept(one), meeting=one).seq == CONVENED


async def test_the_writer_survives_a_postgresql_that_ends_its_connection(
    on_postgresql: dict[str, str], meeting: UUID
) -> None:
    await WRITER.run(convene, meeting)
    async with await psycopg.AsyncConnection.connect(on_postgresql["PRACHUM_DATABASE_URL"]) as other:
        ended = await other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert ended.rowcount == 1
    assert await perform_on_writer(meeting, ReportArrival(THA), by=DOOR, command_id=uuid4()) == CONVENED + 1
