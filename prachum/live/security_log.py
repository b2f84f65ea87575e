"""What was refused or denied is written down apart from the journal, a JSON line each, so much and no more."""

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from django.conf import settings

from prachum.live.limits import Limit
from prachum.registry.limits import network

BYTES, FILES = 2_000_000, 5


class SecurityLog:
    """Lines `{at, what, code, person?, meeting?, entry?, address}` of `security.log`, one a second per who and what.

    Of one network it is one a second in all: with a new cookie each time, nobody washes out what was written before.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._log = RotatingFileHandler(path, maxBytes=BYTES, backupCount=FILES, delay=True, encoding="utf-8")
        self._limit = Limit(burst=30, per_second=1)
        self._of_a_network = Limit(burst=300, per_second=1)
        self._left_out = 0

    def write(
        self, what: str, code: str, *, address: str, person: str = "", meeting: object = "", entry: str = ""
    ) -> bool:
        """`what` is `refused` (by the rules), `denied` (at the door), `malformed`, or `contradicted` by a screen.

        Returns whether it was written, or left out.
        """
        whose = network(address)
        if not (self._limit.spend((person or whose, what)) and self._of_a_network.spend(whose)):
            self._left_out += 1
            return False
        said = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "what": what, "code": code}
        said |= {"address": address} | ({"person": person} if person else {})
        said |= ({"meeting": str(meeting)} if meeting else {}) | ({"entry": entry} if entry else {})
        if self._left_out:
            # Left out since the line before, whoever it was about.
            said["left_out"] = str(self._left_out)
            self._left_out = 0
        self._log.emit(logging.makeLogRecord({"msg": json.dumps(said, ensure_ascii=True)}))
        return True

    def close(self) -> None:
        self._log.close()


def open_log() -> SecurityLog:
    """The installation's own, under PRACHUM_DATA."""
    return SecurityLog(Path(settings.DATA) / "logs" / "security.log")
