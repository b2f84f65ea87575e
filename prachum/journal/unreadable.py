"""A meeting whose journal cannot be read here is told of once, in a sentence for the operator; all others go on."""

import logging
from uuid import UUID

from prachum.journal.codec import JournalBroken, JournalTooNew

UNREADABLE = (JournalTooNew, JournalBroken)
TOO_NEW = (
    "%s cannot be held or shown by this version of Prachum: %s. A newer version has entered it: install that one, or"
    " a still newer one. The journal is whole, and nothing was entered after it."
)
BROKEN = (
    "%s cannot be held or shown: %s. `prachum verify %s` names the first entry that somebody changed: restore the"
    " backup, or ask who has an export of it. Nothing was entered after it."
)

log = logging.getLogger(__name__)
_told: set[tuple[UUID, str]] = set()


def tell(meeting: UUID, fault: JournalTooNew | JournalBroken) -> None:
    """Say in the log what is wrong and what to do, once for each meeting and fault."""
    if (known := (meeting, str(fault))) in _told:
        return
    _told.add(known)
    if isinstance(fault, JournalTooNew):
        log.error(TOO_NEW, meeting, fault)
    else:
        log.error(BROKEN, meeting, fault, meeting)
