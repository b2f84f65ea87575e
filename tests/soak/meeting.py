"""For two hours sixty seats and a hundred and forty listeners come, go and act, while everything fails now and then."""

import asyncio
import json
import logging
import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from tests.soak.outcome import Outcome
    from tests.soak.sitting import Sitting
    from tests.soak.watching import Watch

TELLS = 1.0
SAYS_AGAIN = 60.0
"""Seconds between two lines where there is no terminal to show a bar."""
LEAST_SEATS, LINES_KEPT = 5, 60


@click.command()
@click.option("--minutes", default=120.0, show_default=True, help="How long, from when everybody is there.")
@click.option(
    "--seed", default=1, show_default=True, help="Decides who does what and comes and goes, and what fails when."
)
@click.option("--seats", default=60, show_default=True, type=click.IntRange(LEAST_SEATS, 200))
@click.option("--listeners", default=140, show_default=True, type=click.IntRange(1, 1000))
@click.option("--churn", default=10.0, show_default=True, help="Percent of them who leave and come again in a minute.")
@click.option("--every", default=120.0, show_default=True, help="Seconds between two faults, on average.")
@click.option("--views", default=60.0, show_default=True, help="Seconds between two comparisons of all screens.")
@click.option(
    "--json",
    "path",
    type=click.Path(path_type=Path),
    help="Write the outcome there as well, minute by minute; beside it, if anything is wrong, the parts' logs.",
)
def meeting(
    minutes: float, seed: int, seats: int, listeners: int, churn: float, every: float, views: float, path: Path | None
) -> None:
    """Hold a meeting through faults, and look all the while whether it is what it should be."""
    home = tempfile.mkdtemp(prefix="prachum-soak-")
    os.environ |= {"PRACHUM_DATA": home, "DJANGO_SETTINGS_MODULE": "prachum.settings", "LC_ALL": "C.UTF-8"}
    from prachum.ready import make_ready

    try:
        make_ready()
        # Models can be imported only now.
        from tests.soak.outcome import Outcome

        outcome = Outcome(seed, seats, listeners)
        soak = Soak(Path(home), outcome, 60 * minutes, churn, every, views, path)
        asyncio.run(soak.hold())
        soak.write()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    outcome.show(Console(stderr=True))
    if path is None:
        click.echo(json.dumps(outcome.figures(), indent=1))
    raise SystemExit(bool(outcome.violations))


