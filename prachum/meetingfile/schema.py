"""The published JSON Schema is made from the models, so that editors and the reader of files agree."""

import json

from pydantic.json_schema import models_json_schema

from prachum.meetingfile.model import MeetingFile
from prachum.meetingfile.script import MESSAGES, SCRIPTED

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def published() -> str:
    """The text of docs/meeting-file.schema.json."""
    schema = MeetingFile.model_json_schema()
    kinds = sorted(set(SCRIPTED.values()))
    _, bodies = models_json_schema([(MESSAGES[kind], "validation") for kind in kinds])
    definitions = {**bodies["$defs"], **schema["$defs"]}
    step = definitions["Step"]
    step["allOf"] = [_with(kind, definitions.pop(MESSAGES[kind].__name__)) for kind in kinds]
    whole = {"$schema": DRAFT, **schema, "$defs": dict(sorted(definitions.items()))}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _with(kind: str, message: dict[str, dict[str, object]]) -> dict[str, object]:
    """If a step does this, its `with` holds the fields of that command."""
    names = [name for name, known in SCRIPTED.items() if known == kind]
    said = {"properties": {"do": {"enum": names}}, "required": ["do", "with"]}
    return {"if": said, "then": {"properties": {"with": message["properties"]["body"]}}}
