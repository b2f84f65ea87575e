"""A file of ours is only what its type says, wherever it was asked from."""

import wsgiref.headers


def static_headers(headers: wsgiref.headers.Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
