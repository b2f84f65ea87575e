"""What a sentence has to say of each event: which variant of the sentence, and what fills its slots."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias, assert_never

from prachum.projections.naming import Naming
from prachum.projections.wording import SAID, Name, clock_text, in_language
from prachum.rules import agenda, conclusions, decisions, delegations, lines, meeting, proposals
from prachum.rules.decisions import consensus, positions
from prachum.rules.floor import points, speakers, turns
from prachum.rules.floor.holding import Ending
from prachum.rules.order import DelegationId, Entry, ItemId, PersonId, Text
from prachum.rules.presets import Kind
from prachum.rules.procedure import State

Slots: TypeAlias = Mapping[str, Name | str | int]
Told: TypeAlias = tuple[str, Slots]
"""The variant (empty: there is but one way to say it), and the slots."""


def tell(entry: Entry, state: State, language: str) -> Told:
    """The variant and slots of an entry's sentence; `state` is the one before the entry."""
    naming, event, by = Naming(state, language), entry.event, entry.by
    if isinstance(event, meeting.Event):
        return _meeting(naming, event, by)
    if isinstance(event, delegations.Event):
        return _delegations(naming, event, by)
    if isinstance(event, lines.Event):
        return "", {"delegation": naming.delegation(event.delegation)}
    if isinstance(event, agenda.Event):
        return _agenda(naming, event, by)
    if isinstance(event, speakers.Event):
        return _speakers(naming, event, by)
    if isinstance(event, turns.Event | points.Event):
        return _floor(naming, event, by, entry.at)
    if isinstance(event, proposals.Event):
        return _proposals(naming, event)
    if isinstance(event, decisions.Event):
        return _decisions(naming, event, by)
    assert isinstance(event, conclusions.Event), event
    return _conclusions(naming, event, by)


def _meeting(naming: Naming, event: meeting.Event, by: PersonId) -> Told:
    who = naming.actor(by)
    match event:
        case meeting.MeetingCreated(setup):
            variant = ("shifted" if setup.shift else "rehearsal") if setup.rehearsal else ""
            return variant, {"title": in_language(setup.title, naming.language)}
        case meeting.MeetingOpened(present, members):
            return "", {"by": who, "present": present, "members": members}
        case meeting.MeetingSuspended(reason):
            return _with(naming, "reason", reason, {"by": who})
        case meeting.MeetingResumed() | meeting.MeetingClosed():
            return "", {"by": who}
        case meeting.ChairPassed(to, acting):
            if by == naming.state.meeting.presiding:
                return "", {"by": who, "person": naming.person(to)}
            variant = "taken" if to == by else "acting" if acting else "handed"
            return variant, {"by": who, "person": naming.person(to)}
        case meeting.ChairLineLost(chair) | meeting.ChairLineRestored(chair) | meeting.ChairFoundAbsent(chair):
            return "", {"person": naming.person(chair)}
        case meeting.ClockStepped(milliseconds):
            return "", {"milliseconds": milliseconds}
    assert_never(event)


def _delegations(naming: Naming, event: delegations.Event, by: PersonId) -> Told:
    who = naming.actor(by)
    match event:
        case delegations.PersonAccredited(_, delegation, standing):
            return "", {"by": who, "person": naming.member(delegation, naming.office(standing))}
        case delegations.AccreditationWithdrawn(person):
            return "", {"by": who, "person": naming.person(person)}
        case delegations.PersonSeated(person, nameplate):
            return "", {"person": naming.person(person, nameplate)}
        case delegations.AdviserAllowed(adviser, may_speak):
            return "" if may_speak else "no_longer", {"person": naming.person(adviser)}
        case delegations.SeatsArranged(order, language, seed):
            spoken = SAID[naming.language]["languages"].get(language, language)
            return order.value, {"by": who, "language": spoken, "seed": seed}
        case delegations.PersonExpelled(person, reason):
            return _with(naming, "reason", reason, {"by": who, "person": naming.person(person)})
        case delegations.MeetingLocked() | delegations.MeetingUnlocked():
            return "", {"by": who}
        case delegations.NameplateErased(person):
            return "", {"by": who, "person": naming.nameless(person)}
    assert_never(event)


