"""The web part as it is really served ends at once when it is told to, however many streams are open."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from prachum.registry.models import Meeting
from tests.live.clients import PATIENCE, Caller

LEFT_OUT = """
import gc
from prachum.serving import loaded
loaded()
print(gc.isenabled(), gc.get_freeze_count() > 10 * len(gc.get_objects()))
"""


def test_no_search_for_garbage_goes_through_the_code() -> None:
    said = subprocess.run((sys.executable, "-c", LEFT_OUT), check=True, capture_output=True, text=True)
    assert said.stdout.split() == ["True", "True"]


async def answering(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.2)
            else:
                writer.close()
                return


async def test_streams_end_at_once_when_the_server_is_told_to_end(begun: Meeting, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    log = tmp_path / "log"
    with log.open("wb") as written:
        served = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "prachum.serving", str(port), stdout=written, stderr=written, env=dict(os.environ)
        )
    try:
        await answering(port)
        async with Caller(f"http://127.0.0.1:{port}", begun.id).stream() as stream:
            await stream.until("here")
            told = time.monotonic()
            served.send_signal(signal.SIGTERM)
            async with asyncio.timeout(PATIENCE):
                assert [said.name async for said in stream.events()] in ([], ["here"])
                await served.wait()
            assert time.monotonic() - told < PATIENCE
    finally:
        if served.returncode is None:
            served.kill()
            await served.wait()
    assert served.returncode in (0, -signal.SIGTERM)
    assert "Traceback" not in log.read_text(), log.read_text()
