"""A public installation has Caddy before it, or says what is missing."""

import select
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from prachum import proxy, split
from prachum.proxy import Public
from prachum.supervisor import Refused

NAMED = Public("meetings.example.org")
BOTH = Public("meetings.example.org", "turn.example.org")


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
    monkeypatch.setattr(proxy, "HTTP_PORT", port)
    return port


def install(programs: Path) -> None:
    (programs / "caddy").write_text("#!/bin/sh\n")
    (programs / "caddy").chmod(0o755)


def test_without_caddy_it_says_what_to_install(programs: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"Debian: caddy.*--own-proxy"):
        proxy.part(tmp_path, NAMED, 8000)


def test_a_port_that_another_program_has_is_named(programs: Path, tmp_path: Path, free: int) -> None:
    install(programs)
    with socket.socket() as other:
        other.bind(("", free))
        other.listen()
        with pytest.raises(Refused, match=f"Port {free} cannot be had for HTTPS: Address already in use"):
            proxy.part(tmp_path, NAMED, 8000)


def test_caddy_passes_on_to_the_loopback_and_remembers_within_the_installation(
    programs: Path, tmp_path: Path, free: int
) -> None:
    install(programs)
    part = proxy.part(tmp_path, NAMED, 8123)
    written = (tmp_path / "Caddyfile").read_text()
    assert "reverse_proxy 127.0.0.1:8123 {" in written
    assert "admin off" in written
    assert set(part.environment.values()) == {str(tmp_path / "proxy")}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of one's own, and its key."""
    folder = tmp_path_factory.mktemp("own")
    certificate, key = folder / "own.crt", folder / "own.key"
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=meetings.example.org"
    command = (*made.split(), "-keyout", str(key), "-out", str(certificate))
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


def test_a_certificate_without_its_key_is_refused(
    programs: Path, tmp_path: Path, free: int, own: tuple[Path, Path]
) -> None:
    install(programs)
    with pytest.raises(Refused, match="go together"):
        proxy.part(tmp_path, Public("meetings.example.org", certificate=own[0]), 8000)
    with pytest.raises(Refused, match="no certificate with its key"):
        proxy.part(tmp_path, Public("meetings.example.org", None, own[0], own[0]), 8000)
    proxy.part(tmp_path, Public("meetings.example.org", None, *own), 8000)


@pytest.mark.parametrize(
    ("host", "how"), [("meetings.example.org", "issuer acme"), ("meetings.mfa.internal", "tls internal")]
)
def test_a_name_that_no_authority_signs_is_signed_here(host: str, how: str, tmp_path: Path) -> None:
    assert how in proxy.configuration(tmp_path, Public(host), 8000)


def adapted(tmp_path: Path, public: Public, behind: int | None = None) -> str:
    """What Caddy makes of its configuration."""
    (tmp_path / "Caddyfile").write_text(proxy.configuration(tmp_path, public, 8000, behind))
    command = ["caddy", "adapt", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"]
    said = subprocess.run(command, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    return said.stdout


@pytest.mark.skipif(shutil.which("caddy") is None, reason="Caddy is not installed")
def test_caddy_itself_understands_its_configuration(tmp_path: Path, own: tuple[Path, Path]) -> None:
    plain = adapted(tmp_path, NAMED)
    assert '"dial":"127.0.0.1:8000"' in plain
    assert '"listen":[":443"]' in plain
    assert '"protocols":["h1","h2"]' in plain
    assert str(own[1]) in adapted(tmp_path, Public("meetings.example.org", None, *own))
    behind = adapted(tmp_path, BOTH, 9443)
    assert '"listen":["127.0.0.1:9443"]' in behind
    assert "turn.example.org" in behind


@pytest.mark.parametrize("name", ["ngx_stream_module.so", "nginx"])
def test_without_nginx_and_its_module_it_says_what_to_install(
    name: str, programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`name` is all that is there."""
    modules = tmp_path / "modules"
    modules.mkdir()
    monkeypatch.setattr(split, "MODULES", (modules,))
    monkeypatch.setattr(split, "PROGRAMS", str(programs))
    ((programs if name == "nginx" else modules) / name).touch(0o755)
    with pytest.raises(Refused, match=r"Debian: nginx-light, libnginx-mod-stream"):
        split.part(tmp_path, BOTH, 9000, 9001)


def test_what_nginx_refuses_is_said(programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(split, "MODULES", (programs,))
    monkeypatch.setattr(split, "PROGRAMS", str(programs))
    (programs / "ngx_stream_module.so").touch()
    (programs / "nginx").write_text("#!/bin/sh\necho no such thing >&2\nexit 1\n")
    (programs / "nginx").chmod(0o755)
    with pytest.raises(Refused, match="no such thing"):
        split.part(tmp_path, BOTH, 9000, 9001)


@pytest.mark.skipif(shutil.which("nginx", path=split.PROGRAMS) is None, reason="nginx is not installed")
def test_one_visitor_takes_so_many_connections_and_others_come_in(
    tmp_path: Path, free: int, own: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(split, "HTTPS_PORT", free)
    monkeypatch.setattr(split, "MOST_OF_A_VISITOR", 5)
    part = split.part(tmp_path, Public("meetings.example.org", "turn.example.org", *own), 9, 9)
    with subprocess.Popen(part.argv, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as running:
        lines: list[socket.socket] = []
        try:
            for _ in range(8):
                lines.append(connected(free, "127.0.0.9"))
            deadline = time.monotonic() + 30
            while len(ended(lines)) < 3 and time.monotonic() < deadline:
                time.sleep(0.05)
            assert len(ended(lines)) == 3
            lines.append(connected(free, "127.0.0.8"))
            assert not ended(lines[-1:])
        finally:
            running.terminate()
            for line in lines:
                line.close()


def connected(port: int, address: str) -> socket.socket:
    """A connection to nginx, once it is there, which then waits to be told the name of a server."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), source_address=(address, 0))
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def ended(lines: list[socket.socket]) -> list[socket.socket]:
    """Those that nginx has closed: nothing else can be read of them."""
    return select.select(lines, [], [], 0.3)[0]
