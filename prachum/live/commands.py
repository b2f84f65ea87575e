"""A command is answered once it is committed, and its author is whoever sits where it came from."""

import logging
from uuid import UUID

from django.db import DatabaseError

from prachum.journal import disk
from prachum.journal.guards import JournalUnguarded
from prachum.journal.store import CommandIdReused
from prachum.journal.together import perform_on_writer
from prachum.live import envelopes, problems
from prachum.live.hubs import Visit
from prachum.live.limits import Limit
from prachum.live.problems import Problem
from prachum.live.security_log import SecurityLog
from prachum.live.wire import Malformed, Receive, Send, answer_json, body, read_json
from prachum.registry.seats import ACT
from prachum.rules.order import OutOfOrder
from prachum.rules.procedure import COMMANDS, role_refusal

OF_THE_DISK = {"full": (507, "live.disk_full"), "read_only": (503, "live.disk_read_only")}
LIMIT = Limit(burst=120, per_second=20)
FOR_LONG = Limit(burst=7200, per_second=0.5)
"""No meeting asks this of anybody: a program that acts without end fills a disk by some megabytes an hour at most."""
MORE = 4 * 1024
"""For so many bytes of a command one more is spent: what a text costs everybody grows with it."""

log = logging.getLogger(__name__)


async def answer(visit: Visit, address: str, security: SecurityLog, receive: Receive, send: Send) -> None:
    """Answer a command sent to `…/commands/<address>`: `{"seq": n}`, or a problem document."""
    spoken = problems.language(visit.asked)
    refused = _refused_unread(visit, address, spoken)
    if refused is None:
        if not visit.asked.headers.get("content-type", "").startswith("application/json"):
            raise Malformed("wire.not_json_type")
        raw = await body(visit.asked, receive)
        done = await _entered(visit, address, raw, spoken)
        if isinstance(done, int):
            return await answer_json(send, {"seq": done})
        refused = done
    if refused["status"] < 500:
        seat = visit.seat
        security.write(
            "refused", refused["code"], address=visit.asked.address, person=seat.person, meeting=seat.meeting
        )
    return await problems.answer_problem(send, refused, spoken)


def _refused_unread(visit: Visit, address: str, spoken: str) -> Problem | None:
    """What needs no look at the command's body."""
    name = envelopes.BY_ADDRESS.get(address)
    if name is None:
        return problems.problem(404, "command.unknown", spoken)
    if ACT not in visit.seat.scopes:
        return problems.problem(403, "admission.read_only", spoken)
    if not _may(visit, 1):
        return problems.problem(429, "live.too_often", spoken)
    if name not in envelopes.OPEN_TO_PEOPLE:
        return problems.refusal(role_refusal(COMMANDS[name]), spoken)
    return None


def _may(visit: Visit, much: float) -> bool:
    """Whether a person, however many devices and tokens they have, may act so much more now."""
    person = visit.hub.meeting, visit.seat.person
    return LIMIT.spend(person, much) and FOR_LONG.spend(person, much)


async def _entered(visit: Visit, address: str, raw: bytes, spoken: str) -> int | Problem:
    if not _may(visit, len(raw) // MORE):
        return problems.problem(429, "live.too_often", spoken)
    sent = envelopes.read(envelopes.BY_ADDRESS[address], read_json(raw))
    return await _performed(visit, sent, spoken)


async def _performed(visit: Visit, sent: envelopes.Sent, spoken: str) -> int | Problem:
    try:
        return await perform_on_writer(visit.hub.meeting, sent.command, by=visit.seat.person, command_id=sent.id)
    except OutOfOrder as refusal:
        return problems.refusal(refusal.code, spoken)
    except CommandIdReused:
        return problems.problem(409, "command.id_reused", spoken)
    except (DatabaseError, JournalUnguarded) as fault:
        return _not_entered(visit.hub.meeting, fault, spoken)


def _not_entered(meeting: UUID, fault: Exception, spoken: str) -> Problem:
    """What is wrong with the disk is said in a sentence, to the operator in the log and to whoever acted."""
    trouble = disk.trouble(fault) or ""
    if trouble in OF_THE_DISK:
        log.error("%s: %s", meeting, disk.REMEDY[trouble])
        return problems.problem(*OF_THE_DISK[trouble], spoken)
    log.error("%s: nothing could be entered", meeting, exc_info=fault)
    return problems.problem(503, "live.cannot_serve", spoken)
