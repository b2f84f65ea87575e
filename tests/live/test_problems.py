"""Whatever the live plane refuses is said in three languages, and a fault of ours is said too."""

import re
from pathlib import Path

import pytest

from prachum.live import plane, problems
from prachum.live.hub import Hub
from prachum.live.wire import Request
from prachum.presence import board
from prachum.registry.models import Meeting
from tests.live.clients import Look

SOURCES = [path.read_text() for module in (plane, board) for path in Path(module.__file__ or "").parent.glob("*.py")]
CODES = set(re.findall(r'"((?:admission|command|live|presence)\.[a-z_]+)"', "".join(SOURCES)))
# Told in the security log only: whoever is kept out learns nothing, and whoever is cut off has the stream's own words.
UNSAID = {"admission.expelled", "admission.withdrawn", "admission.locked"}


def asked(query: str = "", **headers: str) -> Request:
    return Request("GET", "/", "http", "", headers, {"lang": query} if query else {}, {"prachum-language": "fr"})


def test_every_code_has_a_text_and_every_text_is_in_three_languages() -> None:
    details, titles = problems.texts()["details"], problems.texts()["titles"]
    assert {"admission.not_here", "command.unknown", "live.fault", "presence.full"} <= CODES
    assert set(details) >= CODES - UNSAID
    for texts in (*details.values(), *titles.values()):
        assert set(texts) == {"en", "th", "fr"}
        assert all(texts.values())


def test_the_readers_language_is_what_they_asked_for_before_what_they_chose_before_what_the_browser_prefers() -> None:
    headers = {"accept-language": "de, th-TH;q=0.9, en;q=0.1"}
    assert problems.language(asked("th", **headers)) == "th"
    assert problems.language(asked("xx", **headers)) == "fr"
    assert problems.language(Request("GET", "/", "http", "", headers, {})) == "th"
    assert problems.language(Request("GET", "/", "http", "", {"accept-language": "de;q=\x00,"}, {})) == "en"


async def test_a_fault_of_ours_is_a_problem_too_and_says_nothing_of_itself(
    begun: Meeting, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise RuntimeError("a secret")

    monkeypatch.setattr(Hub, "joined", broken)
    answer = await look(begun).view()
    assert (answer.status_code, answer.json()["code"]) == (500, "live.fault")
    assert "secret" not in answer.text
