"""Little room on the disk is told once, and again only after there was enough."""

import asyncio
from pathlib import Path
from typing import NamedTuple

import pytest

from prachum import space


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("total", "free", "little"),
    [(10**6, 10**5 - 1, True), (10**6, 10**5, False), (10**12, 6 * 10**9, False), (10**12, 4 * 10**9, True)],
)
def test_little_is_less_than_a_tenth_and_less_than_5_gb(
    monkeypatch: pytest.MonkeyPatch, total: int, free: int, little: bool
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(total, total - free, free))
    assert space.left(Path()) == (free if little else None)


async def test_it_is_told_once_until_there_was_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that cannot be asked just now is asked again."""
    measured = [500, 50, -1, 40, 500, 30, 20]

    def usage(_: Path) -> Usage:
        free = measured.pop(0) if measured else 500
        if free < 0:
            raise OSError
        return Usage(1000, 0, free)

    monkeypatch.setattr(space, "EVERY", 0.001)
    monkeypatch.setattr("shutil.disk_usage", usage)
    told: list[int] = []
    async with space.watched(Path(), told.append), asyncio.timeout(10):
        while measured:  # noqa: ASYNC110 - what is waited for is another task
            await asyncio.sleep(0.001)
    assert told == [50, 30]
