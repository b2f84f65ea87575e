"""Who is there is counted as they come and go, by session and by network."""

import pytest

from prachum.live import limits
from prachum.live.limits import Crowd


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> Crowd:
    monkeypatch.setattr(limits, "MOST_OF_A_SESSION", 2)
    monkeypatch.setattr(limits, "MOST_FROM_AN_ADDRESS", 3)
    return Crowd()


def test_a_session_is_full_wherever_it_comes_from_and_who_leaves_makes_room(crowd: Crowd) -> None:
    for network in ("here", "there"):
        assert not crowd.full("mine", network, observer=False)
        crowd.came("mine", network)
    assert crowd.full("mine", "elsewhere", observer=False)
    assert not crowd.full("yours", "here", observer=False)
    crowd.left("mine", "here")
    assert not crowd.full("mine", "elsewhere", observer=False)


def test_who_looks_on_is_counted_by_network_alone(crowd: Crowd) -> None:
    for number in range(3):
        assert not crowd.full("made up", "here", observer=True)
        crowd.came("made up" if number else "another", "here")
    assert crowd.full("one more", "here", observer=True)
    assert crowd.full("one more", "here", observer=False)
    assert not crowd.full("made up", "there", observer=True)


def test_of_who_has_left_nothing_is_kept(crowd: Crowd) -> None:
    crowd.came("mine", "here")
    crowd.left("mine", "here")
    assert not crowd._of
