"""A file is read into a MeetingFile whole, or refused with all the faults that can be seen at once."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path as FilePath
from types import UnionType
from typing import Annotated, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from prachum.meetingfile import checks
from prachum.meetingfile.faults import Fault, FaultyFile, Path
from prachum.meetingfile.model import MeetingFile
from prachum.meetingfile.territories import named
from prachum.meetingfile.tree import Tree, parse

EXPECTS: Mapping[str, str] = {
    "string_type": "string",
    "int_type": "integer",
    "int_from_float": "integer",
    "int_parsing": "integer",
    "bool_type": "boolean",
    "list_type": "list",
    "tuple_type": "list",
    "dict_type": "mapping",
    "mapping_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "dataclass_type": "mapping",
    "enum": "one_of",
    "literal_error": "one_of",
    "greater_than_equal": "at_least",
    "less_than_equal": "at_most",
    "too_short": "at_least",
    "string_too_long": "at_most",
    "extra_forbidden": "known_key",
    "unexpected_keyword_argument": "known_key",
    "missing": "missing",
    "missing_argument": "missing",
}
"""pydantic's types of error → what we say of them; any other is a date, or not well formed."""
LIMITS = ("ge", "le", "min_length", "max_length")
PATTERNS: Mapping[str, str] = {
    r"^[a-z]{2,3}$": "th",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "asean-canada-som-19",
    r"^[0-9A-Za-z]+(\.[0-9A-Za-z]+)*$": "3.1",
    r"^[a-z]+\.[a-z_]+$": "floor.list_closed",
}


def read(path: FilePath) -> MeetingFile:
    """The meeting in a file; raises FaultyFile, or OSError."""
    return loads(path.read_bytes(), str(path))


def loads(text: bytes, name: str) -> MeetingFile:
    """The meeting in the text of a file; raises FaultyFile under that name."""
    tree = parse(text)
    if tree.value is None and not tree.faults:
        tree.faults.append(Fault((1, 1), (), "document"))
    if tree.value is None or any(fault.code != "twice" for fault in tree.faults):
        raise FaultyFile(name, tuple(tree.faults))
    try:
        file = MeetingFile.model_validate_json(json.dumps(tree.value), strict=True)
    except ValidationError as error:
        raise FaultyFile(name, (*tree.faults, *faults_of(error, tree))) from None
    file = named(file)
    faults = [*tree.faults, *(_placed(fault, tree) for fault in checks.all_of(file))]
    for path, cls, refused in checks.refused_steps(file):
        faults += faults_of(refused, tree, path, cls)
    if faults:
        raise FaultyFile(name, tuple(faults))
    return file


def _placed(fault: Fault, tree: Tree) -> Fault:
    values = dict(fault.values)
    if first := values.pop("first", None):
        path: Path = tuple(int(step) if step.isdigit() else step for step in first.split("/"))
        values["line"] = str(tree.place(path)[0])
    return Fault(tree.place(fault.path), fault.path, fault.code, fault.found, values)


def faults_of(error: ValidationError, tree: Tree, under: Path = (), cls: type = MeetingFile) -> Iterator[Fault]:
    """Pydantic's findings in our words; for a command's body, `under` is where it stands and `cls` the command."""
    for found in error.errors(include_url=False):
        if found["type"] == "too_short" and found["input"]:
            continue  # pydantic counts only the members without a fault, and those are named
        steps = tuple(step for step in found["loc"] if step != "[key]")
        inside: Path = steps[1:] if under else steps
        yield _fault(found, tree, (*under, *inside), known_at(cls, inside[:-1]))


def _fault(found: ErrorDetails, tree: Tree, path: Path, known: str) -> Fault:
    code = EXPECTS.get(found["type"], "datetime" if "date" in found["type"] else "pattern")
    context = found.get("ctx", {})
    values: dict[str, str] = {}
    written = _written(found["input"], code)
    match code:
        case "missing":
            values, written = {"key": str(path[-1])}, ""
        case "known_key":
            values, written = {"known": known}, str(path[-1])
        case "one_of":
            values = {"known": ", ".join(re.findall(r"'([^']+)'", str(context.get("expected", ""))))}
        case "at_least" | "at_most":
            values = {"limit": str(next(context[name] for name in LIMITS if name in context))}
            written = str(context.get("actual_length", written))
        case "pattern":
            example = PATTERNS.get(str(context.get("pattern", "")))
            code, values = ("pattern", {"pattern": example}) if example else ("id", {})
    return Fault(tree.place(path), path, code, written, values)


def _written(value: object, code: str) -> str:
    """A value as it might stand in the file, shortened; words are quoted where something else was expected."""
    if isinstance(value, str) and code not in ("integer", "boolean", "list", "mapping"):
        return value[:60]
    return json.dumps(value, ensure_ascii=False)[:60]


def known_at(cls: object, path: Path) -> str:
    """The keys that a class of the file, or what is at a path inside it, knows: words separated by commas."""
    for step in path:
        cls = _inner(cls, step)
    cls = _bare(cls)
    if isinstance(cls, type) and issubclass(cls, BaseModel):
        return ", ".join(known.alias or name for name, known in cls.model_fields.items())
    return ", ".join(field.name for field in fields(cls)) if isinstance(cls, type) and is_dataclass(cls) else ""


def _bare(hint: object) -> object:
    """A type without what it is annotated with, and without None."""
    while get_origin(hint) in (Annotated, Union, UnionType):
        hint = get_args(hint)[0]
    return hint


def _inner(hint: object, step: str | int) -> object:
    hint = _bare(hint)
    if get_origin(hint) is tuple:
        return get_args(hint)[0]
    if get_args(hint):
        return get_args(hint)[-1]
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return next((f.annotation for name, f in hint.model_fields.items() if step in (name, f.alias)), None)
    return get_type_hints(hint).get(str(step)) if isinstance(hint, type) else None
