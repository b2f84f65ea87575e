"""What an integrator may rely on: one OpenAPI 3.1 document, made of the same types that read and write the wire."""

import hashlib
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any, TypedDict, get_args

from prachum.live import envelopes
from prachum.live.problems import Problem
from prachum.live.shapes import Schema, components
from prachum.live.wire import dumped
from prachum.presence.kinds import Kind, Said
from prachum.projections.views import View
from prachum.rules.order import INSTALLATION
from prachum.rules.procedure import COMMANDS
from prachum.words import LANGUAGES

VERSION = "1"
"""Of the protocol; it grows when something is taken away or comes to mean something else."""


class ViewEvent(TypedDict):
    """What somebody begins with; `now` is the meeting's time, with its rehearsal's shift."""

    person: str
    view: View
    now: str


PatchEvent = TypedDict("PatchEvent", {"patch": dict[str, Any], "from": int, "now": str})
PatchEvent.__doc__ = "A merge patch (RFC 7396) against the view whose `seq` is `from`; the new one begins the id."


class HereEvent(TypedDict):
    """The heartbeat, every two seconds and at once on joining; `digest` is that of the last entry, `seq`.

    `looking_on` is how many follow or listen without a seat.
    """

    now: str
    seq: int
    digest: str
    looking_on: int


class SeenEntry(TypedDict):
    """An entry of the journal and its digest, which as `SEQ:DIGEST` is the id of `view` and `patch`."""

    seq: int
    digest: str


class BackEvent(TypedDict):
    """The journal does not have the entry that was `seen`, as `Last-Event-ID` says; it ends at `head`."""

    seen: SeenEntry
    head: SeenEntry


class SeatEvent(TypedDict):
    """This session's seat is another one now; a whole view follows."""

    person: str


class GoneEvent(TypedDict):
    """The stream ends here, and this is why; asking again is useless."""

    code: str


class Sentence(TypedDict):
    """What was entered as `seq`, in the reader's language."""

    seq: int
    at: str
    said: str


class Answered(TypedDict):
    """The command is entered; `seq` is the last entry that it led to."""

    seq: int


class Alive(TypedDict):
    """The installation answers."""

    status: str


REPORTS: tuple[type[Kind], ...] = get_args(Said)
WRITTEN = (ViewEvent, PatchEvent, HereEvent, BackEvent, SeatEvent, GoneEvent, Sentence, Answered, Alive, Problem)


@cache
def document() -> Schema:
    """The whole document; nobody may change it."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Prachum",
            "version": VERSION,
            "summary": "A meeting's view, its stream, its commands and who is present.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "security": [{"cookie": [], "csrf": []}, {"bearer": []}],
        "paths": {
            "/healthz": _get("healthz", "Whether the installation answers.", {"application/json": _ref("Alive")}),
            "/api/refusals/{language}.json": _in_language(
                _get("refusals", "What each refusal of the rules says, and its rule.", {"application/json": EXPLAINED})
            ),
            "/api/meetings/{meeting}/view": _of_meeting(
                _get("view", "The whole view, with all that was entered.", {"application/json": _ref("ViewEvent")})
            ),
            "/api/meetings/{meeting}/sentences": _of_meeting(_sentences()),
            "/api/meetings/{meeting}/stream": _of_meeting(_stream()),
            "/api/meetings/{meeting}/presence": _of_meeting({"post": _report()}),
            **{
                f"/api/meetings/{{meeting}}/commands/{envelopes.address(name)}": _of_meeting({"post": _command(name)})
                for name in envelopes.OPEN_TO_PEOPLE
            },
        },
        "components": {"schemas": schemas(), "securitySchemes": SECURITY},
    }


@cache
def written() -> bytes:
    """The document as JSON."""
    return dumped(document())


@cache
def schemas() -> dict[str, Schema]:
    """Every shape by name."""
    read = [envelopes.envelope(name) for name in envelopes.OPEN_TO_PEOPLE]
    found = components([*read, *REPORTS], WRITTEN)
    # Nobody at the table stands as the clock, the door or the operator, so no client needs to know of them.
    people = [standing for standing in found["Standing"]["enum"] if standing not in INSTALLATION.values()]
    return found | {"Standing": found["Standing"] | {"enum": people}}


def shapes_alone() -> bytes:
    """The shapes without a word about them, for generating a client's types."""
    said = {"openapi": "3.1.0", "info": {"title": "Prachum", "version": VERSION}, "paths": {}}
    return dumped(said | {"components": {"schemas": _unsaid(schemas())}})


