"""Neither a crowd that comes at once nor readers who take nothing keep anybody else waiting, or fill the memory."""

import asyncio
import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest

from prachum import bounded
from prachum.live import stream as streams
from prachum.registry.models import Meeting
from tests.live.clients import Caller, Following, Look, Served, Sit, following
from tests.registry.hall import MYS_HEAD, THA_HEAD

HERD = 300
SLOW = 200
ACTS = 40
FILLER = b": " + b"x" * 100_000 + b"\n\n"


def resident() -> int:
    """The memory of this process, in which the server runs too, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


async def test_all_who_lost_their_streams_at_once_have_them_back(begun: Meeting, look: Look, served: Served) -> None:
    """F20; the figure is 10 s for 5,000."""
    plane = served.application.plane
    assert plane is not None
    readers = [look(begun).stream() for _ in range(HERD)]
    try:
        await asyncio.gather(*(come(reader) for reader in readers))
        (hub,) = [hub for hub in plane.hubs if hub.meeting == begun.id]
        loop = next(one.sending.get_loop() for one in hub.streams if one.sending is not None)
        # As when a proxy before us is renewed.
        for stream in tuple(hub.streams):
            loop.call_soon_threadsafe(stream.close)
        await asyncio.gather(*(ended(reader) for reader in readers))
        began = time.monotonic()
        readers = [look(begun).stream() for _ in range(HERD)]
        await asyncio.gather(*(come(reader) for reader in readers))
        assert time.monotonic() - began < 100
        assert len({str(reader.view) for reader in readers}) == 1
    finally:
        await asyncio.gather(*(reader.leave() for reader in readers))


async def come(reader: Following) -> None:
    await reader.__aenter__()
    await reader.until("here")


async def ended(reader: Following) -> None:
    async for _ in reader.events():
        pass
    await reader.leave()


async def test_two_hundred_readers_who_take_nothing_cost_a_bounded_memory(
    begun: Meeting, sit: Sit, look: Look, served: Served
) -> None:
    """F21: what waits for each is dropped for one whole view, and those who read notice nothing."""
    chair = await sit(begun, MYS_HEAD)
    plane = served.application.plane
    assert plane is not None
    deaf = [await asks(look(begun)) for _ in range(SLOW)]
    try:
        async with following(await sit(begun, THA_HEAD)) as (reader,):
            (hub,) = [hub for hub in plane.hubs if hub.meeting == begun.id]
            assert len(hub.streams) > SLOW
            before = resident()
            idle = [one for one in hub.streams if one.seat.person != THA_HEAD]
            for _ in range(ACTS):
                for one in idle:
                    assert one.sending is not None
                    one.sending.get_loop().call_soon_threadsafe(one.offer, FILLER)
                assert (await chair.send("floor.call_to_order", {"delegation": "THA"})).status_code == 200
                seq = int((await chair.view()).json()["view"]["seq"])
                # Who waited for those who take nothing would wait for longer than this does.
                await reader.at(seq)
            # What waited was dropped, and nothing more is kept for them until they take the whole view.
            assert all(one.missed and not one._waiting for one in idle)
            assert resident() - before < 200e6
    finally:
        for line in deaf:
            line.close()


async def asks(caller: Caller) -> socket.socket:
    """Open a stream with the smallest window there is, and never read from it."""
    host, _, port = caller.address.removeprefix("http://").partition(":")
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    line.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(line, (host, int(port)))
    path = f"/api/meetings/{caller.meeting}/stream"
    told = {"host": f"{host}:{port}"} | caller.headers()
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    await loop.sock_sendall(line, "\r\n".join(lines).encode())
    return line


async def test_who_takes_nothing_for_long_is_cut_off(
    begun: Meeting, look: Look, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "STALLED", 1.0)
    monkeypatch.setattr(streams, "LARGEST_QUEUE", 100_000_000)
    plane = served.application.plane
    assert plane is not None
    with await asks(look(begun)) as line:
        async with asyncio.timeout(10):
            while not (hubs := [hub for hub in plane.hubs if hub.meeting == begun.id and hub.streams]):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        (stream,) = hubs[0].streams
        assert stream.sending is not None
        # More than any buffer of the kernel's between us takes.
        stream.sending.get_loop().call_soon_threadsafe(stream.offer, b": filler\n\n" * 800_000)
        async with asyncio.timeout(40):
            while stream in hubs[0].streams:  # noqa: ASYNC110 it happens in another thread
                await asyncio.sleep(0.1)
        with suppress(BlockingIOError):
            assert line.recv(1) != b""
