"""What no single value can show: every name leads somewhere, and the parts of a file fit together."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from prachum.meetingfile import names
from prachum.meetingfile.faults import Fault, Path
from prachum.meetingfile.model import MeetingFile, PersonIn
from prachum.meetingfile.script import SCRIPTED, Step, command
from prachum.rules.delegations import STAFF
from prachum.rules.order import (
    BINDING,
    DELEGATES,
    INSTALLATION,
    PRESIDENCY,
    SECRETARIAT,
    BlocId,
    DelegationId,
    ItemId,
    PersonId,
    Standing,
)
from prachum.rules.parties import SeatOrder
from prachum.rules.presets import Quorum
from prachum.rules.procedure import COMMANDS

ACCREDITS, ADDS = "delegations.accredit_person", "agenda.add_agenda_item"
NOWHERE = (0, 0)
"""Checks name the path; the reader of the file knows the place."""


def _fault(path: Path, expects: str, found: object = "", **values: str) -> Fault:
    return Fault(NOWHERE, path, expects, str(found), values)


def all_of(file: MeetingFile) -> Iterator[Fault]:
    """Every fault that the whole shows, in the order of the chapters of a file."""
    yield from _zone(file)
    yield from _parties(file)
    yield from _people(file)
    yield from _agenda(file)
    yield from _prepared(file)
    yield from _facts(file)
    yield from _script(file)
    yield from _texts(file, (), frozenset(file.languages))
    yield from names.all_of(file)


def _zone(file: MeetingFile) -> Iterator[Fault]:
    try:
        ZoneInfo(file.zone)
    except (KeyError, ValueError, OSError):
        yield _fault(("zone",), "zone", file.zone)
    yield from _once(((("languages", i), language) for i, language in enumerate(file.languages)))
    for name in ("quorum_to_open", "quorum_to_decide"):
        quorum = getattr(file.rules, name)
        if isinstance(quorum, Quorum) and not 0 < quorum.part <= quorum.whole:
            yield _fault(("rules", name), "part", f"{quorum.part}/{quorum.whole}")


def _once(named: Iterable[tuple[Path, str]]) -> Iterator[Fault]:
    """Each name once; `first` is the path of its first use."""
    first: dict[str, Path] = {}
    for path, name in named:
        if name in first:
            yield _fault(path, "twice", name, first="/".join(str(step) for step in first[name]))
        first.setdefault(name, path)


def _parties(file: MeetingFile) -> Iterator[Fault]:
    codes = {party.code for party in file.parties}
    reserved = [(("parties", i, "code"), p.code) for i, p in enumerate(file.parties)]
    yield from _once(reserved)
    for i, party in enumerate(file.parties):
        if not party.names:
            yield _fault(("parties", i), "names", party.code, code=party.code)
        if party.code in (SECRETARIAT, PRESIDENCY):
            yield _fault(("parties", i, "code"), "party", party.code)
    yield from _once(((("blocs", i, "code"), bloc.code) for i, bloc in enumerate(file.blocs)))
    for i, bloc in enumerate(file.blocs):
        members = [(("blocs", i, "members", j), member) for j, member in enumerate(bloc.members)]
        yield from _once(members)
        yield from (_fault(path, "party", member) for path, member in members if member not in codes)
    if file.seating is not None and file.seating.order is SeatOrder.LOT and not file.seating.seed.strip():
        yield _fault(("seating",), "lot")


def _people(file: MeetingFile) -> Iterator[Fault]:
    delegations = {party.code for party in file.parties} | {SECRETARIAT, PRESIDENCY}
    known = {person.id: person for person in file.people}
    yield from _once(((("people", i, "id"), person.id) for i, person in enumerate(file.people)))
    for i, person in enumerate(file.people):
        path: Path = ("people", i)
        if person.delegation not in delegations:
            yield _fault((*path, "delegation"), "delegation", person.delegation)
        if person.id in INSTALLATION:
            yield _fault((*path, "id"), "id", person.id)
        possible = sorted(STAFF) if person.delegation == SECRETARIAT else sorted(DELEGATES | STAFF)
        if person.rank not in possible:
            yield _fault((*path, "rank"), "rank", person.rank, delegation=person.delegation, known=", ".join(possible))
    yield from _chairs(file, known)


def _chairs(file: MeetingFile, known: Mapping[str, PersonIn]) -> Iterator[Fault]:
    count = file.rules_of_procedure().co_chairs
    if len(file.chairs) != count:
        yield _fault(("chairs",), "chairs", len(file.chairs), count=str(count))
    yield from _once(((("chairs", i), chair) for i, chair in enumerate(file.chairs)))
    for i, chair in enumerate(file.chairs):
        if chair not in known:
            yield _fault(("chairs", i), "person", chair)
        elif Standing(known[chair].rank) not in BINDING:
            yield _fault(("chairs", i), "chair", chair)


def _agenda(file: MeetingFile) -> Iterator[Fault]:
    paths: list[Path] = []
    for i, item in enumerate(file.agenda):
        paths += [("agenda", i), *(("agenda", i, "items", j) for j in range(len(item.items)))]
    items = list(zip(paths, (item for item, _ in file.items()), strict=True))
    yield from _once((((*path, "id"), item.id) for path, item in items))
    yield from _once((((*path, "number"), item.number) for path, item in items))


def _prepared(file: MeetingFile) -> Iterator[Fault]:
    codes = {party.code for party in file.parties if party.speaks}
    items = {item.id for item, _ in file.items()}
    yield from _once(((("texts", i, "id"), text.id) for i, text in enumerate(file.texts)))
    yield from _once(((("proposals", i, "id"), proposal.id) for i, proposal in enumerate(file.proposals)))
    for i, proposal in enumerate(file.proposals):
        if proposal.delegation not in codes:
            yield _fault(("proposals", i, "delegation"), "party", proposal.delegation)
        if proposal.item not in items:
            yield _fault(("proposals", i, "item"), "item", proposal.item)


def _facts(file: MeetingFile) -> Iterator[Fault]:
    codes = {party.code for party in file.parties}
    yield from _once(((("facts", i, "id"), fact.id) for i, fact in enumerate(file.facts)))
    for i, fact in enumerate(file.facts):
        if fact.party is not None and fact.party not in codes:
            yield _fault(("facts", i, "party"), "party", fact.party)
        yield from _dates(("facts", i), {"since": fact.since, "until": fact.until})
    for i, person in enumerate(file.people):
        if (capacity := person.nameplate.capacity) is not None:
            path = ("people", i, "nameplate", "capacity")
            yield from _dates(path, {"since": capacity.since, "until": capacity.until})


def _dates(path: Path, dates: Mapping[str, str | None]) -> Iterator[Fault]:
    for name, said in dates.items():
        try:
            if said is not None and re.fullmatch(r"\d{4}-\d{2}-\d{2}", said) is None:
                raise ValueError(said)
            date.fromisoformat(said or "2000-01-01")
        except ValueError:
            yield _fault((*path, name), "date", said or "")


def _script(file: MeetingFile) -> Iterator[Fault]:
    people = {person.id for person in file.people} | set(INSTALLATION) | _added(file, ACCREDITS, "person")
    proposals = {proposal.id for proposal in file.proposals}
    for i, step in enumerate(file.script or ()):
        path: Path = ("script", i)
        if step.by not in people:
            yield _fault((*path, "by"), "person", step.by)
        elif step.says and (language := file.spoken_by(PersonId(step.by))) not in step.says:
            yield _fault((*path, "says"), "missing", key=language)
        if step.do is None and not step.says and step.until is None:
            yield _fault(path, "deed")
        if step.do is not None and step.kind is None:
            close = ", ".join(get_close_matches(step.do, SCRIPTED, n=2)) or "request-floor"
            yield _fault((*path, "do"), "command", step.do, close=close)
        if step.prepared is not None and (
            step.prepared not in proposals or step.kind != "proposals.table_proposal" or step.body
        ):
            yield _fault((*path, "prepared"), "prepared", step.prepared)
        yield from _leads(file, step, (*path, "with"))


def _added(file: MeetingFile, kind: str, field: str) -> set[str]:
    """What the script itself adds to the file's people and items."""
    return {str(step.body.get(field)) for step in file.script or () if step.kind == kind}


