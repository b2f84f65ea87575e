"""One table holds every meeting: an entry a row, never changed, never deleted (see guards)."""

from django.db import models

CLOSED = "meeting.meeting_closed"
"""The kind of entry that ends a meeting."""


class Entry(models.Model):
    """One link of a meeting's chain.

    `at` is ISO 8601 in UTC with milliseconds; `by` and `kind` are `sealed` where they are secret. `body` is canonical
    JSON, `salt` 16 bytes, both NULL once erased; `body_hash` and `digest` (SHA-256) and `salt` are written in hex.
    `command_digest` tells a repeated command from another one under the same id, and means nothing without the salt.
    """

    meeting = models.UUIDField()
    seq = models.PositiveIntegerField()
    at = models.CharField(max_length=24)
    by = models.TextField()
    kind = models.TextField()
    command_id = models.UUIDField()
    command_digest = models.CharField(max_length=64)
    body = models.TextField(null=True)
    salt = models.CharField(max_length=32, null=True)
    body_hash = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["meeting", "seq"], name="journal_entry_seq"),)
        indexes = (
            models.Index(fields=["meeting", "command_id"], name="journal_entry_command"),
            models.Index(fields=["seq", "meeting"], condition=models.Q(seq=1), name="journal_entry_first"),
            models.Index(fields=["kind", "meeting"], condition=models.Q(kind=CLOSED), name="journal_entry_closed"),
        )

    def __str__(self) -> str:
        return f"{self.meeting} {self.seq} {self.kind}"
