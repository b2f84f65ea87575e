"""Only what was approved, confirmed, tabled or decided may be told to the public; this is where it is chosen."""

from collections.abc import Iterator
from dataclasses import dataclass

from prachum.projections.summary import names
from prachum.projections.wording import LANGUAGES
from prachum.rules.conclusions import BOTH, MEETING, Conclusion, Standpoint
from prachum.rules.decisions.table import Decision
from prachum.rules.order import DelegationId, Standing, Text, has_text
from prachum.rules.parties import Nameplate, Person
from prachum.rules.procedure import State
from prachum.rules.proposals import Proposal
from prachum.rules.setup import ApprovedFact

CIRCUMSTANCES = ("format", "coordinator")
"""Facts whose ids begin so are told with the day and the chairs."""


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody who took their seat, with the nameplate of that day."""

    person: Person
    plate: Nameplate


@dataclass(frozen=True, slots=True)
class Material:
    """What a page may draw on, in the order of the agenda and of entry; of each text the last decision only."""

    state: State
    chairs: tuple[Seated, ...]
    facts: tuple[ApprovedFact, ...]
    conclusions: tuple[Conclusion, ...]
    proposals: tuple[Proposal, ...]
    decisions: tuple[Decision, ...]

    def head_of(self, delegation: DelegationId) -> Seated | None:
        """Who led a delegation, where a name stood on the nameplate."""
        led = (one for one in self.state.delegations.of(delegation) if one.standing is Standing.HEAD)
        found = next((one for person in led if (one := _seated(self.state, person)) is not None), None)
        return found if found is not None and has_text(found.plate.name) else None

    def circumstances(self) -> tuple[ApprovedFact, ...]:
        return tuple(fact for fact in self.facts if _is_circumstance(fact))

    def occasions(self) -> tuple[ApprovedFact, ...]:
        """Numbers of a year, such as an anniversary: told with what both sides commit themselves to."""
        return tuple(fact for fact in self.facts if not _is_circumstance(fact) and fact.number is not None)

    def context(self) -> tuple[ApprovedFact, ...]:
        return tuple(fact for fact in self.facts if not _is_circumstance(fact) and fact.number is None)

    def languages(self) -> tuple[str, ...]:
        """Those in which all of it is written; the meeting's main one where it is complete in none."""
        texts = [text for text in self._texts() if has_text(text)]
        complete = tuple(one for one in LANGUAGES if all(text.get(one, "").strip() for text in texts))
        main = next((one for one in self.state.meeting.setup.languages if one in LANGUAGES), "en")
        return complete or (main,)

    def _texts(self) -> Iterator[Text]:
        yield self.state.meeting.setup.title
        named = {one.attributed for one in self.conclusions} - {MEETING, BOTH}
        for proposal in self.proposals:
            named |= {proposal.delegation, *proposal.supporters}
            yield proposal.title
            for area in proposal.areas:
                yield from (area.title, *area.points)
        heads = (self.head_of(proposal.delegation) for proposal in self.proposals)
        for seated in (*self.chairs, *filter(None, heads)):
            plate = seated.plate
            yield from (plate.title, plate.department, plate.capacity.text if plate.capacity is not None else {})
        for conclusion in self.conclusions:
            yield from (conclusion.text, *conclusion.points)
        for decision in self.decisions:
            named |= {code for code, _ in decision.reservations}
            yield decision.text.title
        yield from (fact.text for fact in self.facts)
        yield from (names(self.state, DelegationId(code)) for code in named)


def material(state: State) -> Material:
    """What may be told of a meeting as it stands."""
    people = state.delegations.people
    seated = (_seated(state, people[chair]) for chair in state.meeting.setup.chairs if chair in people)
    chairs = tuple(one for one in seated if one is not None)
    order = {item: place for place, item in enumerate(state.agenda.items)}
    confirmed = (one for one in state.conclusions.values() if one.stands is Standpoint.CONFIRMED)
    tabled = (one for one in state.proposals.values() if not one.withdrawn)
    return Material(
        state,
        chairs,
        tuple(fact for fact in state.meeting.setup.facts if _may_be_told(state, fact, chairs)),
        tuple(sorted(confirmed, key=lambda one: order.get(one.item, len(order)))),
        tuple(sorted(tabled, key=lambda one: order.get(one.item, len(order)))),
        tuple({decision.text.id: decision for decision in state.decisions.taken}.values()),
    )


def _is_circumstance(fact: ApprovedFact) -> bool:
    return fact.id.partition("-")[0] in CIRCUMSTANCES


def _seated(state: State, person: Person) -> Seated | None:
    plate = state.delegations.nameplates.get(person.id)
    return Seated(person, plate) if plate is not None else None


def _may_be_told(state: State, fact: ApprovedFact, chairs: tuple[Seated, ...]) -> bool:
    """Approved, true on that day, and not said already by the nameplate of a chair."""
    began = state.meeting.sittings[0].began if state.meeting.sittings else state.meeting.setup.scheduled
    day = began.date().isoformat()
    in_time = (fact.since or day) <= day <= (fact.until or day)
    return has_text(fact.approved_by) and in_time and not any(_says(one, fact) for one in chairs)


def _says(chair: Seated, fact: ApprovedFact) -> bool:
    if chair.plate.capacity is None or fact.party != chair.person.delegation:
        return False
    capacity = chair.plate.capacity.text
    return any(capacity[one].strip() and capacity[one] in fact.text.get(one, "") for one in capacity)
