"""The media engine obeys us on loopback only, asks no server on the Internet, and opens no room of its own accord."""

import asyncio
import json
import os
import secrets
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Self, TypeAlias

import ifaddr

from prachum.media.build import binary
from prachum.supervisor import Part, Refused, answers_http

LOOPBACK = "127.0.0.1"
Network: TypeAlias = IPv4Network | IPv6Network

PORTS_FILE = "engine.json"
KEY_FILE = "engine-key.json"
CONFIGURATION_FILE = "engine.yaml"
FREE_PORTS = range(20_000, 32_000)
PUBLIC_PORTS = {"tcp": 7881, "udp": 7882}
"""Where an installation with a public name takes media, so that its firewall can be told once."""
RELAYS = range(10_000, 20_000)
"""Ports on the loopback of which each connection that TURN relays takes one."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the engine listens: signalling, TURN on loopback; media (one UDP port for all, and TCP) for everybody."""

    http: int
    udp: int
    tcp: int
    turn: int

    @classmethod
    def kept(cls, home: Path, wanted: Mapping[str, int] | None = None) -> Self:
        """Return the ports of this installation: those wanted, else the recorded ones, else free ones; record them.

        `wanted` maps any of these names to a port.  Call it only while the engine is not running: a recorded
        port that somebody else has taken since is replaced, and a wanted one that is taken raises Refused.
        """
        recorded = cls.recorded(home)
        chosen: dict[str, int] = {}
        with ExitStack() as held:
            for name in ("http", "udp", "tcp", "turn"):
                kind = socket.SOCK_DGRAM if name == "udp" else socket.SOCK_STREAM
                if port := (wanted or {}).get(name):
                    if _bound(held, kind, port) is None:
                        raise Refused(f"Port {port} ({name}), wanted for the media engine, is taken.")
                else:
                    port = next(filter(None, (_bound(held, kind, port) for port in _candidates(recorded.get(name)))))
                chosen[name] = port
        ports = cls(**chosen)
        (home / PORTS_FILE).write_text(json.dumps(asdict(ports)))
        return ports

    @staticmethod
    def recorded(home: Path) -> dict[str, int]:
        """The ports of the last start, by name; none before the first."""
        with suppress(FileNotFoundError, json.JSONDecodeError):
            kept: dict[str, int] = json.loads((home / PORTS_FILE).read_text())
            return kept
        return {}


def _candidates(recorded: int | None) -> Iterator[int]:
    """Yield the recorded port, then others, none that the system gives to outgoing connections of its own accord."""
    if recorded is not None:
        yield recorded
    while True:
        yield secrets.choice(FREE_PORTS)


def _bound(held: ExitStack, kind: socket.SocketKind, port: int) -> int | None:
    """Bind the port on every address until `held` closes, so that it is not chosen twice; None if it is taken."""
    probe = held.enter_context(socket.socket(socket.AF_INET, kind))
    if kind is socket.SOCK_STREAM:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("", port))
    except OSError:
        return None
    return port


@dataclass(frozen=True, slots=True)
class Address:
    """Where the engine is and the key to it, which never leaves this machine; `url` is http://… without a slash."""

    url: str
    key: str
    secret: str

    @classmethod
    def of(cls, home: Path) -> Self:
        """Return the engine that this process is to use: PRACHUM_LIVEKIT_URL (with …_KEY, …_SECRET), or our own.

        Raise Refused when our own has no recorded port yet, or the other's key is missing.
        """
        if url := os.environ.get("PRACHUM_LIVEKIT_URL"):
            key, secret = os.environ.get("PRACHUM_LIVEKIT_KEY"), os.environ.get("PRACHUM_LIVEKIT_SECRET")
            if not (key and secret):
                raise Refused("PRACHUM_LIVEKIT_URL needs PRACHUM_LIVEKIT_KEY and PRACHUM_LIVEKIT_SECRET beside it.")
            # LiveKit's own documents give ws:// and wss:// addresses; it is one port for both.
            return cls(
                url.rstrip("/").replace("ws", "http", 1) if url.startswith("ws") else url.rstrip("/"), key, secret
            )
        try:
            port = json.loads((home / PORTS_FILE).read_text())["http"]
        except FileNotFoundError as missing:
            raise Refused("The media engine has never been started here.") from missing
        return cls(f"http://{LOOPBACK}:{port}", *_key(home))


def _key(home: Path) -> tuple[str, str]:
    """Return API key and secret, made on first use and readable by us alone."""
    path = home / KEY_FILE
    if not path.exists():
        _write_privately(path, {"key": f"prachum-{secrets.token_hex(4)}", "secret": secrets.token_urlsafe(48)})
    kept = json.loads(path.read_text())
    return kept["key"], kept["secret"]


def _write_privately(path: Path, content: object) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file, indent=1)
    draft.replace(path)


