"""The web part as it is really served ends at once when it is told to, however many streams are open."""

import asyncio
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from prachum.registry.models import Meeting
from prachum.seldom import Seldom
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


async def malformed(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"nothing\r\n\r\n")
    assert (await reader.readline()).startswith(b"HTTP/1.1 400 ")
    writer.close()


def test_what_anybody_can_have_written_is_written_once_a_second_with_a_count() -> None:
    now = 0.0
    seldom, written = Seldom(clock=lambda: now), list[str]()

    def say(words: str) -> None:
        record = logging.makeLogRecord({"msg": words})
        if seldom.filter(record):
            written.append(record.getMessage())

    for tenth in range(21):
        now = tenth / 10
        say("Invalid HTTP request received.")
        say(f"another line {tenth}")
    assert [words for words in written if not words.startswith("another")] == [
        "Invalid HTTP request received.",
        "Invalid HTTP request received. (9 more were left out)",
        "Invalid HTTP request received. (9 more were left out)",
    ]
    assert len(written) == 21 + 3


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
            for _ in range(30):
                await malformed(port)
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
    assert 1 <= log.read_text().count("Invalid HTTP request") < 10
