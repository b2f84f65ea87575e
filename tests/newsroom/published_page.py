"""What a published page said is known here by facts and by digests of its runs of letters; none of its sentences is."""

# Where the set terms have changed, digest the page anew: python -m tests.newsroom.published_page PAGE.txt

import hashlib
import sys
import tomllib
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
FACTS = tomllib.loads((HERE / "som-19-page.toml").read_text())["fact"]
RUNS = HERE / "som-19-page.runs"
LONG = 40
"""Letters that two texts have in common by chance, at most."""
SIZE = 6
"""Bytes of a digest."""
_PLAIN = str.maketrans("๐๑๒๓๔๕๖๗๘๙’‘–—", "0123456789''--")


def plain(text: str) -> str:
    """The letters alone: no spaces, one kind of digits, dashes and apostrophes, and each set term as one sign."""
    letters = "".join(unicodedata.normalize("NFC", text).translate(_PLAIN).split())
    terms = sorted({term for fact in FACTS if fact.get("set") for term in fact["content"]}, key=len, reverse=True)
    for number, term in enumerate(terms):
        letters = letters.replace("".join(term.translate(_PLAIN).split()), chr(0xE000 + number))
    return letters


def runs(text: str) -> dict[bytes, str]:
    """The digest of every run of so many letters, with the run."""
    letters = plain(text)
    all_ = (letters[at : at + LONG] for at in range(max(0, len(letters) - LONG + 1)))
    return {hashlib.sha256(run.encode()).digest()[:SIZE]: run for run in all_}


def known() -> frozenset[bytes]:
    """The digests of the published page's runs."""
    kept = RUNS.read_bytes()
    return frozenset(kept[at : at + SIZE] for at in range(0, len(kept), SIZE))


if __name__ == "__main__":
    RUNS.write_bytes(b"".join(sorted(runs(Path(sys.argv[1]).read_text()))))
