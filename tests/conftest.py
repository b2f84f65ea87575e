"""No test touches the user's own meetings, and a test of the rules runs without Django."""

import atexit
import faulthandler
import os
import shutil
import tempfile

from hypothesis import HealthCheck, settings

# Set before any test module can import prachum.settings; each process of pytest-xdist gets a folder of its own.
os.environ["PRACHUM_DATA"] = tempfile.mkdtemp(prefix="prachum-test-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prachum.settings")
atexit.register(shutil.rmtree, os.environ["PRACHUM_DATA"], ignore_errors=True)


def pytest_unconfigure() -> None:
    """Whoever keeps the process after the closing line is named, and the run has failed."""
    faulthandler.dump_traceback_later(120, exit=True)


settings.register_profile("ci", max_examples=25, stateful_step_count=30, deadline=None, derandomize=True)
settings.register_profile(
    "long", max_examples=2000, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile(os.environ.get("PRACHUM_HYPOTHESIS", "ci"))
