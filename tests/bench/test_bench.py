"""The measurements still run; what they find is no matter of a test."""

import pytest

from prachum.ready import make_ready

make_ready()  # models can be imported only then

from tests.bench import acts  # noqa: E402
from tests.bench.figures import figure, percentile, ratio  # noqa: E402
from tests.browser.sounding import Up  # noqa: E402
from tests.test_up import free_port  # noqa: E402


@pytest.mark.engine
def test_one_repetition_of_acts_acknowledged_runs() -> None:
    up = Up(free_port())
    try:
        found = acts.measure(up.address, 1)
    finally:
        up.end()
    assert all(one["median"] > 0 for one in found.values())
    assert {one["unit"] for one in found.values()} == {"ms", "×"}


def test_a_figure_is_the_median_with_its_range_and_a_ratio_stays_within_a_repetition() -> None:
    assert figure("ms", [3, 1, 2]) == {"unit": "ms", "median": 2, "least": 1, "most": 3, "each": [3, 1, 2]}
    assert ratio([10, 30], [5, 10])["each"] == [2, 3]
    assert percentile(list(range(100)), 0.99) == 99
