"""The budgets that keep the repository readable hold; to exceed one is a decision, taken here."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
FORBIDDEN_NAMES = {"service", "manager", "helper", "helpers", "utils", "util", "core", "common", "base", "data", "info"}
FORBIDDEN_NAMES |= {"process", "handle", "handler", "handlers"}
# Named by Django, Wagtail, logging, or by the variable that an operator sets.
GIVEN_NAMES = {"DATA", "WAGTAILADMIN_BASE_URL", "handleError", "data_received"}
MEDIA_WORDS = {"room", "participant"}
USER_PLACES = ("registry", "web", "newsroom", "settings.py")


def tracked(pattern: str) -> list[Path]:
    """Return the files of the repository, committed or about to be, that match a git pathspec."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", pattern]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [path for name in listed if (path := ROOT / name).is_file()]


PACKAGE = [path for path in tracked("prachum/*.py") if "migrations" not in path.parts]
TESTS = tracked("tests/*.py")
PURE = [path for path in PACKAGE if {"rules", "projections"} & set(path.parts)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def is_one_match(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A `match` over one closed union may be as long as the union, with a few names before it."""
    kinds = [type(statement) for statement in function.body if not isinstance(statement, ast.Expr | ast.Assign)]
    return kinds == [ast.Match] and len(function.body) <= 6


def test_no_file_is_longer_than_400_lines() -> None:
    sources = PACKAGE + TESTS + [path for path in tracked("chamber/src/*.ts*") if not path.name.endswith(".d.ts")]
    long = {name(path): lines for path in sources if (lines := path.read_text().count("\n")) > 400}
    assert not long


def test_half_of_the_files_are_at_most_120_lines_long() -> None:
    assert median(path.read_text().count("\n") for path in PACKAGE) <= 120


def test_a_function_is_at_most_40_lines_long_unless_it_is_one_match() -> None:
    long = {
        f"{name(path)}:{function.lineno} {function.name}": lines
        for path in PACKAGE + TESTS
        for function in functions(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > 40 and not is_one_match(function)
    }
    assert not long


def test_rules_and_projections_are_never_typed_any() -> None:
    assert not [name(path) for path in PURE if re.search(r"\bAny\b", path.read_text())]


def test_rules_and_projections_import_the_standard_library_and_each_other_only() -> None:
    def foreign(path: Path) -> set[str]:
        layers = {"rules"} if "rules" in path.parts else {"rules", "projections"}
        ours = re.compile(rf"prachum\.({'|'.join(sorted(layers))})(\.|$)")
        modules = {alias.name for node in ast.walk(tree(path)) if isinstance(node, ast.Import) for alias in node.names}
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module:
                below = node.module == "prachum"
                modules |= {f"prachum.{alias.name}" for alias in node.names} if below else {node.module}
        return {m for m in modules if m.partition(".")[0] not in sys.stdlib_module_names and not ours.match(m)}

    assert not {name(path): found for path in PURE if (found := foreign(path))}


def test_rules_and_projections_ask_neither_the_clock_nor_chance_nor_the_machine() -> None:
    outside = {"random", "secrets", "time", "os", "io", "socket", "subprocess", "pathlib", "threading", "asyncio"}
    asked = re.compile(
        rf"^\s*(?:import|from) (?:{'|'.join(outside)})\b|\.(?:now|utcnow|today|uuid1|uuid4)\(|\bopen\(", re.M
    )
    assert not {name(path): found.group() for path in PURE if (found := asked.search(path.read_text()))}


def test_every_module_says_in_one_sentence_what_is_true_in_it() -> None:
    def sentence(path: Path) -> bool:
        said = ast.get_docstring(tree(path)) or ""
        return said.endswith(".") and "\n\n" not in said and not re.search(r"[.!?] [A-Z]", said)

    assert not [name(path) for path in PACKAGE + TESTS if not sentence(path)]


def defined_names(path: Path) -> Iterator[str]:
    """Yield what the file itself names: its path, classes, functions, arguments and assigned variables."""
    yield from path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(tree(path)):
        match node:
            case (
                ast.ClassDef(name=said)
                | ast.FunctionDef(name=said)
                | ast.AsyncFunctionDef(name=said)
                | ast.arg(arg=said)
            ):
                yield said
            case ast.Name(id=said, ctx=ast.Store()):
                yield said


def words(identifier: str) -> set[str]:
    """Split `NewsManager` and `news_manager` alike into their words."""
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", identifier).lower().split("_"))


def test_names_are_the_fields_words() -> None:
    def wrong(path: Path) -> set[str]:
        forbidden = set(FORBIDDEN_NAMES)
        if not {"media", "workers"} & set(path.parts):
            forbidden |= MEDIA_WORDS
        if not set(USER_PLACES) & set(path.parts):
            forbidden |= {"user"}
        return {said for said in defined_names(path) if words(said) & forbidden and said not in GIVEN_NAMES}

    assert not {name(path): found for path in PACKAGE if (found := wrong(path))}


def test_a_script_is_about_a_dozen_lines_long() -> None:
    scripts = [path for path in tracked("scripts/*") if path.parent.name == "scripts"]
    assert {path.name for path in scripts} >= {"install", "test", "check"}
    assert not {path.name: lines for path in scripts if (lines := path.read_text().count("\n")) > 20}


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a registry's host", r"registry\.(?:npmjs|yarnpkg)|pypi\.org|files\.pythonhosted|proxy\.golang|--index-url"),
        ("a path of one machine", r"(?<![\w.])/(?:work|home|root|Users)/\w"),
        ("something outside the checkout", r"\.\./shared/"),
    ],
)
def test_no_file_names(what: str, pattern: str) -> None:
    texts = [path for path in tracked("*") if path != Path(__file__)]
    found = {name(path) for path in texts if re.search(pattern.encode(), path.read_bytes())}
    assert not found, f"{what} is named"
