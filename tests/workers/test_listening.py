"""The ear finds out whoever is heard without the floor, and whoever has it and is not heard."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from prachum.cli import main
from prachum.media.engine import Address
from prachum.rules.floor.speakers import RequestFloor
from prachum.workers.bots import Bot
from tests.meetingfile.small import SMALL
from tests.rules.chamber import ONE, THIDA

from .play import play, tone, until

pytestmark = pytest.mark.engine

SPOKEN = (
    SMALL.partition("script:")[0]
    + """\
script:
  - {by: tha, do: open-meeting, after: 1, says: {th: เปิดประชุม}}
  - {by: tha, do: adopt-agenda, after: 0}
  - {by: tha, do: open-agenda-item, with: {item: a}, after: 0}
  - {by: can, do: request-floor, with: {item: a}, after: 0}
  - {by: tha, do: give-floor, with: {to: CAN, speaker: can}, after: 1}
  - {by: can, says: {en: "Thank you, Chair. We welcome every delegation that has come."}, after: 1}
  - {by: can, do: yield-floor, after: 0}
  - {by: tha, do: close-agenda-item, after: 0}
  - {by: tha, do: close-meeting, after: 0}
"""
)


def rehearsed(folder: Path) -> tuple[int, list[dict[str, object]]]:
    path = folder / "spoken.yaml"
    path.write_text(SPOKEN)
    said = CliRunner().invoke(main, ["rehearse", str(path), "--language", "en", "--json"], catch_exceptions=False)
    return said.exit_code, [json.loads(line) for line in said.output.splitlines()]


def test_a_rehearsal_with_media_is_listened_to_and_succeeds_when_all_was_heard(tmp_path: Path) -> None:
    status, lines = rehearsed(tmp_path)
    assert lines[-1] == {"listened": True, "faults": 0}
    assert status == 0
    kinds = [line.get("kind") for line in lines]
    given, yielded = kinds.index("floor.floor_given"), kinds.index("floor.floor_yielded")
    began, ended = (str(lines[number]["at"])[-10:-1] for number in (given, yielded))
    minutes = [float(at[:2]) * 60 + float(at[3:]) for at in (began, ended)]
    assert (minutes[1] - minutes[0]) % 3600 > 3  # the words took the time in which they were spoken


def test_a_speaker_who_is_not_heard_makes_the_rehearsal_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shut(self: Bot) -> None:
        self._audible = self._may_be_heard()
        self._gated.set()

    monkeypatch.setattr(Bot, "_gate", shut)
    status, lines = rehearsed(tmp_path)
    assert status == 1
    faults = [line for line in lines if "astray" in line]
    assert {line["person"] for line in faults} == {"tha", "can"}
    assert not any(line["astray"] for line in faults)
    assert lines[-1] == {"listened": True, "faults": len(faults)}


async def test_who_is_heard_without_the_floor_is_found_out_and_no_honest_client_plays_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_at_once(self: Bot) -> None:
        if "microphone" in self._published:
            self._published["microphone"][0].unmute()
        self._audible = "microphone" in self._published
        self._gated.set()

    monkeypatch.setattr(Bot, "_gate", open_at_once)
    async with play(Address.of(home), THIDA) as playing:
        await playing.does(THIDA, RequestFloor(ONE))
        await playing.until_warm(THIDA)
        assert (await playing.bots[THIDA].say(tone(2))).began is not None
        await until(lambda: playing.open_ear.astray)
        assert {one.person for one in playing.open_ear.astray} == {THIDA}
        assert not playing.honest.heard
