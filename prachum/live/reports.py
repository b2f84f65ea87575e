"""What somebody reports of themselves hangs on the meeting's board, and goes to those who may read it."""

from pydantic import ValidationError

from prachum.live import problems
from prachum.live.hubs import Visit
from prachum.live.limits import Limit
from prachum.live.wire import LARGEST_BODY, Malformed, Receive, Send, answer_json, body, dumped, read_json
from prachum.presence.board import NotYours
from prachum.presence.kinds import KINDS, Rehearsal, Said

LIMIT = Limit(burst=40, per_second=8)
CROWD = Limit(burst=200, per_second=20)
"""Of all who look on from one network: what is left out of their lines harms no meeting.  Whoever has a seat is not
among them, however many sit in one house."""


LARGEST = 2 * 1024
"""Bytes of a report; a rehearsal's own, which say in all its languages what is waited for, are as large as commands."""


async def answer(visit: Visit, receive: Receive, send: Send) -> None:
    """Answer a report sent to `…/presence`: `{}`, or a problem document."""
    spoken, hub, seat = problems.language(visit.asked), visit.hub, visit.seat
    if not visit.may(LIMIT, CROWD):
        return await problems.answer_problem(send, problems.problem(429, "live.too_often", spoken), spoken)
    if not visit.asked.headers.get("content-type", "").startswith("application/json"):
        raise Malformed("wire.not_json_type")
    most = LARGEST_BODY if seat.simulates else LARGEST
    said = _read(read_json(await body(visit.asked, receive, most), floats=True))
    actor = hub.state.actor(seat.person)
    try:
        if isinstance(said, Rehearsal) and not seat.simulates:
            raise NotYours("presence.rehearsal_only")
        fact = hub.board.put(actor, seat.session, said)
    except NotYours as refusal:
        return await problems.answer_problem(send, problems.problem(403, refusal.code, spoken), spoken)
    hub.tell(fact)
    return await answer_json(send, {})


def _read(said: dict[str, object]) -> Said:
    try:
        return KINDS.validate_json(dumped(said))
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(step) for step in fault["loc"])
        raise Malformed("wire.not_a_fact", f"{where}: {fault['msg']}"[:300]) from None
