"""Under a public name: HTTPS that can be verified, nothing else open, who asks is known, and no secret is in a log."""

import ipaddress
import socket
import ssl
import struct
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx

from prachum.settings import DATA
from tests.browser.sounding import until
from tests.browser.states import listed
from tests.network.conftest import Town
from tests.network.installed import ADDRESS, HOST, TURN
from tests.network.street import HAS_IPV6, Asked
from tests.network.wire import Wire
from tests.parts import WEB

SECRET = "eyJ-a-token-of-the-engine"
NAMED = {"sni_hostname": HOST}


def client(town: Town, wire: Wire) -> httpx.Client:
    """A program at the far end of a wire; use it by `wire.far.do`."""
    return httpx.Client(
        base_url=f"https://{wire.here}", headers={"host": HOST, "origin": ADDRESS}, verify=town.up.trust(), timeout=20
    )


def test_both_names_have_certificates_that_hold_and_pages_come_by_http_2(town: Town) -> None:
    def spoken(name: str) -> str | None:
        trusting = town.up.trust()
        trusting.set_alpn_protocols(["h2", "http/1.1"])
        with socket.create_connection((town.wires[0].here, 443), timeout=10) as line:
            with trusting.wrap_socket(line, server_hostname=name) as secured:
                return secured.selected_alpn_protocol()

    assert town.wires[0].far.do(lambda: spoken(HOST)) == "h2"
    assert town.wires[0].far.do(lambda: spoken(TURN)) is None
    assert "must be told to trust" in town.up.said[0]


def test_whoever_comes_by_http_is_led_to_https(town: Town) -> None:
    wire = town.wires[0]
    answer = wire.far.do(
        lambda: httpx.get(f"http://{wire.here}/meetings/?a=b", headers={"host": HOST}, follow_redirects=False)
    )
    assert (answer.status_code, answer.headers["location"]) == (308, f"{ADDRESS}/meetings/?a=b")


def listening(pid: int, kind: str) -> set[int]:
    """The ports at which the namespace of this process listens for others than itself."""
    found = set()
    for version in ("", "6"):
        for line in Path(f"/proc/{pid}/net/{kind}{version}").read_text().splitlines()[1:]:
            _, local, remote, state = line.split()[:4]
            address, port = local.split(":")
            raw = b"".join(struct.pack("=I", int(address[at : at + 8], 16)) for at in range(0, len(address), 8))
            open_here = state == "0A" if kind == "tcp" else remote.endswith(":0000")
            if open_here and not ipaddress.ip_address(raw).is_loopback:
                found.add(int(port, 16))
    return found


def test_nothing_else_is_open(town: Town) -> None:
    """S36."""
    pid = town.up.part(WEB)
    assert listening(pid, "tcp") == {80, 443, 7881}
    assert listening(pid, "udp") == {7882}


