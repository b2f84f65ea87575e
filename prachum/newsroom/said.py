"""What the newsroom itself says stands with all our sentences, in the chapter `news`."""

from collections.abc import Callable

from django.utils.functional import lazy
from django.utils.translation import get_language

from prachum.words import say


def said(sentence: str, **parts: object) -> str:
    """In the language of the page or of the editor."""
    return say(f"news.{sentence}", (get_language() or "en").partition("-")[0], **parts)


said_later: Callable[[str], str] = lazy(said, str)
"""The same, asked for when it is shown."""
