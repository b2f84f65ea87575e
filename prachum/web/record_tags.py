"""A record is told in its reader's words: names as they stood that day, times of the meeting's zone."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django import template

from prachum import when, words
from prachum.projections.naming import Naming
from prachum.projections.summary import Attendee, names
from prachum.projections.wording import SAID, Name, clock_text, isolated, listed
from prachum.rules.conclusions import Verb
from prachum.rules.order import BlocId, DelegationId, Text
from prachum.rules.parties import Nameplate
from prachum.rules.procedure import State
from prachum.web.tags import language

register = template.Library()
register.filter("spent", clock_text)


@register.filter
def moment(at: datetime, zone: str) -> str:
    """`09:04:31`."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M:%S}"


@register.filter
def date(at: datetime, zone: str) -> str:
    """`21 June 2022 (UTC+7)`."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{when.day(local, language())} ({when.offset(local)})"


@register.filter
def end(state: State) -> datetime:
    """When the last sitting ended; while it lasts, the last entry."""
    return (state.meeting.sittings[-1].ended if state.meeting.sittings else None) or state.at


@register.filter
def party(code: DelegationId, state: State) -> Text:
    return names(state, code)


@register.filter
def parties(codes: Iterable[DelegationId], state: State) -> str:
    """`Brunei Darussalam, Cambodia and Indonesia`."""
    return listed([words.in_language(names(state, code), language()) for code in codes], language())


@register.filter
def bloc(code: BlocId, state: State) -> Name:
    return Name(words.plain(Naming(state, language()).bloc(code)))


@register.filter
def chairs(state: State) -> list[tuple[Text, Nameplate | None]]:
    """The delegation of each chair, and the nameplate if the chair took the seat and it is not erased."""
    people, plates = state.delegations.people, state.delegations.nameplates
    return [
        (names(state, people[chair].delegation), plates.get(chair))
        for chair in state.meeting.setup.chairs
        if chair in people
    ]


@register.filter
def called(plate: Nameplate) -> str:
    """`Mr Paul Thoppil`; without a name the title."""
    spoken = language()
    name, honorific = words.in_language(plate.name, spoken), words.in_language(plate.honorific, spoken)
    # Thai writes the honorific and a Thai name as one word.
    between = "" if "\u0e00" < name[:1] < "\u0e7f" else " "
    return isolated(f"{honorific}{between}{name}".strip()) if name else words.in_language(plate.title, spoken)


@register.filter
def office(plate: Nameplate) -> str:
    """What a nameplate says besides the name: title, department, and in what capacity."""
    spoken = language()
    title = words.in_language(plate.title, spoken) if plate.name else ""
    parts = [title, words.in_language(plate.department, spoken)]
    if plate.capacity is not None:
        capacity = words.in_language(plate.capacity.text, spoken)
        dates = "–".join(filter(None, (plate.capacity.since, plate.capacity.until)))
        dated = Name(f"{capacity} ({dates})" if dates else capacity)
        parts.append(words.say("record.capacity", spoken, capacity=dated))
    return (" " if spoken == "th" else ", ").join(filter(None, parts))


@register.filter
def standing_of(attendee: Attendee) -> str:
    return words.say(f"standing.{attendee.standing}", language())


@register.filter
def verb(did: Verb) -> str:
    said = SAID[language()]["verbs"][did]
    return said[:1].upper() + said[1:]


@register.filter
def whose(attributed: str, state: State) -> str:
    """Whose conclusion it is, as a sentence would name them."""
    naming = Naming(state, language())
    said = SAID[language()]["names"]
    whom = said[attributed] if attributed in ("meeting", "both") else naming.delegation(DelegationId(attributed))
    return whom[:1].upper() + whom[1:]


@register.simple_tag
def about(name: str, **parts: object) -> str:
    """A sentence of the record."""
    return words.say(f"record.{name}", language(), **parts)
