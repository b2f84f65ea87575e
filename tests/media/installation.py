"""Run as a program, this is an installation of the engine and a web part of a line, and tells what happens to them."""

import asyncio
import json
import sys
import time
from pathlib import Path

from prachum.media import engine
from prachum.supervisor import Part, Refused, Supervisor

WEB = "print('served', flush=True); import time; time.sleep(999)"


def tell(name: str, what: str) -> None:
    pid = supervisor.pid(name) if what == "started" else None
    sys.stdout.write(json.dumps({"name": name, "what": what, "pid": pid, "at": time.monotonic()}) + "\n")
    sys.stdout.flush()


try:
    home = Path(sys.argv[1])
    with Supervisor(home, tell) as supervisor:
        supervisor.keep(engine.part(home, webhook=sys.argv[2] if len(sys.argv) > 2 else None))
        supervisor.keep(Part("web", (sys.executable, "-c", WEB)))
        asyncio.run(supervisor.run())
except Refused as refusal:
    sys.exit(str(refusal))
