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

from prachum.journal import clock, codec, elsewhere, guards
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


class Answer(NamedTuple):
    """An entry that a command was answered by before, and what tells that command from another one."""

    command_id: UUID | str
    seq: int
    salt: str | None
    digest: str


# The answers without order or aggregate: SQLite would walk the whole meeting by its other index.
OF_NOBODY = "CAST(NULL AS uuid) AS id"
TAIL = (
    f"SELECT {OF_NOBODY}, seq, NULL, digest FROM {guards.TABLE} WHERE meeting = %s AND seq >= %s ORDER BY seq LIMIT 2"  # noqa: S608
)
ANSWERS = f"SELECT command_id, seq, salt, command_digest FROM {guards.TABLE} WHERE meeting = %s AND command_id IN"  # noqa: S608
ASKED = f"SELECT * FROM ({TAIL}) AS tail UNION ALL {ANSWERS}"  # noqa: S608 words of ours
FIELDS = [field for field in Row._meta.concrete_fields if not field.primary_key]
ENTERED = "INSERT INTO {} ({}) VALUES".format(guards.TABLE, ", ".join(f'"{field.column}"' for field in FIELDS))
VALUES = f"({', '.join('%s' for _ in FIELDS)})"
AT_ONCE = 500
"""Rows of one INSERT: SQLite takes no more than some 30,000 values in one."""

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


def folded(meeting: UUID) -> Folded:
    """The meeting as the database has it now; only what is new since the last time is read."""
    return _looked_up(meeting)[0]


def caught_up(meeting: UUID) -> Folded:
    """The same, outside a transaction, kept for whoever asks next; seq 0, and not kept, if there is no such meeting."""
    committed = folded(meeting)
    if committed.state.seq:
        keep(meeting, committed)
    return committed


def _looked_up(meeting: UUID, command_ids: Sequence[UUID] = (), lock: str = "") -> tuple[Folded, list[Answer]]:
    """The meeting, and what these commands were answered before, both as they are once the `lock` is held."""
    known = _kept.get(meeting)
    digests, answers = _asked(meeting, known.state.seq if known else None, command_ids, lock)
    if known and digests == [known.digest]:
        return known, answers
    return _read_on(meeting, known), answers


def _read_on(meeting: UUID, known: Folded | None) -> Folded:
    since = known.state.seq if known else 1
    rows = list(Row.objects.filter(meeting=meeting, seq__gte=since).order_by("seq"))
    if known and (not rows or rows[0].digest != known.digest):  # the file was replaced under us
        with _keeping:
            _kept.pop(meeting, None)
        return _read_on(meeting, None)
    new = rows[1:] if known else rows
    state = known.state if known else procedure.new()
    for row in new:
        with _sound(row):
            state = procedure.apply(state, entry(row))
    digest = new[-1].digest if new else known.digest if known else root(meeting)
    return Folded(state, digest)


def _asked(meeting: UUID, since: int | None, command_ids: Sequence[UUID], lock: str) -> tuple[list[str], list[Answer]]:
    """What every act asks, in one go: the digests from `since` on (two at most), and the answers to these commands.

    In these words: Django would spend a fifth of an act on making its SQL anew. A `lock` goes the same way to the
    database; being a statement of its own, what is asked after it sees what its last holder entered.
    """
    one, ids = _written(meeting), [*map(_written, command_ids)]
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(f"{lock}{ASKED} ({', '.join(['%s'] * len(ids)) or 'NULL'})", [one, since, one, *ids])
        if lock:
            cursor.nextset()
        rows = cursor.fetchall()
    return [said for whose, _, _, said in rows if whose is None], [
        Answer(*said) for said in rows if said[0] is not None
    ]


def _enter(rows: Sequence[Row]) -> None:
    """Append them, and tell the other processes on the same way; also in words of our own."""
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        values = ", ".join([VALUES] * len(some))
        telling, told = elsewhere.announcement(some[-1].meeting, some[-1].seq)
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(f"{ENTERED} {values}{telling}", [*(one for row in some for one in _values(row)), *told])


def _values(row: Row) -> tuple[Any, ...]:
    """As this database has them in its columns."""
    return tuple(field.get_db_prep_save(getattr(row, field.attname), connections[ALIAS]) for field in FIELDS)


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

    def __init__(self, meeting: UUID, command_ids: Sequence[UUID] = (), lock: str = "") -> None:
        self.meeting = meeting
        self._command_ids = frozenset(command_ids)
        self._rows: list[Row] = []
        (self.state, self.digest), self._answers = _looked_up(meeting, command_ids, lock)

    @property
    def at(self) -> datetime:
        return self.state.at

    def answered(self, command_id: UUID, by: PersonId, command: Command) -> int | None:
        """The last seq of the first answer to a command that the lock was taken for; None if its id is new.

        CommandIdReused where that id has answered another command or person.
        """
        assert command_id in self._command_ids
        answers = [answer for answer in self._answers if answer.command_id == _written(command_id)]
        for _, _, salt, digest in answers:
            if salt is None or command_digest(salt, by, command) != digest:
                raise CommandIdReused(str(command_id))
        return max((answer.seq for answer in answers), default=None)

    def append(self, events: Sequence[Event], *, command: Command, by: PersonId, at: datetime, command_id: UUID) -> int:
        """Enter the events at the moment `at` and return the last seq; ValueError if one cannot be written exactly.

        The database has them from `write` on, or from the end of the lock.
        """
        at = clock.whole_milliseconds(at)
        self._rows += [self._entered(event, command, by, at, command_id) for event in events]
        self._keep_once_committed()
        return self.state.seq

    def write(self) -> None:
        """Let the database have what was appended."""
        if self._rows:
            _enter(self._rows)
            self._rows = []

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
        _enter(rows)
        self.state, self.digest = folded(self.meeting)
        self._keep_once_committed()

    def _keep_once_committed(self) -> None:
        """Before anybody is told of it: who follows here need then ask no database."""
        transaction.on_commit(partial(keep, self.meeting, Folded(self.state, self.digest)), using=ALIAS)

    def erase(self, entries: Iterable[int]) -> None:
        """Erase what these entries say; that something was said stays. The one change that the guards allow."""
        self.write()
        Row.objects.filter(meeting=self.meeting, seq__in=tuple(entries)).update(body=None, salt=None)


@contextmanager
def locked(meeting: UUID, *command_ids: UUID) -> Iterator[Tail]:
    """Hold the meeting's lock until the block ends, which commits; an exception takes back what was appended.

    What the commands of these ids were answered before, if anything, is looked up with the state.
    """
    connection = connections[ALIAS]
    if connection.vendor not in _guarded:
        guards.must_stand(connection)
        _guarded.add(connection.vendor)
    postgresql = connection.vendor == "postgresql"
    lock = f"SELECT pg_advisory_xact_lock({lock_number(meeting)});" if postgresql else ""
    with transaction.atomic(using=ALIAS, durable=True):  # on SQLite it begins IMMEDIATE, which is the lock
        tail = Tail(meeting, command_ids, lock)
        yield tail
        tail.write()


def lock_number(meeting: UUID) -> int:
    """64 bits, signed, of the meeting's UUID."""
    return int.from_bytes(hashlib.sha256(meeting.bytes).digest()[:8], "big", signed=True)


def overwrite_erased() -> None:
    """See to it that what was erased is in no file of the database any more; its backups are the operator's matter."""
    connection = connections[ALIAS]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)" if connection.vendor == "sqlite" else f"VACUUM {guards.TABLE}")
