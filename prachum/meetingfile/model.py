"""A meeting file holds a meeting as far as it is known before the day, and perhaps how it is rehearsed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_type_hints
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.config import JsonDict

from prachum.meetingfile.script import Step
from prachum.rules.order import BlocId, DelegationId, ItemId, PersonId, Text
from prachum.rules.parties import Nameplate, SeatOrder
from prachum.rules.presets import PRESETS, Kind, Rules
from prachum.rules.proposals import Area
from prachum.rules.setup import ApprovedFact

Short = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=40)]
"""An id inside the meeting."""
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Rank = Literal["head", "alternate", "adviser", "secretariat", "rapporteur", "technician", "observer"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class PartyIn(Strict):
    """A state or organisation at the table; a country's names come from CLDR where the file gives none."""

    code: Short = Field(description="ISO 3166 alpha-3 for a country, anything short for others")
    names: Text = Field(default={}, description="language → name")
    decides: bool = Field(default=True, description="it counts for consensus and quorum")
    speaks: bool = Field(default=True, description="it may ask for the floor")
    precedence: int = Field(default=0, description="the place in the order of precedence, smallest first")


class BlocIn(Strict):
    """Parties that one of them may speak for."""

    code: Short
    names: Text
    members: tuple[DelegationId, ...] = Field(min_length=1)


class PersonIn(Strict):
    """Somebody accredited, and what will stand on their nameplate when they take their seat."""

    id: Short
    delegation: Short = Field(description="a party's code, `secretariat` or `presidency`")
    rank: Rank = "head"
    language: Language | None = Field(default=None, description="spoken by this person; the meeting's first by default")
    nameplate: Nameplate


class SubItemIn(Strict):
    """A sub-item of the agenda; a `preliminary` one (opening, adoption of the agenda) can be opened before adoption."""

    id: Short
    number: Annotated[str, Field(pattern=r"^[0-9A-Za-z]+(\.[0-9A-Za-z]+)*$", max_length=12)]
    title: Text
    minutes: Annotated[int, Field(ge=0, le=1440)]
    statement_seconds: Annotated[int, Field(ge=1, le=7200)] | None = None
    preliminary: bool = False


class ItemIn(SubItemIn):
    """An agenda item with its sub-items, one level below it."""

    items: tuple[SubItemIn, ...] = ()


class TextIn(Strict):
    """A text that the meeting may decide on, in its first version."""

    id: Short
    title: Text
    words: Text


class ProposalIn(Strict):
    """A proposal that a delegation brings along; it is on the table only once it is tabled."""

    id: Short
    delegation: Short
    item: Short
    title: Text
    areas: tuple[Area, ...] = Field(min_length=1)


class Seating(Strict):
    """How the seats are arranged; a lot names its seed."""

    order: SeatOrder
    language: Language = "en"
    seed: str = ""


Seconds = Annotated[int, Field(ge=0, le=7200)]
_NARROWED: dict[object, object] = {
    int: Seconds,
    int | None: Seconds | None,
    Mapping[Kind, int]: Mapping[Kind, Seconds],
    tuple[int, ...]: tuple[Seconds, ...],
}
_RULES = {name: _NARROWED.get(hint, hint) for name, hint in get_type_hints(Rules).items() if name != "preset"}


def _without_default(schema: JsonDict) -> None:
    schema.pop("default", None)


_UNSAID = Field(default=None, json_schema_extra=_without_default)


class Preset(Strict):
    """The rules that a meeting starts from."""

    preset: Literal["asean-dialogue", "unga", "plain"]

    def complete(self) -> Rules:
        """The preset with this file's values; an unnamed value is the preset's."""
        preset = PRESETS[self.preset]
        given = {name: getattr(self, name) for name in self.model_fields_set - {"preset"}}
        if limits := given.get("limits"):
            given["limits"] = {**preset.limits, **limits}
        return replace(preset, **given)


if TYPE_CHECKING:
    RulesIn: TypeAlias = Preset
else:
    RulesIn = create_model(
        "RulesIn",
        __base__=Preset,
        __doc__="A preset, and the values that this meeting sets otherwise; null takes a limit or quorum away.",
        **{name: (hint, _UNSAID) for name, hint in _RULES.items()},
    )


class MeetingFile(Strict):
    """One meeting."""

    model_config = ConfigDict(title="Prachum meeting file")

    ref: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    title: Text
    series: Text = {}
    ordinal: Annotated[int, Field(ge=1)] | None = Field(default=None, description="the 19 of the 19th meeting")
    starts: datetime = Field(description="with an offset, or else in the meeting's zone")
    zone: str = Field(description="a name of the IANA time zone database")
    languages: tuple[Language, ...] = Field(min_length=1, description="of the meeting; the main one first")
    rules: RulesIn
    parties: tuple[PartyIn, ...] = Field(min_length=1)
    blocs: tuple[BlocIn, ...] = ()
    people: tuple[PersonIn, ...] = Field(min_length=1)
    chairs: tuple[PersonId, ...] = Field(min_length=1, description="people; the first one presides")
    seating: Seating | None = None
    agenda: tuple[ItemIn, ...] = Field(min_length=1)
    facts: tuple[ApprovedFact, ...] = Field(default=(), description="what may be told to the public, and who approved")
    texts: tuple[TextIn, ...] = ()
    proposals: tuple[ProposalIn, ...] = ()
    script: tuple[Step, ...] | None = Field(default=None, description="how the meeting is rehearsed")

    def scheduled(self) -> datetime:
        """The beginning in UTC."""
        starts = self.starts if self.starts.tzinfo is not None else self.starts.replace(tzinfo=ZoneInfo(self.zone))
        return starts.astimezone(UTC)

    def rules_of_procedure(self) -> Rules:
        return self.rules.complete()

    def main_language(self, person: PersonIn) -> str:
        return person.language or self.languages[0]

    def spoken_by(self, person: PersonId) -> str:
        """The language that a person speaks; for the installation's actors the meeting's first."""
        known = next((one for one in self.people if one.id == person), None)
        return self.main_language(known) if known is not None else self.languages[0]

    def items(self) -> tuple[tuple[SubItemIn, ItemId | None], ...]:
        """Every item with its parent, in the order of the paper."""
        found: list[tuple[SubItemIn, ItemId | None]] = []
        for item in self.agenda:
            found.append((item, None))
            found.extend((sub, ItemId(item.id)) for sub in item.items)
        return tuple(found)

    def delegations(self) -> dict[DelegationId, tuple[PersonIn, ...]]:
        """The people by their delegation, in the order of the file."""
        codes = dict.fromkeys(DelegationId(person.delegation) for person in self.people)
        return {code: tuple(p for p in self.people if p.delegation == code) for code in codes}

    def bloc_codes(self) -> frozenset[BlocId]:
        return frozenset(BlocId(bloc.code) for bloc in self.blocs)