class Soak:
    """One soak, from an empty folder to its outcome."""

    def __init__(
        self,
        home: Path,
        outcome: "Outcome",
        seconds: float,
        churn: float,
        every: float,
        views: float,
        path: Path | None,
    ) -> None:
        self.home, self.outcome, self.path = home, outcome, path
        self.seconds, self.churn, self.every, self.views = seconds, churn, every, views
        self.phase = "beginning"

    async def hold(self) -> None:
        """Hold the meeting; who interrupts it gets what was found until then."""
        from tests.soak.sitting import begun

        logging.getLogger("livekit").addHandler(logging.NullHandler())
        loop, me = asyncio.get_running_loop(), asyncio.current_task()
        assert me is not None
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, me.cancel)
        with suppress(asyncio.CancelledError):
            async with begun(self.home, self.outcome.seats, self.outcome.listeners, self.outcome.seed) as sitting:
                await self._sit(sitting)

    async def _sit(self, sitting: "Sitting") -> None:
        from tests.soak.watching import Watch

        self.phase = "arriving"
        telling = asyncio.create_task(self._tell(sitting))
        try:
            await sitting.arrive()
            sitting.begin()
            watch = Watch(sitting, self.outcome)
            try:
                await self._live(sitting, watch)
            finally:
                self.phase = "ending"
                await asyncio.to_thread(self._conclude, sitting, watch)
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)

    async def _live(self, sitting: "Sitting", watch: "Watch") -> None:
        """Let everything happen at once, until the time is over; then all screens are compared for the last time."""
        from tests.soak.acting import CHAIR_LOOKS, act, looks
        from tests.soak.faults import plan

        self.phase = "sitting"
        sitting.works.set()
        pauses = [CHAIR_LOOKS if one.head.presides else looks(len(sitting.seats)) for one in sitting.seats]
        doing: list[Coroutine[Any, Any, None]] = [
            act(one, sitting.hall.client, sitting.works, pause)
            for one, pause in zip(sitting.seats, pauses, strict=True)
        ]
        doing += [sitting.churn(self.churn), sitting.suffer(plan(self.seconds, self.every, self.outcome.seed))]
        doing += [watch.room(), watch.sound(), watch.voices(), watch.parts(), self._minutes(watch)]
        tasks = [asyncio.create_task(one) for one in doing]
        try:
            # What ends in a fault of our own ends the soak, and is told.
            async with asyncio.timeout(self.seconds):
                await _until_one_fails(tasks)
        except TimeoutError:
            self.phase = "comparing"
            await watch.compare_views()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _minutes(self, watch: "Watch") -> None:
        while True:
            await asyncio.sleep(self.views)
            self.phase = "comparing"
            await watch.compare_views()
            self.phase = "sitting"
            self.write()

    def _conclude(self, sitting: "Sitting", watch: "Watch") -> None:
        """Balance the acts, verify the chain, and say what only the end can say."""
        from django.db import connections

        from tests.crash import ledger
        from tests.soak.acting import broken

        acts = [one for seat in sitting.seats for one in seat.acts]
        entered = ledger.entered(self.home / "journal.db", sitting.meeting)
        self.outcome.acts = Counter(sent=len(acts), acknowledged=sum(one.seq > 0 for one in acts))
        self.outcome.acts["refused"] = sum(bool(one.refused) for one in acts)
        for what, which in broken(acts, entered).items():
            self.outcome.acts[what] = len(which)
            for one in which:
                watch.violation("journal", what, one)
        try:
            self.outcome.entries = ledger.chain(sitting.meeting)
        except Exception as fault:  # noqa: BLE001 whatever is wrong with it, is what was looked for
            watch.violation("journal", "verify", repr(fault))
        watch.conclude()
        if self.outcome.violations:
            (self.home / "logs" / "up.log").write_text("".join(sitting.installation.said))
            logs = sorted((self.home / "logs").glob("*.log"))
            self.outcome.logs = {log.name: log.read_text(errors="replace").splitlines()[-LINES_KEPT:] for log in logs}
        connections.close_all()

    def write(self) -> None:
        if self.path is not None:
            self.path.write_text(json.dumps(self.outcome.figures(), indent=1) + "\n")
            if self.outcome.violations:
                shutil.copytree(self.home / "logs", self.path.with_suffix(".logs"), dirs_exist_ok=True)

    # What is shown meanwhile

    async def _tell(self, sitting: "Sitting") -> None:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
            task, said = bar.add_task(self.phase, total=self.seconds), -SAYS_AGAIN
            while True:
                self._show(bar, task, sitting)
                if not console.is_terminal and sitting.now() - said >= SAYS_AGAIN:
                    said = sitting.now()
                    sys.stderr.write(f"{said:7.0f} s  {self._said(sitting)}\n")
                await asyncio.sleep(TELLS)

    def _show(self, bar: Progress, task: TaskID, sitting: "Sitting") -> None:
        at = 0.0 if self.phase == "arriving" else sitting.now()
        bar.update(task, completed=at, description=self._said(sitting))

    def _said(self, sitting: "Sitting") -> str:
        seats, listeners = (sum(one.there for one in of) for of in (sitting.seats, sitting.listeners))
        counts = [
            f"{seats} seats, {listeners} listeners",
            f"{sum(len(one.acts) for one in sitting.seats)} acts",
            f"{sitting.went} left",
            f"{len(sitting.troubles.suffered)} faults",
            f"{self.outcome.views['compared']} screens",
            f"{len(self.outcome.violations)} violations",
        ]
        return f"{self.phase}: {' · '.join(counts)}"


async def _until_one_fails(tasks: "list[asyncio.Task[None]]") -> None:
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    for task in done:
        task.result()
