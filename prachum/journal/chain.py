"""Each entry's digest covers its seq, at, by, kind and the hash of its salted body, and the digest before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

SEALED = "sealed"
"""What the chain says instead of a secret kind and a secret author."""


def canonical(value: object) -> str:
    """RFC 8785, for values that hold no floats, no large integers and ASCII keys only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def root(meeting: UUID) -> str:
    """What the first entry chains on."""
    return hashlib.sha256(str(meeting).encode()).hexdigest()


def salted(salt: str, body: str) -> str:
    """SHA-256(salt ‖ body); `salt` is hex."""
    return hashlib.sha256(bytes.fromhex(salt) + body.encode()).hexdigest()


def link(before: str, *, seq: int, at: str, by: str, kind: str, body_hash: str) -> str:
    """The digest of an entry after the one whose digest is `before`."""
    covered: Mapping[str, object] = {"seq": seq, "at": at, "by": by, "kind": kind, "body_hash": body_hash}
    return hashlib.sha256(bytes.fromhex(before) + canonical(covered).encode()).hexdigest()


def written(at: datetime) -> str:
    """`2022-06-21T02:00:00.000Z`: always UTC, always milliseconds, so that text sorts like time."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def whole_milliseconds(at: datetime) -> datetime:
    """The moment as it can be written."""
    return at.astimezone(UTC).replace(microsecond=at.microsecond // 1000 * 1000)
