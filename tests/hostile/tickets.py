"""Tokens that nobody was given: kept from before, altered, signed with another key, or with none."""

import base64
import json
import time
from collections.abc import Iterator
from typing import Any

import jwt

NEVER_GIVEN = frozenset({
    "roomAdmin", "roomCreate", "roomList", "roomRecord", "recorder", "hidden", "ingressAdmin", "agent",
    "destinationRoom",
})  # fmt: skip


def claims(ticket: str) -> dict[str, Any]:
    """What a token says, whoever signed it."""
    return dict(jwt.decode(ticket, options={"verify_signature": False}))


def forged(ticket: str) -> Iterator[str]:
    """This token made into what its holder would like it to be."""
    said = claims(ticket)
    said["video"] |= {"roomAdmin": True, "canPublish": True, "hidden": True, "canPublishSources": []}
    said["exp"] = int(time.time()) + 3600
    head, body, seal = ticket.split(".")
    yield ".".join((_part({"alg": "none", "typ": "JWT"}), _part(said), ""))
    yield ".".join((_part({"alg": "None"}), _part(said), seal))
    yield ".".join((_part({"alg": "RS256", "typ": "JWT"}), body, seal))
    yield ".".join((head, _part(said), seal))
    yield f"{head}.{body}."
    yield jwt.encode(said, "secret" * 8)
    yield jwt.encode(said, "devkey-secret-devkey-secret-devkey", headers={"kid": "/dev/null"})


def _part(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
