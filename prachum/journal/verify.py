"""A journal proves itself: this file, alone with Python's standard library, finds the first entry that is not true."""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

EXPLAINED = """\
Verify a journal exported as JSON Lines, an entry a line. Each digest covers the digest before it and the entry's seq,
at, by, kind and SHA-256(salt + body); the first one chains on SHA-256 of the meeting's id. What is withheld is named.
A chain alone cannot show that its end was cut off, or that all of it is an older copy: what somebody noted can.
"""
FORMS = {
    "at": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"),
    "by": re.compile(r"[^\ud800-\udfff]*"),
    "kind": re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)?"),
    "digest": re.compile(r"[0-9a-f]{64}"),
    "body_hash": re.compile(r"[0-9a-f]{64}"),
    "salt": re.compile(r"[0-9a-f]{32}"),
}
NOTED = re.compile(r"(?:(?P<seq>[1-9]\d{0,15}):)?(?P<digest>[0-9a-f]{64})")
"""A checkpoint as a screen shows it: `DIGEST`, or `SEQ:DIGEST`."""
SHOWN = {"seq", "at", "by", "kind", "salt", "body", "digest"}
WITHHELD = {"seq", "at", "by", "kind", "body_hash", "digest"}


class Broken(Exception):
    """The first entry that is not true, and why."""

    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(f"Entry {seq} {reason}.")
        self.seq = seq


class Verified(NamedTuple):
    """All is true up to `seq`, whose digest is given; `withheld` say nothing here; `head` has the digest asked for."""

    seq: int
    digest: str
    withheld: tuple[int, ...]
    head: int | None


def canonical(value: object) -> str:
    """RFC 8785, for values that hold no floats, no integers beyond 2^53 and ASCII keys only."""
    return _WRITER.encode(value)


def root(meeting: UUID) -> str:
    """What the first entry chains on."""
    return hashlib.sha256(str(meeting).encode()).hexdigest()


def salted(salt: str, body: str) -> str:
    """SHA-256(salt ‖ body); `salt` is hex."""
    return hashlib.sha256(bytes.fromhex(salt) + body.encode()).hexdigest()


def link(before: str, *, seq: int, at: str, by: str, kind: str, body_hash: str) -> str:
    """The digest of an entry after the one whose digest is `before`."""
    covered = {"seq": seq, "at": at, "by": by, "kind": kind, "body_hash": body_hash}
    return hashlib.sha256(bytes.fromhex(before) + canonical(covered).encode()).hexdigest()


def verify(
    lines: Iterable[str],
    head: str | None = None,
    meeting: UUID | None = None,
    noted: Mapping[int, str] | None = None,
) -> Verified:
    """Follow the chain from its root; raises Broken with the first `seq` that is not true.

    `head` is a digest that somebody noted: one of the entries must have it. `noted` are digests with their `seq`: each
    entry must be there with this one. `meeting` is needed only where the first entry, which says it, is withheld.
    """
    noted = noted or {}
    digest, at, withheld, found, seq = "", "", [], None, 0
    for seq, line in enumerate(lines, 1):
        entry = _read(seq, line)
        digest = digest or root(_meeting(entry, meeting))
        if entry["at"] < at:
            raise Broken(seq, "is earlier than the one before it")
        seq, at, by, kind = entry["seq"], entry["at"], entry["by"], entry["kind"]
        digest = link(digest, seq=seq, at=at, by=by, kind=kind, body_hash=_body_hash(entry))
        if digest != entry["digest"]:
            raise Broken(seq, "is not what was entered: its digest is another")
        if noted and noted.get(seq, digest) != digest:
            raise Broken(seq, f"is another than was noted, though its chain holds: it had the digest {noted[seq]}")
        if "body" not in entry:
            withheld.append(seq)
        found = seq if digest == head else found
    if not seq:
        raise Broken(1, "is missing: there are no entries")
    if (last := max(noted, default=0)) > seq:
        raise Broken(seq + 1, f"is missing: entry {last} was noted, with the digest {noted[last]}")
    if head is not None and found is None:
        raise Broken(seq + 1, f"is missing: no entry has the digest {head}")
    return Verified(seq, digest, tuple(withheld), found)


