"""The page about meeting files explains every key that the reader knows, and its examples are true."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args, get_type_hints

from pydantic import BaseModel

from prachum.meetingfile.model import MeetingFile
from prachum.meetingfile.tree import DEPTH, SIZE, VALUES
from prachum.rules.presets import PRESETS
from prachum.rules.procedure import COMMANDS

PAGE = (Path(__file__).parents[2] / "docs" / "meeting-files.md").read_text()


def keys(cls: object) -> Iterator[str]:
    """Every key of a class of the file, and of the classes of its values."""
    if isinstance(cls, type) and issubclass(cls, BaseModel):
        for name, known in cls.model_fields.items():
            yield known.alias or name
            yield from keys(known.annotation)
    elif isinstance(cls, type) and is_dataclass(cls):
        for field in fields(cls):
            yield field.name
            yield from keys(get_type_hints(cls)[field.name])
    for part in get_args(cls):
        yield from keys(part)


def test_every_key_of_a_meeting_file_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", PAGE)) | {"part", "whole", "more_than"}
    assert set(keys(MeetingFile)) - explained == set()


def test_no_key_is_explained_that_there_is_not() -> None:
    rows = re.findall(r"^\| (`[^|]+`) \|", PAGE, re.M)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named - set(keys(MeetingFile)) == set()


def test_limits_and_names_are_the_codes_own() -> None:
    assert f"{DEPTH} levels" in PAGE
    assert SIZE == 1024 * 1024
    assert "1 MiB" in PAGE
    assert f"{VALUES:,} values".replace(",", " ") in PAGE
    assert {f"`{preset}`" for preset in PRESETS} <= set(re.findall(r"`[\w-]+`", PAGE))
    assert {"floor.request_floor", "decisions.confirm_text", "proposals.table_proposal"} <= set(COMMANDS)
