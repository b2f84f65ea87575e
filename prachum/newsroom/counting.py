"""Whoever reads a page twice within half an hour counts once; all that is kept of them is a salted hash in memory."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from django.http import HttpRequest

HALF_AN_HOUR = 30 * 60
MOST = 100_000
"""Hashes in memory; beyond them all are forgotten early."""
ROBOT = re.compile(r"bot|crawl|spider|slurp|preview", re.I)


@dataclass
class Readers:
    """Who has read what since `began`; then salt and hashes are thrown away together."""

    salt: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    began: float = field(default_factory=monotonic)
    seen: set[bytes] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def is_new(self, address: str, agent: str, page: int, now: float) -> bool:
        with self.lock:
            if now - self.began > HALF_AN_HOUR or len(self.seen) >= MOST:
                self.salt, self.began, self.seen = secrets.token_bytes(32), now, set()
            said = hashlib.blake2b(f"{address}\n{page}\n{agent}".encode(), key=self.salt, digest_size=16).digest()
            if said in self.seen:
                return False
            self.seen.add(said)
            return True


_readers = Readers()


def counts(request: HttpRequest, page: int) -> bool:
    """Whether this reading of a page is to be counted: by a browser, for the first time in a while, not in advance."""
    agent = request.headers.get("User-Agent", "")
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    if request.method != "GET" or not agent or ROBOT.search(agent) or ahead:
        return False
    return _readers.is_new(request.META.get("REMOTE_ADDR", ""), agent, page, monotonic())
