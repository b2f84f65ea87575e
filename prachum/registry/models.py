"""Whatever the journal says wins: the registry only knows what came before the day and who has an account."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An account: an editor, an operator or an integrator; delegates need none."""


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def named(self, ref: str) -> "Meeting | None":
        """The meeting with this UUID or `ref`: the real one before any rehearsal of it, the newest of several."""
        try:
            return self.filter(id=uuid.UUID(ref)).first()
        except ValueError:
            return self.filter(ref=ref).order_by("rehearsal", "-created").first()


class Meeting(models.Model):
    """A meeting whose first entry is in the journal; a `ref` names one real meeting and any number of rehearsals."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ref = models.SlugField(max_length=80)
    title = models.JSONField(help_text="language → title")
    rehearsal = models.BooleanField(default=False)
    scheduled = models.DateTimeField()
    zone = models.CharField(max_length=64, help_text="a name of the IANA time zone database")
    languages = models.JSONField(help_text="list of language codes; the first is the main one")
    file = models.TextField(blank=True, help_text="the meeting file as it was imported")
    created = models.DateTimeField(auto_now_add=True)
    published = models.DateTimeField(null=True, help_text="since when everybody may read the record")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-scheduled", "-created"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ref"], condition=models.Q(rehearsal=False), name="one_real_meeting_has_a_ref"
            )
        ]

    def __str__(self) -> str:
        return self.ref


class Person(models.Model):
    """Somebody accredited, with the nameplate that seating will enter in the journal on the day."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="people")
    person = models.CharField(max_length=80, help_text="the id inside the meeting, as in `tha-head`")
    nameplate = models.JSONField(help_text="rules.parties.Nameplate as on the wire")
    language = models.CharField(max_length=8, help_text="the language in which this person speaks")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="a_person_is_once_in_a_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.meeting.ref}: {self.person}"


class PreparedProposal(models.Model):
    """A proposal that a delegation brings along; it is not on the table until the delegation tables it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="prepared_proposals")
    name = models.CharField(max_length=80, help_text="its id in the meeting file")
    delegation = models.CharField(max_length=40)
    item = models.CharField(max_length=40, help_text="the agenda item under which it is meant to be tabled")
    title = models.JSONField(help_text="language → title")
    areas = models.JSONField(help_text="list of rules.proposals.Area as on the wire")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "name"], name="a_prepared_proposal_has_a_name")
        ]

    def __str__(self) -> str:
        return f"{self.meeting.ref}: {self.name}"


class PersonalLink(models.Model):
    """What a person was sent to come in with, reusable until revoked; only its hash is kept."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token, hexadecimal")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="personal_links")
    person = models.CharField(max_length=80)
    created = models.DateTimeField(auto_now_add=True)
    used = models.DateTimeField(null=True, help_text="when it was first exchanged for a session")
    revoked = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=models.Q(revoked=None),
                name="a_person_has_one_personal_link",
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting.ref}: link of {self.person}"


class SeatSession(models.Model):
    """Whoever shows the token of this row sits as this person in this meeting, until it ends or expires."""

    class Kind(models.TextChoices):
        LINK = "link", "came by a personal link"
        VISITOR = "visitor", "took a seat in a rehearsal"
        BOT = "bot", "simulates a person in a rehearsal"
        TOKEN = "token", "an integrator's bearer token"

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token, hexadecimal")
    kind = models.CharField(max_length=8, choices=Kind)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seat_sessions")
    person = models.CharField(max_length=80, blank=True, help_text="empty: nobody's seat, it only watches")
    link = models.ForeignKey(PersonalLink, on_delete=models.CASCADE, null=True, related_name="sessions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="seat_sessions")
    label = models.CharField(max_length=80, blank=True, help_text="what an integrator calls the token")
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    seen = models.DateTimeField(null=True, help_text="when it was last shown, to a minute")
    ended = models.DateTimeField(null=True)
    reason = models.CharField(
        max_length=16, blank=True, help_text="revoked, replaced, left, disabled, sent_out, expired"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["meeting", "person"], condition=models.Q(ended=None), name="who_sits_where")
        ]

    def __str__(self) -> str:
        return f"{self.meeting.ref}: {self.kind} {self.person}"


class SeatChange(models.Model):
    """One line per session whose seat is no longer what it was, so that every process can follow; kept for a day."""

    session = models.BigIntegerField()
    meeting = models.UUIDField()
    person = models.CharField(max_length=80)
    what = models.CharField(max_length=16, help_text="taken, yielded, regained, or the reason of its end")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.meeting}: {self.person} {self.what}"


class Attempt(models.Model):
    """How often something was tried within one minute from one address, by one link or in one known browser."""

    address = models.CharField(max_length=64, help_text="of `limits.network`, or `link …`, or `browser …`")
    what = models.CharField(max_length=16)
    minute = models.BigIntegerField(help_text="minutes since 1970")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address", "what", "minute"], name="one_count_per_address_and_minute")
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.what} {self.count}"
