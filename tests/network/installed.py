"""An installation as the public meets it: its names, HTTPS and TURN on 443, browsers in networks of their own."""

import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserType, expect

from prachum.media.engine import Address
from prachum.proxy import root_certificate
from prachum.registry import links, taking
from prachum.registry.models import Meeting
from prachum.settings import DATA
from tests.browser.sounding import TAP, Chamber, Up, until
from tests.network.spaces import Space
from tests.network.wire import Wire
from tests.parts import ended_unless_begun, part

HOST, TURN = "meetings.internal", "turn.internal"
ADDRESS = f"https://{HOST}"
COOKIE = "__Host-prachum"
# A page is waited for as long as anything else here: how soon it comes on a machine that does much else is chance.
expect.set_options(timeout=40_000)

LINES = """
const Line = window.RTCPeerConnection;
window.mediaLines = [];
window.RTCPeerConnection = class extends Line {
  constructor(...how) { super(...how); window.mediaLines.push(this); }
};
window.openLines = () => window.mediaLines.filter((one) => one.connectionState !== 'closed').length;
window.waysOfMedia = async () => {
  const found = [];
  for (const line of window.mediaLines.filter((one) => one.connectionState === 'connected')) {
    const said = await line.getStats();
    for (const transport of said.values()) {
      if (transport.type !== 'transport' || !transport.selectedCandidatePairId) continue;
      const mine = said.get(said.get(transport.selectedCandidatePairId).localCandidateId);
      found.push(mine.relayProtocol ?? mine.protocol);
    }
  }
  return found;
};
"""
"""How media really go: udp, tcp, or tls where they are relayed."""
RECORD = """
const joins = AudioNode.prototype.connect;
window.startRecording = () => { window.recorded = []; };
AudioNode.prototype.connect = function (to, ...rest) {
  if (to instanceof AudioDestinationNode && !(this instanceof ScriptProcessorNode)) {
    const ear = this.context.createScriptProcessor(4096, 1, 1);
    ear.onaudioprocess = ({ inputBuffer }) => window.recorded?.push(inputBuffer.getChannelData(0).slice());
    joins.call(this, ear);
    joins.call(ear, to);
  }
  return joins.call(this, to, ...rest);
};
window.takeRecording = () => {
  const third = window.recorded.flatMap((part) => Array.from(
    { length: Math.floor(part.length / 3) }, (_, at) => (part[3 * at] + part[3 * at + 1] + part[3 * at + 2]) / 3));
  window.recorded = undefined;
  const bytes = new Uint8Array(new Int16Array(third.map((one) => Math.max(-1, Math.min(1, one)) * 32767)).buffer);
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
};
"""
"""What comes out of the loudspeakers is kept, at a third of its rate (16 kHz), only while somebody asks for it."""


class PublicUp(Up):
    """`prachum up --host … --turn-host …` in a namespace, on the data of this test process."""

    def __init__(self, space: Space, port: int = 8000) -> None:
        self.space, self.port, self.address = space, port, ADDRESS
        program = (sys.executable, "-m", "tests.command", "up", "--port", str(port))
        command = space.argv(*program, "--host", HOST, "--turn-host", TURN)
        environment = os.environ | {"PRACHUM_MEDIA": "1", "LC_ALL": "C.UTF-8"}
        self._running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        assert self._running.stderr is not None
        with ended_unless_begun(self.end):
            self.said = [self._running.stderr.readline() for _ in range(2)]
            assert ADDRESS in self.said[-1], self.said
            threading.Thread(target=self._running.stderr.read, daemon=True).start()
            until(self._engine_answers, "the engine answers", 60)
            until(lambda: self.get("/") == 200, "Caddy answers", 60)

    def get(self, path: str, host: str = HOST) -> int:
        """The status with which this path is answered, by a certificate that is looked into; 0 if it is not."""
        return self.space.do(lambda: self._get(path, host))

    def part(self, word: str) -> int:
        """The process id of the part in whose command this stands; 0 if there is none."""
        return part(self._running.pid, word)

    @property
    def supervisor(self) -> int:
        """Its process id."""
        return self._running.pid

    def trust(self) -> ssl.SSLContext:
        """What a browser does that was told of this installation's authority."""
        return ssl.create_default_context(cafile=str(root_certificate(DATA)))

    def _get(self, path: str, host: str) -> int:
        with suppress(OSError, IndexError), socket.create_connection(("127.0.0.1", 443), timeout=5) as line:
            with self.trust().wrap_socket(line, server_hostname=host) as secured:
                secured.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
                return int(secured.makefile("rb").readline().split()[1])
        return 0

    def _engine_answers(self) -> bool:
        with suppress(URLError, OSError, ValueError, FileNotFoundError):
            return self.space.do(lambda: bool(urlopen(Address.of(DATA).url, timeout=2).status == 200))
        return False


def far_chromium(kind: BrowserType, folder: Path, wire: Wire, *flags: str) -> Browser:
    """A Chromium at the far end of a wire, which knows our names by the address at the near end."""
    starter = folder / f"chromium-{wire.number}"
    starter.write_text(f'#!/bin/sh\nexec {" ".join(wire.far.argv("chromium"))} "$@"\n')
    starter.chmod(0o755)
    names = ",".join(f"MAP {name} {wire.here}" for name in (HOST, TURN))
    return kind.launch(
        executable_path=str(starter),
        args=[
            "--no-sandbox",
            f"--host-resolver-rules={names}",
            # The authority is this installation's own; `test_public.py` looks into its certificates.
            "--ignore-certificate-errors",
            "--autoplay-policy=document-user-activation-required",
            *flags,
        ],
        ignore_default_args=["--mute-audio"],
    )


def session(meeting: Meeting, person: str) -> str:
    """The token of somebody who came by their personal link: a visitor of a rehearsal who is away loses the seat."""
    link = taking.link_of(links.issue(meeting, person))
    assert link is not None
    return taking.enter(link, None)


@contextmanager
def entered(browser: Browser, meeting: Meeting, person: str | None) -> Iterator[Chamber]:
    """A chamber over HTTPS; `person` None only looks on."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.add_init_script(TAP)
    context.add_init_script(LINES)
    context.add_init_script(RECORD)
    context.grant_permissions(["microphone", "camera"], origin=ADDRESS)
    if person is not None:
        token = session(meeting, person)
        context.add_cookies([{"name": COOKIE, "value": token, "url": f"{ADDRESS}/", "secure": True}])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(f"{ADDRESS}/meetings/{meeting.id}/")
    expect(page.locator(".hall")).to_be_visible(timeout=60_000)
    try:
        yield Chamber(page)
    finally:
        context.close()
    assert not faults
