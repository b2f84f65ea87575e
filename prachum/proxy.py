"""Under a public name Caddy speaks HTTPS for the installation, keeps its certificate, and says truly who asks."""

import os
import shutil
import socket
from pathlib import Path

from prachum.supervisor import Part, Refused
from prachum.terminal import said

HTTPS_PORT = 443


def part(home: Path, host: str, port: int) -> Part:
    """Write Caddy's configuration under `home` (PRACHUM_DATA) and return it as a supervised part.

    Raise Refused where Caddy is not installed, or where this process may not have its port.
    """
    program = shutil.which("caddy")
    if program is None:
        raise Refused(said("no_caddy"))
    must_have_port()
    path = home / "Caddyfile"
    path.write_text(configuration(home, host, port))
    # Caddy puts what it remembers where these point; nothing of it is to lie about in a home folder.
    environment = {name: str(home / "proxy") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    return Part("proxy", (program, "run", "--config", str(path), "--adapter", "caddyfile"), environment=environment)


def configuration(home: Path, host: str, port: int) -> str:
    """For the rest Caddy's defaults serve: HTTP/2, streams unbuffered, X-Forwarded-For written anew, no access log."""
    return f"""{{
	admin off
	skip_install_trust
	storage file_system "{home / "proxy"}"
	log {{
		level WARN
	}}
}}

{host} {{
	reverse_proxy 127.0.0.1:{port}
}}
"""


def must_have_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", HTTPS_PORT))
        except OSError as refusal:
            raise Refused(said("no_https_port", port=HTTPS_PORT, why=os.strerror(refusal.errno or 0))) from None
