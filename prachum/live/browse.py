"""The OpenAPI document as one page to read, which asks nobody for anything."""

from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import groupby

from prachum.live.openapi import document
from prachum.live.shapes import Schema

POLICY = b"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2733 }
h2 { margin-top: 2.5rem } h3 { margin: 1.5rem 0 .25rem } code { font-family: ui-monospace, monospace }
a { color: #0b5394 } table { border-collapse: collapse; width: 100% } p { margin: .25rem 0 }
td, th { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #d5dde5 }
section { border-top: 1px solid #d5dde5; padding-top: .5rem } :target { background: #fff6d6 }
@media (prefers-color-scheme: dark) { body { background: #12181f; color: #e3e9ef } a { color: #8ec3ff }
  td, th, section { border-color: #35414d } :target { background: #3a3414 } }
"""


@cache
def page() -> bytes:
    """All operations by chapter, then all shapes; UTF-8."""
    said = document()
    about, paths = said["info"], said["paths"]
    operations = sorted(
        ((chapter(operation), path, method, operation) for path, method, operation in _operations(paths)),
        key=lambda found: (found[0] != "meeting plane", found[0], found[1]),
    )
    parts = [
        f"<h1>{escape(about['title'])}</h1><p>{escape(about['summary'])} Version {escape(about['version'])}, ",
        '<a href="/api/openapi.json">OpenAPI 3.1</a>.</p>',
    ]
    for name, found in groupby(operations, key=lambda operation: operation[0]):
        parts.append(f"<h2>{escape(name)}</h2>")
        parts += [_operation(path, method, operation) for _, path, method, operation in found]
    parts.append("<h2>shapes</h2>")
    parts += [_shape(name, schema) for name, schema in sorted(said["components"]["schemas"].items())]
    title = f"<title>{escape(about['title'])} API</title>"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width">{title}'
    return f'<!doctype html><html lang="en">{head}<style>{STYLE}</style><main>{"".join(parts)}</main>'.encode()


def chapter(operation: Schema) -> str:
    tags: list[str] = operation.get("tags", ["meeting plane"])
    return tags[0]


def _operations(paths: Schema) -> Iterator[tuple[str, str, Schema]]:
    for path, item in paths.items():
        for method in ("get", "post"):
            if method in item:
                yield path, method, item[method]


def _operation(path: str, method: str, operation: Schema) -> str:
    name = escape(operation["operationId"])
    told = "".join(f"<p>{escape(operation[key])}</p>" for key in ("summary", "description") if key in operation)
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    sent = f"<p>Body: {_kind(body)}</p>" if body else ""
    answers = "".join(
        f"<tr><td><code>{escape(status)}</code></td><td>{escape(answer['description'])}</td></tr>"
        for status, answer in operation["responses"].items()
    )
    title = f"<code>{method.upper()} {escape(path)}</code>"
    return f'<section id="{name}"><h3>{title}</h3>{told}{sent}<table>{answers}</table></section>'


def _shape(name: str, schema: Schema) -> str:
    needed = set(schema.get("required", ()))
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code>{'' if field in needed else ' (may be absent)'}</td>"
        f"<td>{_kind(kind)}</td><td>{escape(kind.get('description', ''))}</td></tr>"
        for field, kind in schema.get("properties", {}).items()
    )
    told = f"<p>{escape(schema.get('description', ''))}</p>"
    shape = f"<table>{rows}</table>" if rows else f"<p>{_kind(schema)}</p>"
    return f'<section id="{escape(name)}"><h3><code>{escape(name)}</code></h3>{told}{shape}</section>'


def _kind(schema: Schema) -> str:
    """What a value is, in a few words with links."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "const" in schema:
        return f"<code>{escape(repr(schema['const']))}</code>"
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return " | ".join(_kind(one) for one in schema[several])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if isinstance(inner := schema.get("additionalProperties"), dict):
        return f"id → {_kind(inner)}"
    return escape(schema.get("format") or schema.get("type") or "anything")
