"""The meeting as the journal and the registry know it is written back as a meeting file, script included."""

from io import StringIO
from typing import cast
from zoneinfo import ZoneInfo

from pydantic import JsonValue
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import FoldedScalarString

from prachum.journal.codec import plain
from prachum.journal.read import state as state_of
from prachum.meetingfile.tree import parse
from prachum.registry.models import Meeting
from prachum.rules.order import PersonId
from prachum.rules.parties import Party
from prachum.rules.presets import PRESETS, Rules
from prachum.rules.procedure import State

HEAD = "# yaml-language-server: $schema=../docs/meeting-file.schema.json\n"
WIDTH = 110


def exported(meeting: Meeting) -> str:
    """The YAML of a meeting file; the agenda as it stands now, nameplates and proposals as they were prepared."""
    return HEAD + _yaml(_whole(state_of(meeting.id), meeting))


def _whole(state: State, meeting: Meeting) -> dict[str, JsonValue]:
    setup = state.meeting.setup
    scheduled = setup.scheduled.astimezone(ZoneInfo(setup.zone))
    whole: dict[str, object] = {
        "ref": setup.ref,
        "title": setup.title,
        "series": setup.series,
        "ordinal": setup.ordinal,
        "starts": scheduled.isoformat(timespec="minutes"),
        "zone": setup.zone,
        "languages": setup.languages,
        "rules": setup.rules.preset,  # in its place; the values follow below
        "parties": [_party(party) for party in setup.parties],
        "blocs": setup.blocs,
        "people": _people(state, meeting),
        "chairs": setup.chairs,
        "seating": _seating(state),
        "agenda": _agenda(state),
        "facts": setup.facts,
        "texts": [{"id": text.id, "title": text.title, "words": text.words} for text in state.decisions.texts.values()],
        "proposals": [
            {"id": p.name, "delegation": p.delegation, "item": p.item, "title": p.title, "areas": p.areas}
            for p in meeting.prepared_proposals.all()
        ],
        "script": _script(meeting),
    }
    said = plain({name: value for name, value in whole.items() if value not in (None, (), [], {})})
    return {**cast(dict[str, JsonValue], said), "rules": _rules(setup.rules)}


def _rules(rules: Rules) -> dict[str, JsonValue]:
    """The preset's name, and what differs from it; what the preset has and this meeting has not is null."""
    preset, differing = PRESETS[rules.preset], dict[str, JsonValue](preset=rules.preset)
    for name in Rules.__dataclass_fields__:
        if (value := getattr(rules, name)) != getattr(preset, name):
            differing[name] = None if value is None else cast(JsonValue, plain(value))
    if isinstance(limits := differing.get("limits"), dict):
        usual = cast(dict[str, JsonValue], plain(preset.limits))
        differing["limits"] = {what: limit for what, limit in limits.items() if usual.get(what) != limit}
    return differing


def _party(party: Party) -> dict[str, object]:
    """What is as usual is left out."""
    usual = {"decides": True, "speaks": True, "precedence": 0}
    said: dict[str, object] = {"code": party.code, "names": party.names}
    unusual = {name: value for name in usual if (value := getattr(party, name)) != usual[name]}
    return {**said, **unusual}


def _people(state: State, meeting: Meeting) -> list[object]:
    """Who is accredited now, with what the registry keeps of them; who was accredited on the day has no nameplate."""
    people = state.delegations.people
    known = [(people[PersonId(kept.person)], kept) for kept in meeting.people.all() if kept.person in people]
    return [
        {
            "id": person.id,
            "delegation": person.delegation,
            "rank": person.standing,
            "language": kept.language,
            "nameplate": kept.nameplate,
        }
        for person, kept in known
    ]


def _seating(state: State) -> dict[str, object] | None:
    seating = state.delegations.seating
    if seating is None:
        return None
    return {"order": seating.order, "language": seating.language, "seed": seating.seed}


def _agenda(state: State) -> list[dict[str, object]]:
    items: dict[str, dict[str, object]] = {}
    tops: list[dict[str, object]] = []
    for item in state.agenda.items.values():
        said: dict[str, object] = {
            "id": item.id,
            "number": item.number,
            "title": item.title,
            "minutes": item.minutes,
            "statement_seconds": item.statement_seconds,
            "preliminary": item.preliminary,
        }
        items[item.id] = {name: value for name, value in said.items() if value is not None and value is not False}
        if item.parent is None:
            tops.append(items[item.id])
        else:
            cast(list[object], items[item.parent].setdefault("items", [])).append(items[item.id])
    return tops


def _script(meeting: Meeting) -> object:
    """How the meeting is rehearsed is no business of the journal: it is taken from the file that was imported."""
    if not meeting.file:
        return None
    value = parse(meeting.file.encode()).value
    return value.get("script") if isinstance(value, dict) else None


def _yaml(whole: dict[str, JsonValue]) -> str:
    yaml = YAML()
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    said = {name: value if name == "script" else _pruned(value) for name, value in whole.items()}
    yaml.dump(_folded(said), out)
    text = out.getvalue()
    if parse(text.encode()).value != said:
        raise RuntimeError("what is written is not read back as the same")
    return text


def _pruned(value: JsonValue) -> JsonValue:
    """Without what is empty, which reads the same."""
    match value:
        case dict():
            return {name: _pruned(item) for name, item in value.items() if item not in ({}, [], "")}
        case list():
            return [_pruned(item) for item in value]
    return value


def _folded(value: object) -> object:
    """Long words on lines of their own."""
    match value:
        case dict():
            return {name: _folded(item) for name, item in value.items()}
        case list():
            return [_folded(item) for item in value]
        case str() if len(value) > WIDTH and "\n" not in value and value == value.strip():
            return FoldedScalarString(value)
    return value
