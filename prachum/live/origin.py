"""What a cookie pays for must come from a page of ours, and what changes anything must also say the token."""

import hmac
import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from prachum.live.wire import Request


def host_is_ours(asked: Request) -> bool:
    """Whether the Host is one that the operator named, so that another name pointed at us (DNS) opens nothing."""
    domain, _ = split_domain_port(asked.host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def refusal(asked: Request) -> str | None:
    """The code under which this request is refused, None when it may go on; a bearer token needs no page of ours."""
    if not host_is_ours(asked):
        return "admission.host"
    if asked.authorization is not None:
        return None
    if not _page_is_ours(asked):
        return "admission.origin"
    if asked.method == "POST" and not _token_is_said(asked):
        return "admission.csrf"
    return None


def _page_is_ours(asked: Request) -> bool:
    origin, site = asked.headers.get("origin"), asked.headers.get("sec-fetch-site")
    reads = asked.method in ("GET", "HEAD") and not asked.headers.get("upgrade")
    if site is not None and site != "same-origin":
        # "none" is somebody who typed the address; nothing of that kind changes anything.
        return reads and site == "none"
    if origin is not None:
        try:
            said = urlsplit(origin)
        except ValueError:
            return False
        # Behind the proxy that speaks HTTPS we are asked by HTTP, whatever the page was loaded by.
        scheme = "https" if settings.HTTPS else asked.scheme
        return (said.scheme, said.netloc.lower()) == (scheme, asked.host.lower())
    return reads or site == "same-origin"


def _token_is_said(asked: Request) -> bool:
    kept = asked.cookies.get(settings.CSRF_COOKIE_NAME, "")
    said = asked.headers.get("x-csrftoken", "")
    return len(kept) >= 32 and hmac.compare_digest(kept.encode(), said.encode())


def token_cookie(asked: Request) -> tuple[tuple[bytes, bytes], ...]:
    """The header that gives a browser its token, when it has none yet."""
    if asked.authorization is not None or len(asked.cookies.get(settings.CSRF_COOKIE_NAME, "")) >= 32:
        return ()
    # 32 letters and digits: Django's own check takes the same cookie for its forms.
    alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    token = "".join(secrets.choice(alphabet) for _ in range(32))
    secure = "; Secure" if settings.CSRF_COOKIE_SECURE else ""
    return ((b"set-cookie", f"{settings.CSRF_COOKIE_NAME}={token}; Path=/; SameSite=Lax{secure}".encode()),)
