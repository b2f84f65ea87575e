"""An exported journal is an entry a line; what its audience may not see is withheld, and it still verifies."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID, uuid5

from prachum.journal import follow, read, store
from prachum.journal.models import Entry as Row
from prachum.journal.verify import Broken, canonical, salted, verify
from prachum.rules.visibility import Audience, sees


class AlreadyThere(Exception):
    """The meeting has a journal here."""


def lines(meeting: UUID, audience: Audience) -> Iterator[str]:
    """The journal as that audience may have it; UnknownMeeting if there is none."""
    state = read.state(meeting)
    for row in Row.objects.filter(meeting=meeting, seq__lte=state.seq).order_by("seq"):
        yield canonical(_line(row, shown=sees(audience, store.entry(row).event, state)))


def here(ref: str) -> UUID | None:
    """The meeting with that UUID if the database has any row of it, whatever is left of them: for verify."""
    try:
        meeting = UUID(ref)
    except ValueError:
        return None
    return meeting if Row.objects.filter(meeting=meeting).exists() else None


def kept(meeting: UUID) -> Iterator[str]:
    """The whole journal as the database has it, true or not: for verify. Broken where a row contradicts itself."""
    for row in Row.objects.filter(meeting=meeting).order_by("seq"):
        if row.body is not None and (row.salt is None or salted(row.salt, row.body) != row.body_hash):
            raise Broken(row.seq, "is not what was entered: its body has another hash")
        try:
            yield canonical(_line(row, shown=True))
        except ValueError:
            raise Broken(row.seq, "cannot be read") from None


def _line(row: Row, *, shown: bool) -> dict[str, object]:
    """One entry as exported: with its salt and body, or with the hash of both where it is withheld or erased."""
    covered: dict[str, object] = {"seq": row.seq, "at": row.at, "by": row.by, "kind": row.kind, "digest": row.digest}
    if row.body is None or not shown:
        return covered | {"body_hash": row.body_hash}
    return covered | {"salt": row.salt, "body": json.loads(row.body)}


def load(exported: Iterable[str]) -> UUID:
    """Enter an exported journal here as it is, and return its meeting's id.

    Broken if it is not true, AlreadyThere if that meeting has a journal here, JournalTooNew if this version does not
    know what it says.
    """
    exported = list(exported)
    verify(exported)
    entries = [json.loads(one) for one in exported]
    meeting = UUID(entries[0]["body"]["setup"]["meeting"])
    rows = [_row(meeting, entry) for entry in entries]
    with store.locked(meeting) as tail:
        if tail.state.seq:
            raise AlreadyThere(str(meeting))
        tail.adopt(rows)
        follow.announce(meeting, tail.state.seq)
    return meeting


def _row(meeting: UUID, entry: dict[str, Any]) -> Row:
    """The command's id is not exported: no command is answered by an entry that came from elsewhere."""
    body = canonical(entry["body"]) if "body" in entry else None
    return Row(
        meeting=meeting,
        seq=entry["seq"],
        at=entry["at"],
        by=entry["by"],
        kind=entry["kind"],
        command_id=uuid5(meeting, str(entry["seq"])),
        command_digest="",
        body=body,
        salt=entry.get("salt"),
        body_hash=entry["body_hash"] if body is None else salted(entry["salt"], body),
        digest=entry["digest"],
    )
