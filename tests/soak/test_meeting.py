"""In short what `scripts/soak meeting` does in two hours: a small meeting goes through each fault once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.soak.faults import KINDS, plan

MINUTES, EVERY, SEED = 0.65, 3.2, 4
"""With this seed each kind of fault comes once."""
pytestmark = pytest.mark.engine


def test_a_meeting_goes_through_each_fault(tmp_path: Path) -> None:
    """F28, in short."""
    said = {"minutes": MINUTES, "every": EVERY, "seed": SEED, "seats": 6, "listeners": 10, "churn": 60, "views": 12}
    options = [part for name, value in said.items() for part in (f"--{name}", str(value))]
    command = (sys.executable, "-m", "tests.soak", "meeting", *options, "--json", str(tmp_path / "soak.json"))
    held = subprocess.run(command, capture_output=True, text=True, timeout=280)
    assert held.returncode == 0, held.stdout + held.stderr
    found = json.loads((tmp_path / "soak.json").read_text())
    assert found["violations"] == []
    assert sorted(one["kind"] for one in found["faults"]) == sorted(KINDS)
    assert len(plan(60 * MINUTES, EVERY, SEED)) == len(KINDS)
    assert found["acts"]["acknowledged"] > 10
    assert found["went"] > 2
    assert found["looks"]["room"] > 10
    assert found["looks"]["sounds"] > 0
    assert found["heard_seconds"] > 50
    assert found["heard_share"] > 0.5
    assert found["views"]["compared"] > 16
    assert {one["part"] for one in found["growths"]} == {"supervisor", "web", "engine", "worker"}
