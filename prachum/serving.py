"""The web part is one process that serves pages, live plane and door on the loopback."""

import gc
import logging
import sys
from typing import TYPE_CHECKING

import uvicorn

from prachum import forking
from prachum.bounded import Bounded
from prachum.media.door import UVICORN
from prachum.seldom import Seldom
from prachum.settings import HTTPS

if TYPE_CHECKING:
    from prachum.asgi import Application

LOOPBACK = "127.0.0.1"


def loaded() -> "Application":
    """The application, whose code Python looks through for garbage neither now nor later: each time takes 0.1 s."""
    gc.disable()
    from django.urls import get_resolver

    from prachum.asgi import application

    # Django itself would load the pages' code with the first of them, in half a second of whoever acts then.
    _ = get_resolver().url_patterns
    gc.freeze()
    gc.enable()
    return application


def main(port: int) -> int:
    """Serve until told to end; return the exit status, in the process that serves and in the one it is forked from."""
    application = loaded()
    if (status := forking.keep_serving()) is not None:
        return status
    serve(application, port)
    return 0


def serve(application: "Application", port: int) -> None:
    from prachum.journal.clock import TIMEPIECE

    TIMEPIECE.begin()
    # Python lets a busy thread keep the others waiting for 5 ms: an act crosses from the loop to the writer and back.
    sys.setswitchinterval(0.0005)
    logging.getLogger("uvicorn.error").addFilter(Seldom())
    uvicorn.run(
        application,
        host=LOOPBACK,
        port=port,
        loop="uvloop",
        http=Bounded,
        lifespan="on",
        access_log=False,
        server_header=False,
        # Who counts attempts by address must not be told the address by the visitor.
        proxy_headers=HTTPS,
        forwarded_allow_ips=LOOPBACK,
        timeout_graceful_shutdown=2,
        **UVICORN,
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
