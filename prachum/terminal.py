"""What the command line says, it says in the language of the terminal."""

from prachum.words import of_terminal, say


def said(sentence: str, /, **parts: object) -> str:
    """A sentence of the chapter `terminal` in words.toml."""
    return say(f"terminal.{sentence}", of_terminal(), **parts)
