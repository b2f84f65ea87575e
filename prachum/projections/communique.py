"""A drafted news page is a fold like any other: sentences of ours around what was approved, confirmed and decided."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

from prachum.projections.communique_material import Material, Seated, material
from prachum.projections.naming import Naming
from prachum.projections.wording import LANGUAGES, Name, Table, in_language, listed, sentence_of
from prachum.rules.conclusions import BOTH, MEETING, Conclusion, Verb
from prachum.rules.decisions.table import Decision
from prachum.rules.order import DelegationId, ItemId
from prachum.rules.procedure import State
from prachum.rules.proposals import Area, Proposal
from prachum.rules.setup import ApprovedFact

AT_THE_END = (Verb.COMMITTED, Verb.NEXT_STEP)
BUDDHIST_ERA = 543
# `G20` and `COVID-19` stay as they are also in a Thai page.
_OUR_DIGITS = re.compile(r"(?<![A-Za-z0-9])(?<![A-Za-z]-)[0-9]+(?![A-Za-z0-9])")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def _read(language: str) -> Mapping[str, Table]:
    return tomllib.loads((files("prachum.projections") / "communiques" / f"{language}.toml").read_text("utf-8"))


TEMPLATES: Mapping[str, Mapping[str, Table]] = {language: _read(language) for language in LANGUAGES}
"""Language → chapter → sentence with its slots."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences, and perhaps the numbered points that they introduce."""

    words: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Communique:
    """A page in one language; `held` is when the meeting began. Dates of the page itself are the newsroom's."""

    language: str
    title: str
    lead: str
    body: tuple[Paragraph, ...]
    held: datetime
    rehearsal: bool

    def text(self) -> str:
        """All that is read, a paragraph a line."""
        body = (" ".join((paragraph.words, *paragraph.points)) for paragraph in self.body)
        return "\n".join((self.title, self.lead, *body))


def communiques(state: State) -> tuple[Communique, ...]:
    """A page in each language in which all that it says is written."""
    chosen = material(state)
    return tuple(communique(chosen, language) for language in chosen.languages())


def communique(chosen: Material, language: str) -> Communique:
    return _Draft(chosen, language, Naming(chosen.state, language)).page()


