"""With 200 delegations and 1,000 requests on the lists, the chair's acts stay quick and the patches small."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from uuid import UUID, uuid4

import aiohttp
import uvloop
from rich.console import Console
from rich.progress import track

from prachum.registry import taking
from prachum.registry.models import Meeting, Person, User
from prachum.rules.agenda import AddAgendaItem, AdoptAgenda, OpenAgendaItem
from prachum.rules.delegations import AccreditPerson, SeatPerson
from prachum.rules.floor.speakers import RequestFloor
from prachum.rules.lines import ReportArrival
from prachum.rules.meeting import CreateMeeting, OpenMeeting, Setup
from prachum.rules.order import DOOR, DelegationId, ItemId, PersonId, Standing
from prachum.rules.parties import Nameplate, Party
from prachum.rules.presets import PRESETS
from prachum.rules.procedure import Command
from tests.bench.figures import Figures, figure, percentile, ratio
from tests.bench.served import Served, running
from tests.registry.hall import act

LARGE, USUAL = 200, 12
"""Delegations of the large meeting and of the one beside which it is measured; each asks under every item."""
ITEMS = tuple(ItemId(f"item-{number}") for number in range(1, 6))
ROUNDS = 25
"""So many times a chair does four things: give the floor, extend, take back, and add to the list."""
PATIENCE = 30.0
CHAIR = PersonId("p000-head")
END = b"\n\n"
Said = tuple[str, dict[str, object]]


@dataclass
class Measured:
    """Milliseconds of each act, and of each patch at each delegation; bytes of patches and of a view; the last seq."""

    acts: list[float] = field(default_factory=list)
    patches: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    view: int = 0
    last: int | None = None


def measure(repetitions: int, delegations: int = LARGE, rounds: int = ROUNDS) -> Figures:
    """POST → 200 and → patch, every delegation looking on, beside the same in a meeting of twelve."""
    holder = User.objects.create_user(f"bench-{uuid4().hex[:8]}")
    found: dict[int, list[Measured]] = {delegations: [], USUAL: []}
    for _ in range(repetitions):
        for size, runs in found.items():
            meeting = assembly(size)
            keys = [taking.give_token(meeting, holder, label="bench", person=head(number)) for number in range(size)]
            with running("prachum.serving") as served:
                runs.append(uvloop.run(_run(served, meeting.id, keys, size, rounds)))
    return figures(delegations, found[delegations], found[USUAL])


def figures(delegations: int, large: list[Measured], usual: list[Measured]) -> Figures:
    said: Figures = {}
    name = f"{delegations} delegations, {delegations * len(ITEMS)} listed"
    for part, named in ((0.5, "p50"), (0.99, "p99")):
        many, few = ([percentile(run.acts, part) for run in runs] for runs in (large, usual))
        said |= {
            f"{name}: act of the chair, {named}": figure("ms", many),
            f"{name}: act of the chair ÷ with {USUAL} delegations, {named}": ratio(many, few),
            f"{name}: act → patch at a delegation, {named}": figure(
                "ms", [percentile(run.patches, part) for run in large]
            ),
            f"{name}: size of a patch, {named}": figure(
                "kB", [percentile([float(size) for size in run.sizes], part) / 1000 for run in large]
            ),
        }
    return said | {f"{name}: size of a whole view": figure("kB", [run.view / 1000 for run in large])}


def head(number: int) -> PersonId:
    return PersonId(f"p{number:03}-head")


def party(number: int) -> DelegationId:
    return DelegationId(f"P{number:03}")


def assembly(delegations: int) -> Meeting:
    """Everybody is on the line, the first item is open, and every delegation is on the list of each item."""
    title = {"en": "General debate"}
    meeting = Meeting.objects.create(
        ref=f"large-{uuid4().hex[:8]}", title=title, rehearsal=True, scheduled=datetime.now(UTC), zone="UTC",
        languages=["en"],
    )  # fmt: skip
    table = tuple(Party(party(number), {"en": f"Party {number}"}) for number in range(delegations))
    setup = Setup(
        str(meeting.id), meeting.ref, title, "UTC", ("en",), meeting.scheduled, PRESETS["unga"], (CHAIR,), table,
        rehearsal=True,
    )  # fmt: skip
    act(meeting.id, CreateMeeting(setup))
    plate = Nameplate({"en": "Permanent Representative"}, {"en": "A. B. Chaiyasit"})
    for number in track(range(delegations), f"{delegations} delegations", console=Console(stderr=True), transient=True):
        act(meeting.id, AccreditPerson(head(number), party(number), Standing.HEAD))
        Person.objects.create(meeting=meeting, person=head(number), nameplate={"title": plate.title}, language="en")
        act(meeting.id, SeatPerson(head(number), plate), DOOR)
        act(meeting.id, ReportArrival(party(number)), DOOR)
    begins: list[Command] = [
        *(AddAgendaItem(item, str(number), {"en": item}, 600) for number, item in enumerate(ITEMS, 1)),
        OpenMeeting(), AdoptAgenda(), OpenAgendaItem(ITEMS[0]),
    ]  # fmt: skip
    for command in begins:
        act(meeting.id, command, CHAIR)
    for number in track(range(delegations), "their requests", console=Console(stderr=True), transient=True):
        for item in ITEMS:
            act(meeting.id, RequestFloor(item), head(number))
    return meeting


async def _run(served: Served, meeting: UUID, keys: list[str], size: int, rounds: int) -> Measured:
    measured = Measured()
    many, patient = aiohttp.TCPConnector(limit=0), aiohttp.ClientTimeout()
    async with aiohttp.ClientSession(served.address, connector=many, timeout=patient, read_bufsize=2**22) as client:
        streams = [await _opened(client, meeting, key, measured) for key in keys]
        acting = asyncio.create_task(_acts(client, meeting, keys[0], measured, cycle(range(1, size)), rounds))
        readers = [asyncio.create_task(_read(stream, had, measured)) for stream, had in streams]
        sent = await acting
        measured.last = max(sent)
        async with asyncio.timeout(PATIENCE):
            came = await asyncio.gather(*readers)
        for stream, _ in streams:
            stream.close()
    measured.patches = [(at - sent[seq]) * 1000 for times in came for seq, at in times.items() if seq in sent]
    return measured


async def _opened(
    client: aiohttp.ClientSession, meeting: UUID, key: str, measured: Measured
) -> tuple[aiohttp.ClientResponse, int]:
    """A stream whose first event, the whole view, has come; and the entry at which that stood."""
    path, headers = f"/api/meetings/{meeting}/stream", {"Authorization": f"Bearer {key}"}
    stream = await client.get(path, headers=headers)
    assert stream.status == 200, await stream.text()
    view = await stream.content.readuntil(END)
    measured.view = max(measured.view, len(view))
    return stream, _seq(view)


async def _read(stream: aiohttp.ClientResponse, had: int, measured: Measured) -> dict[int, float]:
    """When this delegation had each entry, by its seq, up to the last act; a patch or a view may bring several."""
    came = dict[int, float]()
    while measured.last is None or had < measured.last:
        event = await stream.content.readuntil(END)
        if event.startswith((b"event: patch", b"event: view")):
            now, seq = time.perf_counter(), _seq(event)
            came |= dict.fromkeys(range(had + 1, seq + 1), now)
            had = seq
            measured.sizes.append(len(event))
    return came


def _seq(event: bytes) -> int:
    return int(event.partition(b"\nid: ")[2].partition(b":")[0])


async def _acts(
    client: aiohttp.ClientSession, meeting: UUID, chair: str, measured: Measured, turns: "cycle[int]", rounds: int
) -> dict[int, float]:
    """What a chair does all day, one act after the other; when each was sent, by its seq."""
    sent, headers = dict[int, float](), {"Authorization": f"Bearer {chair}"}
    for _ in range(rounds):
        number = next(turns)
        delegation, speaker = party(number), head(number)
        for kind, body in _round(delegation, speaker):
            said = {"id": str(uuid4()), "kind": f"floor.{kind}", "body": body}
            path, began = f"/api/meetings/{meeting}/commands/{kind.replace('_', '-')}", time.perf_counter()
            async with client.post(path, json=said, headers=headers) as answer:
                assert answer.status == 200, await answer.text()
                sent[(await answer.json())["seq"]] = began
            measured.acts.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.2)
    return sent


def _round(delegation: DelegationId, speaker: PersonId) -> tuple[Said, ...]:
    return (
        ("give_floor", {"to": delegation, "speaker": speaker}),
        ("extend_time", {"seconds": 30}),
        ("take_floor_back", {"holder": delegation}),
        ("add_to_list_of_speakers", {"item": ITEMS[0], "delegation": delegation, "speaker": speaker}),
    )