def _read(seq: int, line: str) -> dict[str, Any]:
    """An entry with exactly the fields that the chain covers: what it does not cover could say anything."""
    try:
        entry = _READER.decode(line)
    except (ValueError, RecursionError) as error:
        raise Broken(seq, f"cannot be read: {error}") from None
    if not isinstance(entry, dict) or entry.keys() not in (SHOWN, WITHHELD):
        raise Broken(seq, "has not the fields of an entry")
    if entry["seq"] is True or entry["seq"] != seq:
        raise Broken(seq, f"is missing: its place is taken by {entry['seq']!r}")
    for name, form in FORMS.items():
        if name in entry and not (isinstance(entry[name], str) and form.fullmatch(entry[name])):
            raise Broken(seq, f"has no proper {name}")
    return entry


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(held := dict(pairs)) < len(pairs):
        raise ValueError("it says one thing twice")
    return held


def _no_float(number: str) -> None:
    raise ValueError(f"it holds {number}, which is no integer")


# json.loads and json.dumps would make these anew for every entry.
_READER = json.JSONDecoder(object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float)
_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _meeting(first: dict[str, Any], given: UUID | None) -> UUID:
    if "body" not in first:
        if given is None:
            raise Broken(1, "withholds which meeting it is of; name it with --meeting")
        return given
    try:
        said = UUID(first["body"]["setup"]["meeting"])
    except (TypeError, KeyError, ValueError, AttributeError):
        raise Broken(1, "does not say which meeting it is of") from None
    if given not in (None, said):
        raise Broken(1, f"is of another meeting, {said}")
    return said


def _body_hash(entry: dict[str, Any]) -> str:
    if "body" not in entry:
        return str(entry["body_hash"])
    try:
        return salted(entry["salt"], canonical(entry["body"]))
    except (ValueError, RecursionError):
        raise Broken(entry["seq"], "holds what is no text") from None


def checkpoints(lines: Iterable[str]) -> dict[int, str]:
    """What was noted: an earlier export, or lines of `SEQ:DIGEST`; seq → digest. ValueError where it is neither."""
    noted: dict[int, str] = {}
    for line in filter(None, map(str.strip, lines)):
        if found := NOTED.fullmatch(line):
            seq, digest = found["seq"], found["digest"]
        else:
            held = _held(line)
            seq, digest = held.get("seq"), held.get("digest")
        if not (str(seq).isdecimal() and isinstance(digest, str) and FORMS["digest"].fullmatch(digest)):
            raise ValueError(f"no checkpoint: {line[:80]}")
        if noted.setdefault(int(seq), digest) != digest:
            raise ValueError(f"entry {seq} was noted with two digests")
    if not noted:
        raise ValueError("nothing was noted")
    return noted


def _held(line: str) -> dict[str, Any]:
    try:
        held = _READER.decode(line)
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def asked_for(head: str | None, against: Iterable[str] | None) -> tuple[str | None, dict[int, str]]:
    """The digest that some entry must have, and those of which the seq is known; ValueError where one is malformed."""
    noted = checkpoints(against) if against is not None else {}
    if head is None:
        return None, noted
    found = NOTED.fullmatch(head)
    if found is None:
        raise ValueError(f"no digest: {head[:80]}")
    if found["seq"]:
        noted |= checkpoints([head])
    return found["digest"], noted


def report(verified: Verified) -> str:
    """Say in a few lines what was found to be true."""
    lines = [f"{verified.seq} entries, each one true. Head: {verified.seq} {verified.digest}"]
    if verified.head is not None:
        after = verified.seq - verified.head
        lines.append(f"The digest asked for is that of entry {verified.head}; {after or 'no'} entries follow it.")
    if verified.withheld:
        lines.append(f"Withheld: {_runs(verified.withheld)}")
    return "\n".join(lines)


def _runs(numbers: tuple[int, ...]) -> str:
    """`4-7, 9`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


def main() -> int:
    """Verify the file named on the command line; 0 if it is true, 1 if it is not."""
    parser = argparse.ArgumentParser(description=EXPLAINED)
    parser.add_argument("file", metavar="FILE", help="the exported journal; - reads the standard input")
    parser.add_argument("--head", metavar="[SEQ:]DIGEST", help="noted from a screen: this entry, or one, must have it")
    parser.add_argument("--against", metavar="FILE", type=Path, help="an earlier export, or lines of SEQ:DIGEST")
    parser.add_argument("--meeting", metavar="UUID", type=UUID, help="where the first entry is withheld")
    asked = parser.parse_args()
    try:
        against = asked.against.read_text("utf-8").splitlines() if asked.against else None
        head, noted = asked_for(asked.head, against)
        with open(0 if asked.file == "-" else asked.file, encoding="utf-8") as lines:
            print(report(verify(lines, head, asked.meeting, noted)))
    except (Broken, ValueError) as broken:
        print(broken, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
