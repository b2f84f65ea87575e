"""The one ASGI application that `prachum up` serves: live plane and door beside Django, which has the rest."""

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable
from threading import current_thread, main_thread
from types import FrameType
from typing import Any, Protocol, TypeAlias, cast

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prachum.settings")
django.setup()

# Models can be imported only now.
from django.conf import settings  # noqa: E402
from django.core.asgi import get_asgi_application  # noqa: E402

from prachum.live import problems  # noqa: E402
from prachum.live.bodies import Bodies  # noqa: E402
from prachum.live.plane import Plane  # noqa: E402
from prachum.live.wire import (  # noqa: E402
    LARGEST_BODY,
    Malformed,
    Message,
    Receive,
    Request,
    Scope,
    Send,
    in_pieces,
    long_query,
    request,
    too_many_cookies,
)
from prachum.media.plane import Media  # noqa: E402
from prachum.newsroom import drafting  # noqa: E402
from prachum.newsroom.editors import has_signed_in  # noqa: E402
from prachum.supervisor import Refused  # noqa: E402
from prachum.web.headers import EDITORS, shielded  # noqa: E402
from prachum.workers.clock import keep_time  # noqa: E402
from prachum.workers.visits import end_visits  # noqa: E402

Beside: TypeAlias = Callable[[Plane], Awaitable[None]]

LARGEST_FORM, LARGEST_UPLOAD = LARGEST_BODY, 32 * 1024 * 1024
"""Bytes of a form, and of what editors who have signed in send: pictures."""

log = logging.getLogger(__name__)


class Door(Protocol):
    """What the media part brings: it answers addresses of its own, as long as it runs."""

    @property
    def ready(self) -> bool: ...

    def answers(self, path: str) -> bool: ...

    async def run(self, plane: Plane) -> None: ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None: ...


class Application:
    """Sends each connection where it belongs: Django sees neither streams, nor websockets, nor the lifespan.

    What is in `beside` runs as long as the application lives, as the clock does, each begun anew when it fails.
    """

    def __init__(self, door: Door | None = None, *beside: Beside) -> None:
        self.door = door
        self.beside = (*beside, door.run) if door is not None else beside
        self.plane: Plane | None = None
        self._pages = get_asgi_application()
        self._bodies = Bodies()
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "lifespan":
                await self._live(receive, send)
            case "http":
                send = in_pieces(shielded(send))
                try:
                    await self._answer(scope, self._bodies.in_time(scope, receive), send)
                except Malformed as fault:
                    await _refused(scope, send, problems.STATUSES.get(fault.code, 422), fault.code)
            case _:
                await self._answer(scope, receive, shielded(send))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        match scope["type"]:
            case "http" if too_many_cookies(scope):
                await _refused(scope, send, 431, "wire.too_many_cookies")
            case "http" | "websocket" if self.door is not None and self.door.answers(path):
                await (self.door if self.door.ready else _cannot_serve)(scope, receive, send)
            case "http" if long_query(scope):
                await _refused(scope, send, 414, "wire.query_too_long")
            case "http" if self.plane is not None and self.plane.answers(path):
                await self.plane(scope, receive, send)
            case "http":
                await self._page(scope, receive, send)
            case "websocket":
                await receive()
                if path == "/healthz":
                    # Who asks whether anybody answers is answered: browsers complain aloud of a socket that is refused.
                    await send({"type": "websocket.accept"})
                await send({"type": "websocket.close", "code": 1000})

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Django would lay any body on the disk before it asks whose it is: of what is too large it gets nothing."""
        left = await _most(request(scope))
        late = answered = False

        async def reading() -> Message:
            nonlocal left, late
            try:
                message = await receive()
            except Malformed:
                late = True
                return {"type": "http.disconnect"}
            left -= len(message.get("body", b""))
            return message if left >= 0 else {"type": "http.disconnect"}

        async def answering(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        if left >= 0:
            await self._pages(dict(scope), reading, cast(Any, answering))
        if (late or left < 0) and not answered:
            await _refused(scope, send, *((408, "wire.too_slow") if late else (413, "wire.too_large")))

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self._start()
        except Exception as fault:
            log.exception("cannot start")
            await send({"type": "lifespan.startup.failed", "message": str(fault)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self) -> None:
        plane = self.plane = Plane()
        await plane.start()
        self._tasks = [asyncio.create_task(_forever(part, plane)) for part in self.beside]
        _before_the_server_ends(plane.close_streams)

    async def _stop(self) -> None:
        assert self.plane is not None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.plane.stop()


async def _cannot_serve(scope: Scope, receive: Receive, send: Send) -> None:
    """503, never 401 or 404: a browser's client would take those for final."""
    if scope["type"] == "websocket":
        await receive()
        # Accepted and closed at once it is a lost line, and the client comes back.
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": 1013})
        return
    await _refused(scope, send, 503, "door.cannot_serve")


async def _refused(scope: Scope, send: Send, status: int, code: str) -> None:
    spoken = problems.language(request(scope))
    await problems.answer_problem(send, problems.problem(status, code, spoken), spoken)


async def _forever(part: Beside, plane: Plane) -> None:
    told = ""
    while True:
        try:
            await part(plane)
        except Refused as why:
            if told != str(why):
                log.warning("%s", why)
            told = str(why)
        except Exception as fault:
            # Once, not every second while the same is wrong (as when the engine is not built).
            if (fault_now := repr(fault)) != told:
                log.exception("%s failed and begins anew", part)
            told = fault_now
        await asyncio.sleep(1)


async def _most(asked: Request) -> int:
    """Bytes that a body may have, less than none where it announces more; whose it is is asked of a large one."""
    said = asked.headers.get("content-length", "0")
    announced = int(said) if said.isdecimal() and len(said) < 12 else LARGEST_UPLOAD + 1
    most = LARGEST_FORM
    if asked.path.startswith(EDITORS) and (announced > most or "transfer-encoding" in asked.headers):
        signed_in = await has_signed_in(asked.cookies.get(settings.SESSION_COOKIE_NAME, ""))
        most = LARGEST_UPLOAD if signed_in else LARGEST_FORM
    return most if announced <= most else -1


def _before_the_server_ends(close: Callable[[], None]) -> None:
    """Also do this at SIGTERM or SIGINT: the server waits for open streams before it tells us that it ends."""
    if current_thread() is not main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        servers = signal.getsignal(number)

        def end(said: int, frame: FrameType | None, servers: object = servers) -> None:
            loop.call_soon_threadsafe(close)
            if callable(servers):
                servers(said, frame)

        signal.signal(number, end)


async def keeps_time(plane: Plane) -> None:
    """The clock needs nothing of the live plane: it follows the journal."""
    await keep_time()


async def drafts_news(plane: Plane) -> None:
    """So does the newsroom, which nobody below imports."""
    await drafting.follow()


application = Application(Media() if settings.MEDIA else None, keeps_time, end_visits, drafts_news)
