"""`prachum up` brings the tables up to date, then keeps web part and engine alive until it is told to stop."""

import asyncio
import os
import re
import socket
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path

import click
from rich.console import Console

from prachum.supervisor import Part, Refused, Supervisor, answers_http, log

LOOPBACK = "127.0.0.1"
ADDRESS_FILE = "address"
"""In PRACHUM_DATA: where this installation is reached, for whoever has to write a link."""
NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+", re.I)


@click.command()
@click.option("--port", default=8000, show_default=True, help="The port on the loopback.")
@click.option("--host", metavar="NAME", help="The public name; a proxy there speaks HTTPS and passes on to the port.")
@click.option("--no-media", is_flag=True, help="Without the media engine: seen and read, not heard.")
def up(port: int, host: str | None, no_media: bool) -> None:
    """Serve this installation until it is told to stop."""
    console = Console(stderr=True)
    try:
        asyncio.run(_up(console, port, host, media=not no_media))
    except Refused as refusal:
        console.print(str(refusal), style="bold", soft_wrap=True)
        sys.exit(1)


async def _up(console: Console, port: int, host: str | None, *, media: bool) -> None:
    os.environ |= public(host) if host else {}
    from prachum.settings import ALLOWED_HOSTS, DATA, HTTPS

    if HTTPS:
        must_be_fit_for_the_public(DATA, ALLOWED_HOSTS)
    address = f"https://{host}/" if host else f"http://{LOOPBACK}:{port}/"
    with Supervisor(DATA, partial(tell, console)) as supervisor:
        must_be_free(port)
        migrate()
        supervisor.keep(web(port))
        if media:
            from prachum.media import engine

            supervisor.keep(engine.part(DATA))
        (DATA / ADDRESS_FILE).write_text(address)
        running = asyncio.create_task(supervisor.run())
        announcing = asyncio.create_task(announce(supervisor, console, address))
        try:
            await running
        finally:
            announcing.cancel()


def web(port: int) -> Part:
    """The web part; while it starts or is busy it may be silent for longer than the engine may."""
    return Part(
        "web",
        (sys.executable, "-m", "prachum.serving", str(port)),
        answers=partial(answers_http, LOOPBACK, port, "/alive"),
        patience=10.0,
        start_patience=60.0,
    )


def tell(console: Console, name: str, what: str) -> None:
    log.info("%s %s", name, what)
    if what == "silent":
        console.print(f"The {name} part did not answer and is started anew; logs/{name}.log may say why.")


async def announce(supervisor: Supervisor, console: Console, address: str) -> None:
    await asyncio.sleep(0)
    await supervisor.up("web")
    console.print(f"Prachum is at [bold]{address}[/bold]  (Ctrl-C stops it)", soft_wrap=True)


def must_be_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            raise Refused(f"Port {port} may be used by root only: name another with --port.") from None
        except (OSError, OverflowError):
            raise Refused(
                f"Port {port} is in use by another program: stop that, or name another with --port."
            ) from None


def migrate() -> None:
    """In a program of its own: the supervisor itself never carries Django."""
    if subprocess.run([sys.executable, "-m", "prachum.migrating"]).returncode:
        raise Refused("The database could not be brought up to date; nothing was started.")


def public(host: str) -> dict[str, str]:
    """The settings of an installation that the public reaches under this name."""
    if not NAME.fullmatch(host):
        raise Refused(f"{host!r} is no public name such as meetings.example.org.")
    hosts = ",".join(filter(None, (os.environ.get("PRACHUM_HOSTS"), host)))
    return {"PRACHUM_HOSTS": hosts, "PRACHUM_HTTPS": "1"}


def must_be_fit_for_the_public(home: Path, hosts: list[str]) -> None:
    """Raise Refused while anything that the public could use against the installation is weak."""
    if any("*" in name or name.startswith(".") for name in hosts):
        raise Refused("PRACHUM_HOSTS must name each host whole: with a wildcard anybody's page could pose as ours.")
    for path in (home, home / "secret-key", home / "engine-key.json"):
        if path.exists() and (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077:
            raise Refused(f"{path} can be read by others (mode {mode:o}): take that right away (chmod go= …) first.")
    if len((home / "secret-key").read_text().strip()) < 50:
        raise Refused(f"The secret in {home / 'secret-key'} is too short: delete the file, and a good one is made.")
