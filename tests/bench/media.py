"""A formal meeting costs the engine a quarter of what everybody to everybody costs, for each who takes part."""

import asyncio
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from prachum.media.build import binary, go
from prachum.media.engine import Address, Ports, configuration
from prachum.media.rooms import Rooms
from prachum.settings import DATA
from tests.bench.figures import Figures, figure, ratio
from tests.bench.served import seconds_of, status_of
from tests.browser.sounding import until

SOURCE = Path(__file__).parents[1] / "load"
ROOM = "load"
KEY, SECRET = "load", "not a secret, and thirty-two letters long"
SECONDS = 8.0


@dataclass(frozen=True)
class Setting:
    """A meeting of so many; `shipped` is our configuration of the engine, otherwise LiveKit's own."""

    profile: str
    many: int
    shipped: bool = True

    @property
    def name(self) -> str:
        return f"{self.profile} meeting of {self.many}" + ("" if self.shipped else ", LiveKit's defaults")


FORMAL, LARGE, DEFAULTS, GRID = (
    Setting("formal", 100),
    Setting("formal", 200),
    Setting("formal", 100, shipped=False),
    Setting("grid", 30),
)


@dataclass(frozen=True)
class Run:
    """Cores that the engine used, its memory in MB before anybody came and with all there, and what arrived."""

    cores: float
    empty: float
    full: float
    arrived: Mapping[str, float]
    complete: bool


def measure(repetitions: int, settings: tuple[Setting, ...] = (FORMAL, DEFAULTS, GRID, LARGE)) -> Figures:
    """The engine's CPU and memory under synthetic media; the sender and receivers share the machine with it."""
    generator = built()
    runs: dict[Setting, list[Run]] = {setting: [] for setting in settings}
    for _ in range(repetitions):
        for setting in settings:
            runs[setting].append(_run(generator, setting))
    return figures(runs)


def figures(runs: Mapping[Setting, list[Run]]) -> Figures:
    found: Figures = {}
    for setting, each in runs.items():
        assert all(run.complete for run in each), f"{setting.name}: not all tracks arrived"
        found |= {
            f"{setting.name}: engine": figure("cores", [run.cores for run in each]),
            f"{setting.name}: engine's memory per participant": figure(
                "MB", [(run.full - run.empty) / setting.many for run in each]
            ),
            f"{setting.name}: late, p50": figure("ms", [run.arrived["late50"] for run in each]),
            f"{setting.name}: late, p99": figure("ms", [run.arrived["late99"] for run in each]),
            f"{setting.name}: lost": figure("%", [100 * run.arrived["lost"] for run in each]),
        }
    per = {setting: [run.cores / setting.many for run in each] for setting, each in runs.items()}
    ratios = (
        ("CPU per participant, formal 100 ÷ grid 30", per.get(FORMAL), per.get(GRID)),
        ("CPU, our configuration ÷ LiveKit's defaults", per.get(FORMAL), per.get(DEFAULTS)),
    )
    found |= {name: ratio(of, to) for name, of, to in ratios if of and to}
    if FORMAL in runs and LARGE in runs:
        found["CPU, formal 200 ÷ formal 100"] = ratio(
            [run.cores for run in runs[LARGE]], [run.cores for run in runs[FORMAL]]
        )
    return found


def built() -> Path:
    """The load generator of `tests/load`, built once for each version of its sources."""
    sources = b"".join(path.read_bytes() for path in sorted(SOURCE.glob("*.[gs][ou]*")))
    cache = Path(platformdirs.user_cache_dir("prachum", appauthor=False)) / "load"
    target = cache / hashlib.sha256(sources).hexdigest()[:12]
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        command = [go(), "build", "-trimpath", "-buildvcs=false", "-o", str(target), "."]
        environment = os.environ | {"GOFLAGS": "-mod=readonly", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0"}
        subprocess.run(command, cwd=SOURCE, env=environment, check=True)
    return target


def _run(generator: Path, setting: Setting) -> Run:
    with engine(shipped=setting.shipped) as (pid, address):
        asyncio.run(_room(address))
        empty = status_of(pid, "VmRSS") / 1024
        command = [str(generator), "-address", address.url.replace("http", "ws", 1), "-profile", setting.profile]
        environment = os.environ | {"LIVEKIT_KEY": KEY, "LIVEKIT_SECRET": SECRET}
        with subprocess.Popen(
            [*command, "-n", str(setting.many), "-seconds", str(SECONDS)], stdout=subprocess.PIPE, env=environment
        ) as running:
            assert running.stdout is not None
            joined = _said(running.stdout.readline())
            began = seconds_of(pid)
            arrived = _said(running.stdout.readline())
            cores, full = (seconds_of(pid) - began) / SECONDS, status_of(pid, "VmRSS") / 1024
        return Run(cores, empty, full, arrived, joined["tracks"] >= joined["wanted"])


def _said(line: bytes) -> dict[str, float]:
    said: dict[str, float] = json.loads(line)
    return said


async def _room(address: Address) -> None:
    async with Rooms(address) as rooms:
        await rooms.ensure(ROOM)


@contextmanager
def engine(*, shipped: bool, more: Mapping[str, object] | None = None) -> Iterator[tuple[int, Address]]:
    """A fresh engine, so that none carries what an earlier meeting left: its process id, and where it answers."""
    ports = Ports.kept(DATA)
    address = Address(f"http://127.0.0.1:{ports.http}", KEY, SECRET)
    said = configuration(ports, address, None, None) if shipped else _defaults(ports)
    path = DATA / "load.yaml"
    path.write_text(json.dumps({**said, **(more or {})}))
    with subprocess.Popen([str(binary()), "--config", str(path)], stderr=subprocess.DEVNULL) as running:
        try:
            until(lambda: _answers(address), "the engine answers")
            yield running.pid, address
        finally:
            # It would drain its participants for ever.
            running.kill()


def _defaults(ports: Ports) -> dict[str, Any]:
    """LiveKit's own, on one port and this machine, as ours has to be."""
    rtc: dict[str, Any] = {"udp_port": ports.udp, "tcp_port": ports.tcp, "node_ip": "127.0.0.1"}
    rtc |= {"use_external_ip": False, "enable_loopback_candidate": True}
    logging = {"level": "warn", "pion_level": "error"}
    return {
        "port": ports.http, "bind_addresses": ["127.0.0.1"], "rtc": rtc, "keys": {KEY: SECRET}, "logging": logging
    }  # fmt: skip


def _answers(address: Address) -> bool:
    async def asked() -> bool:
        async with Rooms(address) as rooms:
            async with rooms.session.get(address.url) as answer:
                return answer.status == 200

    try:
        return asyncio.run(asked())
    except OSError:
        return False