def refused_steps(file: MeetingFile) -> Iterator[tuple[Path, type, ValidationError]]:
    """The steps whose fields are not those of their command, with where the fields stand."""
    for i, step in enumerate(file.script or ()):
        if step.kind is not None and step.prepared is None:
            try:
                command(step.kind, step.body)
            except ValidationError as refused:
                yield ("script", i, "with"), COMMANDS[step.kind], refused


def _leads(file: MeetingFile, step: Step, path: Path) -> Iterator[Fault]:
    """Every person, delegation, item and bloc that a command names is in the file."""
    if step.kind is None:
        return
    delegations = {party.code for party in file.parties} | {SECRETARIAT, PRESIDENCY}
    known: Mapping[object, tuple[str, set[str]]] = {
        PersonId: ("person", {person.id for person in file.people} | _added(file, ACCREDITS, "person")),
        DelegationId: ("delegation", {str(code) for code in delegations}),
        ItemId: ("item", {item.id for item, _ in file.items()} | _added(file, ADDS, "item")),
        BlocId: ("bloc", {str(code) for code in file.bloc_codes()}),
    }
    for name, hint in get_type_hints(COMMANDS[step.kind]).items():
        kind = next((one for one in (hint, *get_args(hint)) if one in known), None)
        if kind is None:
            continue
        code, there = known[kind]
        said = step.body.get(name)
        for one in said if isinstance(said, list) else [said]:
            if isinstance(one, str) and one not in there:
                yield _fault((*path, name), code, one)


def _texts(value: Any, path: Path, languages: frozenset[str]) -> Iterator[Fault]:  # noqa: ANN401 - any part of a file
    """Texts are the only mappings from words to words: each in languages of the meeting, none without words."""
    if isinstance(value, BaseModel):
        for name, known in type(value).model_fields.items():
            yield from _texts(getattr(value, name), (*path, known.alias or name), languages)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), (*path, field.name), languages)
    elif isinstance(value, tuple | list):
        for i, item in enumerate(value):
            yield from _texts(item, (*path, i), languages)
    elif isinstance(value, Mapping) and value and all(isinstance(words, str) for words in value.values()):
        if path[-1] == "with":
            return
        yield from (_fault((*path, str(name)), "turning", words[:60]) for name, words in value.items() if turns(words))
        yield from (_in_a_language((*path, str(name)), str(name), languages) for name in value if name not in languages)
        if not any(words.strip() for words in value.values()):
            yield _fault(path, "words")
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(item, (*path, str(name)), languages)


def turns(words: str) -> bool:
    """Whether something in it is not read but changes how all around it reads: marks of direction, control codes."""
    # A byte order mark, a soft hyphen and the joiners and spaces without width that scripts need are no harm.
    harmless = "\n\t\u200b\u200c\u200d\u00ad\u2060\ufeff"
    return any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") and c not in harmless for c in words)


def _in_a_language(path: Path, found: str, languages: frozenset[str]) -> Fault:
    return _fault(path, "language", found, known=", ".join(sorted(languages)))


__all__ = ["all_of", "refused_steps"]
