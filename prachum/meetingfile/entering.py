"""A meeting file is entered as the commands that the operator would give, in the order in which they can be given."""

from collections.abc import Iterator
from uuid import UUID

from prachum.meetingfile.model import MeetingFile
from prachum.rules.agenda import AddAgendaItem
from prachum.rules.decisions.consensus import EnterText
from prachum.rules.delegations import AccreditPerson, ArrangeSeats
from prachum.rules.meeting import CreateMeeting, Setup
from prachum.rules.order import BlocId, DelegationId, ItemId, PersonId, Standing
from prachum.rules.parties import Bloc, Party
from prachum.rules.procedure import Command


def setup(file: MeetingFile, meeting: UUID, *, rehearsal: bool = False, shift: int = 0) -> Setup:
    """What the first entry says; `shift` in milliseconds, for a rehearsal with an hour of its own."""
    return Setup(
        meeting=str(meeting),
        ref=file.ref,
        title=file.title,
        zone=file.zone,
        languages=file.languages,
        scheduled=file.scheduled(),
        rules=file.rules_of_procedure(),
        chairs=file.chairs,
        parties=tuple(Party(DelegationId(p.code), p.names, p.decides, p.speaks, p.precedence) for p in file.parties),
        blocs=tuple(Bloc(BlocId(bloc.code), bloc.names, bloc.members) for bloc in file.blocs),
        series=file.series,
        ordinal=file.ordinal,
        facts=file.facts,
        rehearsal=rehearsal,
        shift=shift,
    )


def commands(file: MeetingFile, first: Setup) -> Iterator[Command]:
    """Creation, people, seats, agenda, texts; nameplates and prepared proposals wait outside for the day."""
    yield CreateMeeting(first)
    for person in file.people:
        yield AccreditPerson(PersonId(person.id), DelegationId(person.delegation), Standing(person.rank))
    if (seating := file.seating) is not None:
        yield ArrangeSeats(seating.order, seating.language, seating.seed)
    for item, parent in file.items():
        yield AddAgendaItem(
            ItemId(item.id),
            item.number,
            item.title,
            item.minutes,
            parent,
            item.statement_seconds,
            item.preliminary,
        )
    for text in file.texts:
        yield EnterText(text.id, 1, text.title, text.words)
