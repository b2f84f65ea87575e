"""While little is left on the disk the operator is told so, before an act has to be refused."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

EVERY = 30.0
PART, MOST = 0.1, 5 * 10**9
"""Little is less than a tenth of the disk and less than 5 GB: a tenth of a large disk lasts for years of meetings."""


def left(home: Path) -> int | None:
    """How many bytes are left where `home` is, if that is little."""
    disk = shutil.disk_usage(home)
    return disk.free if disk.free < min(disk.total * PART, MOST) else None


@asynccontextmanager
async def watched(home: Path, tell: Callable[[int], None]) -> AsyncIterator[None]:
    """Within the block, tell how many bytes are left whenever it has become little."""
    watching = asyncio.create_task(_watch(home, tell))
    try:
        yield
    finally:
        watching.cancel()


async def _watch(home: Path, tell: Callable[[int], None]) -> None:
    little = False
    while True:
        with suppress(OSError):
            bytes_left = left(home)
            if bytes_left is not None and not little:
                tell(bytes_left)
            little = bytes_left is not None
        await asyncio.sleep(EVERY)
