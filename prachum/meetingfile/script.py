"""A script's steps are data: who does which command with what, what is said, and what the rules are to answer."""

import json
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, create_model

from prachum.rules.order import Text
from prachum.rules.procedure import COMMANDS, Command

SCRIPTED: Mapping[str, str] = {
    name: kind
    for kind in COMMANDS
    if kind != "meeting.create_meeting"
    for name in (kind, kind.partition(".")[2].replace("_", "-"))
}
"""The names by which a script calls a command (`floor.request_floor` or `request-floor`) → its kind."""

MESSAGES = {
    kind: create_model(f"{cls.__name__}Step", __config__=ConfigDict(extra="forbid", strict=True), body=(cls, ...))
    for kind, cls in COMMANDS.items()
}

Until = Literal["period over", "floor free"]
"""Conditions that a step can wait for: no text is before the meeting any more; nobody has the floor."""


PAUSE = 3
PER_SECOND: Mapping[str, int] = {"th": 10}
"""How many characters are spoken in a second; 14 in languages that are not here."""


def spoken_seconds(words: Text, language: str) -> int:
    """How long it takes to say the words, in whole seconds."""
    said = words.get(language) or next(iter(words.values()), "")
    return -(-len(said) // PER_SECOND.get(language, 14))


class Step(BaseModel):
    """One step of a rehearsal: perhaps something is said, then perhaps a command is given, which may be refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    by: str = Field(description="a person of this file, or one of `clock`, `door`, `operator`")
    do: str | None = Field(
        default=None,
        description="a command, as `request-floor` or `floor.request_floor`",
        json_schema_extra={"enum": [*sorted(SCRIPTED)]},
    )
    body: dict[str, JsonValue] = Field(default={}, alias="with", description="the command's own fields")
    prepared: str | None = Field(default=None, description="with `table-proposal`: a proposal of this file")
    says: Text = Field(default={}, description="what is spoken, per language")
    after: Annotated[int, Field(ge=0, le=3600)] | None = Field(
        default=None, description="seconds since the step before; by default three, and the time that its words take"
    )
    until: Until | None = Field(default=None, description="wait for this before the step")
    expect: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z_]+$")] | None = Field(
        default=None, description="the code of the refusal that this step is to meet"
    )
    note: Text = Field(default={}, description="for whoever watches")

    def pause(self, before: "Step | None", language: str) -> int:
        """Seconds to wait before this step; `language` is the one that the speaker of the step before speaks."""
        if self.after is not None:
            return self.after
        return PAUSE + (spoken_seconds(before.says, language) if before is not None else 0)

    @property
    def kind(self) -> str | None:
        return SCRIPTED.get(self.do) if self.do is not None else None


def command(kind: str, body: Mapping[str, JsonValue]) -> Command:
    """The command of this kind with these fields; raises pydantic's ValidationError."""
    message = MESSAGES[kind].model_validate_json(json.dumps({"body": body}), strict=True)
    made: Command = message.body  # type: ignore[attr-defined]
    return made
