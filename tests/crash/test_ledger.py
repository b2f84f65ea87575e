"""The accounts show each way in which a promise about an act can be broken."""

from uuid import UUID

import pytest

from tests.crash.delegate import Act
from tests.crash.found import Found
from tests.crash.ledger import balance

ONE = UUID(int=1)


def act(*, seq: int = 0, refused: str = "") -> Act:
    return Act(ONE, "floor.request_floor", {}, seq=seq, refused=refused)


@pytest.mark.parametrize(
    ("sent", "entered", "broken"),
    [
        (act(seq=7), {ONE: [7]}, {}),
        (act(), {ONE: [7]}, {}),
        (act(), {}, {}),
        (act(refused="floor.listed"), {}, {}),
        (act(seq=7), {}, {"lost": 1}),
        (act(seq=7), {ONE: [7, 9]}, {"doubled": 1}),
        (act(), {ONE: [7, 9]}, {"doubled": 1}),
        (act(seq=7), {ONE: [8]}, {"under_another_seq": 1}),
        (act(refused="floor.listed"), {ONE: [7]}, {"refused_but_entered": 1}),
    ],
)
def test_what_is_broken_is_counted(sent: Act, entered: dict[UUID, list[int]], broken: dict[str, int]) -> None:
    counted = balance([sent], entered)
    found = Found(**{name: getattr(counted, name) for name in counted.__slots__})
    assert found.faults == sum(broken.values())
    assert {name: getattr(found, name) for name in broken} == broken
    assert found.acknowledged == bool(sent.seq)
