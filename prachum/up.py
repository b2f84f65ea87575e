"""`prachum up` brings the tables up to date, then keeps web part and engine alive until it is told to stop."""

import asyncio
import errno
import os
import re
import resource
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from ipaddress import ip_address
from pathlib import Path

import click
from rich.console import Console

from prachum import proxy, space, split
from prachum.proxy import Public
from prachum.supervisor import Part, Refused, Supervisor, What, answers_http, log
from prachum.terminal import said

LOOPBACK = "127.0.0.1"
NOT_WRITTEN = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}
SAID_AGAIN = 60.0
"""Seconds before it is said once more that a part died: one that dies again and again is told of, not deplored."""
FILES = 65_536
FILE = click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path)
NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.(?!\d+$)[a-z0-9-]{1,63}", re.I)
"""No IP address: nobody signs a certificate for those."""


@click.command()
@click.option("--port", default=8000, show_default=True, help="The port on the loopback.")
@click.option("--host", metavar="NAME", help="The public name; Caddy speaks HTTPS there and passes on to the port.")
@click.option("--certificate", type=FILE, help="With --host: an own certificate, for all our names.")
@click.option("--key", type=FILE, help="The key of that certificate.")
@click.option("--turn-host", metavar="NAME", help="A second name, for those who reach nothing but port 443.")
@click.option(
    "--address", metavar="IP", help="The one address to which media are sent, where others cannot be reached."
)
@click.option("--own-proxy", is_flag=True, help="With --host: another proxy than our Caddy does that.")
@click.option("--no-media", is_flag=True, help="Without the media engine: seen and read, not heard.")
def up(
    port: int,
    host: str | None,
    certificate: Path | None,
    key: Path | None,
    turn_host: str | None,
    address: str | None,
    own_proxy: bool,
    no_media: bool,
) -> None:
    """Serve this installation until it is told to stop."""
    console = Terminal(stderr=True)
    with refusing(console):
        reached = Public(host, turn_host, certificate, key) if host else None
        must_go_together(reached, turn_host, address, own_proxy=own_proxy, media=not no_media)
        asyncio.run(_up(console, port, reached, address, own_proxy=own_proxy, media=not no_media))


class Terminal(Console):
    """Nobody ends because the terminal is gone: who leaves it does not leave the meeting."""

    def on_broken_pipe(self) -> None:
        self.quiet = True

    def tell(self, sentence: str) -> None:
        with suppress(OSError):
            self.print(sentence, soft_wrap=True, highlight=False, markup=False)


@contextmanager
def refusing(console: Console) -> Iterator[None]:
    """Say in a sentence why the installation cannot run, and end."""
    try:
        yield
    except Refused as refusal:
        console.print(str(refusal), style="bold", soft_wrap=True)
        sys.exit(1)
    except OSError as fault:
        if fault.errno not in NOT_WRITTEN:
            raise
        sentence = said("cannot_write", path=fault.filename or "PRACHUM_DATA", why=fault.strerror)
        console.print(sentence, style="bold", soft_wrap=True)
        sys.exit(1)


async def _up(
    console: Terminal, port: int, reached: Public | None, media_at: str | None, *, own_proxy: bool, media: bool
) -> None:
    os.environ |= public(reached.host) if reached else {}
    from prachum.settings import ADDRESS_FILE, ALLOWED_HOSTS, DATA, HTTPS

    if HTTPS:
        must_be_fit_for_the_public(DATA, ALLOWED_HOSTS)
    address = f"https://{reached.host}/" if reached else f"http://{LOOPBACK}:{port}/"
    announcer = Announcer(console, DATA, address)
    with Supervisor(DATA, announcer) as supervisor:
        must_be_free(port)
        migrate()
        allow_many_files()
        for part in parts(DATA, port, media=media, reached=reached, media_at=media_at):
            supervisor.keep(part)
        if reached and not own_proxy:
            for part in before(DATA, reached, port):
                supervisor.keep(part)
            if reached.internal:
                console.tell(said("internal", host=reached.host, root=proxy.root_certificate(DATA)))
        ADDRESS_FILE.write_text(address)
        async with space.watched(DATA, announcer.little_left):
            await supervisor.run()


def parts(
    home: Path, port: int, *, media: bool, reached: Public | None = None, media_at: str | None = None
) -> Iterator[Part]:
    """The web part, and the engine unless another one is named or none is wanted."""
    yield web(port, media=media)
    if _own_engine(media):
        from prachum.media import engine, webhook

        yield engine.part(
            home,
            webhook=f"http://{LOOPBACK}:{port}{webhook.PATH}",
            advertise=media_at,
            wanted=engine.PUBLIC_PORTS if reached else None,
            turn=reached.turn if reached else None,
        )