def _agenda(naming: Naming, event: agenda.Event, by: PersonId) -> Told:
    who, language = naming.actor(by), naming.language
    match event:
        case agenda.AgendaItemAdded(_, number, title):
            return "", {"by": who, "number": number, "title": in_language(title, language)}
        case agenda.AgendaAdopted():
            return "", {}
        case agenda.AgendaItemRevised(item, title, minutes):
            slots = _item(naming, item)
            return "", {**slots, "by": who, "title": in_language(title, language), "minutes": minutes}
        case agenda.AgendaItemRemoved(item):
            return "" if item in naming.state.agenda.items else "nameless", {**_item(naming, item), "by": who}
        case agenda.AgendaItemOpened(item, returned):
            return "returned" if returned else "", {**_item(naming, item), "by": who}
        case agenda.AgendaItemClosed(item) | agenda.AgendaItemPostponed(item):
            return "", {**_item(naming, item), "by": who}
    assert_never(event)


def _speakers(naming: Naming, event: speakers.Event, by: PersonId) -> Told:
    slots: Slots = {"by": naming.actor(by), "number": naming.number(event.item)}
    match event:
        case speakers.FloorRequested(_, _, delegation, _, reason, bloc):
            slots = {**slots, "delegation": naming.delegation(delegation), "bloc": naming.bloc(bloc)}
            if by != event.speaker:
                return "entered", slots
            return reason.value if reason in (Kind.FOR_BLOC, Kind.RIGHT_OF_REPLY) else "", slots
        case speakers.RequestWithdrawn(_, request) | speakers.RequestRemoved(_, request):
            return "", {**slots, "delegation": naming.delegation(_asked_by(request))}
        case speakers.ListOfSpeakersReordered(_, requests):
            return "", {**slots, "delegations": naming.delegations([_asked_by(request) for request in requests])}
        case speakers.ListOfSpeakersClosed() | speakers.ListOfSpeakersReopened():
            return "", slots
        case speakers.StatementTakenAsRead(_, delegation):
            return "", {**slots, "delegation": naming.delegation(delegation)}
    assert_never(event)


def _floor(naming: Naming, event: turns.Event | points.Event, by: PersonId, at: datetime) -> Told:
    who, floor_ = naming.actor(by), naming.state.floor
    holder = naming.delegation(floor_.holder.delegation) if floor_.holder is not None else naming.word("speaker")
    match event:
        case turns.FloorGiven():
            return _given(naming, event, who)
        case turns.FloorYielded(delegation):
            return "", {"delegation": naming.delegation(delegation), "time": _spent(naming.state, delegation, at)}
        case turns.FloorTakenBack(delegation, ending):
            slots = {"by": who, "delegation": naming.delegation(delegation)}
            plain = ending in (Ending.TAKEN_BACK, Ending.YIELDED)
            return "" if plain else ending.value, {**slots, "time": _spent(naming.state, delegation, at)}
        case turns.TimeExtended(seconds):
            return "", {"by": who, "delegation": holder, "time": clock_text(seconds * 1000)}
        case turns.SpeakerInterrupted() | turns.InterruptionEnded():
            return "", {"by": who, "delegation": holder}
        case turns.CalledToOrder(delegation, reason):
            return _with(naming, "reason", reason, {"by": who, "delegation": naming.delegation(delegation)})
        case points.PointOfOrderRaised(delegation) | points.PointOfOrderWithdrawn(delegation):
            return "", {"delegation": naming.delegation(delegation)}
        case points.PointOfOrderRuled(delegation, well_taken, ruling):
            said = in_language(ruling, naming.language)
            variant = f"{'' if well_taken else 'not_'}well_taken{'_words' if said else ''}"
            return variant, {"by": who, "delegation": naming.delegation(delegation), "ruling": said}
    assert_never(event)


def _given(naming: Naming, event: turns.FloorGiven, who: Name) -> Told:
    aligned = naming.delegations(event.aligned)
    slots = {"by": who, "delegation": naming.delegation(event.to), "bloc": naming.bloc(event.bloc), "aligned": aligned}
    if event.reason in (Kind.STATEMENT, Kind.SECRETARIAT):
        return "", slots
    return "aligned" if event.aligned else event.reason.value, slots