def configuration(
    ports: Ports, address: Address, webhook: str | None, advertise: str | None, turn: str | None = None
) -> dict[str, object]:
    """Return the engine's whole configuration; the reasons stand beside what must not be lost."""
    rtc: dict[str, object] = {
        "udp_port": ports.udp,
        "tcp_port": ports.tcp,
        # Measured: a quarter less CPU in a formal meeting of a hundred; it works on one muxed port only.
        "batch_io": {"batch_size": 128, "max_flush_interval": "2ms"},
        "use_external_ip": False,
        # Without lite ICE the engine itself asks Google's and Twilio's STUN servers, unless it is told an address.
        "use_ice_lite": True,
        # An empty list makes it tell every browser to ask Google's and Twilio's.  This port is never answered, and
        # need not be: a browser's own address is learnt from its first packet.
        "stun_servers": [f"{advertise or LOOPBACK}:{ports.udp}"],
        "enable_loopback_candidate": advertise is None,
    }
    if advertise is not None:
        rtc["node_ip"] = advertise
    whole: dict[str, object] = {
        "port": ports.http,
        # Load-bearing: past the door, a token that LiveKit itself refreshed is a floor ticket for ten minutes.
        "bind_addresses": [LOOPBACK],
        "rtc": rtc,
        "room": {
            "auto_create": False,
            "enable_remote_unmute": False,
            "empty_timeout": 300,
            "departure_timeout": 60,
        },
        "keys": {address.key: address.secret},
        "logging": {"level": "warn", "pion_level": "error", "json": True},
    }
    if webhook is not None:
        whole["webhook"] = {"api_key": address.key, "urls": [webhook]}
    if turn is not None:
        whole["turn"] = relaying(ports, turn, [advertise] if advertise else own_addresses())
    return whole


def relaying(ports: Ports, name: str, peers: Sequence[str]) -> dict[str, object]:
    """TURN for those who get through to nothing but 443/tcp: under this name, without TLS, on the loopback.

    It relays to these addresses alone, which are to be the engine's: whoever is in a meeting has its password.
    """
    mine = [ip_network(peer) for peer in peers]
    return {
        "enabled": True,
        "domain": name,
        "tls_port": ports.turn,
        # The TLS ends before it, in nginx.
        "external_tls": True,
        # Relays are bound there too: nothing more is open to the street, and what they send cannot leave the machine.
        "bind_addresses": [LOOPBACK],
        "relay_range_start": RELAYS.start,
        "relay_range_end": RELAYS.stop - 1,
        # LiveKit itself denies private addresses only, and would relay to anybody on the Internet.
        "allow_restricted_peer_cidrs": [str(one) for one in mine],
        "deny_peer_cidrs": [str(one) for one in (*_all_but(mine, "0.0.0.0/0"), *_all_but(mine, "::/0"))],
    }


def _all_but(mine: Sequence[Network], everything: str) -> list[Network]:
    rest: list[Network] = [ip_network(everything)]
    for one in mine:
        if one.version == rest[0].version:
            rest = [left for each in rest for left in (each.address_exclude(one) if one.subnet_of(each) else [each])]  # type: ignore[arg-type]
    return rest


def own_addresses() -> list[str]:
    """The addresses of this machine to which media may be sent from elsewhere."""
    found = (ip.ip if isinstance(ip.ip, str) else ip.ip[0] for adapter in ifaddr.get_adapters() for ip in adapter.ips)
    return [one for one in found if not (ip_address(one).is_loopback or ip_address(one).is_link_local)]


def part(
    home: Path,
    *,
    webhook: str | None = None,
    advertise: str | None = None,
    wanted: Mapping[str, int] | None = None,
    turn: str | None = None,
) -> Part:
    """Choose ports, write the configuration under `home` (PRACHUM_DATA), and return the engine as a supervised part.

    `webhook` is a URL of ours on loopback that the engine reports to; `advertise` is the one IP address that clients
    are told to send media to (None: every address of this machine, loopback included); `turn` is the name at which
    TURN is reached over TLS.  Raise Refused if the engine is not built or a wanted port is taken.
    """
    if not binary().exists():
        raise Refused("The media engine is not built yet: run scripts/install.")
    ports = Ports.kept(home, wanted)
    address = Address(f"http://{LOOPBACK}:{ports.http}", *_key(home))
    # JSON is YAML.  The file holds the secret.
    _write_privately(home / CONFIGURATION_FILE, configuration(ports, address, webhook, advertise, turn))

    async def answers() -> bool:
        return await answers_http(LOOPBACK, ports.http)

    async def is_ours_alone() -> None:
        await assert_loopback_only(ports.http)
        await assert_loopback_only(ports.turn)

    return Part(
        name="engine",
        argv=(str(binary()), "--config", str(home / CONFIGURATION_FILE)),
        answers=answers,
        once_up=is_ours_alone,
        busy_patience=15.0,
    )


async def assert_loopback_only(port: int) -> None:
    """Raise Refused if a TCP port answers on any address of this machine that is not loopback."""
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            host = ip.ip if isinstance(ip.ip, str) else f"{ip.ip[0]}%{adapter.name}" if ip.ip[2] else ip.ip[0]
            if not host.startswith(("127.", "::1")) and await _accepts(host, port):
                raise Refused(f"The media engine's port {port} answers on {host}; it must answer on loopback only.")


async def _accepts(host: str, port: int) -> bool:
    try:
        async with asyncio.timeout(1):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
