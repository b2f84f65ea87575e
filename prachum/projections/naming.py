"""In a sentence a person or a party is named as on that day: by party and nameplate, never by an id."""

from collections.abc import Sequence
from dataclasses import dataclass

from prachum.projections.wording import SAID, Name, in_language, is_thai, isolated, listed, with_article
from prachum.rules.order import (
    INSTALLATION,
    PRESIDENCY,
    SECRETARIAT,
    BlocId,
    DelegationId,
    ItemId,
    PersonId,
    Standing,
)
from prachum.rules.parties import Nameplate
from prachum.rules.procedure import State

UNKNOWN_PARTY = {"en": "{}", "th": "{}", "fr": "la délégation «\u00a0{}\u00a0»"}
PLURAL_PARTY = {"en": "{}", "th": "{}", "fr": "la délégation {:de}"}
"""One delegation, with which verbs agree."""
UNKNOWN_BLOC = {"en": "{}", "th": "{}", "fr": "le groupe «\u00a0{}\u00a0»"}


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of one meeting at one moment, in one language."""

    state: State
    language: str

    def word(self, name: str) -> Name:
        return Name(SAID[self.language]["names"][name])

    def delegation(self, code: DelegationId) -> Name:
        if code in (SECRETARIAT, PRESIDENCY):
            return self.word(code)
        party = self.state.delegations.parties.get(code)
        name = in_language(party.names, self.language) if party is not None else ""
        frames = UNKNOWN_PARTY[self.language], PLURAL_PARTY[self.language]
        return with_article(name, self.language, *frames) if name else self.word("party")

    def delegations(self, codes: Sequence[DelegationId]) -> Name:
        return listed([self.delegation(code) for code in codes], self.language)

    def bloc(self, code: BlocId | None) -> Name:
        bloc = self.state.delegations.blocs.get(code) if code is not None else None
        name = in_language(bloc.names, self.language) if bloc is not None else ""
        return with_article(name, self.language, UNKNOWN_BLOC[self.language]) if name else self.word("bloc")

    def person(self, person: PersonId, plate: Nameplate | None = None) -> Name:
        """`Canada (Ms A)`: the delegation, and what the nameplate says of the person, or the office held."""
        known = self.state.delegations.people.get(person)
        plate = plate or self.state.delegations.nameplates.get(person)
        said = self.plate(plate) if plate is not None else ""
        if known is None:
            return Name(said) if said else self.word("somebody")
        return self.member(known.delegation, said or self.office(known.standing))

    def nameless(self, person: PersonId) -> Name:
        """Delegation and office of somebody whose nameplate is not to be repeated."""
        known = self.state.delegations.people.get(person)
        return self.member(known.delegation, self.office(known.standing)) if known else self.word("somebody")

    def member(self, delegation: DelegationId, what: str) -> Name:
        name = self.delegation(delegation)
        return Name(f"{name} ({what})") if what else name

    def plate(self, plate: Nameplate) -> str:
        """Honorific and name, else the title; empty if the nameplate says neither."""
        name, honorific = in_language(plate.name, self.language), in_language(plate.honorific, self.language)
        if not name:
            return in_language(plate.title, self.language)
        if not honorific:
            return name
        # Thai writes the honorific and a Thai name as one word.
        return isolated(f"{honorific}{'' if is_thai(name[:1]) else ' '}{name}")

    def office(self, standing: Standing) -> str:
        return SAID[self.language]["offices"].get(standing, "")

    def actor(self, person: PersonId) -> Name:
        """Who acted: the chair, the secretariat, the rapporteur, the installation, or else a delegation."""
        if person in INSTALLATION:
            return self.word(INSTALLATION[person])
        if person == self.state.meeting.presiding:
            return self.word("acting" if self.state.meeting.acting else "presiding")
        known = self.state.delegations.people.get(person)
        if known is None:
            return self.word("somebody")
        return self.word("rapporteur") if known.standing is Standing.RAPPORTEUR else self.delegation(known.delegation)

    def number(self, item: ItemId) -> str:
        known = self.state.agenda.items.get(item)
        return known.number if known is not None else ""

    def item_title(self, item: ItemId) -> str:
        known = self.state.agenda.items.get(item)
        return in_language(known.title, self.language) if known is not None else ""

    def text(self, text: str) -> str:
        """The title of a text in its latest version."""
        known = self.state.decisions.texts.get(text)
        return in_language(known.title, self.language) if known is not None else ""
