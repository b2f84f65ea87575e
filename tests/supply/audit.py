"""What is known against a locked package is asked of who knows; where nobody can be asked, that is said."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from tests.supply.locks import ROOT, Package, packages

OSV = "https://api.osv.dev/v1/querybatch"
GO_KNOWS = "https://vuln.go.dev/index/db.json"
GOVULNCHECK = "golang.org/x/vuln/cmd/govulncheck@v1.9.0"
WITHIN, WITHIN_NPM, WITHIN_GO = 4.0, 15.0, 120.0
ACCEPTED = ROOT / "requirements" / "accepted-advisories.txt"


class Answer(NamedTuple):
    """What one source says: `known` are (package, advisory), `not_asked` why it said nothing."""

    source: str
    known: tuple[tuple[str, str], ...] = ()
    not_asked: str = ""


def by_osv(of: Sequence[Package], post: Callable[..., httpx.Response] = httpx.post) -> Answer:
    """One question for all three locks: PyPA's, GitHub's and Go's advisories are all there."""
    source = "OSV (Python, npm, Go)"
    asked = {p: {"package": {"ecosystem": p.ecosystem, "name": p.name}, "version": _plain(p)} for p in of}
    found: list[tuple[str, str]] = []
    try:
        while asked:
            answer = post(OSV, json={"queries": list(asked.values())}, timeout=WITHIN)
            answer.raise_for_status()
            results: list[dict[str, Any]] = answer.json()["results"]
            said = dict(zip(asked, results, strict=True))
            found += [(p.purl, one["id"]) for p, about in said.items() for one in about.get("vulns", ())]
            # What is known of one package may fill several pages, of which the first may be empty.
            more = {p: about["next_page_token"] for p, about in said.items() if about.get("next_page_token")}
            asked = {p: {**asked[p], "page_token": token} for p, token in more.items()}
    except (httpx.HTTPError, ValueError, KeyError) as why:
        return Answer(source, not_asked=type(why).__name__)
    return Answer(source, tuple(found))


def _plain(package: Package) -> str:
    return package.version.removeprefix("v") if package.ecosystem == "Go" else package.version


def by_npm(run: Callable[..., subprocess.CompletedProcess[str]] = subprocess.run) -> Answer:
    """`npm audit` by the registry that npm is set up for; of what the built client holds, not of what builds it."""
    source, npm = "npm audit", shutil.which("npm")
    if npm is None:
        return Answer(source, not_asked="there is no npm")
    try:
        command = [npm, "audit", "--omit=dev", "--json"]
        said = run(command, cwd=ROOT / "chamber", capture_output=True, text=True, timeout=WITHIN_NPM)
        held = json.loads(said.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return Answer(source, not_asked="no answer")
    if "vulnerabilities" not in held:
        return Answer(source, not_asked=f"the registry answers {held.get('statusCode', 'nothing of use')}")
    graded = ((name, one["severity"]) for name, one in held["vulnerabilities"].items())
    return Answer(source, tuple(one for one in graded if one[1] in ("high", "critical")))


def by_govulncheck() -> Answer:
    """What the engine requires, by Go's own tool, where its list can be had."""
    source, go = "govulncheck", shutil.which("go")
    if go is None:
        return Answer(source, not_asked="there is no Go")
    try:
        httpx.head(GO_KNOWS, timeout=WITHIN).raise_for_status()
        command = [go, "run", GOVULNCHECK, "-format", "json", "-scan", "module"]
        said = subprocess.run(command, cwd=ROOT / "engine", capture_output=True, text=True, timeout=WITHIN_GO)
    except (httpx.HTTPError, subprocess.TimeoutExpired) as why:
        return Answer(source, not_asked=type(why).__name__)
    if said.returncode not in (0, 3):
        return Answer(source, not_asked=said.stderr.strip()[-120:])
    return Answer(source, tuple(sorted({(f["trace"][0]["module"], f["osv"]) for f in findings(said.stdout)})))


def findings(said: str) -> Iterator[dict[str, Any]]:
    """The findings in govulncheck's stream of JSON objects."""
    reader, at = json.JSONDecoder(), 0
    while (rest := said[at:].lstrip()) != "":
        held, end = reader.raw_decode(rest)
        at = len(said) - len(rest) + end
        if "finding" in held:
            yield held["finding"]


def accepted(path: Path = ACCEPTED) -> frozenset[str]:
    """Advisories that were looked at: one id a line, then why it is no harm here."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return frozenset(line.split()[0] for line in lines if line.strip() and not line.startswith("#"))


def report(answers: Sequence[Answer], known_as_harmless: frozenset[str]) -> tuple[int, list[str]]:
    """The exit code, 1 only where something is known; and a line for each source and each finding."""
    lines, worst = [], 0
    for answer in answers:
        left = [(name, advisory) for name, advisory in answer.known if advisory not in known_as_harmless]
        worst |= bool(left)
        said = f"not asked: {answer.not_asked}" if answer.not_asked else f"{len(left)} known against what is locked"
        lines += [f"{answer.source}: {said}", *(f"  {name}: {advisory}" for name, advisory in left)]
    return worst, lines


def main() -> int:
    if os.environ.get("PRACHUM_AUDIT", "1") == "0":
        return 0
    with ThreadPoolExecutor(3) as pool:
        sources = [pool.submit(by_osv, packages()), pool.submit(by_npm), pool.submit(by_govulncheck)]
        worst, lines = report([source.result() for source in sources], accepted())
    sys.stdout.write("\n".join(lines) + "\n")
    return worst


if __name__ == "__main__":
    sys.exit(main())
