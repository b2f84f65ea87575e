"""YAML text becomes plain values, each with its place; what could hurt the reader is refused before it is built."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from prachum.meetingfile.faults import Fault, Path, Place

SIZE = 1 << 20
DEPTH = 16
VALUES = 20_000

Scalar: TypeAlias = str | int | float | bool | None
Value: TypeAlias = "Scalar | list[Value] | dict[str, Value]"

_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,15})")
_REAL = re.compile(r"[-+]?(?:[0-9]{1,15}\.[0-9]{0,15}|\.[0-9]{1,15})(?:[eE][-+]?[0-9]{1,3})?")
_WORDS: Mapping[str, Scalar] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(slots=True)
class Tree:
    """The values, the place of each value by its path (for what is in a mapping: of its key), and what is wrong."""

    value: Value = None
    places: dict[Path, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    doubled: list[tuple[dict[str, Value], str]] = field(default_factory=list)

    def place(self, path: Path) -> Place:
        """The place of a value, or of the nearest thing around it that is there."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


@dataclass(slots=True)
class _Open:
    """A collection that is being built: `key` is the mapping's key that waits for its value."""

    value: list[Value] | dict[str, Value]
    path: Path
    key: str | None = None


class _Refused(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def parse(text: bytes) -> Tree:
    """The tree of a file; a tree with faults may hold less than the file, never more."""
    tree = Tree()
    if len(text) > SIZE:
        tree.faults.append(Fault((1, 1), (), "size", str(len(text)), {"limit": str(SIZE)}))
        return tree
    try:
        _build(tree, YAML(typ="safe", pure=True).parse(text.decode()))
    except UnicodeDecodeError as error:
        before = text[: error.start].decode()
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        tree.faults.append(Fault(place, (), "utf8", text[error.start : error.end].hex()))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        problem = " ".join(str(part) for part in (error.context, error.problem) if part)
        tree.faults.append(Fault(place, (), "yaml", _line(text.decode(), place[0]), {"problem": problem}))
    except YAMLError as error:
        tree.faults.append(Fault((1, 1), (), "yaml", "", {"problem": " ".join(str(error).split())}))
    except _Refused as refused:
        tree.faults.append(refused.fault)
    for mapping, key in tree.doubled:
        mapping.pop(key, None)
    return tree


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number - 1].strip()[:60] if number <= len(lines) else ""


def _place(event: Event) -> Place:
    return (event.start_mark.line + 1, event.start_mark.column + 1)


def _build(tree: Tree, events: Iterator[Event]) -> None:
    """Build without recursion, so that no depth can exhaust the stack."""
    opened: list[_Open] = []
    documents = 0
    for event in events:
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(Fault(_place(event), (), "document", "---"))
        elif isinstance(event, CollectionEndEvent):
            opened.pop()
        elif isinstance(event, AliasEvent):
            raise _Refused(Fault(_place(event), opened[-1].path if opened else (), "anchor", f"*{event.anchor}"))
        elif isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent):
            _add(tree, opened, event)


def _add(tree: Tree, opened: list[_Open], event: ScalarEvent | SequenceStartEvent | MappingStartEvent) -> None:
    around = opened[-1] if opened else None
    path = around.path if around else ()
    if event.anchor is not None:
        raise _Refused(Fault(_place(event), path, "anchor", f"&{event.anchor}"))
    if event.tag is not None and str(event.tag) != "!":
        raise _Refused(Fault(_place(event), path, "tag", str(event.tag)))
    if around is not None and isinstance(around.value, dict) and around.key is None:
        _take_key(tree, around, event)
        return
    value: Value
    match event:
        case ScalarEvent():
            value = _scalar(event)
        case SequenceStartEvent():
            value = []
        case _:
            value = {}
    if len(tree.places) >= VALUES:
        raise _Refused(Fault(_place(event), path, "values", "", {"limit": str(VALUES)}))
    path = _attach(tree, around, value, _place(event))
    if not isinstance(event, ScalarEvent):
        if len(opened) >= DEPTH:
            raise _Refused(Fault(_place(event), path, "depth", "", {"limit": str(DEPTH)}))
        assert isinstance(value, list | dict)
        opened.append(_Open(value, path))


def _take_key(tree: Tree, around: _Open, event: Event) -> None:
    """A key that is there already, or no word, is a fault, and what it leads to is read under a name of its own."""
    place = _place(event)
    if not isinstance(event, ScalarEvent):
        raise _Refused(Fault(place, around.path, "key"))
    key = str(event.value)
    assert isinstance(around.value, dict)
    if not isinstance(_scalar(event), str) and not isinstance(_scalar(event), bool):
        tree.faults.append(Fault(place, around.path, "key", key))
    elif (*around.path, key) in tree.places:
        first = tree.places[(*around.path, key)][0]
        tree.faults.append(Fault(place, (*around.path, key), "twice", key, {"line": str(first)}))
        key = f"{key} {place[0]}:{place[1]}"
        tree.doubled.append((around.value, key))
    around.key = key
    tree.places[(*around.path, key)] = place


def _attach(tree: Tree, around: _Open | None, value: Value, place: Place) -> Path:
    if around is None:
        tree.value = value
        tree.places[()] = place
        return ()
    if isinstance(around.value, list):
        path: Path = (*around.path, len(around.value))
        around.value.append(value)
        tree.places[path] = place
        return path
    assert around.key is not None
    path = (*around.path, around.key)
    around.value[around.key] = value
    around.key = None
    return path


def _scalar(event: ScalarEvent) -> Scalar:
    """The core schema of YAML 1.2: a plain word is a number, a truth value, nothing, or itself."""
    said = str(event.value)
    if event.style is not None or (event.tag is not None):
        return said
    if said in _WORDS:
        return _WORDS[said]
    if _WHOLE.fullmatch(said):
        return int(said)
    return float(said) if _REAL.fullmatch(said) else said
