"""Chains of entries made by hand, as they are exported, for those who doubt them."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from prachum.journal.verify import canonical, link, root, salted

MEETING = UUID("7f4df1ab-62c4-4a0e-9f0a-3d5a4f0f1a11")
SAID: tuple[tuple[str, dict[str, Any]], ...] = (
    ("meeting.meeting_created", {"setup": {"meeting": str(MEETING), "title": {"th": "การประชุม"}, "shift": 0}}),
    ("lines.delegation_arrived", {"delegation": "THA"}),
    ("meeting.meeting_opened", {"present": 2, "members": 3}),
    ("sealed", {"reason": {"en": "Lunch"}, "points": ["a", "b"], "acting": True}),
    ("meeting.meeting_closed", {}),
)


def chained(said: Sequence[tuple[str, dict[str, Any]]] = SAID) -> list[dict[str, Any]]:
    """Entries one second apart, as they are exported."""
    digest, entries = root(MEETING), []
    for seq, (kind, body) in enumerate(said, 1):
        covered = {"seq": seq, "at": f"2022-06-21T02:00:{seq:02}.000Z", "by": "operator", "kind": kind}
        salt = hashlib.sha256(bytes([seq])).hexdigest()[:32]
        digest = link(digest, body_hash=salted(salt, canonical(body)), **covered)  # type: ignore[arg-type]
        entries.append(covered | {"salt": salt, "body": body, "digest": digest})
    return entries


def lines(entries: list[dict[str, Any]]) -> list[str]:
    return [canonical(entry) + "\n" for entry in entries]


def withheld(entry: dict[str, Any]) -> dict[str, Any]:
    covered = {name: value for name, value in entry.items() if name not in ("salt", "body")}
    return covered | {"body_hash": salted(entry["salt"], canonical(entry["body"]))}
