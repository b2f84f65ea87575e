"""What grows for as long as a process lives is found, and what goes up and down is not."""

import os
from pathlib import Path
from random import Random

import pytest

from tests.soak.leaks import LEAST, WARM_UP, Growth, Sample, growths, in_use, sample, slope


def life(
    memory: float = 0.0, threads: float = 0.0, files: float = 0.0, seconds: float = 3600, noise: float = 0.0
) -> list[Sample]:
    """So much more per hour of each, with as much noise upwards."""
    chance = Random(3)

    def at(second: float, begins: float, per_hour: float) -> float:
        return begins + per_hour * second / 3600 + noise * begins * max(0.0, chance.gauss(0, 1))

    return [
        Sample(float(s), at(s, 200, memory), at(s, 14, threads), at(s, 250, files)) for s in range(0, int(seconds), 10)
    ]


def found(part: str, *of: Sample, entries: float = 0.0) -> dict[str, bool | None]:
    return {one.what: one.leaks for one in growths(part, 7, of, entries)}


@pytest.mark.parametrize("what", ["memory", "threads", "files"])
@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_only_what_grows_leaks(what: str, noise: float) -> None:
    said = found("engine", *life(**{what: 40.0}, noise=noise))
    assert said == {"memory": False, "threads": False, "files": False} | {what: True}


def test_what_goes_up_and_down_is_no_leak() -> None:
    assert not any(found("web", *life(noise=0.2)).values())


def test_what_the_meeting_itself_takes_is_no_leak() -> None:
    assert found("web", *life(memory=25), entries=1000)["memory"] is True
    assert found("web", *life(memory=25), entries=5000)["memory"] is False
    assert found("engine", *life(memory=25), entries=5000)["memory"] is True


def test_a_warm_up_is_not_judged() -> None:
    warm = [Sample(s, 100 + min(s, WARM_UP), 10, 10) for s in range(0, 3600, 10)]
    assert found("web", *warm)["memory"] is False


def test_of_a_short_life_nothing_is_said() -> None:
    short = life(memory=500, seconds=WARM_UP + LEAST - 60)
    assert set(found("web", *short).values()) == {None}


def test_a_life_tells_from_what_to_what() -> None:
    (memory, *_) = growths("web", 7, life(memory=30, seconds=1800), 0)
    assert isinstance(memory, Growth)
    assert (memory.part, memory.pid, memory.what, round(memory.first), round(memory.last)) == (
        "web",
        7,
        "memory",
        200,
        215,
    )
    assert memory.per_hour == pytest.approx(30)
    assert memory.floors[:3] == (200.0, 200.5, 201.0)
    assert len(memory.floors) == 30


def test_one_look_that_is_wrong_changes_no_slope() -> None:
    points = [(float(s), 100.0) for s in range(0, 3600, 10)]
    points[200] = (points[200][0], 0.0)
    assert slope(points) == 0


def test_a_process_says_what_it_holds() -> None:
    before = sample(os.getpid(), 1.0)
    with open(os.devnull):
        after = sample(os.getpid(), 2.0)
    assert before is not None
    assert after is not None
    assert before.memory > 10
    assert before.threads >= 1
    assert after.files == before.files + 1
    assert sample(2**22 + 1, 3.0) is None


def test_of_a_program_in_go_counts_what_is_in_use_after_the_last_collection(tmp_path: Path) -> None:
    log = tmp_path / "engine.log"
    assert in_use(log) is None
    log.write_text('{"level":"warn","msg":"gc 1 @0s 1%: 2->3->99 MB, "}\n')
    assert in_use(log) is None
    first = (
        "gc 1 @0.015s 3%: 0.02+1.1+0.01 ms clock, 0.04+0.1/0.9/0.2+0.03 ms cpu, "
        "3->4->1 MB, 4 MB goal, 0 MB stacks, 0 MB globals, 2 P\n"
    )
    last = (
        "gc 812 @62.011s 1%: 0.1+9.8+0.02 ms clock, 0.2+3/9/0+0.05 ms cpu, "
        "121->129->64 MB, 130 MB goal, 1 MB stacks, 0 MB globals, 2 P\n"
    )
    log.write_text(first * 2000 + last + '{"level":"warn"}\n')
    assert in_use(log) == 65
    log.rename(tmp_path / "engine.log.1")
    log.write_text('{"level":"warn"}\n')
    assert in_use(log) == 65
