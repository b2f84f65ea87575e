"""Under a public name Caddy speaks HTTPS for the installation, keeps its certificates, and says truly who asks."""

import os
import shutil
import socket
import ssl
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from prachum.supervisor import Part, Refused, answers_http
from prachum.terminal import said

HTTP_PORT, HTTPS_PORT = 80, 443
LOOPBACK = "127.0.0.1"
NEVER_CERTIFIED = frozenset(
    {"internal", "local", "localhost", "test", "lan", "home", "corp", "private", "intranet", "arpa", "example"}
)
"""Nobody can prove that a name under these is theirs, so no authority of the Internet signs one."""
AUTHORITY = "acme-v02.api.letsencrypt.org-directory"
"""Where Caddy keeps what Let's Encrypt has signed, which is the only one it asks."""

# In queries stand the engine's tokens and in headers our cookies; Caddy's complaints quote both.
WITHOUT_SECRETS = """format filter {
			wrap json
			fields {
				request>uri regexp "\\?.*" ""
				request>headers delete
				resp_headers delete
			}
		}"""
# No HTTP/3: it would be one more port to open, and where 443 is split it would be told of the wrong one.
CADDYFILE = """{
	admin off
	skip_install_trust
	auto_https disable_redirects
	https_port %(https)d
	storage file_system "%(storage)s"
	servers {
		protocols h1 h2
		timeouts {
			read_header 10s
			idle 60s
		}
	}
	log default {
		level WARN
		%(without_secrets)s
	}
}

%(host)s {
	%(only_here)s
	%(tls)s
	log {
		output file "%(log)s" {
			roll_size 5MiB
			roll_keep 5
		}
		%(without_secrets)s
	}
	reverse_proxy %(web)s {
		flush_interval -1
	}
}

%(kept)s%(redirects)s
"""


@dataclass(frozen=True, slots=True)
class Public:
    """The names by which the public reaches pages and, if it has one, TURN; an own certificate is for both."""

    host: str
    turn: str | None = None
    certificate: Path | None = None
    key: Path | None = None

    @property
    def internal(self) -> bool:
        """Whether an authority of this installation's own signs the names, and each browser has to be told of it."""
        return self.certificate is None and self.host.rpartition(".")[2].lower() in NEVER_CERTIFIED

    def pair(self, home: Path, name: str) -> tuple[Path, Path]:
        """Where certificate and key of one of our names are, or will be once Caddy has them."""
        if self.certificate is not None and self.key is not None:
            return self.certificate, self.key
        folder = home / "proxy" / "certificates" / ("local" if self.internal else AUTHORITY) / name.lower()
        return folder / f"{name.lower()}.crt", folder / f"{name.lower()}.key"


def root_certificate(home: Path) -> Path:
    """The certificate of our own authority, made when Caddy first needs it."""
    return home / "proxy" / "pki" / "authorities" / "local" / "root.crt"


def part(home: Path, public: Public, port: int, behind: int | None = None) -> Part:
    """Write Caddy's configuration under `home` (PRACHUM_DATA) and return it as a supervised part.

    `behind` is the port on the loopback where Caddy speaks HTTPS when another part has the public one.  Raise Refused
    where Caddy is not installed, this process may not have the ports, or an own certificate does not go with its key.
    """
    program = shutil.which("caddy")
    if program is None:
        raise Refused(said("no_caddy"))
    must_be_a_pair(public)
    must_have_port(HTTP_PORT)
    must_have_port(HTTPS_PORT)
    path = home / "Caddyfile"
    path.write_text(configuration(home, public, port, behind))
    # Caddy puts what it remembers where these point; nothing of it is to lie about in a home folder.
    environment = {name: str(home / "proxy") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    return Part(
        "proxy",
        (program, "run", "--config", str(path), "--adapter", "caddyfile"),
        environment=environment,
        answers=partial(answers_http, LOOPBACK, HTTP_PORT),
        patience=10.0,
    )


def configuration(home: Path, public: Public, port: int, behind: int | None = None) -> str:
    """Caddy's configuration, for a web part at this port of the loopback; for the rest Caddy's defaults serve."""
    only_here = f"bind {LOOPBACK}" if behind else ""
    names = [public.host, *filter(None, [public.turn])]
    kept = "" if public.turn is None else f"{public.turn} {{\n\t{only_here}\n\t{_tls(public)}\n\trespond 404\n}}\n"
    return CADDYFILE % {
        "storage": home / "proxy",
        "log": home / "logs" / "access.log",
        "https": behind or HTTPS_PORT,
        "host": public.host,
        "only_here": only_here,
        "tls": _tls(public),
        "web": f"{LOOPBACK}:{port}",
        "without_secrets": WITHOUT_SECRETS,
        "kept": kept,
        "redirects": "\n".join(_redirect(name) for name in names),
    }


def _tls(public: Public) -> str:
    if public.certificate is not None:
        return f'tls "{public.certificate}" "{public.key}"'
    return "tls internal" if public.internal else "tls {\n\t\tissuer acme\n\t}"


def _redirect(name: str) -> str:
    """Our own: Caddy's names its own port, where 443 may be another part's."""
    return f"http://{name} {{\n\tredir https://{{host}}{{uri}} 308\n}}"


def must_have_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError as refusal:
            raise Refused(said("no_https_port", port=port, why=os.strerror(refusal.errno or 0))) from None


def must_be_a_pair(public: Public) -> None:
    if (public.certificate is None) != (public.key is None):
        raise Refused(said("half_certificate"))
    if public.certificate is None or public.key is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(public.certificate, public.key, password="")
    except (OSError, ValueError) as fault:
        raise Refused(said("bad_certificate", certificate=public.certificate, key=public.key, why=fault)) from None
