"""Whoever is in the chamber may read the journal in plain language, as far as it is for them."""

from collections import OrderedDict
from dataclasses import dataclass, field
from uuid import UUID

from prachum.journal import clock, read
from prachum.journal.threads import READER
from prachum.live import problems
from prachum.live.hubs import Visit
from prachum.live.limits import Limit
from prachum.live.openapi import Sentence
from prachum.live.wire import Send, answer_json
from prachum.projections.record import sentence
from prachum.rules.delegations import NameplateErased
from prachum.rules.order import Entry, Withheld
from prachum.rules.procedure import State, apply, new
from prachum.rules.visibility import Audience, sees

LIMIT = Limit(burst=20, per_second=1)
CROWD = Limit(burst=300, per_second=10)
"""Of all who look on from one network."""
KEPT = 16
"""Meetings, each in one language: some 3 MB for four thousand entries."""


@dataclass
class Told:
    """A meeting in a language, as far as its journal was read; `last` is an entry by which that journal is known."""

    language: str
    last: read.Head | None = None
    state: State = field(default_factory=new)
    sentences: list[tuple[Entry, Sentence]] = field(default_factory=list)

    def tell(self, entry: Entry) -> None:
        said = sentence(entry, self.state, self.language)
        self.sentences.append((entry, Sentence(seq=entry.seq, at=clock.written(entry.at), said=said)))
        self.state = apply(self.state, entry)


_told: OrderedDict[tuple[UUID, str], Told] = OrderedDict()
"""Meetings as they were told last, by language; only the reading thread comes here."""


async def answer(visit: Visit, send: Send) -> None:
    """Answer with the sentences after `?after=` (a seq; without it: from the first), oldest first."""
    spoken = problems.language(visit.asked)
    if not visit.may(LIMIT, CROWD):
        return await problems.answer_problem(send, problems.problem(429, "live.too_often", spoken), spoken)
    said = visit.asked.query.get("after", "")
    after = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
    audience = visit.hub.audience(visit.seat.person)
    return await answer_json(send, await READER.run(told, visit.hub.meeting, spoken, audience, after))


def told(meeting: UUID, language: str, audience: Audience, after: int) -> list[Sentence]:
    """The sentences of a meeting's journal after a seq; what the audience may not see is left out."""
    found = _up_to_now(meeting, language)
    return [
        said
        for entry, said in found.sentences[after:]
        if not isinstance(entry.event, Withheld) and sees(audience, entry.event, found.state)
    ]


def _up_to_now(meeting: UUID, language: str) -> Told:
    """Each entry is told once for all who ask; all anew when what was told is no longer what the journal says."""
    found = _told.pop((meeting, language), None) or Told(language)
    if found.last is not None and not read.has(meeting, found.last):  # the file was replaced under us
        found = Told(language)
    last, fresh = read.head(meeting), list(read.entries(meeting, found.state.seq))
    if found.last is not None and any(isinstance(one.event, NameplateErased) for one in fresh):
        found, fresh = Told(language), list(read.entries(meeting))
    for entry in fresh:
        found.tell(entry)
    found.last = last
    _told[meeting, language] = found
    while len(_told) > KEPT:
        _told.popitem(last=False)
    return found
