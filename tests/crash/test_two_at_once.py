"""Of two who are started at once on one folder one serves, and the other says who does."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.crash.conftest import moved_in
from tests.ports import free_port


def test_of_two_started_at_once_one_serves(tmp_path: Path) -> None:
    home = moved_in(tmp_path / "home")
    environment = os.environ | {"PRACHUM_DATA": str(home), "LC_ALL": "fr_FR.UTF-8"}
    command = (sys.executable, "-m", "tests.command", "up", "--no-media", "--port")
    both = [
        subprocess.Popen([*command, str(free_port())], stderr=subprocess.PIPE, text=True, env=environment)
        for _ in range(2)
    ]
    try:
        deadline = time.monotonic() + 60
        while all(one.poll() is None for one in both) and time.monotonic() < deadline:
            time.sleep(0.05)
        (refused,) = [one for one in both if one.poll() is not None]
        (serves,) = [one for one in both if one is not refused]
        said = refused.communicate(timeout=10)[1]
        assert refused.returncode == 1
        assert said == (
            f"Prachum tourne déjà sur {home} (processus {serves.pid})\u00a0: arrêtez-le d’abord,"
            " ou nommez un autre dossier dans PRACHUM_DATA.\n"
        )
        assert serves.stderr is not None
        assert "Prachum est à l’adresse http://127.0.0.1" in serves.stderr.readline()
        with serves:
            serves.send_signal(signal.SIGTERM)
            assert serves.wait(30) == 0
    finally:
        for one in both:
            with one:
                one.kill()
