"""How often somebody may try is counted in the database, by a link or browser known to us, or else by their address."""

import ipaddress
import time

from django.conf import settings
from django.db import transaction
from django.db.models import F

from prachum.registry.models import Attempt

MOST = {"enter": 30, "seat": 60, "login": 10, "meeting": 300, "device": 12}
"""What may be tried → how often within a minute: wrong links, seats taken, wrong passwords, meetings that are not
there; and by one personal link, new devices."""
MINUTES_KEPT = 60


def network(address: str | None) -> str:
    """What counts as one visitor: an IPv4 address, or the /64 of an IPv6 one; unknown ones are one visitor."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(ip), 64), strict=False))
    return str(ip)


def exceeded(address: str | None, what: str) -> bool:
    """Whether this address has to wait for the next minute."""
    tried = Attempt.objects.filter(address=network(address), what=what, minute=_minute())
    return (tried.values_list("count", flat=True).first() or 0) >= MOST[what]


@transaction.atomic
def spend(whose: str, what: str) -> bool:
    """Count one attempt before it is made, so that many at once dodge nothing; whether it may be made.

    `whose` is a `network`, or what else costs more to change than an address.
    """
    row, _ = Attempt.objects.get_or_create(address=whose, what=what, minute=_minute())
    Attempt.objects.filter(id=row.id).update(count=F("count") + 1)
    Attempt.objects.filter(minute__lt=_minute() - MINUTES_KEPT).delete()
    return Attempt.objects.values_list("count", flat=True).get(id=row.id) <= MOST[what]


def give_back(whose: str, what: str) -> None:
    """The attempt that was counted in this minute was a right one."""
    Attempt.objects.filter(address=whose, what=what, minute=_minute(), count__gt=0).update(count=F("count") - 1)


def seconds_left() -> int:
    """How long until the next minute begins."""
    return 60 - int(time.time()) % 60


def _minute() -> int:
    return int(time.time()) // 60


def may_take_seats(address: str | None) -> bool:
    """Whether the operator lets this address take seats in rehearsals."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return any(ip in allowed for allowed in settings.REHEARSAL_SEATS_FROM if allowed.version == ip.version)
