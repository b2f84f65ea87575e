"""A head's program calls once and tells what came back, also where nothing did."""

import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.crash.assembly import ITEM, Head
from tests.crash.installation import PATIENCE, Installation, until


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is 0 where the line was cut before an answer came."""

    status: int
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls an installation, for one head at a time."""

    installation: Installation

    def send(
        self,
        meeting: UUID,
        head: Head,
        kind: str,
        body: Mapping[str, object] | None = None,
        sent_as: UUID | None = None,
    ) -> Answer:
        """Give a command under a new id, or under the one given."""
        said = {"id": str(sent_as or uuid4()), "kind": kind, "body": body or {}}
        word = kind.partition(".")[2].replace("_", "-")
        return self._ask("POST", f"/api/meetings/{meeting}/commands/{word}", head, said)

    def to_order(self, meeting: UUID, chair: Head, called: Head, sent_as: UUID | None = None) -> Answer:
        """An act that the chair may do at any time of a meeting."""
        return self.send(meeting, chair, "floor.call_to_order", {"delegation": called.delegation}, sent_as)

    def request(self, meeting: UUID, head: Head) -> Answer:
        return self.send(meeting, head, "floor.request_floor", {"item": ITEM})

    def view(self, meeting: UUID, head: Head) -> Answer:
        return self._ask("GET", f"/api/meetings/{meeting}/view", head)

    def follow(self, meeting: UUID, *heads: Head) -> None:
        """Keep their lines up, also after a crash, as long as the installation lives; return when all have the view."""
        has_view = [threading.Event() for _ in heads]
        for head, event in zip(heads, has_view, strict=True):
            threading.Thread(target=self._follow, args=(meeting, head, event), daemon=True).start()
        assert all(event.wait(PATIENCE) for event in has_view)

    def _follow(self, meeting: UUID, head: Head, has_view: threading.Event) -> None:
        address = f"{self.installation.address}/api/meetings/{meeting}/stream"
        told = {"Authorization": f"Bearer {head.token}"}
        while self.installation.running.poll() is None:
            with suppress(httpx.TransportError), httpx.stream("GET", address, headers=told, timeout=None) as answer:
                for _ in answer.iter_lines():
                    has_view.set()
            time.sleep(0.1)

    def page(self, path: str) -> Answer:
        """A page, as somebody without any seat opens it."""
        try:
            answer = httpx.get(f"{self.installation.address}{path}", timeout=30, verify=False)
        except httpx.TransportError:
            return Answer(0, {})
        return Answer(answer.status_code, {"text": answer.text})

    def until_another_answers(self, dead: int) -> None:
        """Wait until another web part than the dead one answers."""
        until(lambda: self.installation.web not in (0, dead), "another one is started")
        until(lambda: self.page("/healthz").status == 200, "it answers")

    def _ask(self, method: str, path: str, head: Head, said: object = None) -> Answer:
        told = {"Authorization": f"Bearer {head.token}"}
        try:
            with httpx.Client(timeout=30, verify=False) as client:
                answer = client.request(method, f"{self.installation.address}{path}", headers=told, json=said)
        except httpx.TransportError:
            return Answer(0, {})
        return Answer(answer.status_code, answer.json())
