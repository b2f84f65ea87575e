"""Whatever is wrong with a file is told with its line, what was found and what was expected, all at once."""

import re

import pytest

from prachum.meetingfile.expected import EXPECTED
from prachum.meetingfile.faults import FaultyFile, readers_language
from prachum.meetingfile.read import loads
from prachum.meetingfile.tree import DEPTH, SIZE, VALUES
from tests.meetingfile.small import SMALL, changed


def faults(text: bytes) -> list[tuple[int, str, str, str]]:
    """Line, code, path and what was found."""
    with pytest.raises(FaultyFile) as faulty:
        loads(text, "small.yaml")
    return [(f.place[0], f.code, ".".join(map(str, f.path)), f.found) for f in faulty.value.faults]


ONE_FAULT = [
    ("ref: small", "ref: Not Small", (1, "pattern", "ref", "Not Small")),
    ("ref: small", "ref: 5", (1, "string", "ref", "5")),
    ("ref: small\n", "", (1, "missing", "ref", "")),
    ("09:00", "nine", (3, "datetime", "starts", "2022-06-21Tnine")),
    ("Asia/Bangkok", "Asia/Nowhere", (4, "zone", "zone", "Asia/Nowhere")),
    ("[en, th]", "[en, th, en]", (5, "twice", "languages.2", "en")),
    ("asean-dialogue, ", "asean, ", (6, "one_of", "rules.preset", "asean")),
    ("statement: 60", "statment: 60", (6, "one_of", "rules.limits.statment", "statment")),
    ("statement: 60", "statement: -60", (6, "at_least", "rules.limits.statement", "-60")),
    ("{code: ASEC, names: {en: ASEAN Secretariat}", "{code: ASEC", (10, "names", "parties.2", "ASEC")),
    ("decides: false", "decides: no", (10, "boolean", "parties.2.decides", '"no"')),
    ("members: [THA, CAN]", "members: [THA, USA]", (12, "party", "blocs.0.members.1", "USA")),
    ("rank: rapporteur", "rank: head", (16, "rank", "people.2.rank", "head")),
    ("rank: rapporteur", "rank: scribe", (16, "one_of", "people.2.rank", "scribe")),
    ('since: "2022-01-01"', 'since: "2022-13-01"', (15, "date", "people.1.nameplate.capacity.since", "2022-13-01")),
    ("chairs: [tha, can]", "chairs: [tha]", (17, "chairs", "chairs", "1")),
    ("chairs: [tha, can]", "chairs: [tha, rap]", (17, "chair", "chairs.1", "rap")),
    ("chairs: [tha, can]", "chairs: [tha, eve]", (17, "person", "chairs.1", "eve")),
    ("seed: drawn", "seed: ' '", (18, "lot", "seating", "")),
    ('number: "2"', 'number: "1.1"', (26, "twice", "agenda.1.number", "1.1")),
    ("minutes: 2,", "minutes: two,", (25, "integer", "agenda.0.items.0.minutes", '"two"')),
    ("title: {en: Second}", "title: {fr: Deux}", (26, "language", "agenda.1.title.fr", "fr")),
    ("title: {en: Second}", "title: {en: ' '}", (26, "words", "agenda.1.title", "")),
    ("party: THA", "party: USA", (28, "party", "facts.0.party", "USA")),
    ("    item: a\n", "    item: z\n", (34, "item", "proposals.0.item", "z")),
    ("points: [{en: point}]", "points: [point]", (36, "mapping", "proposals.0.areas.0.points.0", '"point"')),
    ("do: open-meeting", "do: open-the-meeting", (38, "command", "script.0.do", "open-the-meeting")),
    ("says: {th: เปิดประชุม}", "says: {en: Open}", (38, "missing", "script.0.says", "")),
    ("item: b, bloc: B", "item: z, bloc: B", (39, "item", "script.1.with.item", "z")),
    ("item: b, bloc: B", "item: b, bloc: C", (39, "bloc", "script.1.with.bloc", "C")),
    ("aligned: [THA]", "alined: [THA]", (39, "known_key", "script.1.with.alined", "alined")),
    ("do: yield-floor, ", "prepared: q, do: yield-floor, ", (40, "prepared", "script.2.prepared", "q")),
    ("{by: can, do: yield-floor, ", "{by: can, ", (40, "deed", "script.2", "")),
]


@pytest.mark.parametrize(("old", "new", "fault"), ONE_FAULT)
def test_a_fault_is_named_with_its_line(old: str, new: str, fault: tuple[int, str, str, str]) -> None:
    assert faults(changed(old, new)) == [fault]


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = SMALL.replace("Asia/Bangkok", "Nowhere").replace("minutes: 2,", "minutes: 2, seconds: 3,")
    text = text.replace("do: open-meeting", "do: open")
    assert [line for line, *_ in faults(text.encode())] == [
        25
    ]  # what the schema refuses comes before what leads nowhere
    text = text.replace(", seconds: 3", "")
    assert [(line, code) for line, code, *_ in faults(text.encode())] == [(4, "zone"), (38, "command")]


