"""Whoever holds a meeting's lock sees its whole state and alone appends; the state is kept between two holders."""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connections, transaction

from prachum.journal import clock, codec, guards
from prachum.journal.models import Entry as Row
from prachum.journal.router import ALIAS
from prachum.journal.verify import canonical, link, root, salted
from prachum.rules import procedure
from prachum.rules.meeting import MeetingCreated
from prachum.rules.order import Entry, PersonId, Withheld, kind
from prachum.rules.procedure import Command, Event, State
from prachum.rules.visibility import sealed

KEPT_MEETINGS = 64


class CommandIdReused(Exception):
    """The id has already answered another command, or another person."""


class Folded(NamedTuple):
    """A state, and the digest of the entry that it stands at."""

    state: State
    digest: str


_kept: OrderedDict[UUID, Folded] = OrderedDict()
_keeping = Lock()
_guarded: set[str] = set()


def forget() -> None:
    """Drop what is kept between two holders: for tests, whose databases come and go."""
    with _keeping:
        _kept.clear()
    _guarded.clear()


def keep(meeting: UUID, folded: Folded) -> None:
    """Keep a committed state unless a later one is kept already."""
    with _keeping:
        if meeting not in _kept or _kept[meeting].state.seq < folded.state.seq:
            _kept[meeting] = folded
        _kept.move_to_end(meeting)
        while len(_kept) > KEPT_MEETINGS:
            _kept.popitem(last=False)


def kept(meeting: UUID) -> Folded | None:
    """What this process read or entered last, which may be behind what others entered."""
    return _kept.get(meeting)


def folded(meeting: UUID, lock: str = "") -> Folded:
    """The meeting as the database has it now; only what is new since the last time is read, after this `lock`."""
    known = _kept.get(meeting)
    if known is None and lock:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(lock)
    if known and _asked("digest", meeting, "seq >= %s ORDER BY seq", known.state.seq, lock) == [(known.digest,)]:
        return known
    since = known.state.seq if known else 1
    rows = list(Row.objects.filter(meeting=meeting, seq__gte=since).order_by("seq"))
    if known and (not rows or rows[0].digest != known.digest):  # the file was replaced under us
        with _keeping:
            _kept.pop(meeting, None)
        return folded(meeting)
    new = rows[1:] if known else rows
    state = known.state if known else procedure.new()
    for row in new:
        with _sound(row):
            state = procedure.apply(state, entry(row))
    digest = new[-1].digest if new else known.digest if known else root(meeting)
    return Folded(state, digest)


def _asked(
    columns: str, meeting: UUID, condition: str, value: UUID | int | str, lock: str = ""
) -> list[tuple[Any, ...]]:
    """What every act asks, of these words only: Django would spend a fifth of an act on making its SQL anew.

    A `lock` goes the same way to the database; being a statement of its own, what is asked after it sees what its last
    holder entered.
    """
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            f"{lock}SELECT {columns} FROM {guards.TABLE} WHERE meeting = %s AND {condition}",  # noqa: S608 words of ours
            [_written(meeting), value],
        )
        if lock:
            cursor.nextset()
        return list(cursor.fetchall())


def _written(one: UUID) -> UUID | str:
    """As this database has it in its column."""
    written: UUID | str = Row._meta.get_field("meeting").get_db_prep_value(one, connections[ALIAS])
    return written


def entry(row: Row) -> Entry:
    """What a row says; a body that was erased is Withheld; JournalTooNew or JournalBroken if it cannot be read."""
    with _sound(row):
        at = datetime.fromisoformat(row.at)
        if at.tzinfo is None:
            raise ValueError("a moment without a time zone")
        if row.body is None:
            return Entry(row.seq, at, PersonId(row.by), Withheld())
        if row.kind != codec.SEALED:
            return Entry(row.seq, at, PersonId(row.by), codec.decode_event(row.kind, row.body))
        by, event = codec.unseal(row.body)
        return Entry(row.seq, at, by, event)