def _own_engine(media: bool) -> bool:
    return media and "PRACHUM_LIVEKIT_URL" not in os.environ


def before(home: Path, reached: Public, port: int) -> Iterator[Part]:
    """What stands between the public and the web part: Caddy, and before it nginx where TURN has a name."""
    if reached.turn is None:
        yield proxy.part(home, reached, port)
        return
    from prachum.media import engine

    pages = split.free_port()
    yield proxy.part(home, reached, port, pages)
    yield split.part(home, reached, pages, engine.Ports.recorded(home)["turn"])


def web(port: int, *, media: bool) -> Part:
    """The web part; while it starts or is busy it may be silent for longer than the engine may.

    It answers 503 while it cannot reach its database, and killing it would bring that no nearer.
    """
    return Part(
        "web",
        (sys.executable, "-m", "prachum.serving", str(port)),
        environment={} if media else {"PRACHUM_MEDIA": "0"},
        answers=partial(answers_http, LOOPBACK, port, "/healthz", below=600),
        patience=10.0,
        start_patience=60.0,
        replaces=True,
    )


class Announcer:
    """Tells the terminal what an operator has to know: the address once, and what does not go as it should."""

    def __init__(self, console: Terminal, home: Path, address: str) -> None:
        self._console = console
        self._home = home
        self._address = address
        self._starting: set[str] = set()
        self._said: set[str] = set()
        self._deaths: dict[str, float] = {}

    def __call__(self, name: str, what: What) -> None:
        log.info("%s %s", name, what)
        match what:
            case "started":
                self._starting.add(name)
            case "up":
                self._starting.discard(name)
                self._said.discard(name)
                if name == "web" and self._address:
                    self._say("at", address=self._address)
                    self._address = ""
            case "silent":
                self._say("silent", part=name, log=self._home / "logs" / f"{name}.log")
            case "died" if time.monotonic() - self._deaths.get(name, -SAID_AGAIN) >= SAID_AGAIN:
                self._deaths[name] = time.monotonic()
                self._say("died", part=name, log=self._home / "logs" / f"{name}.log")
            case "ended" if name in self._starting - self._said:
                self._said.add(name)
                self._say("ends", part=name, log=self._home / "logs" / f"{name}.log")

    def little_left(self, left: int) -> None:
        self._say("little_left", home=self._home, left=left // 10**6)

    def _say(self, sentence: str, **parts: object) -> None:
        self._console.tell(said(sentence, **parts))


def must_go_together(
    reached: Public | None, turn_host: str | None, address: str | None, *, own_proxy: bool, media: bool
) -> None:
    """Raise Refused for options that contradict each other."""
    if turn_host is not None:
        if reached is None or own_proxy or not _own_engine(media) or turn_host.lower() == reached.host.lower():
            raise Refused(said("turn_alone"))
        public(turn_host)
    if address is not None:
        from prachum.media.engine import own_addresses

        try:
            ip_address(address)
        except ValueError:
            raise Refused(said("no_address_of_ours", address=address)) from None
        if turn_host is not None and address not in own_addresses():
            raise Refused(said("turn_elsewhere", address=address))


def must_be_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            raise Refused(said("port_forbidden", port=port)) from None
        except (OSError, OverflowError):
            raise Refused(said("port_taken", port=port)) from None


def allow_many_files() -> None:
    """For all parts: each person takes some three in the web part, and systems allow a thousand unasked."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def migrate() -> None:
    """In a program of its own: the supervisor itself never carries Django."""
    if subprocess.run([sys.executable, "-m", "prachum.ready"]).returncode:
        raise Refused(said("no_database"))


def public(host: str) -> dict[str, str]:
    """The settings of an installation that the public reaches under this name."""
    if not NAME.fullmatch(host):
        raise Refused(said("no_name", host=host))
    hosts = ",".join(filter(None, (os.environ.get("PRACHUM_HOSTS"), host)))
    return {"PRACHUM_HOSTS": hosts, "PRACHUM_HTTPS": "1"}


def must_be_fit_for_the_public(home: Path, hosts: list[str]) -> None:
    """Raise Refused while anything that the public could use against the installation is weak."""
    if any("*" in name or name.startswith(".") for name in hosts):
        raise Refused(said("wildcard"))
    for path in (home, home / "secret-key", home / "engine-key.json"):
        if path.exists() and (mode := stat.S_IMODE(path.stat().st_mode)) & 0o077:
            raise Refused(said("readable", path=path, mode=f"{mode:o}"))
    if len((home / "secret-key").read_text().strip()) < 50:
        raise Refused(said("short_secret", path=home / "secret-key"))
