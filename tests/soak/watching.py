"""Everything that is promised is looked at while the meeting goes on, and whatever does not hold is written down."""

import asyncio
import os
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from math import inf
from typing import TypeAlias

from prachum.journal import read
from prachum.journal.threads import READER
from prachum.media.reconcile import LISTENS, permissions, room_of
from prachum.media.rooms import EngineAway, Permission, Present
from prachum.projections.grants import grants, identity
from prachum.rules.procedure import State, apply, new
from tests.crash.delegate import LOST
from tests.crash.ledger import views
from tests.soak import invariants, leaks
from tests.soak.faults import Kind
from tests.soak.invariants import Hearing, Lasting, disagreeing, outside
from tests.soak.outcome import Outcome, Violation
from tests.soak.sitting import Sitting
from tests.soak.visitor import Visitor
from tests.soak.worker import EAR

ROOM_EVERY, PARTS_EVERY, MEMORY_EVERY, VOICES_EVERY = 1.0, 1.0, 10.0, 0.05
CATCHES_UP = 30.0
"""Seconds in which a screen must come to where the server is, once nobody acts."""
ANSWERS_WITHIN = 10.0
MOST_TOLD = 3
"""What becomes wrong for everybody at once is not told of everybody."""
HEARD_PACKETS = 10
"""Of fifty in a second: with fewer it is not heard."""
ENDED_BY: Mapping[str, list[Kind]] = {
    "web": ["web killed"],
    "engine": ["engine killed", "engine stopped"],
    "worker": ["worker killed"],
}
Turn: TypeAlias = tuple[str, datetime]
"""Who speaks, and since when they have the floor."""


