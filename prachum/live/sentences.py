"""Whoever is in the chamber may read the journal in plain language, as far as it is for them."""

from uuid import UUID

from prachum.journal import clock, read
from prachum.journal.threads import READER
from prachum.live import problems
from prachum.live.hubs import Visit
from prachum.live.limits import Limit
from prachum.live.openapi import Sentence
from prachum.live.wire import Send, answer_json
from prachum.projections.record import sentences
from prachum.rules.order import Withheld
from prachum.rules.visibility import Audience

LIMIT = Limit(burst=20, per_second=1)
CROWD = Limit(burst=300, per_second=10)
"""Of all who look on from one network."""


async def answer(visit: Visit, send: Send) -> None:
    """Answer with the sentences after `?after=` (a seq; without it: from the first), oldest first."""
    spoken = problems.language(visit.asked)
    if not visit.may(LIMIT, CROWD):
        return await problems.answer_problem(send, problems.problem(429, "live.too_often", spoken), spoken)
    said = visit.asked.query.get("after", "")
    after = int(said) if said.isascii() and said.isdigit() else 0
    audience = visit.hub.audience(visit.seat.person)
    return await answer_json(send, await READER.run(told, visit.hub.meeting, spoken, audience, after))


def told(meeting: UUID, language: str, audience: Audience, after: int) -> list[Sentence]:
    """The sentences of a meeting's journal after a seq; what the audience may not see is left out."""
    return [
        Sentence(seq=entry.seq, at=clock.written(entry.at), said=said)
        for entry, said in sentences(tuple(read.entries(meeting)), language, audience)
        if entry.seq > after and not isinstance(entry.event, Withheld)
    ]
