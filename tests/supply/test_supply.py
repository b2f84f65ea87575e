"""What an installation is made of is known to the last package, and what is known against one fails the check (S35)."""

import json
import re
import subprocess
from collections import Counter
from pathlib import Path

import httpx
import pytest

from tests.supply import audit
from tests.supply.audit import Answer, by_npm, by_osv, findings, report
from tests.supply.locks import ROOT, packages
from tests.supply.sbom import bill


def test_the_bill_names_every_locked_package_once_with_its_digest() -> None:
    said = bill(packages())
    parts = said["components"]
    assert isinstance(parts, list)
    kinds = Counter(part["purl"].partition("/")[0] for part in parts)
    pinned = re.findall(r"(?m)^([\w.-]+)(?:\[.*?\])?==", (ROOT / "requirements" / "run.txt").read_text())
    assert kinds["pkg:pypi"] >= len(pinned)
    assert kinds["pkg:npm"] == len({(p.name, p.version) for p in packages() if p.ecosystem == "npm"}) > 100
    modules = re.findall(r"(?m)^\t\S+ v\S+", (ROOT / "engine" / "go.mod").read_text())
    assert kinds["pkg:golang"] == len(modules) > 50
    purls = {part["purl"].partition("@")[0] for part in parts}
    assert {
        "pkg:pypi/django",
        "pkg:pypi/livekit",
        "pkg:npm/react",
        "pkg:golang/github.com/livekit/livekit-server",
    } <= purls
    assert len({part["bom-ref"] for part in parts}) == len(parts)
    assert all(part.get("hashes") for part in parts if not part["purl"].startswith("pkg:golang"))
    assert {part["scope"] for part in parts if part["name"] in ("react", "vite")} == {"required", "excluded"}


def test_what_npm_warns_of_while_it_installs_is_not_taken_for_a_fault() -> None:
    stood_in = 'with_node() { :; }; once() { shift 3; "$@"; }; npm() { echo "npm $*"; }'
    script = f"source scripts/lib/steps.sh; source scripts/lib/toolchains.sh; {stood_in}; chamber"
    said = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "npm --prefix chamber ci --loglevel=error\n" in said


def test_the_same_locks_give_the_same_bill() -> None:
    first, second = (subprocess.run([ROOT / "scripts" / "sbom"], capture_output=True, check=True) for _ in range(2))
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["specVersion"] == "1.6"


def answering(status: int, content: object) -> httpx.Response:
    return httpx.Response(status, json=content, request=httpx.Request("POST", audit.OSV))


def test_what_is_known_against_a_package_fails_the_check_and_is_named() -> None:
    locked = packages()[:2]
    found = by_osv(locked, lambda *_, **__: answering(200, {"results": [{}, {"vulns": [{"id": "GHSA-x"}]}]}))
    assert found.known == ((locked[1].purl, "GHSA-x"),)
    worst, lines = report([found], frozenset())
    assert worst == 1
    assert lines[1] == f"  {locked[1].purl}: GHSA-x"
    assert report([found], frozenset({"GHSA-x"}))[0] == 0


def test_what_is_known_of_one_package_may_fill_several_pages() -> None:
    pages = [{"results": [{}, {"next_page_token": "2"}]}, {"results": [{"vulns": [{"id": "GHSA-y"}]}]}]
    asked: list[object] = []

    def post(_: str, *, json: dict[str, object], **__: object) -> httpx.Response:
        asked.append(json["queries"])
        return answering(200, pages[len(asked) - 1])

    locked = packages()[:2]
    assert by_osv(locked, post).known == ((locked[1].purl, "GHSA-y"),)
    first, second = asked
    assert isinstance(first, list)
    assert second == [{**first[1], "page_token": "2"}]


@pytest.mark.parametrize("status", [403, 404, 405, 500])
def test_where_nobody_can_be_asked_it_says_so_and_goes_on(status: int) -> None:
    silent = by_osv(packages(), lambda *_, **__: answering(status, {}))
    assert silent.not_asked
    worst, lines = report([silent, Answer("x", not_asked="no network")], frozenset())
    assert worst == 0
    assert lines == [f"{silent.source}: not asked: HTTPStatusError", "x: not asked: no network"]


def npm(said: object) -> Answer:
    return by_npm(lambda *_, **__: subprocess.CompletedProcess([], 1, json.dumps(said), ""))


def test_of_npm_what_is_high_counts_and_a_registry_that_refuses_is_named() -> None:
    graded = {"vulnerabilities": {"a": {"severity": "high"}, "b": {"severity": "low"}}}
    assert npm(graded).known == (("a", "high"),)
    assert npm({"statusCode": 405}).not_asked == "the registry answers 405"


def test_findings_are_read_from_a_stream_of_objects() -> None:
    said = '{"config": {}}\n{"finding": {"osv": "GO-1", "trace": [{"module": "m"}]}}\n {"progress": {}} '
    assert [found["osv"] for found in findings(said)] == ["GO-1"]


def test_what_was_accepted_is_named_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "accepted.txt"
    path.write_text("# looked at\nGHSA-x  only on Windows\n\n")
    assert audit.accepted(path) == {"GHSA-x"}
    assert audit.accepted(tmp_path / "none") == frozenset()
