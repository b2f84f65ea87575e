"""An imported meeting is in the journal and in the registry, or in neither."""

from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from django.db import transaction

from prachum.journal.codec import plain
from prachum.journal.perform import perform_all
from prachum.meetingfile.entering import commands, setup
from prachum.meetingfile.model import MeetingFile
from prachum.registry.models import Meeting, Person, PreparedProposal
from prachum.rules.order import OPERATOR


class RefTaken(Exception):
    """Another meeting that is no rehearsal has this `ref`."""


def enter(
    file: MeetingFile,
    text: str,
    *,
    meeting: UUID | None = None,
    rehearsal: bool = False,
    shift: int = 0,
    now: datetime | None = None,
) -> Meeting:
    """Enter a file (`text`: as written) as a new meeting; raises RefTaken or OutOfOrder, and then nothing is entered.

    `shift` in milliseconds; `now` is true time where somebody else keeps it.
    """
    first = setup(file, meeting or uuid4(), rehearsal=rehearsal, shift=shift)
    if not rehearsal and Meeting.objects.filter(ref=file.ref, rehearsal=False).exists():
        raise RefTaken(file.ref)
    with transaction.atomic():  # the journal's own transaction is inside: it is committed first, or neither is
        registered = _register(file, text, UUID(first.meeting), rehearsal=rehearsal)
        perform_all(registered.id, commands(file, first), by=OPERATOR, now=now)
    return registered


def _register(file: MeetingFile, text: str, meeting: UUID, *, rehearsal: bool) -> Meeting:
    registered = Meeting.objects.create(
        id=meeting,
        ref=file.ref,
        title=dict(file.title),
        rehearsal=rehearsal,
        scheduled=file.scheduled(),
        zone=file.zone,
        languages=list(file.languages),
        file=text,
    )
    Person.objects.bulk_create(
        Person(
            meeting=registered,
            person=person.id,
            nameplate=plain(person.nameplate),
            language=file.main_language(person),
        )
        for person in file.people
    )
    PreparedProposal.objects.bulk_create(
        PreparedProposal(
            meeting=registered,
            name=proposal.id,
            delegation=proposal.delegation,
            item=proposal.item,
            title=dict(proposal.title),
            areas=cast(list[object], plain(proposal.areas)),
        )
        for proposal in file.proposals
    )
    return registered
