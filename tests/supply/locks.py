"""The locks of Python, npm and Go name every package that an installation is made of, with its version and digests."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)")
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Package:
    """One package of one lock; `ecosystem` is a word of OSV's, `digests` are (algorithm of CycloneDX, hexadecimal)."""

    ecosystem: str
    name: str
    version: str
    digests: tuple[tuple[str, str], ...] = ()
    development: bool = False

    @property
    def purl(self) -> str:
        """The package as a package URL; a scoped or pathlike name keeps its slashes."""
        kind = {"PyPI": "pypi", "npm": "npm", "Go": "golang"}[self.ecosystem]
        name = self.name.lower().replace("_", "-") if kind == "pypi" else self.name
        return f"pkg:{kind}/{quote(name, safe='/')}@{quote(self.version, safe='')}"


def packages() -> tuple[Package, ...]:
    """All of them, by ecosystem and name, once each."""
    found = [*_python(ROOT / "requirements" / "run.txt"), *_npm(ROOT / "chamber" / "package-lock.json")]
    for tool in ("go", "node"):
        found += _python(ROOT / "requirements" / f"{tool}.txt")
    found += _go(ROOT / "engine" / "go.mod")
    once = {package.purl: package for package in reversed(found)}
    return tuple(sorted(once.values(), key=lambda package: (package.ecosystem, package.name, package.version)))


def _python(lock: Path) -> Iterator[Package]:
    for block in re.split(r"\n(?=\S)", lock.read_text("utf-8")):
        if pinned := PINNED.match(block):
            digests = tuple(("SHA-256", digest) for digest in DIGEST.findall(block))
            yield Package("PyPI", pinned["name"], pinned["version"], digests)


def _npm(lock: Path) -> Iterator[Package]:
    for place, held in json.loads(lock.read_text("utf-8"))["packages"].items():
        if place and not held.get("link"):
            algorithm, _, digest = held["integrity"].partition("-")
            known = ((algorithm.upper().replace("SHA", "SHA-"), base64.b64decode(digest).hex()),)
            name = held.get("name") or place.rpartition("node_modules/")[2]
            yield Package("npm", name, held["version"], known, development=bool(held.get("dev")))


def _go(module: Path) -> Iterator[Package]:
    """The modules of the engine's go.mod; their digests are Go's own, of go.sum, which CycloneDX does not know."""
    for line in module.read_text("utf-8").splitlines():
        if found := re.match(r"^(?:require )?\s*([\w.~/-]+\.[\w.~/-]+) (v\S+)", line):
            yield Package("Go", found[1], found[2])
