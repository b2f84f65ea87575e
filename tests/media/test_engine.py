"""The engine is built once for each pinning, keeps its ports, and is configured to answer nobody but us."""

import ipaddress
import json
import shutil
import socket
import stat
import sys
from pathlib import Path

import ifaddr
import platformdirs
import pytest
from rich.console import Console

from prachum.media import build, engine
from prachum.media.build import CannotBuild
from prachum.media.engine import Address, Ports
from prachum.supervisor import Refused


def test_another_pinning_is_another_binary(tmp_path: Path) -> None:
    pinning = shutil.copytree(build.SOURCE, tmp_path / "engine")
    assert build.binary(pinning) == build.binary()
    with (pinning / "go.sum").open("a") as sums:
        sums.write("example.org/other v1.0.0 h1:=\n")
    assert build.binary(pinning) != build.binary()
    assert build.pinned_version(pinning) in build.binary(pinning).name


def test_an_engine_that_is_there_is_not_built_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_go() -> str:
        raise AssertionError("built again")

    monkeypatch.setattr(build, "go", no_go)
    assert build.build(Console(quiet=True)) == build.binary()


def test_without_a_new_enough_go_the_operator_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "go"
    old.write_text("#!/bin/sh\necho go1.25.9\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(CannotBuild, match=r"Go 1\.26 or later"):
        build.go()


def test_a_build_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pinning = shutil.copytree(build.SOURCE, tmp_path / "engine")
    (pinning / "go.sum").write_text("")
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_, **__: str(tmp_path / "cache"))
    with pytest.raises(CannotBuild, match=r"go list.* failed in engine/: .*go\.sum"):
        build.build(Console(quiet=True), pinning)
    assert not build.binary(pinning).exists()


def test_the_engine_keeps_its_ports(tmp_path: Path) -> None:
    ports = Ports.kept(tmp_path)
    assert Ports.kept(tmp_path) == ports
    assert len({ports.http, ports.tcp, 0}) == 3
    assert {ports.http, ports.udp, ports.tcp} <= set(engine.FREE_PORTS)


def test_a_kept_port_that_somebody_else_took_is_replaced_and_a_wanted_one_is_refused(tmp_path: Path) -> None:
    ports = Ports.kept(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", ports.http))
        other.listen()
        with pytest.raises(Refused, match=str(ports.http)):
            Ports.kept(tmp_path, {"http": ports.http})
        assert Ports.kept(tmp_path).http != ports.http
    assert Ports.kept(tmp_path, {"http": ports.http}).http == ports.http


def test_the_configuration_asks_nobody_else_and_is_ours_alone_to_read(tmp_path: Path) -> None:
    engine.part(tmp_path, webhook="http://127.0.0.1:8000/engine/report")
    path = tmp_path / engine.CONFIGURATION_FILE
    whole = json.loads(path.read_text())
    address = Address.of(tmp_path)
    assert whole["bind_addresses"] == ["127.0.0.1"]
    assert not whole["room"]["auto_create"]
    assert not whole["room"]["enable_remote_unmute"]
    assert whole["rtc"]["stun_servers"] == [f"127.0.0.1:{whole['rtc']['udp_port']}"]
    assert whole["keys"] == {address.key: address.secret}
    assert len(address.secret) >= 32
    assert [stat.S_IMODE(file.stat().st_mode) for file in (path, tmp_path / engine.KEY_FILE)] == [0o600, 0o600]
    engine.part(tmp_path, advertise="203.0.113.7")
    rtc = json.loads(path.read_text())["rtc"]
    assert (rtc["node_ip"], rtc["enable_loopback_candidate"]) == ("203.0.113.7", False)
    assert Address.of(tmp_path) == address


def test_turn_relays_to_the_engine_and_to_nobody_else(tmp_path: Path) -> None:
    """S24: LiveKit alone would relay to everybody on the Internet, for whoever is in a meeting."""
    engine.part(tmp_path, turn="turn.example.org", advertise="10.1.2.3")
    turn = json.loads((tmp_path / engine.CONFIGURATION_FILE).read_text())["turn"]
    assert turn["bind_addresses"] == ["127.0.0.1"]
    assert turn["external_tls"]
    allowed, denied = (
        [ipaddress.ip_network(one) for one in turn[name]] for name in ("allow_restricted_peer_cidrs", "deny_peer_cidrs")
    )
    assert allowed == [ipaddress.ip_network("10.1.2.3/32")]
    for peer, relayed in {
        "10.1.2.3": True, "10.1.2.4": False, "8.8.8.8": False, "127.0.0.1": False, "2001:db8::1": False, "::": False
    }.items():  # fmt: skip
        assert any(ipaddress.ip_address(peer) in one for one in denied) is not relayed


def test_what_relays_for_all_its_addresses_never_relays_to_the_loopback() -> None:
    assert all(not ipaddress.ip_address(one).is_loopback for one in engine.own_addresses())


def test_an_engine_elsewhere_is_used_when_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="never been started"):
        Address.of(tmp_path)
    monkeypatch.setenv("PRACHUM_LIVEKIT_URL", "wss://media.example.org/")
    with pytest.raises(Refused, match="PRACHUM_LIVEKIT_SECRET"):
        Address.of(tmp_path)
    monkeypatch.setenv("PRACHUM_LIVEKIT_KEY", "key")
    monkeypatch.setenv("PRACHUM_LIVEKIT_SECRET", "secret")
    assert Address.of(tmp_path) == Address("https://media.example.org", "key", "secret")


async def test_a_port_that_answers_beyond_loopback_is_found_out() -> None:
    adapters = ifaddr.get_adapters()
    outside = [ip.ip for adapter in adapters for ip in adapter.ips if isinstance(ip.ip, str) and ip.ip != "127.0.0.1"]
    if not outside:
        pytest.skip("this machine has no address but loopback")
    with socket.socket() as everywhere, socket.socket() as loopback:
        everywhere.bind(("", 0))
        everywhere.listen()
        loopback.bind(("127.0.0.1", 0))
        loopback.listen()
        await engine.assert_loopback_only(loopback.getsockname()[1])
        with pytest.raises(Refused, match="must answer on loopback only"):
            await engine.assert_loopback_only(everywhere.getsockname()[1])
