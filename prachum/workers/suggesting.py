"""What a rehearsal waits for is told in three languages, as something that the visitor can do."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import cast

from prachum.projections.naming import Naming
from prachum.projections.wording import LANGUAGES, Name, in_language, typeset
from prachum.rules.order import ItemId, PersonId, Text, kind
from prachum.rules.procedure import Command, State
from prachum.workers.mending import Deed

LONGEST = 90
"""Characters of somebody's words in a suggestion."""
SAID: Mapping[str, Mapping[str, Text]] = {
    chapter: {name: typeset(text) for name, text in texts.items()}
    for chapter, texts in tomllib.loads((files("prachum.workers") / "suggestions.toml").read_text("utf-8")).items()
}
THANKS: Text = SAID["thanks"]["words"]


def suggested(state: State, deed: Deed | PersonId, until: str, says: Text) -> dict[str, object]:
    """The presence fact of a rehearsal that waits for this deed, or for somebody to speak, until a moment."""
    whose = deed.by if isinstance(deed, Deed) else deed
    word = "given_back" if isinstance(deed, Deed) and deed.essential else "skipped"
    return {
        "kind": "rehearsal",
        "state": "waits",
        "whose": whose,
        "title": {one: SAID["waits"]["title"][one].format(who=_who(state, whose, one)) for one in LANGUAGES},
        "yours": SAID["waits"]["yours"],
        "act": act(state, deed.command) if isinstance(deed, Deed) else SAID["act"]["speak"],
        "says": dict(says),
        "then": SAID["waits"][word],
        "until": until,
    }


GOES_ON: Mapping[str, object] = {"kind": "rehearsal", "state": "goes_on"}


def taken_back(state: State, person: PersonId, until: str) -> dict[str, object]:
    """The fact that tells, until a moment, why somebody has a seat no longer."""
    title = {one: SAID["waits"]["taken_back"][one].format(who=_who(state, person, one)) for one in LANGUAGES}
    return {**GOES_ON, "whose": person, "title": title, "until": until}


def act(state: State, command: Command) -> Text:
    """What to do, in words."""
    name = kind(type(command)).partition(".")[2]
    if getattr(command, "item", state.agenda.current) != state.agenda.current and f"{name}_elsewhere" in SAID["act"]:
        name = f"{name}_elsewhere"
    templates = SAID["act"].get(name, SAID["act"]["otherwise"])
    return {one: _first_large(templates[one].format_map(_slots(state, command, one))) for one in LANGUAGES}


def _who(state: State, person: PersonId, language: str) -> Name:
    known = state.delegations.people.get(person)
    return Naming(state, language).delegation(known.delegation) if known is not None else Name(person)


def _slots(state: State, command: Command, language: str) -> Mapping[str, str]:
    """All that a template can name; what this command does not have is empty."""
    naming = Naming(state, language)
    told = {name: cast(object, getattr(command, name, None)) for name in ("item", "to", "holder", "text", "title")}
    item = ItemId(str(told["item"] or state.agenda.current or ""))
    party = told["to"] or told["holder"] or next(iter(getattr(command, "delegations", ())), "")
    return {
        "number": naming.number(item),
        "title": naming.item_title(item),
        "party": _who(state, PersonId(str(party)), language) if _is_person(state, party) else _party(naming, party),
        "text": naming.text(told["text"]) if isinstance(told["text"], str) else "",
        "matter": _shortened(in_language(_matter(state, command), language)),
    }


def _is_person(state: State, named: object) -> bool:
    return named in state.delegations.people


def _party(naming: Naming, code: object) -> Name:
    return naming.delegation(code) if code in naming.state.delegations.parties else Name()  # type: ignore[arg-type]


def _matter(state: State, command: Command) -> Text:
    """The title of a proposal, or the words of a conclusion, that this command is about."""
    for own in ("title", "text"):
        if isinstance(said := getattr(command, own, None), Mapping):
            return said
    proposal = state.proposals.get(str(getattr(command, "proposal", "")))
    conclusion = state.conclusions.get(str(getattr(command, "conclusion", "")))
    return proposal.title if proposal is not None else conclusion.text if conclusion is not None else {}


def _shortened(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"


def _first_large(words: str) -> str:
    return words[:1].upper() + words[1:]
