"""From a seed follow the same faults, of every kind, and none at the end; what they excuse is over with them."""

from tests.soak.faults import KINDS, QUIET_END, RESTORES, SPARES, Troubles, plan


def test_a_seed_means_the_same_faults() -> None:
    assert plan(600, 30, 5) == plan(600, 30, 5)
    assert plan(600, 30, 5) != plan(600, 30, 6)


def test_every_kind_comes_before_any_comes_again() -> None:
    for seed in range(20):
        kinds = [one.kind for one in plan(1200, 30, seed)]
        assert len(kinds) > 20
        for start in range(0, len(kinds) - len(KINDS), len(KINDS)):
            assert set(kinds[start : start + len(KINDS)]) == set(KINDS)


def test_at_the_end_everything_is_quiet() -> None:
    for seed in range(20):
        assert all(0 < one.at < 600 - QUIET_END for one in plan(600, 10, seed))


def test_in_the_calm_of_a_long_soak_nothing_is_killed() -> None:
    found = plan(7200, 60, 1)
    assert {one.kind for one in found if one.at < 3600} == set(KINDS)
    assert {one.kind for one in found if one.at >= 3600} == set(SPARES)


def test_a_fault_excuses_until_it_is_restored_and_never_for_ever() -> None:
    now = 0.0
    troubles = Troubles(lambda: now)
    assert troubles.now() == ""
    suffered = troubles.begin("web killed")
    now = 5.0
    assert troubles.now() == "web killed"
    now = RESTORES + 5
    assert troubles.now() == ""
    suffered.restored = 3.0
    now = 3.5
    assert troubles.expects(["web killed"])
    assert not troubles.expects(["engine killed"])
    now = 5.0
    assert troubles.now() == ""
    assert not troubles.expects(["web killed"])
    assert troubles.expects(["web killed"], since=2.0)
    assert not troubles.expects(["web killed"], since=4.5)
    troubles.heard_again()
    assert suffered.heard == 5.0