def _unsaid(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return [_unsaid(item) for item in value]
    if not isinstance(value, dict):
        return value
    # `title` and `description` are words about a shape only where they are words, not a field's shape.
    return {
        key: _unsaid(item)
        for key, item in value.items()
        if key not in ("title", "description") or not isinstance(item, str)
    }


def digest() -> str:
    """What a client's generated types are of, in hexadecimal."""
    return hashlib.sha256(shapes_alone()).hexdigest()


SECURITY: Mapping[str, Schema] = {
    "cookie": {"type": "apiKey", "in": "cookie", "name": "prachum", "description": "`__Host-prachum` under HTTPS."},
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRFToken",
        "description": "What the cookie `csrftoken` (under HTTPS `__Host-csrftoken`) says, with every POST, from a page"
        " of the same origin.",
    },
    "bearer": {"type": "http", "scheme": "bearer", "description": "Instead of the cookie; needs no page and no CSRF."},
}
EXPLAINED: Schema = {
    "schema": {
        "type": "object",
        "description": "By the refusal's code.",
        "additionalProperties": {
            "type": "object",
            "required": ["text", "rule"],
            "properties": {"text": {"type": "string"}, "rule": {"type": "string"}},
        },
    }
}
REFUSALS = {
    403: "Not from a page of ours, without its token, or a seat that may only look on.",
    404: "No such meeting, or not open to you: the answers are the same.",
    409: "Refused by the rules (`rule` is its number), or the id has answered another command.",
    422: "Malformed; `where` says what is wrong.",
    429: "Too often.",
    503: "Cannot be entered now: try again, unless `code` says that this version cannot read the meeting.",
    507: "Not entered: the disk is full.",
}


def _ref(name: str) -> Schema:
    return {"schema": {"$ref": f"#/components/schemas/{name}"}}


def _refused(*statuses: int) -> Schema:
    return {
        str(status): {"description": REFUSALS[status], "content": {"application/problem+json": _ref("Problem")}}
        for status in statuses
    }


def _get(operation: str, summary: str, content: Schema) -> Schema:
    answers = {"200": {"description": summary, "content": content}}
    return {"get": {"operationId": operation, "summary": summary, "responses": answers}}


def _of_meeting(operations: Schema) -> Schema:
    meeting = {"name": "meeting", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    for operation in operations.values():
        operation["responses"] |= _refused(404, 429)
    return {"parameters": [meeting], **operations}


def _in_language(operations: Schema) -> Schema:
    spoken = {"type": "string", "enum": list(LANGUAGES)}
    return {"parameters": [{"name": "language", "in": "path", "required": True, "schema": spoken}], **operations}


def _sentences() -> Schema:
    listed = {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Sentence"}}}
    found = _get("sentences", "The journal in plain language, as far as it is for you.", {"application/json": listed})
    after = {"name": "after", "in": "query", "schema": {"type": "integer"}, "description": "Only what follows it."}
    found["get"] |= {"parameters": [after], "responses": found["get"]["responses"] | _refused(429)}
    return found


def _stream() -> Schema:
    events = ("view", "patch", "here", "back", "presence", "seat", "gone")
    told = (
        "Server-sent events. `view` on joining and whenever something was missed, else `patch`; `here` every 2 s."
        f" Names: {', '.join(f'`{name}`' for name in events)}; their data are the schemas `ViewEvent` and so on,"
        " and for `presence` one of the reports with `person`, `delegation`, `by` and `lasts` (seconds)."
    )
    stream = _get("stream", "All that changes, as it changes.", {"text/event-stream": {"schema": {"type": "string"}}})
    stream["get"]["description"] = told
    return stream


def _report() -> Schema:
    kinds = {kind.model_fields["kind"].annotation.__args__[0]: kind.__name__ for kind in REPORTS}  # type: ignore[union-attr]
    refs = {said: f"#/components/schemas/{name}" for said, name in kinds.items()}
    schema = {
        "oneOf": [{"$ref": ref} for ref in refs.values()],
        "discriminator": {"propertyName": "kind", "mapping": refs},
    }
    return {
        "operationId": "report",
        "summary": "Say something of the moment that is no act: how the line is, that help is needed.",
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"200": {"description": "Told to whom it concerns."}, **_refused(403, 422, 429)},
    }


def _command(name: str) -> Schema:
    cls = COMMANDS[name]
    operation = f"{cls.__name__[0].lower()}{cls.__name__[1:]}"
    answered = {"description": "Entered.", "content": {"application/json": _ref("Answered")}}
    return {
        "operationId": operation,
        "summary": (cls.__doc__ or "").strip(),
        "tags": [name.partition(".")[0]],
        "requestBody": {"required": True, "content": {"application/json": _ref(f"{cls.__name__}Message")}},
        "responses": {"200": answered, **_refused(403, 409, 422, 429, 503, 507)},
    }


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["shapes"]:
            sys.stdout.buffer.write(shapes_alone())
        case ["digest"]:
            sys.stdout.buffer.write(digest().encode())
        case _:
            sys.stdout.buffer.write(written())
