"""An engine that people come to and leave all the time keeps no more memory for having had more of them."""

import asyncio
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from urllib.request import urlopen
from uuid import uuid4

import click

if TYPE_CHECKING:
    from prachum.media.engine import Address
    from prachum.media.rooms import Rooms
    from tests.soak.crowd import Crowd

SPEAK = 8
"""So many of them have a microphone, a third of these an open one."""
LEAVES_BEHIND = 0.010
"""MB that somebody who has left may leave behind: 12 MB an hour in a meeting of two hundred (leaks.ALLOWED)."""


@click.command()
@click.option("--minutes", default=8.0, show_default=True, help="How long.")
@click.option("--settles", default=90.0, show_default=True, help="Seconds before the first look: all come, some go.")
@click.option("--looks", "every", default=60.0, show_default=True, help="Seconds between two looks.")
@click.option("--people", default=60, show_default=True, type=click.IntRange(SPEAK, 500))
@click.option("--rate", default=4.0, show_default=True, help="How many leave and come in a second.")
@click.option("--seed", default=1, show_default=True, help="Decides who, and how.")
def churn(minutes: float, settles: float, every: float, people: int, rate: float, seed: int) -> None:
    """Have people come to an engine and leave it; what it keeps at each look, as JSON."""
    home = tempfile.mkdtemp(prefix="prachum-churn-")
    os.environ |= {"PRACHUM_DATA": home, "DJANGO_SETTINGS_MODULE": "prachum.settings"}
    from prachum.ready import make_ready

    try:
        make_ready()
        # Settings can be imported only now.
        from tests.bench.media import engine
        from tests.ports import free_port

        port = free_port()
        with engine(shipped=True, more={"debug_handler": {"port": port}}) as (pid, address):
            coming = Churn(address, Path(home), people, rate, Random(seed))
            looks = asyncio.run(coming.watched(60 * minutes, settles, every, lambda: _kept(port, pid)))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    first, last = looks[0], looks[-1]
    each = (last["heap"] - first["heap"]) / max(1.0, last["came"] - first["came"])
    click.echo(json.dumps({"MB that each left behind": round(each, 4), "looks": looks}, indent=1))
    raise SystemExit(each > LEAVES_BEHIND)


class Churn:
    """People who come and leave, `rate` a second."""

    def __init__(self, address: "Address", home: Path, people: int, rate: float, chance: Random) -> None:
        self.address, self.log = address, home / "crowd.log"
        self.people, self.rate, self.chance = people, rate, chance
        self.came = 0

    async def watched(
        self, seconds: float, settles: float, every: float, kept: Callable[[], Mapping[str, float]]
    ) -> list[dict[str, float]]:
        """What is kept, once it has settled and then at each look."""
        from prachum.media.rooms import Rooms
        from tests.bench.media import ROOM, built
        from tests.soak.crowd import Crowd

        async with Rooms(self.address) as rooms:
            await rooms.ensure(ROOM)
            crowd = await Crowd.gather(built(), self.log)
            going = asyncio.create_task(self._go_on(rooms, crowd))
            looks = []
            try:
                await asyncio.sleep(settles)
                for number in range(1 + int((seconds - settles) / every)):
                    await asyncio.sleep(every if number else 0)
                    looks.append({"came": self.came, **await asyncio.to_thread(kept)})
                    click.echo(looks[-1], err=True)
            finally:
                going.cancel()
                await asyncio.gather(going, return_exceptions=True)
                await crowd.end()
        return looks

    async def _go_on(self, rooms: "Rooms", crowd: "Crowd") -> None:
        from tests.soak.sitting import HOWS

        for number in range(self.people):
            self._come(rooms, crowd, number)
            await asyncio.sleep(0.05)
        while True:
            who = self.chance.randrange(self.people)
            crowd.leave(str(who), self.chance.choice(HOWS))
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) / self.rate)
            self._come(rooms, crowd, who)
            self.came += 1

    def _come(self, rooms: "Rooms", crowd: "Crowd", number: int) -> None:
        from prachum.media.rooms import Permission
        from tests.bench.media import ROOM

        may = Permission(frozenset({"microphone"}) if number < SPEAK else frozenset())
        token = rooms.token(ROOM, uuid4().hex, may)
        crowd.come(str(number), self.address.url.replace("http", "ws", 1), token)
        if number < SPEAK:
            crowd.voice(str(number), "open" if number % 3 == 0 else "ready")


def _kept(port: int, pid: int) -> Mapping[str, float]:
    """MB that are in use after a collection, by what Go says of itself, and that are resident, by the kernel."""
    from tests.bench.served import status_of

    with urlopen(f"http://127.0.0.1:{port}/debug/pprof/heap?gc=1&debug=1", timeout=20) as answer:
        told = answer.read().decode()
    found = re.search(r"^# HeapAlloc = (\d+)$", told, re.M)
    assert found is not None, told[:200]
    return {"heap": round(int(found[1]) / 2**20, 1), "resident": round(status_of(pid, "VmRSS") / 1024, 1)}
