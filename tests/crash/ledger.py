"""What was answered is compared with what the journal says, and what the screens show with what follows from it."""

import json
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import connections

from prachum.journal import export, read, store
from prachum.journal.perform import perform
from prachum.journal.verify import verify
from prachum.projections.chamber import Screens
from prachum.rules.meeting import CloseMeeting
from prachum.rules.visibility import Audience
from tests.crash.assembly import Head
from tests.crash.delegate import Act

Entered = Mapping[UUID, list[int]]
"""The seqs of the entries that each command made."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Of all acts: how many were acknowledged or refused, and how many promises are broken, in four ways."""

    acknowledged: int
    refused: int
    lost: int
    doubled: int
    under_another_seq: int
    refused_but_entered: int


def balance(acts: Iterable[Act], entered: Entered) -> Balance:
    """Every act here makes one entry; one that was never answered may have made it or not."""
    known = list(acts)
    answered = [(act, entered.get(act.id, [])) for act in known if act.seq]
    refused = [act for act in known if act.refused and not act.seq]
    return Balance(
        acknowledged=len(answered),
        refused=len(refused),
        lost=sum(not seqs for _, seqs in answered),
        doubled=sum(len(entered.get(act.id, [])) > 1 for act in known),
        under_another_seq=sum(len(seqs) == 1 and seqs != [act.seq] for act, seqs in answered),
        refused_but_entered=sum(act.id in entered for act in refused),
    )


def entered(journal: Path, meeting: UUID) -> Entered:
    """What is in this file now, read beside whoever writes it."""
    found: dict[UUID, list[int]] = defaultdict(list)
    with closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "SELECT command_id, seq FROM journal_entry WHERE meeting = ? ORDER BY seq", (meeting.hex,)
        )
        for command, seq in rows:
            found[UUID(command)].append(seq)
    return dict(found)


def entered_at_death(journal: Path, meeting: UUID) -> Entered:
    """The same of a journal that nobody has open: of a copy, since whoever opens it first recovers and changes it."""
    with tempfile.TemporaryDirectory(prefix="prachum-dead-") as folder:
        for name in (journal.name, f"{journal.name}-wal"):
            if (path := journal.with_name(name)).exists():
                shutil.copy(path, folder)
        # Read and write: recovering writes.
        with closing(sqlite3.connect(Path(folder) / journal.name)) as connection:
            connection.execute("SELECT count(*) FROM journal_entry").fetchone()
            return entered(Path(folder) / journal.name, meeting)


def close(meeting: UUID, chair: Head) -> None:
    """End the meeting, so that the next start takes up only one."""
    perform(meeting, CloseMeeting(), by=chair.person, command_id=uuid4())
    connections.close_all()


def chain(meeting: UUID) -> int:
    """Follow the chain and return the last seq; Broken where it is not true."""
    try:
        return verify(export.kept(meeting)).seq
    finally:
        connections.close_all()


def views(meeting: UUID, heads: Iterable[Head]) -> dict[str, dict[str, Any]]:
    """What each head's screen must show, computed here anew from the journal alone."""
    store.forget()
    try:
        state = read.state(meeting)
    finally:
        connections.close_all()
    screens = Screens()
    return {
        head.person: json.loads(json.dumps(screens.view(state, Audience.of(state.actor(head.person)))))
        for head in heads
    }


def told(meeting: UUID, home: Path) -> list[tuple[str, str, dict[str, Any]]]:
    """When, what and how of every entry in an installation's journal, in order."""
    with closing(sqlite3.connect(f"file:{home / 'journal.db'}?mode=ro", uri=True)) as connection:
        rows = connection.execute(
            "SELECT at, kind, body FROM journal_entry WHERE meeting = ? ORDER BY seq", (meeting.hex,)
        )
        return [(at, kind, json.loads(body)) for at, kind, body in rows]