def _proposals(naming: Naming, event: proposals.Event) -> Told:
    language = naming.language
    if isinstance(event, proposals.ProposalTabled):
        slots = {"number": naming.number(event.item), "title": in_language(event.title, language)}
        areas = len(event.areas)
        variant = "" if areas > 1 else "one_area"
        return variant, {**slots, "delegation": naming.delegation(event.delegation), "areas": areas}
    known = naming.state.proposals.get(event.proposal)
    owner = naming.delegation(known.delegation) if known is not None else naming.word("party")
    supporter = naming.delegation(event.delegation) if isinstance(event, proposals.ProposalSupported) else owner
    title = in_language(known.title, language) if known is not None else ""
    return "", {"delegation": supporter, "owner": owner, "title": title}


def _decisions(naming: Naming, event: decisions.Event, by: PersonId) -> Told:
    who, language = naming.actor(by), naming.language
    match event:
        case consensus.TextEntered(_, version, title):
            return "", {"by": who, "title": in_language(title, language), "version": version}
        case consensus.TextPut(text, version, _, seconds):
            period = clock_text(seconds * 1000)
            return "", {"by": who, "title": naming.text(text), "version": version, "time": period}
        case consensus.TextShown(delegation, text, version):
            return "", {"delegation": naming.delegation(delegation), "title": naming.text(text), "version": version}
        case consensus.ProceededWithout(without):
            return "", {"by": who, "delegations": naming.delegations(without)}
        case consensus.ObjectionRaised(delegation, text, _, reason) | consensus.ObjectionToChair(
            delegation, text, _, reason
        ):
            slots = {"delegation": naming.delegation(delegation), "title": naming.text(text)}
            return _with(naming, "reason", reason, slots)
        case consensus.TextAdopted(text, version) | consensus.ObjectionPeriodEnded(text, version):
            return "", {"title": naming.text(text), "version": version}
        case consensus.TextSetAside(text, _, reason):
            return "", {"by": who, "title": naming.text(text), "reason": in_language(reason, language)}
        case positions.ReservationEntered(delegation, text, statement) | positions.PositionExplained(
            delegation, text, statement
        ):
            said = in_language(statement, language)
            return "", {"delegation": naming.delegation(delegation), "title": naming.text(text), "statement": said}
    assert_never(event)


def _conclusions(naming: Naming, event: conclusions.Event, by: PersonId) -> Told:
    who, language = naming.actor(by), naming.language
    if isinstance(event, conclusions.ConclusionEntered):
        slots = {"number": naming.number(event.item), "text": in_language(event.text, language)}
        whose, verb = _whose(naming, event.attributed), SAID[language]["verbs"][event.verb]
        return "corrects" if event.corrects is not None else "", {**slots, "by": who, "whose": whose, "verb": verb}
    known = naming.state.conclusions.get(event.conclusion)
    said = in_language(known.text, language) if known is not None else ""
    reason = in_language(event.reason, language) if isinstance(event, conclusions.ConclusionSentBack) else ""
    return "", {"by": who, "text": said, "reason": reason}


def _whose(naming: Naming, attributed: str) -> Name:
    if attributed in (conclusions.MEETING, conclusions.BOTH):
        return naming.word(attributed)
    return naming.delegation(DelegationId(attributed))


def _with(naming: Naming, slot: str, text: Text, slots: Slots) -> Told:
    """The variant that repeats a reason, if one was given."""
    said = in_language(text, naming.language)
    return (slot, {**slots, slot: said}) if said else ("", slots)


def _item(naming: Naming, item: ItemId) -> Slots:
    return {"number": naming.number(item), "title": naming.item_title(item)}


def _asked_by(request: str) -> DelegationId:
    """Whose place on a list it is: `THA`, `THA.reply`."""
    return DelegationId(request.partition(".")[0])


def _spent(state: State, delegation: DelegationId, at: datetime) -> str:
    """How long the turn lasted that ends at this moment."""
    turns_ = (turn for turn in (state.floor.holder, state.floor.held_over) if turn is not None)
    return clock_text(next((turn.clock.spent_at(at) for turn in turns_ if turn.delegation == delegation), 0))