class Watch:
    """Looks at one sitting; `outcome` is what it has found until now."""

    def __init__(self, sitting: Sitting, outcome: Outcome) -> None:
        self.sitting, self.outcome = sitting, outcome
        self.hearing = Hearing()
        self.lasting = {
            "otherwise than the journal in the engine": Lasting(invariants.SETTLES),
            "ghost in the engine's room": Lasting(invariants.GHOST),
            "ghost on the line": Lasting(invariants.GHOST),
            "not in the engine's room": Lasting(invariants.ABSENT),
            "not on the line": Lasting(invariants.ABSENT),
            "not heard": Lasting(invariants.UNHEARD),
        }
        self.lives: defaultdict[tuple[str, int], list[leaks.Sample]] = defaultdict(list)
        self._pids: dict[str, int] = {}
        self._looked_for_deaths = 0.0
        self._restarts = 0
        self._rung = asyncio.Event()
        sitting.hall.crowd.told = self._rung.set

    def violation(self, what: str, where: str, how: str) -> None:
        troubles = self.sitting.troubles
        last = troubles.now() or (f"after: {troubles.suffered[-1].kind}" if troubles.suffered else "")
        self.outcome.violations.append(Violation(round(self.sitting.now(), 1), what, where, how, last))

    def _look(self, what: str, wrong: dict[str, str]) -> None:
        """What is wrong now, and what it is in words; it is told once it has lasted too long."""
        now, lasting = self.sitting.now(), self.lasting[what]
        told = lasting.look(wrong, now, fault=bool(self.sitting.troubles.now()))
        for where in told[:MOST_TOLD]:
            self.violation(what, where, f"{wrong[where]} for more than {lasting.limit:.0f} s")
        if rest := told[MOST_TOLD:]:
            self.violation(what, f"{len(rest)} others", f"the same, among {len(wrong)}")

    # Who may do what, and who is there

    async def room(self) -> None:
        """The engine's room beside the journal, every second; an engine that is away has no ghosts."""
        while True:
            await asyncio.sleep(ROOM_EVERY)
            state = await READER.run(read.state, self.sitting.meeting)
            self._count_anew()
            with suppress(EngineAway):
                room = room_of(self.sitting.meeting, state)
                present = await self.sitting.rooms.present(room)
                others = [name for name in await self.sitting.rooms.names() if name != room]
                self._look_at(state, present)
                self.outcome.looks["room"] += 1
                if others:
                    self.violation("room", others[0], "is no room of this meeting's epoch")

    def _look_at(self, state: State, present: dict[str, Present]) -> None:
        names = self.sitting.known | self._simulated()
        may = self._may(state)
        disagree = {names.get(who, who): how for who, how in disagreeing(present, may).items()}
        self._look("otherwise than the journal in the engine", disagree)
        there = {one.identity for one in self.sitting.present}
        ghosts = {who for who in present if who in self.sitting.known and who not in there}
        self._look("ghost in the engine's room", {f"{names[who]} {who[:8]}": "is there" for who in ghosts})
        absent = [one for one in self.sitting.present if one.identity and one.identity not in present]
        self._look("not in the engine's room", {one.name: "has come and is not there" for one in absent})
        seats = [one for one in self.sitting.seats if state.lines.on_line(one.head.delegation) is not one.there]
        self._look("ghost on the line", {one.name: "is on the line" for one in seats if not one.there})
        self._look("not on the line", {one.name: "is not on the line" for one in seats if one.there})

    def _count_anew(self) -> None:
        """A web part that has just begun has seen nobody leave: from then on it has its twenty seconds."""
        killed = [
            one for one in self.sitting.troubles.suffered if one.kind == "web killed" and one.restored is not None
        ]
        if len(killed) > self._restarts:
            self._restarts = len(killed)
            for what in ("ghost in the engine's room", "ghost on the line"):
                self.lasting[what].begin_anew()

    def _simulated(self) -> dict[str, str]:
        """Who is in the room as the worker's, and their names."""
        meeting = str(self.sitting.meeting)
        bots = [one.head.person for one in self.sitting.seats if one.by_bot]
        return {identity(meeting, name): str(name) for name in (EAR, *bots)}

    def _may(self, state: State) -> dict[str, Permission]:
        """What everybody who was ever let in may do now, by the journal alone."""
        meeting, granted = str(self.sitting.meeting), permissions(state)
        may = dict.fromkeys((*self.sitting.known, identity(meeting, EAR)), LISTENS)
        return may | {identity(meeting, person): allowed for person, allowed in granted.items()}

    # What is heard

    async def sound(self) -> None:
        """Once a second, as the crowd tells what arrived where, beside who was to be heard the whole second."""
        before: Turn | None = None
        while True:
            await self._rung.wait()
            self._rung.clear()
            lines, now = self.sitting.hall.crowd.lines, self.sitting.now()
            turn = self._turn(await READER.run(read.state, self.sitting.meeting))
            speaks, before = turn is not None and turn == before, turn
            hears = {
                one.name: lines[one.name].heard >= HEARD_PACKETS
                for one in self.sitting.present
                if one.name in lines and not one.by_bot and (turn is None or one.name != turn[0])
            }
            came = {one.name: one.changed for one in self.sitting.present}
            self.hearing.look(hears, came, now, speaks=speaks, fault=self.sitting.troubles.now())
            deaf = {who: "hears nobody" for who, heard in hears.items() if speaks and not heard}
            self._look("not heard", deaf)
            if speaks and not deaf:
                self.sitting.troubles.heard_again()
            self.outcome.looks["sound"] += 1

    def _turn(self, state: State) -> Turn | None:
        """Who is to be heard by the journal, since when, if they are there to speak."""
        holder = state.floor.holder
        if holder is None or holder.speaker not in grants(state).heard:
            return None
        found = next(one for one in self.sitting.seats if one.head.person == holder.speaker)
        is_there = self.sitting.worker.hears if found.by_bot else found.there
        return (found.name, holder.began) if is_there else None

    def _look_for_astray(self) -> None:
        """What the worker's ear heard of somebody whom the journal did not let be heard; only a fault excuses it."""
        allowed = self._let_be_heard()
        for (who, began), ended in self.sitting.worker.heard.items():
            at, until = began - self.sitting.began, ended - self.sitting.began
            self.outcome.looks["sounds"] += 1
            excused = any(
                one.began <= until and one.excuses(max(at, one.began)) for one in self.sitting.troubles.suffered
            )
            if (seconds := outside(at, until, allowed[who])) > invariants.ASTRAY and not excused:
                self.violation("heard without the floor", who, f"for {seconds:.2f} s of {at:.1f} to {until:.1f} s")

    def _let_be_heard(self) -> Mapping[str, list[tuple[float, float]]]:
        """From and until when the journal let each person be heard, in seconds of this sitting."""
        found: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        since: dict[str, float] = {}
        state, wall = new(), time.time() - self.sitting.now()
        for entry in read.entries(self.sitting.meeting):
            state = apply(state, entry)
            at, heard = entry.at.timestamp() - wall, grants(state).heard
            for who in since.keys() - heard:
                found[who].append((since.pop(who), at))
            since |= {who: at for who in heard if who not in since}
        for who, at in since.items():
            found[who].append((at, inf))
        return found

    async def voices(self) -> None:
        """Everybody speaks as their screen lets them."""
        while True:
            for one in self.sitting.seats:
                one.speak_as_shown()
            await asyncio.sleep(VOICES_EVERY)

    # What everybody sees

    async def compare_views(self) -> None:
        """Every screen beside what the server says, and that beside what follows from the journal; nobody acts."""
        self.sitting.works.clear()
        await self._until(lambda: all(one.idle for one in self.sitting.seats))
        expected: dict[tuple[str, int], object] = {}
        deadline = self.sitting.now() + CATCHES_UP
        for one in list(self.sitting.present):
            self.outcome.views["compared"] += 1
            await self._compare(one, expected, deadline)
        self.sitting.works.set()

    async def _compare(self, one: Visitor, expected: dict[tuple[str, int], object], deadline: float) -> None:
        """Wait until screen, server and journal stand at one entry, and compare them there."""
        while one.there:
            with suppress(*LOST, KeyError):
                async with asyncio.timeout(ANSWERS_WITHIN):
                    said = await one.whole(self.sitting.hall.client)
                key = one.head.person, said["seq"]
                if key not in expected:
                    expected |= await asyncio.to_thread(self._expected)
                if one.view.get("seq") == said["seq"] and key in expected:
                    if not one.view == said == expected[key]:
                        parts = sorted(part for part in said if one.view.get(part) != said[part])
                        self.outcome.views["otherwise"] += 1
                        self.violation(
                            "view", one.name, f"at entry {said['seq']}, otherwise in {parts or 'the journal'}"
                        )
                    return None
            if self.sitting.now() > deadline and not self.sitting.troubles.now():
                self.outcome.views["behind"] += 1
                return self.violation("view", one.name, f"behind, at entry {one.view.get('seq')}")
            await asyncio.sleep(0.1)
        return None

    def _expected(self) -> dict[tuple[str, int], object]:
        """What follows from the journal for everybody, and at which entry that is."""
        heads = [one.head for one in self.sitting.seats] + [one.head for one in self.sitting.listeners[:1]]
        found = views(self.sitting.meeting, heads)
        return {(person, int(view["seq"])): view for person, view in found.items()}

    async def _until(self, true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + CATCHES_UP
        while not true() and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    # What it costs

    async def parts(self) -> None:
        """Which processes live, every second, and what they hold, every ten."""
        due = 0.0
        while True:
            found = self.sitting.parts()
            self._look_for_deaths(found)
            if self.sitting.now() >= due:
                due = self.sitting.now() + MEMORY_EVERY
                self.outcome.load.append(round(os.getloadavg()[0], 2))
                for part, pid in found.items():
                    if pid and (seen := await asyncio.to_thread(self._sample, part, pid)) is not None:
                        self.lives[part, pid].append(seen)
            await asyncio.sleep(PARTS_EVERY)

    def _sample(self, part: str, pid: int) -> leaks.Sample | None:
        seen = leaks.sample(pid, self.sitting.now())
        if part != "engine" or seen is None:
            return seen
        used = leaks.in_use(self.sitting.installation.home / "logs" / "engine.log")
        return None if used is None else replace(seen, memory=used)

    def _look_for_deaths(self, found: dict[str, int]) -> None:
        """Who has ended without having been killed; on a full machine the last look may be long ago."""
        since, self._looked_for_deaths = self._looked_for_deaths, self.sitting.now()
        for part, pid in found.items():
            before = self._pids.get(part, 0)
            if pid and before not in (0, pid) and not self.sitting.troubles.expects(ENDED_BY.get(part, []), since):
                status = f", status {self.sitting.worker.status}" if part == "worker" else ""
                self.violation("ended by itself", part, f"{before} is {pid} now{status}")
            self._pids[part] = pid or before

    def conclude(self) -> None:
        """What can only be said at the end."""
        outcome, sitting = self.outcome, self.sitting
        self.hearing.close(sitting.now())
        self._look_for_astray()
        outcome.heard_seconds, outcome.heard_share = round(self.hearing.expected), self.hearing.share
        outcome.gaps, outcome.faults = self.hearing.gaps, sitting.troubles.suffered
        outcome.came, outcome.went, outcome.minutes = sitting.came, sitting.went, sitting.now() / 60
        outcome.longest = {what: round(lasting.longest, 1) for what, lasting in self.lasting.items()}
        outcome.views["gaps"] = sum(one.gaps for one in sitting.everybody)
        if outcome.views["gaps"]:
            self.violation("view", "streams", f"{outcome.views['gaps']} patches do not begin where the last ended")
        per_hour = outcome.entries / outcome.minutes * 60
        for (part, pid), life in self.lives.items():
            for growth in leaks.growths(part, pid, life, per_hour):
                outcome.growths.append(growth)
                if growth.leaks:
                    self.violation("leak", f"{part} {pid}", f"{growth.what} grows by {growth.per_hour:.1f} an hour")
