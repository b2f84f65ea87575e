"""Reading YAML gives back what was written, and nothing that is thrown at it does harm."""

from io import StringIO

from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from prachum.meetingfile.faults import FaultyFile
from prachum.meetingfile.read import loads
from prachum.meetingfile.tree import Value, parse
from tests.meetingfile.small import SMALL

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)
SCALARS = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | WORDS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=12
)


def reads_itself(text: str, value: object) -> bool:
    """Not all that ruamel.yaml writes it reads again: `{:0: x}`, `{?a: x}`."""
    try:
        return bool(YAML(typ="safe", pure=True).load(text) == value)
    except YAMLError:
        return False


@given(VALUES)
def test_what_was_written_is_read(value: Value) -> None:
    out = StringIO()
    YAML(typ="safe", pure=True).dump({"value": value}, out)
    assume(reads_itself(out.getvalue(), {"value": value}))
    tree = parse(out.getvalue().encode())
    assert not [fault for fault in tree.faults if fault.code != "key"]
    if not tree.faults:
        assert tree.value == {"value": value}


def refused(text: bytes) -> FaultyFile | None:
    try:
        loads(text, "file")
    except FaultyFile as refusal:
        return refusal
    return None


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_be_refused(text: bytes) -> None:
    refusal = refused(text)
    assert refusal is not None
    assert refusal.lines("en")


SLIPS = ["", "{", "]", ": ", "\n", "&a ", "- ", "'", "9"]


@given(st.integers(0, len(SMALL) - 1), st.integers(0, 12), st.sampled_from(SLIPS))
def test_no_slip_of_the_pen_does_more_than_be_refused(at: int, length: int, slip: str) -> None:
    text = SMALL[:at] + slip + SMALL[at + length :]
    refusal = refused(text.encode())
    for line, fault in zip(refusal.lines("th"), refusal.faults, strict=True) if refusal is not None else ():
        assert line.startswith(f"file:{fault.place[0]}:{fault.place[1]}: ")
        assert 1 <= fault.place[0] <= text.count("\n") + 2
