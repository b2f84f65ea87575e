"""A page of ours runs our own scripts only, asks no third party for anything, and stands in nobody's frame."""

import secrets
from collections.abc import Awaitable, Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from prachum.live.wire import Message, Send

EDITORS = "/editorial/"
"""Where Wagtail's own pages are: they are full of inline scripts and styles."""

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'nonce-{nonce}'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self' blob:",
    "worker-src": "'self' blob:",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
WAGTAIL = STRICT | {
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",
}
PERMISSIONS = ", ".join(
    [f"{allowed}=(self)" for allowed in ("microphone", "camera", "display-capture", "autoplay", "speaker-selection")]
    + [f"{refused}=()" for refused in ("geolocation", "payment", "usb", "serial", "hid", "midi", "browsing-topics")]
)
WHATEVER_IT_IS = {
    # What is no page runs nothing, loads nothing and sends nothing, should a browser ever be made to show it.
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "permissions-policy": PERMISSIONS,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": settings.SECURE_REFERRER_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": settings.X_FRAME_OPTIONS,
} | ({"strict-transport-security": f"max-age={settings.SECURE_HSTS_SECONDS}"} if settings.SECURE_HSTS_SECONDS else {})
STARTS = ("http.response.start", "websocket.http.response.start")


def shielded(send: Send) -> Send:
    """Send with every header of WHATEVER_IT_IS that the answer, a page or not, does not say by itself."""

    # Not a coroutine around each of a stream's thousand events.
    def sending(message: Message) -> Awaitable[None]:
        if message["type"] in STARTS:
            said = list(message.get("headers", ()))
            names = {bytes(name).lower() for name, _ in said}
            more = ((name.encode(), value.encode()) for name, value in WHATEVER_IT_IS.items())
            message = {**message, "headers": said + [(name, value) for name, value in more if name not in names]}
        return send(message)

    return sending


def safety_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware; it is synchronous so that all within it runs in one thread instead of a hop per layer."""

    def respond(request: HttpRequest) -> HttpResponse:
        request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]  # widgets that bring a <style> ask for it
        response = get_response(request)
        desk = request.path.startswith(EDITORS)
        said = "; ".join(f"{name} {sources}" for name, sources in (WAGTAIL if desk else STRICT).items())
        if desk:
            # A preview was answered as the page that it previews: the rules of that one do not fit the desk.
            del response.headers["Content-Security-Policy"]
        response.headers.setdefault("Content-Security-Policy", said.format(nonce=request.csp_nonce))  # type: ignore[attr-defined]
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not response.has_header("Cache-Control"):
            # What somebody sees depends on who they are.
            response.headers["Cache-Control"] = "no-store"
        return response

    return respond
