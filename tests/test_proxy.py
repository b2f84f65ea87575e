"""A public installation has Caddy before it, or says what is missing."""

import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from prachum import proxy
from prachum.supervisor import Refused


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are looked for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return folder


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> int:
    """A port that stands for 443."""
    with socket.socket() as probe:
        probe.bind(("", 0))
        port = int(probe.getsockname()[1])
    monkeypatch.setattr(proxy, "HTTPS_PORT", port)
    return port


def install(programs: Path) -> None:
    (programs / "caddy").write_text("#!/bin/sh\n")
    (programs / "caddy").chmod(0o755)


def test_without_caddy_it_says_what_to_install(programs: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"Debian: caddy.*--own-proxy"):
        proxy.part(tmp_path, "meetings.example.org", 8000)


def test_a_port_that_another_program_has_is_named(programs: Path, tmp_path: Path, free: int) -> None:
    install(programs)
    with socket.socket() as other:
        other.bind(("", free))
        other.listen()
        with pytest.raises(Refused, match=f"Port {free} cannot be had for HTTPS: Address already in use"):
            proxy.part(tmp_path, "meetings.example.org", 8000)


def test_caddy_passes_on_to_the_loopback_and_remembers_within_the_installation(
    programs: Path, tmp_path: Path, free: int
) -> None:
    install(programs)
    part = proxy.part(tmp_path, "meetings.example.org", 8123)
    written = (tmp_path / "Caddyfile").read_text()
    assert "meetings.example.org {\n\treverse_proxy 127.0.0.1:8123\n}" in written
    assert "admin off" in written
    assert set(part.environment.values()) == {str(tmp_path / "proxy")}


@pytest.mark.skipif(shutil.which("caddy") is None, reason="Caddy is not installed")
def test_caddy_itself_understands_its_configuration(tmp_path: Path) -> None:
    (tmp_path / "Caddyfile").write_text(proxy.configuration(tmp_path, "meetings.example.org", 8000))
    command = ["caddy", "adapt", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"]
    adapted = subprocess.run(command, capture_output=True, text=True)
    assert adapted.returncode == 0, adapted.stderr
    assert '"dial":"127.0.0.1:8000"' in adapted.stdout
