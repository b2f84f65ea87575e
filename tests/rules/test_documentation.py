"""docs/rules-of-procedure.md says what the rules do: every command, every refusal, every role."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from prachum.refusals import explain, explanations
from prachum.rules.order import OutOfOrder, PersonId, Standing
from prachum.rules.procedure import COMMANDS, MAY, decide
from prachum.rules_documentation import PAGE, WHO, generated, who_may
from tests.rules.roles import BY_STANDING, busy, samples

ROOT = Path(__file__).parents[2]
TEXT = PAGE.read_text("utf-8")
SECTIONS: Mapping[str, str] = {
    found[1]: found[0] for found in re.finditer(r"^### (\d+\.\d+) .*?(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL)
}


def raised() -> set[str]:
    """Every code with which a chapter of the rules refuses."""
    calls = (
        node
        for path in (ROOT / "prachum" / "rules").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "OutOfOrder"
    )
    said = (part.value for call in calls for part in ast.walk(call) if isinstance(part, ast.Constant))
    return {code for code in said if isinstance(code, str)}


def provoked() -> Iterator[str]:
    """Every code that some sentence test names, besides all else that it says."""
    for path in Path(__file__).parent.glob("test_*.py"):
        if path.name not in ("test_laws.py", Path(__file__).name):
            nodes = ast.walk(ast.parse(path.read_text("utf-8")))
            constants = [node for node in nodes if isinstance(node, ast.Constant)]
            yield from (node.value for node in constants if isinstance(node.value, str))


CHAPTERS = {name.partition(".")[0] for name in COMMANDS}
GENERAL = {f"{chapter}.not_in_your_role" for chapter in CHAPTERS} | {
    f"{chapter}.nothing_to_act_on" for chapter in CHAPTERS - {"meeting"}
}


def test_every_refusal_of_the_rules_is_explained_and_no_other() -> None:
    assert set(explanations()) == raised() | GENERAL


def test_every_refusal_is_provoked_by_a_sentence() -> None:
    assert not set(explanations()) - set(provoked())


@pytest.mark.parametrize("code", explanations())
def test_a_refusal_names_a_rule_that_names_it(code: str) -> None:
    assert f"`{code}`" in SECTIONS[explanations()[code].rule]


@pytest.mark.parametrize("code", explanations())
def test_a_refusal_is_explained_in_every_language(code: str) -> None:
    text = explanations()[code].text
    assert set(text) == {"en", "th", "fr"}
    assert len(set(text.values())) == 3
    assert re.search("[ก-๙]", text["th"])
    assert all(text[language].endswith((".", "!")) for language in ("en", "fr"))
    assert explain(code, "th").text == text["th"]


def test_a_language_that_we_do_not_have_falls_back_to_english() -> None:
    assert explain("floor.held", "de") == explain("floor.held", "en")
    assert explain("floor.held", "en").rule == "5.13"


def test_no_section_names_a_refusal_that_there_is_not() -> None:
    chapters = "|".join(CHAPTERS)
    named = set(re.findall(rf"`((?:{chapters})\.\w+)`", "".join(SECTIONS.values())))
    assert named == set(explanations())


@pytest.mark.parametrize("cls", COMMANDS.values(), ids=lambda cls: cls.__name__)
def test_every_command_has_one_heading_with_its_payload_and_who_may(cls: type) -> None:
    (section,) = [text for text in SECTIONS.values() if f"`{cls.__name__}`\n" in text]
    payload = ", ".join(f"`{field.name}`" for field in fields(cls)) or "nothing"
    assert f"- Payload: {payload}.\n" in section
    assert f"- Who may: {who_may(cls)}.\n" in section


def test_the_rules_of_a_chapter_are_numbered_without_gaps() -> None:
    numbers = [tuple(int(part) for part in number.split(".")) for number in SECTIONS]
    for chapter in {chapter for chapter, _ in numbers}:
        own = [n for c, n in numbers if c == chapter]
        assert own == list(range(1, len(own) + 1))


def test_the_tables_are_those_that_the_rules_generate() -> None:
    assert generated(TEXT) == TEXT


def matrix() -> dict[str, dict[Standing, bool]]:
    """Role × command as the page has it."""
    rows = re.findall(r"^\| `([a-z]+\.[a-z_]+)` \|(.*)\|$", TEXT[: TEXT.index("<!-- /matrix -->")], re.MULTILINE)
    return {
        name: {standing: "●" in cell for standing, cell in zip(WHO, cells.split("|"), strict=True)}
        for name, cells in rows
    }


def test_the_matrix_has_every_command_and_every_role() -> None:
    assert list(matrix()) == list(COMMANDS)
    assert set(WHO) == set(Standing)
    assert not any(Standing.OBSERVER in who for who in MAY.values())


@pytest.mark.parametrize("standing", Standing)
def test_every_cell_of_the_matrix_is_what_the_rules_do(standing: Standing) -> None:
    sitting = busy()
    person: PersonId = BY_STANDING[standing]
    for name, command in samples(sitting).items():
        try:
            decide(sitting.state, command, person, sitting.now)
            outcome = "accepted"
        except OutOfOrder as refused:
            outcome = refused.code
        refused_for_the_role = outcome == f"{name.partition('.')[0]}.not_in_your_role"
        assert refused_for_the_role is not matrix()[name][standing], (name, outcome)