@contextmanager
def _sound(row: Row) -> Iterator[None]:
    """What cannot be read, or not be where it stands, somebody has changed: that is of this meeting alone."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as fault:
        raise codec.JournalBroken(f"entry {row.seq}: {fault!r}") from fault


def command_digest(salt: str, by: PersonId, command: Command) -> str:
    """Tells two commands apart; with the salt erased it can no longer be guessed what was said."""
    said = canonical({"by": by, "kind": kind(type(command)), "body": codec.plain(command)})
    return salted(salt, said)


class Tail:
    """The end of a meeting's journal, while its lock is held: `state` is the meeting, as far as it is entered."""

    def __init__(self, meeting: UUID, folded: Folded) -> None:
        self.meeting = meeting
        self.state, self.digest = folded

    @property
    def at(self) -> datetime:
        return self.state.at

    def answered(self, command_id: UUID, by: PersonId, command: Command) -> int | None:
        """The last seq of the first answer; None for a new id; CommandIdReused for another command or person."""
        # No order and no aggregate: SQLite would walk the whole meeting by its other index.
        rows = _asked("seq, salt, command_digest", self.meeting, "command_id = %s", _written(command_id))
        if not rows:
            return None
        for _, salt, digest in rows:
            if salt is None or command_digest(salt, by, command) != digest:
                raise CommandIdReused(str(command_id))
        return max(int(seq) for seq, _, _ in rows)

    def append(self, events: Sequence[Event], *, command: Command, by: PersonId, at: datetime, command_id: UUID) -> int:
        """Enter the events at the moment `at` and return the last seq; ValueError if one cannot be written exactly."""
        at = clock.whole_milliseconds(at)
        rows = [self._entered(event, command, by, at, command_id) for event in events]
        Row.objects.bulk_create(rows)
        self._keep_once_committed()
        return self.state.seq

    def _entered(self, event: Event, command: Command, by: PersonId, at: datetime, command_id: UUID) -> Row:
        if isinstance(event, MeetingCreated) and event.setup.meeting != str(self.meeting):
            raise ValueError("the first entry names another meeting than the one it is entered in")
        seq, salt, secret = self.state.seq + 1, secrets.token_hex(16), sealed(event)
        body = codec.seal(by, event) if secret else codec.encode(event)
        name, author = (codec.SEALED, codec.SEALED) if secret else (kind(type(event)), by)
        body_hash, written = salted(salt, body), clock.written(at)
        self.digest = link(self.digest, seq=seq, at=written, by=author, kind=name, body_hash=body_hash)
        self.state = procedure.apply(self.state, Entry(seq, at, by, event))
        return Row(
            meeting=self.meeting,
            seq=seq,
            at=written,
            by=author,
            kind=name,
            command_id=command_id,
            command_digest=command_digest(salt, by, command),
            body=body,
            salt=salt,
            body_hash=body_hash,
            digest=self.digest,
        )

    def adopt(self, rows: Sequence[Row]) -> None:
        """Take over entries as they were entered elsewhere; JournalTooNew if this version does not know one."""
        Row.objects.bulk_create(rows)
        self.state, self.digest = folded(self.meeting)
        self._keep_once_committed()

    def _keep_once_committed(self) -> None:
        """Before anybody is told of it: who follows here need then ask no database."""
        transaction.on_commit(partial(keep, self.meeting, Folded(self.state, self.digest)), using=ALIAS)

    def erase(self, entries: Iterable[int]) -> None:
        """Erase what these entries say; that something was said stays. The one change that the guards allow."""
        Row.objects.filter(meeting=self.meeting, seq__in=tuple(entries)).update(body=None, salt=None)


@contextmanager
def locked(meeting: UUID) -> Iterator[Tail]:
    """Hold the meeting's lock until the block ends, which commits; an exception takes back what was appended."""
    connection = connections[ALIAS]
    if connection.vendor not in _guarded:
        guards.must_stand(connection)
        _guarded.add(connection.vendor)
    postgresql = connection.vendor == "postgresql"
    lock = f"SELECT pg_advisory_xact_lock({lock_number(meeting)});" if postgresql else ""
    with transaction.atomic(using=ALIAS, durable=True):  # on SQLite it begins IMMEDIATE, which is the lock
        yield Tail(meeting, folded(meeting, lock))


def lock_number(meeting: UUID) -> int:
    """64 bits, signed, of the meeting's UUID."""
    return int.from_bytes(hashlib.sha256(meeting.bytes).digest()[:8], "big", signed=True)


def overwrite_erased() -> None:
    """See to it that what was erased is in no file of the database any more; its backups are the operator's matter."""
    connection = connections[ALIAS]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)" if connection.vendor == "sqlite" else f"VACUUM {guards.TABLE}")
