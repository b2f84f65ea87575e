"""Whatever is refused is answered by a problem document (RFC 9457), in the reader's language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NotRequired, TypedDict

from django.conf import settings
from django.utils.translation.trans_real import parse_accept_lang_header

from prachum.live.wire import Headers, Request, Send, answer_json
from prachum.projections.wording import typeset
from prachum.refusals import explain
from prachum.rules.order import Text


class Problem(TypedDict):
    """`code` is stable, `rule` the number in docs/rules-of-procedure.md where a rule refused, `detail` for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    rule: NotRequired[str]
    where: NotRequired[str]


STATUSES: Mapping[str, int] = {"wire.too_large": 413, "wire.too_slow": 408, "wire.not_json_type": 415}
"""What is malformed is 422, but for these."""


@cache
def texts() -> Mapping[str, Mapping[str, Text]]:
    """`titles` by HTTP status and `details` by code, each language → text."""
    said: dict[str, dict[str, Text]] = tomllib.loads((Path(__file__).parent / "problems.toml").read_text())
    return {part: {key: typeset(text) for key, text in one.items()} for part, one in said.items()}


def language(asked: Request) -> str:
    """The reader's language, of those that we have: `?lang`, what they chose, what the browser prefers, the first."""
    ours = [code for code, _ in settings.LANGUAGES]
    preferred = [tag for tag, _ in parse_accept_lang_header(asked.headers.get("accept-language", "").lower()[:500])]
    chosen = (asked.query.get("lang", ""), asked.cookies.get(settings.LANGUAGE_COOKIE_NAME, ""))
    spoken = (tag.partition("-")[0] for tag in (*chosen, *preferred))
    return next((code for code in spoken if code in ours), ours[0])


def problem(status: int, code: str, spoken: str, where: str = "") -> Problem:
    """What is not for the rules to refuse."""
    details = texts()["details"]
    detail = details.get(code, details["wire.malformed"])[spoken]
    title = texts()["titles"][str(status)][spoken]
    said = Problem(type=f"urn:prachum:{code}", title=title, status=status, code=code, detail=detail)
    if where:
        said["where"] = where
    return said


def refusal(code: str, spoken: str) -> Problem:
    """What the rules refuse, with the rule's number."""
    explained = explain(code, spoken)
    return Problem(
        type=f"urn:prachum:{code}",
        title=texts()["titles"]["409"][spoken],
        status=409,
        code=code,
        rule=explained.rule,
        detail=explained.text,
    )


async def answer_problem(send: Send, said: Problem, spoken: str, more: Headers = ()) -> None:
    headers = ((b"content-language", spoken.encode()), *more)
    if said["status"] == 408:
        # What still comes belongs to what was refused.
        headers = (*headers, (b"connection", b"close"))
    await answer_json(send, said, said["status"], headers, kind="application/problem+json")
