"""The measurements still run; what they find is no matter of a test."""

import pytest

from prachum.ready import make_ready

make_ready()  # models can be imported only then

from tests.bench import acts, deaths, floods, fold, herd, large, streams  # noqa: E402
from tests.bench.figures import Figures, figure, percentile, ratio  # noqa: E402


def found_something(found: Figures) -> None:
    assert found
    assert not {name for name, one in found.items() if one["median"] <= 0}


def test_one_repetition_of_folding_and_verifying_runs() -> None:
    found_something(fold.measure(1, hours=0.2))


def test_one_repetition_of_acts_acknowledged_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    # More than one person may do at once: the last size of the bench itself has five hundred.
    monkeypatch.setattr(acts, "TOGETHER", {1: 10, 8: 20})
    monkeypatch.setattr(acts, "SETTLED", 0.1)
    found_something(acts.on_this_database(1))


def test_one_repetition_of_open_streams_runs() -> None:
    found_something(streams.measure(1, sizes=(20,), seconds=0.4))


def test_one_repetition_of_all_coming_back_runs() -> None:
    found_something(herd.measure(1, size=20))


@pytest.mark.engine
def test_one_repetition_of_an_engines_death_runs() -> None:
    found_something(deaths.measure(1, listeners=3))


def test_one_repetition_of_acts_beside_a_flood_runs() -> None:
    found_something(floods.measure(1, rounds=1, each=5))


def test_one_repetition_of_a_large_meeting_runs() -> None:
    found_something(large.measure(1, delegations=15, rounds=1))


def test_a_figure_is_the_median_with_its_range_and_a_ratio_stays_within_a_repetition() -> None:
    assert figure("ms", [3, 1, 2]) == {"unit": "ms", "median": 2, "least": 1, "most": 3, "each": [3, 1, 2]}
    assert ratio([10, 30], [5, 10])["each"] == [2, 3]
    assert percentile(list(range(100)), 0.99) == 99
