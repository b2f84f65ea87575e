"""A running installation's parts are the children of its supervisor, and what serves is forked within the web part."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WEB, ENGINE = "prachum.serving", "livekit-server"


def part(supervisor: int, word: str) -> int:
    """The process id of the part in whose command this stands, of WEB the one that serves; 0 between two lives."""
    found = child(supervisor, word)
    return server(found) if word == WEB else found


def child(supervisor: int, word: str) -> int:
    """The process that the supervisor itself has started; 0 if there is none."""
    for pid in children(supervisor):
        with suppress(OSError):
            if word in Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode():
                return pid
    return 0


def server(loader: int) -> int:
    """The process that serves, of the one from which it was forked; 0 while there is none."""
    return next(iter(children(loader)), 0)


def children(pid: int) -> list[int]:
    """The process ids of its children, whichever of its threads started them."""
    found = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                found += [int(child) for child in (task / "children").read_text().split()]
    return found


@contextmanager
def ended_unless_begun(end: Callable[[], object]) -> Iterator[None]:
    """Let go of what was started where the rest of its beginning fails, since nobody else knows of it yet."""
    try:
        yield
    except BaseException:
        end()
        raise