def test_what_has_port_443_ends_with_the_supervisor_however_that_ends(town: Town) -> None:
    """The kernel ends the children of one that is killed, not theirs."""
    for word in ("nginx", "caddy"):
        pid = town.up.part(word)
        assert not [task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children") if task.read_text()]


def test_a_stream_comes_as_it_is_sent(town: Town) -> None:
    meeting = listed()

    def beats() -> list[float]:
        address = f"/api/meetings/{meeting.id}/stream"
        moments: list[float] = []
        with client(town, town.wires[0]) as caller, caller.stream("GET", address, extensions=NAMED) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            for line in stream.iter_lines():
                if line == "event: here":
                    moments.append(time.monotonic())
                if len(moments) == 4:
                    return moments
        raise AssertionError("the stream ended")

    # The first comes at once on joining, at whatever moment between two others that is.
    _, second, third, fourth = town.wires[0].far.do(beats)
    # Together they would have come out of somebody's buffer.
    assert third - second > 0.5
    assert fourth - third > 0.5


def test_header_lines_that_do_not_end_are_given_up_here_too(town: Town) -> None:
    """S16; Caddy hears them, and passes nothing on before they end."""

    def drips(port: int) -> bytes:
        with socket.create_connection((town.wires[0].here, port), timeout=100) as bare, ExitStack() as secured:
            line = bare
            if port == 443:
                line = secured.enter_context(town.up.trust().wrap_socket(bare, server_hostname=HOST))
            line.sendall(f"GET / HTTP/1.1\r\nhost: {HOST}\r\nx-slow: ".encode())
            with suppress(ConnectionError):
                return line.recv(100)
        return b""

    for port in (80, 443):
        assert town.wires[0].far.do(lambda port=port: drips(port)) == b""  # type: ignore[misc]


def test_attempts_are_counted_by_who_makes_them(town: Town) -> None:
    """S21: neither by what they say of themselves, nor all as one because a proxy stands before us."""

    def tries(wire: Wire, count: int, **headers: str) -> list[int]:
        with client(town, wire) as caller:
            caller.get("/enter/", extensions=NAMED)
            token = caller.cookies["__Host-csrftoken"]
            told = {"x-csrftoken": token, "referer": f"{ADDRESS}/enter/", **headers}
            said = {"token": "wrong"}
            return [caller.post("/enter/", data=said, headers=told, extensions=NAMED).status_code for _ in range(count)]

    guesser, other = town.wires
    # A minute is a calendar's: these must not lie in two.
    until(lambda: time.time() % 60 < 40, "the minute is young", 30)
    assert set(guesser.far.do(lambda: tries(guesser, 30))) == {404}
    assert guesser.far.do(lambda: tries(guesser, 1, **{"x-forwarded-for": "192.0.2.9"})) == [429]
    assert guesser.far.do(lambda: tries(guesser, 1, forwarded="for=192.0.2.9")) == [429]
    assert other.far.do(lambda: tries(other, 1)) == [404]


def test_no_log_tells_a_token_even_while_the_web_part_is_away(town: Town) -> None:
    meeting = listed()
    wire = town.wires[0]
    address = f"/api/meetings/{meeting.id}/line/speak/rtc/v1?access_token={SECRET}&join_request=x"

    def ask() -> int:
        with client(town, wire) as caller:
            return caller.get(address, extensions=NAMED, headers={"cookie": f"__Host-prachum={SECRET}"}).status_code

    assert wire.far.do(ask) < 502
    with town.up.without("web"):
        until(lambda: wire.far.do(ask) == 502, "Caddy says that the web part is away")
    until(lambda: town.up.get("/") == 200, "the web part is back")
    logs = {path.name: path.read_text() for path in (DATA / "logs").iterdir()}
    assert "/line/speak/rtc/v1" in logs["access.log"]
    assert "/line/speak/rtc/v1" in logs["proxy.log"]
    assert HOST in logs["split.log"]
    assert [name for name, text in logs.items() if SECRET in text] == []


def test_s31_nobody_elsewhere_is_asked_from_the_first_start_on(town: Town) -> None:
    """By no part, whatever all tests before this one have done: no resolver, no STUN server, nothing that counts us."""

    elsewhere = {socket.AF_INET: "192.0.2.1"} | ({socket.AF_INET6: "2001:db8::1"} if HAS_IPV6 else {})

    def ask() -> None:
        for family, address in elsewhere.items():
            with socket.socket(family, socket.SOCK_DGRAM) as line:
                line.sendto(b"?", (address, 53))

    town.space.do(ask)
    until(lambda: len(town.street.asked) >= len(elsewhere), "what is asked is seen")
    assert town.street.asked == {Asked(address, socket.IPPROTO_UDP, 53) for address in elsewhere.values()}


def test_nobody_speaks_to_our_names_without_our_certificate(town: Town) -> None:
    def asked(name: str) -> None:
        with socket.create_connection((town.wires[0].here, 443), timeout=10) as line:
            with ssl.create_default_context().wrap_socket(line, server_hostname=name):
                pass

    for name in (HOST, TURN):
        try:
            town.wires[0].far.do(lambda name=name: asked(name))  # type: ignore[misc]
        except ssl.SSLCertVerificationError:
            continue
        raise AssertionError("a browser that was not told of our authority must refuse")
