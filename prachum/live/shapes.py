"""The shapes of the wire as JSON Schema, under one name each, made from the types that the code itself uses."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Any, NotRequired, TypeAlias, Union, get_args, get_origin, get_type_hints, is_typeddict

import typing_extensions
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

REFS = "#/components/schemas/{model}"
Schema: TypeAlias = dict[str, Any]


def components(read: Iterable[Any], written: Iterable[Any]) -> dict[str, Schema]:
    """The schemas of all that the wire reads and writes, and of what these are made of, by name."""
    adapters: list[Any] = [(number, "validation", TypeAdapter(readable(said))) for number, said in enumerate(read)]
    adapters += [(-number, "serialization", TypeAdapter(readable(said))) for number, said in enumerate(written, 1)]
    _, shared = TypeAdapter.json_schemas(adapters, ref_template=REFS, schema_generator=Plain)
    # What is read and what is written may have one name and two shapes; what is written keeps the short one.
    short = {name: SHORTER.sub(_shorter, name) for name in shared["$defs"]}
    text = json.dumps({short[name]: schema for name, schema in sorted(shared["$defs"].items())})
    renamed: dict[str, Schema] = json.loads(SHORTER.sub(_shorter, text))
    return renamed


SHORTER = re.compile(r"(?<=\w)-(?:In|Out)put\b")


def _shorter(found: re.Match[str]) -> str:
    return "Said" if found[0] == "-Input" else ""


class Plain(GenerateJsonSchema):
    """Without a title for each field: it says the field's name once more, and hides what matters."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


@cache
def readable(said: Any) -> Any:  # noqa: ANN401 - any type at all
    """The same type, where pydantic can read it: before Python 3.12 it refuses the standard library's TypedDict."""
    if is_typeddict(said):
        fields = {name: readable(hint) for name, hint in get_type_hints(said, include_extras=True).items()}
        copy: Any = typing_extensions.TypedDict(said.__name__, fields)  # type: ignore[misc]
        copy.__doc__ = said.__doc__
        return copy
    origin, arguments = get_origin(said), tuple(readable(argument) for argument in get_args(said))
    if origin is NotRequired or origin is typing_extensions.NotRequired:
        return NotRequired[arguments[0]]
    if origin in (Union, UnionType):
        return reduce(or_, arguments)
    if origin in (list, dict, tuple, Mapping, Iterable):
        return origin[arguments]
    return said
