"""Where TURN has a name of its own, nginx has port 443 and sends each connection where the name it asks for belongs."""

import os
import secrets
import shutil
import socket
import subprocess
from pathlib import Path

from prachum.proxy import HTTPS_PORT, LOOPBACK, Public
from prachum.supervisor import Part, Refused
from prachum.terminal import said

MODULES = tuple(map(Path, ("/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/usr/share/nginx/modules")))
# An ordinary user's PATH lacks the first two.
PROGRAMS = f"/usr/sbin:/usr/local/sbin:{os.environ.get('PATH', '')}"
FREE_PORTS = range(9_000, 10_000)
OCTETS = "abc"
MOST_RELAYED = 256
"""Lines of TURN that one visitor's address has at once: the engine counts none, and each takes one of its ports.  A
delegation of a hundred behind one firewall has two each."""
MOST_OF_A_VISITOR = 5000
"""Connections that one visitor's address (of IPv6, a /64) has at once: a house of 1,500 has three for each.  Of the
32,768 each takes two, since it is passed on."""
# Caddy must count attempts by who asks, but Debian's does not understand the PROXY protocol.  So each visitor (of IPv6,
# each /64) comes to it from an address on the loopback that follows from theirs; the log says which is whose.
# One process only: a worker would outlive a master that the kernel ends with us, and keep the port.
# A variable makes nginx read the certificate at each handshake: one that Caddy has renewed needs no restart.
CONFIGURATION = r"""daemon off;
master_process off;
pid "%(pid)s";
error_log stderr error;
%(user)s
load_module "%(module)s";
events { worker_connections 32768; }
stream {
  log_format who '$time_iso8601 $remote_addr 127.$a.$b.$c $ssl_preread_server_name $status $session_time';
  map $ssl_preread_server_name $behind { %(name)s %(inner)s; default %(pages)s; }
  map $binary_remote_addr $visitor { "~^(?<net>[\s\S]{8})[\s\S]{8}$" $net; default $binary_remote_addr; }
  map $server_port $certificate { default "%(certificate)s"; }
  map $server_port $certificate_key { default "%(key)s"; }
%(octets)s
  limit_conn_zone $binary_remote_addr zone=relayed:1m;
  limit_conn_zone $visitor zone=visitors:10m;
  server {
    %(public)s
    limit_conn visitors %(most_of_a_visitor)d;
    ssl_preread on;
    access_log /dev/stdout who;
    proxy_bind 127.$a.$b.$c;
    proxy_pass $behind;
    proxy_connect_timeout 5s;
    proxy_timeout 1h;
    proxy_socket_keepalive on;
    tcp_nodelay on;
  }
  server {
    listen %(inner)s ssl;
    access_log off;
    limit_conn relayed %(most)d;
    ssl_certificate $certificate;
    ssl_certificate_key $certificate_key;
    ssl_protocols TLSv1.2 TLSv1.3;
    proxy_pass %(turn)s;
    proxy_timeout 1h;
    tcp_nodelay on;
  }
}
"""


def part(home: Path, public: Public, pages: int, turn: int) -> Part:
    """Write nginx's configuration under `home` (PRACHUM_DATA) and return it as a supervised part.

    `pages` is where Caddy speaks HTTPS on the loopback, `turn` where the engine speaks TURN there, without TLS.  Raise
    Refused where nginx or its module is not installed, or it cannot use what was written.
    """
    program = shutil.which("nginx", path=PROGRAMS)
    module = next((file for folder in MODULES if (file := folder / "ngx_stream_module.so").exists()), None)
    if program is None or module is None:
        raise Refused(said("no_nginx"))
    path = home / "nginx.conf"
    path.write_text(configuration(home, public, module, pages, turn, free_port()))
    command = (program, "-p", str(home), "-c", str(path), "-e", "stderr")
    tried = subprocess.run((*command, "-t", "-q"), capture_output=True, text=True, check=False)
    if tried.returncode:
        raise Refused(said("bad_nginx", why=tried.stderr.strip()))
    return Part("split", command)


def free_port() -> int:
    """A port on the loopback that nobody listens at, and none that the system gives to outgoing connections."""
    while True:
        port = secrets.choice(FREE_PORTS)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return port


def configuration(home: Path, public: Public, module: Path, pages: int, turn: int, inner: int) -> str:
    """What nginx is told: TLS for the pages is Caddy's, TLS for TURN ends at the port `inner` of the loopback."""
    certificate, key = public.pair(home, public.turn or "")
    return CONFIGURATION % {
        "pid": home / "nginx.pid",
        "user": "user root;" if os.geteuid() == 0 else "",
        "module": module,
        "name": public.turn,
        "certificate": certificate,
        "key": key,
        "octets": "\n".join(_octet(name) for name in OCTETS),
        "public": f"listen {HTTPS_PORT};" + (f" listen [::]:{HTTPS_PORT} ipv6only=on;" if _has_ipv6() else ""),
        "inner": f"{LOOPBACK}:{inner}",
        "pages": f"{LOOPBACK}:{pages}",
        "turn": f"{LOOPBACK}:{turn}",
        "most": MOST_RELAYED,
        "most_of_a_visitor": MOST_OF_A_VISITOR,
    }


def _octet(name: str) -> str:
    """One of the three octets that stand for a visitor; never 0 or 255, and so never 127.0.0.1."""
    parts = " ".join(f"0.39% {number};" for number in range(1, 254))
    return f'  split_clients "{name}:$visitor:{name}" ${name} {{ {parts} * 254; }}'


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
