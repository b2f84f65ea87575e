"""The live plane: one bare ASGI application for views, streams, commands and presence, with one way in."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from uuid import UUID

from django.db import DatabaseError

from prachum.journal import disk, read, unreadable
from prachum.journal.codec import JournalTooNew
from prachum.journal.threads import READER, WRITER
from prachum.journal.unreadable import UNREADABLE
from prachum.live import browse, commands, openapi, problems, reports, sentences
from prachum.live.admit import Doorkeeper, NotAdmitted
from prachum.live.hubs import Hubs, Visit
from prachum.live.limits import Limit
from prachum.live.origin import token_cookie
from prachum.live.security_log import open_log
from prachum.live.wire import Malformed, Message, Receive, Request, Scope, Send, answer, answer_json, request
from prachum.refusals import explain, explanations
from prachum.words import LANGUAGES

UUID_FORM = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OF_A_MEETING: Mapping[str, str] = {"view": "GET", "stream": "GET", "sentences": "GET", "presence": "POST"}
"""What is asked of a meeting besides its commands, and how."""
PATH = re.compile(
    rf"/api/meetings/(?P<meeting>{UUID_FORM})/(?:(?P<what>{'|'.join(OF_A_MEETING)})|commands/(?P<command>[a-z-]+))"
)

log = logging.getLogger(__name__)


def _unreadable(asked: Request, fault: Exception, spoken: str) -> problems.Problem:
    """Neither 404 nor 500: the meeting is there, and another version of Prachum can hold it."""
    if (found := PATH.fullmatch(asked.path)) is not None and isinstance(fault, UNREADABLE):
        unreadable.tell(UUID(found["meeting"]), fault)
    code = "live.journal_too_new" if isinstance(fault, JournalTooNew) else "live.journal_broken"
    return problems.problem(503, code, spoken)


async def _alive(send: Send) -> None:
    """Whether the loop turns and the journal can be read; a database that is slow to answer is not that."""
    try:
        async with asyncio.timeout(ANSWERS_WITHIN):
            with suppress(read.UnknownMeeting):
                await READER.run(read.head, UUID(int=0))
    except (TimeoutError, DatabaseError):
        await answer_json(send, {"status": "waiting for the database"}, 503)
    else:
        await answer_json(send, {"status": "alive"})


async def _document(send: Send) -> None:
    await answer(send, 200, "application/json", openapi.written())


async def _page(send: Send) -> None:
    policy = ((b"content-security-policy", browse.POLICY),)
    await answer(send, 200, "text/html; charset=utf-8", browse.page(), more=policy)


async def _refusals(language: str, send: Send) -> None:
    told = {code: {"text": explain(code, language).text, "rule": one.rule} for code, one in explanations().items()}
    await answer_json(send, told)


FIXED: Mapping[str, Callable[[Send], Awaitable[None]]] = {
    **{f"/api/refusals/{language}.json": partial(_refusals, language) for language in LANGUAGES},
    "/healthz": _alive,
    "/api/openapi.json": _document,
    "/api/": _page,
}
ANSWERS_WITHIN = 2.0
LIMIT = Limit(burst=60, per_second=2)
CROWD = Limit(burst=300, per_second=10)
"""Of views, whoever asks for one by one, and all who look on from one network."""


async def _view(visit: Visit, send: Send) -> None:
    if not visit.may(LIMIT, CROWD):
        raise NotAdmitted(429, "live.too_often")
    # Who has acted, and then asks, sees it done: the hub is told of news only after whoever acted.
    await visit.hub.refresh()
    parts = visit.hub.joined(visit.seat)
    await answer(send, 200, "application/json", *parts, more=token_cookie(visit.asked))


class Plane:
    """Everything that is alive in one process; `start` and `stop` are called in the loop that serves."""

    def __init__(self) -> None:
        self.security = open_log()
        self.doorkeeper = Doorkeeper(self.security)
        self.hubs = Hubs(self.doorkeeper)

    def answers(self, path: str) -> bool:
        """Whether an address is one of the live plane's."""
        return path in FIXED or PATH.fullmatch(path) is not None

    async def start(self) -> None:
        try:
            await WRITER.run(disk.settle)
        except DatabaseError as fault:
            if disk.trouble(fault) != "full":
                raise
            # What cannot be entered can be read: the meeting is shown, and acts are refused.
            log.error("%s", disk.REMEDY["full"])
        await self.hubs.start()

    def close_streams(self) -> None:
        """End all streams, so that the server can stop; the readers come back to the next one."""
        self.hubs.close_streams()

    async def stop(self) -> None:
        await self.hubs.stop()
        self.security.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = request(scope)
        spoken = problems.language(asked)
        begun = False

        def noting(message: Message) -> Awaitable[None]:
            nonlocal begun
            begun = True
            return send(message)

        try:
            await self._answer(asked, receive, noting)
        except NotAdmitted as refusal:
            said = problems.problem(refusal.status, refusal.code, spoken)
        except Malformed as fault:
            self.security.write("malformed", fault.code, address=asked.address)
            said = problems.problem(problems.STATUSES.get(fault.code, 422), fault.code, spoken, fault.what)
        except UNREADABLE as fault:
            said = _unreadable(asked, fault, spoken)
        except Exception:
            log.exception("%s %s", asked.method, asked.path)
            if begun:
                raise
            said = problems.problem(500, "live.fault", spoken)
        else:
            return
        await problems.answer_problem(send, said, spoken)

    async def _answer(self, asked: Request, receive: Receive, send: Send) -> None:
        if (fixed := FIXED.get(asked.path)) is not None:
            return await fixed(send)
        found = PATH.fullmatch(asked.path)
        assert found is not None
        what, command = found["what"], found["command"]
        method = OF_A_MEETING.get(what, "POST")
        if asked.method != method:
            spoken = problems.language(asked)
            said = problems.problem(405, "live.method", spoken)
            return await problems.answer_problem(send, said, spoken, ((b"allow", method.encode()),))
        visit = await self.hubs.enter(asked, UUID(found["meeting"]))
        match what:
            case "view":
                await _view(visit, send)
            case "stream":
                await self.hubs.stream(visit, receive, send)
            case "sentences":
                await sentences.answer(visit, send)
            case "presence":
                await reports.answer(visit, receive, send)
            case _:
                await commands.answer(visit, command, self.security, receive, send)
        return None
