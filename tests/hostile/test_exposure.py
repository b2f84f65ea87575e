"""An installation listens where it must only, and neither it nor who visits it asks anybody else (S24, S31, S36)."""

import asyncio
import json
import socket
from ipaddress import ip_address

import pytest
from ifaddr import get_adapters

from prachum.media.engine import KEY_FILE, PORTS_FILE
from prachum.settings import DATA
from tests.browser.sounding import Up
from tests.hostile.sitting import Sitting, ear, speaker
from tests.hostile.sockets import Ip, Socket, sockets_of
from tests.hostile.started import intruder, line_of
from tests.registry.hall import MYS_HEAD, THA_HEAD

pytestmark = pytest.mark.engine


def held(up: Up) -> frozenset[Socket]:
    return sockets_of(up.pid("web"), up.pid("engine"))


async def test_s36_only_the_media_ports_are_open_to_others(there: Sitting) -> None:
    ports = json.loads((DATA / PORTS_FILE).read_text())
    async with ear(there), speaker(there):
        open_to_others = {
            (one.kind.rstrip("6"), one.port)
            for one in held(there.up)
            if not one.near.is_loopback and (one.listens or (one.kind.startswith("udp") and one.far.is_unspecified))
        }
    assert open_to_others == {("udp", ports["udp"]), ("tcp", ports["tcp"])}
    assert {one.port for one in held(there.up) if one.listens} == {there.up.port, ports["http"], ports["tcp"]}
    key = json.loads((DATA / KEY_FILE).read_text())
    assert len(key["secret"]) >= 32
    assert "devkey" not in key.values()


async def test_s31_nobody_elsewhere_is_asked_by_server_or_visitor(there: Sitting) -> None:
    asked: set[Socket] = set()
    thailand = await there.by_link(THA_HEAD)
    coming = intruder(line_of(thailand), thailand.headers())
    async with ear(there) as listens, speaker(there, MYS_HEAD), coming as comes:
        servers = (await comes.until("joined"))["servers"]
        await listens.until_hearing(there.identity(MYS_HEAD))
        for _ in range(20):
            asked |= {one for one in held(there.up) if not one.far.is_unspecified}
            await asyncio.sleep(0.1)
    assert asked, "web part and engine at least ask each other"
    assert not {one for one in asked if not one.far.is_loopback and one.far not in own_addresses()}
    assert servers
    assert all(url.startswith("stun:127.0.0.1:") for url in servers)


def own_addresses() -> set[Ip]:
    """The visitors of this test are on this machine too, and may come by any of its addresses."""
    found = (ip.ip if isinstance(ip.ip, str) else ip.ip[0] for adapter in get_adapters() for ip in adapter.ips)
    return {ip_address(one) for one in found}


async def test_s24_the_engine_sends_nothing_to_an_address_that_somebody_names(there: Sitting) -> None:
    thailand = await there.by_link(THA_HEAD)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as inside:
        inside.bind(("127.0.0.1", 0))
        inside.setblocking(False)
        query = {"disable_ice_lite": "1"}
        async with intruder(line_of(thailand), thailand.headers(), query) as raw:
            await raw.until("joined")
            raw.does("publish", "microphone", 660)
            await raw.until("published")
            for target in (0, 1):
                raw.does("lure", "127.0.0.1", inside.getsockname()[1], target)
            await asyncio.sleep(2.5)
            assert await there.present(THA_HEAD) is not None
        with pytest.raises(BlockingIOError):
            inside.recv(2048)