def test_a_name_used_twice_is_told_with_the_line_of_its_first_use() -> None:
    with pytest.raises(FaultyFile) as faulty:
        loads(changed("  - {id: can,", "  - {id: tha,"), "small.yaml")
    assert "small.yaml:15:6: people[1].id: found “tha”, expected each of these once; the first is in line 14" in str(
        faulty.value
    )


def test_a_key_used_twice_is_a_fault_and_hides_no_other() -> None:
    text = changed("zone: Asia/Bangkok", "zone: Asia/Bangkok\nref: other\nplace: here")
    assert [(line, code) for line, code, *_ in faults(text)] == [(5, "twice"), (6, "known_key")]


def test_a_script_may_name_whom_and_what_it_has_added_itself() -> None:
    added = "  - {by: rap, do: add-agenda-item, with: {item: c, number: '3', title: {en: Third}, minutes: 1}}\n"
    opened = "  - {by: tha, do: open-agenda-item, with: {item: c}}\n"
    assert faults((SMALL + opened).encode()) == [(41, "item", "script.3.with.item", "c")]
    assert len(loads((SMALL + added + opened).encode(), "small.yaml").script or ()) == 5


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"ref: &a [x]\ntitle: *a\n", (1, "anchor", ".", "&a")),
        (b"ref: !!python/object:os.system x\n", (1, "tag", ".", "tag:yaml.org,2002:python/object:os.system")),
        (b"<<: *a\n", (1, "anchor", ".", "*a")),
        (b"[" * 100_000, (1, "depth", None, "")),
        (b"{a: " * 50_000, (1, "depth", None, "")),
        (b"- [x]\n" * VALUES, (VALUES // 2, "values", str(VALUES // 2 - 1), "")),
        (b"#" * (SIZE + 1), (1, "size", ".", str(SIZE + 1))),
        (b"ref: a\n---\nref: b\n", (2, "document", ".", "---")),
        (b"ref: caf\xe9\n", (1, "utf8", ".", "e9")),
        (b"ref: a: b\n", (1, "yaml", ".", "ref: a: b")),
        (b"ref: [a, b\n", (2, "yaml", ".", "")),
        (b"", (1, "document", ".", "")),
        (b"2022: x\n", (1, "key", ".", "2022")),
        (b"[a]: x\n", (1, "key", ".", "")),
        (b"- a\n", (1, "mapping", ".", '["a"]')),
    ],
)
def test_a_hostile_file_is_refused_before_it_is_built(text: bytes, fault: tuple[int, str, str | None, str]) -> None:
    line, code, path, found = faults(text)[0]
    assert (line, code, found) == (fault[0], fault[1], fault[3])
    assert path == (fault[2] or "").strip(".") or path.count(".") == DEPTH - 1


@pytest.mark.parametrize("language", ["en", "th", "fr"])
def test_every_fault_is_said_in_the_readers_language(language: str) -> None:
    with pytest.raises(FaultyFile) as faulty:
        loads(changed("minutes: 2,", "minutes: two,"), "small.yaml")
    assert faulty.value.lines(language) == (
        {
            "en": 'small.yaml:25:52: agenda[0].items[0].minutes: found “"two"”, expected a whole number',
            "th": 'small.yaml:25:52: agenda[0].items[0].minutes: พบ “"two"” แต่ควรเป็น จำนวนเต็ม',
            "fr": 'small.yaml:25:52: agenda[0].items[0].minutes\u00a0: trouvé “"two"”, attendu un nombre entier',
        }[language],
    )
    assert all(set(said) == {"en", "th", "fr"} for said in EXPECTED.values())
    places = [set(re.findall(r"{(\w+)}", words)) for said in EXPECTED.values() for words in said.values()]
    assert all(places[i] == places[i + 1] == places[i + 2] for i in range(0, len(places), 3))


@pytest.mark.parametrize(
    ("environment", "asked", "language"),
    [
        ({"LANG": "th_TH.UTF-8"}, None, "th"),
        ({"LANG": "C.UTF-8"}, None, "en"),
        ({"LANG": "th_TH"}, "fr", "fr"),
        ({}, None, "en"),
    ],
)
def test_the_readers_language_is_the_one_asked_for_or_the_environments(
    environment: dict[str, str], asked: str | None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, said in environment.items():
        monkeypatch.setenv(name, said)
    assert readers_language(asked) == language
