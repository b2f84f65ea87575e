"""The media engine is built from the Go modules that `engine/` pins, once for each pinning, into the user's cache."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

SOURCE = Path(__file__).parents[2] / "engine"
MODULE = "github.com/livekit/livekit-server"
PACKAGE = f"{MODULE}/cmd/server"
OLDEST_GO = (1, 26)


class CannotBuild(Exception):
    """The engine cannot be built here; the text says in one sentence what is missing or what failed."""


def pinned_version(source: Path = SOURCE) -> str:
    """Return the engine's version, such as "1.13.5", as go.mod pins it."""
    found = re.search(rf"{re.escape(MODULE)} v(\S+)", (source / "go.mod").read_text())
    if found is None:
        raise CannotBuild(f"{source / 'go.mod'} pins no {MODULE}.")
    return found[1]


def binary(source: Path = SOURCE) -> Path:
    """Return where the engine of this pinning is, or will be; another go.sum is another file."""
    digest = hashlib.sha256((source / "go.sum").read_bytes()).hexdigest()[:12]
    cache = Path(platformdirs.user_cache_dir("prachum", appauthor=False))
    return cache / "engine" / f"livekit-server-{pinned_version(source)}-{digest}"


def go() -> str:
    """Return a Go that is new enough: the machine's own, or the one that pip brought into our environment."""
    for candidate in (shutil.which("go"), str(Path(sys.executable).parent / "go")):
        if candidate and Path(candidate).exists() and _version(candidate) >= OLDEST_GO:
            return candidate
    raise CannotBuild(f"Go {'.'.join(map(str, OLDEST_GO))} or later is needed to build the media engine.")


def _version(command: str) -> tuple[int, ...]:
    said = subprocess.run(
        [command, "env", "GOVERSION"], capture_output=True, text=True, env=_environment(), check=False
    )
    return tuple(int(number) for number in re.findall(r"\d+", said.stdout)[:2])


def _environment() -> dict[str, str]:
    # What a developer has set for other Go work must not change the pinned modules, and no C compiler is needed.
    return os.environ | {"GOFLAGS": "-mod=readonly", "GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "0"}


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Let a second build wait for the first instead of doing it again."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with (target.parent / "building.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build(console: Console, source: Path = SOURCE) -> Path:
    """Return the engine, built if it is not there yet, with progress on the console; raise CannotBuild."""
    target = binary(source)
    if target.exists():
        return target
    command = go()
    with _alone(target):
        if not target.exists():
            with tempfile.TemporaryDirectory(dir=target.parent) as folder:
                draft = Path(folder) / target.name
                _compile(console, command, source, draft)
                draft.replace(target)
    return target


def _compile(console: Console, command: str, source: Path, draft: Path) -> None:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(f"media engine {pinned_version(source)}: fetching modules", total=None)
        packages = [line for line in _lines([command, "list", "-deps", PACKAGE], source) if not line.startswith("go: ")]
        progress.update(task, description="media engine: compiling", total=len(packages))
        options = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-v", "-o", str(draft)]
        for _ in _lines([command, "build", *options, PACKAGE], source):
            progress.advance(task)
        progress.update(task, description="media engine: built", completed=len(packages))


def _lines(command: list[str], source: Path) -> Iterable[str]:
    """Yield what the command says as it says it; raise CannotBuild with its last words when it fails."""
    said: list[str] = []
    with subprocess.Popen(
        command, cwd=source, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        for line in running.stdout or ():
            said.append(line)
            yield line
    if running.returncode:
        raise CannotBuild(f"`{' '.join(command[:2])}` failed in {source.name}/: {''.join(said[-5:]).strip()}")


def main() -> None:
    """Build the engine if need be: `python -m prachum.media.build`."""
    console = Console(stderr=True)
    try:
        build(console)
    except CannotBuild as refusal:
        console.print(str(refusal), style="red", highlight=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