@dataclass(frozen=True, slots=True)
class _Draft:
    chosen: Material
    language: str
    naming: Naming

    def page(self) -> Communique:
        setup = self.chosen.state.meeting.setup
        lead = " ".join([self.opening(), *self.facts(*self.chosen.circumstances())])
        body = tuple(
            Paragraph(self.digits(one.words), tuple(self.digits(point) for point in one.points))
            for one in _joined(self.paragraphs())
        )
        title = self.digits(self.title())
        return Communique(self.language, title, self.digits(lead), body, self.held(), setup.rehearsal)

    def held(self) -> datetime:
        meeting = self.chosen.state.meeting
        began = meeting.sittings[0].began if meeting.sittings else meeting.setup.scheduled
        return began.astimezone(ZoneInfo(meeting.setup.zone))

    def say(self, chapter: str, name: str, **slots: Name | str | int) -> str:
        return sentence_of(TEMPLATES[self.language][chapter][name], slots, self.language)

    def digits(self, words: str) -> str:
        """The body's digits: Thai ones in Thai."""
        if self.language != "th":
            return words
        return _OUR_DIGITS.sub(lambda found: found.group().translate(_THAI_DIGITS), words)

    def date(self) -> str:
        held, calendar = self.held(), TEMPLATES[self.language]["calendar"]
        year = held.year + BUDDHIST_ERA if self.language == "th" else held.year
        month = calendar["months"].split()[held.month - 1]
        day = "1er" if self.language == "fr" and held.day == 1 else held.day
        return calendar["date"].format(day=day, month=month, year=year)

    def meeting(self) -> str:
        return in_language(self.chosen.state.meeting.setup.title, self.language)

    def title(self) -> str:
        tabled, adopted = self.chosen.proposals, [one for one in self.chosen.decisions if one.adopted]
        if len(tabled) == 1:
            areas = listed(
                [self.lower(in_language(area.title, self.language)) for area in tabled[0].areas], self.language
            )
            delegation = self.naming.delegation(tabled[0].delegation)
            return self.say("title", "proposed", title=self.meeting(), delegation=delegation, areas=str(areas))
        if len(adopted) == 1 and not tabled:
            return self.say("title", "adopted", title=self.meeting(), text=self.text_of(adopted[0]))
        return self.say("title", "plain", title=self.meeting())

    def opening(self) -> str:
        people, chairs = TEMPLATES[self.language]["person"], [self.person(one) for one in self.chosen.chairs]
        said = people["last"].join(filter(None, (people["between"].join(chairs[:-1]), *chairs[-1:])))
        article = TEMPLATES[self.language]["lead"]["named"].partition("{")[0]
        title = self.meeting() if self.meeting().startswith(article) else f"{article}{self.meeting()}"
        name = "alone" if not chairs else "chaired" if len(chairs) == 1 else "co_chaired"
        return self.say("lead", name, title=title, date=self.date(), chairs=said)

    def person(self, seated: Seated) -> str:
        """`Mr Paul Thoppil, Assistant Deputy Minister …, as …`; without a name, delegation and title."""
        plate, language = seated.plate, self.language
        name, honorific = in_language(plate.name, language), in_language(plate.honorific, language)
        if not name:
            return str(self.naming.person(seated.person.id, plate))
        # Thai writes the honorific and a Thai name as one word.
        called = f"{honorific}{'' if _is_thai(name) else ' '}{name}".strip()
        office = (" " if language == "th" else ", ").join(
            filter(None, (in_language(plate.title, language), in_language(plate.department, language)))
        )
        if language == "th" and not _is_thai(called[-1:]) and office and not _is_thai(office):
            called += ","
        said = TEMPLATES[language]["person"]["office"].format(called=called, office=office) if office else called
        if plate.capacity is None:
            return said
        capacity = Name(in_language(plate.capacity.text, language))
        return TEMPLATES[language]["person"]["capacity"].format(person=said, capacity=capacity)

    def facts(self, *facts: ApprovedFact) -> list[str]:
        return [self.say("fact", "told", fact=in_language(fact.text, self.language)) for fact in facts]

    def paragraphs(self) -> Iterator[list[Paragraph]]:
        """What belongs together: each item of the agenda, then what follows from the meeting."""
        for item in self.chosen.state.agenda.items:
            yield list(self.item(item))
        ahead = [one for one in self.chosen.conclusions if one.verb in AT_THE_END]
        yield [*map(Paragraph, self.facts(*self.chosen.context()))]
        yield [*map(Paragraph, self.facts(*self.chosen.occasions())), *self.concluded(ahead)]

    def item(self, item: ItemId) -> Iterator[Paragraph]:
        said = [one for one in self.chosen.conclusions if one.item == item and one.verb not in AT_THE_END]
        own = [one for one in said if one.attributed not in (MEETING, BOTH)]
        yield from self.concluded(own)
        for proposal in self.chosen.proposals:
            if proposal.item == item:
                yield from self.proposed(proposal)
        yield from self.concluded([one for one in said if one not in own])
        for decision in self.chosen.decisions:
            if decision.item == item:
                yield Paragraph(self.decided(decision))

    def concluded(self, conclusions: Sequence[Conclusion]) -> Iterator[Paragraph]:
        before = ""
        for one in conclusions:
            name = f"{one.verb}-points" if one.points else str(one.verb)
            whose = self.whose(one.attributed, again=before == one.attributed)
            if one.attributed == BOTH and f"{name}-both" in TEMPLATES[self.language]["concluded"]:
                name = f"{name}-both"
            words = self.say("concluded", name, whose=whose, text=in_language(one.text, self.language))
            points = [self.lower(in_language(point, self.language)) for point in one.points]
            yield Paragraph(words, self.numbered(points))
            before = one.attributed

    def whose(self, attributed: str, *, again: bool) -> Name:
        words = TEMPLATES[self.language]["again" if again else "whose"]
        if attributed in (MEETING, BOTH):
            return Name(words[attributed])
        return Name(words["party"].format(delegation=self.naming.delegation(DelegationId(attributed))))

    def proposed(self, proposal: Proposal) -> Iterator[Paragraph]:
        head, title = self.chosen.head_of(proposal.delegation), in_language(proposal.title, self.language)
        delegation = self.naming.delegation(proposal.delegation)
        person = self.person(head) if head is not None else ""
        words = self.say("proposal", "led" if head else "tabled", delegation=delegation, person=person, title=title)
        yield Paragraph(words, self.numbered([self.area(area) for area in proposal.areas]))
        if proposal.supporters:
            supporters = self.naming.delegations(proposal.supporters)
            yield Paragraph(self.say("proposal", "supported", delegations=supporters))

    def area(self, area: Area) -> str:
        title, between = in_language(area.title, self.language), TEMPLATES[self.language]["proposal"]["between"]
        points = between.join(self.lower(in_language(point, self.language)) for point in area.points)
        return TEMPLATES[self.language]["proposal"]["detail"].format(title=title, points=points) if points else title

    def numbered(self, points: Iterable[str]) -> tuple[str, ...]:
        template = TEMPLATES[self.language]["proposal"]["point"]
        return tuple(template.format(number=number, title=point) for number, point in enumerate(points, 1))

    def decided(self, decision: Decision) -> str:
        words = self.say("decision", "adopted" if decision.adopted else "set_aside", title=self.text_of(decision))
        if not decision.reservations:
            return words
        by = self.naming.delegations(tuple(dict.fromkeys(code for code, _ in decision.reservations)))
        return f"{words} {self.say('decision', 'reservation', delegations=by)}"

    def text_of(self, decision: Decision) -> str:
        return in_language(decision.text.title, self.language)

    def lower(self, words: str) -> str:
        """The same within a sentence: a small letter first, unless the word is a name or an abbreviation."""
        first = words.split(maxsplit=1)[0] if words.strip() else ""
        parties, blocs = self.chosen.state.delegations.parties, self.chosen.state.delegations.blocs
        known = [*(one.names for one in parties.values()), *(one.names for one in blocs.values())]
        names = {in_language(one, self.language).partition(" ")[0] for one in known}
        if first[1:].lower() != first[1:] or first in names:
            return words
        return words[:1].lower() + words[1:]


def _joined(parts: Iterable[list[Paragraph]]) -> Iterator[Paragraph]:
    """Within a part, sentences without points are one paragraph."""
    for part in parts:
        held: list[str] = []
        for one in part:
            if one.points:
                yield from [Paragraph(" ".join(held))] if held else []
                held = []
                yield one
            else:
                held.append(one.words)
        if held:
            yield Paragraph(" ".join(held))


def _is_thai(words: str) -> bool:
    return "\u0e00" <= words[:1] <= "\u0e7f"
