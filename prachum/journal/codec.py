"""Events and commands are JSON objects outside Python: absent instead of null, no floats, ASCII keys, times in UTC."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from prachum.journal.verify import canonical
from prachum.rules.order import PersonId, kind
from prachum.rules.procedure import EVENTS, Command, Event

SEALED = "sealed"
"""What the chain says instead of a secret kind and a secret author."""

LARGEST = 2**53 - 1
"""Beyond it, JSON's numbers are not exact for every reader."""


class JournalTooNew(Exception):
    """The journal holds a kind or a field that this version of Prachum does not know."""


class JournalBroken(Exception):
    """A body is not what its kind demands; `prachum verify` names the entry if somebody changed it."""


def encode(said: Event | Command) -> str:
    """The canonical JSON of an event's or a command's body; ValueError if a value cannot be written exactly."""
    text = canonical(plain(said))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("half a surrogate pair is no character") from error
    return text


def plain(value: object) -> object:
    """The value as JSON's own types; ValueError for floats, keys outside ASCII and integers beyond 2^53."""
    match value:
        case Enum():
            return plain(value.value)
        case bool() | str():
            return value
        case int() if abs(value) <= LARGEST:
            return value
        case datetime() if value.tzinfo is not None:
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case tuple() | list():
            return [plain(item) for item in value]
        case Mapping():
            return {_key(key): plain(item) for key, item in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            held = ((field.name, getattr(value, field.name)) for field in fields(value))
            return {name: plain(item) for name, item in held if item is not None}
    raise ValueError(f"{value!r} cannot be written exactly")


def _key(key: object) -> str:
    name = str(key)
    if not name.isascii():
        raise ValueError(f"the key {name!r} is outside ASCII")
    return name


def decode_event(name: str, text: str) -> Event:
    """The event of that kind; JournalTooNew for an unknown kind or field, JournalBroken for anything else wrong."""
    if name not in EVENTS:
        raise JournalTooNew(f"this version knows no {name}")
    cls: type = EVENTS[name]
    try:
        envelope = _envelope(cls).model_validate_json(f'{{"body":{text}}}', strict=True)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        newer = any(fault["type"] == "unexpected_keyword_argument" for fault in faults)
        where = ".".join(str(step) for step in faults[0]["loc"][1:])
        raise (JournalTooNew if newer else JournalBroken)(f"{name}: {where}: {faults[0]['msg']}") from error
    event: Event = envelope.body  # type: ignore[attr-defined] # made below
    return event


@cache
def _envelope(cls: type) -> type[BaseModel]:
    """A plain dataclass cannot forbid unknown keys; the envelope's configuration reaches into its body."""
    return create_model(f"{cls.__name__}Envelope", __config__=ConfigDict(extra="forbid"), body=(cls, ...))


def seal(by: PersonId, event: Event) -> str:
    """The body of an entry whose kind and author are secret."""
    return canonical({"by": by, "kind": kind(type(event)), "event": plain(event)})


def unseal(text: str) -> tuple[PersonId, Event]:
    """The true author and event of a sealed body."""
    held = json.loads(text)
    return PersonId(held["by"]), decode_event(held["kind"], canonical(held["event"]))
