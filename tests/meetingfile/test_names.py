"""A name is a weapon nowhere: it hides nothing, turns nothing around and passes for nobody else (S14)."""

import pytest

from prachum.meetingfile.expected import EXPECTED
from prachum.meetingfile.faults import FaultyFile
from prachum.meetingfile.names import LONGEST, drawn
from prachum.meetingfile.read import loads
from tests.meetingfile.small import changed

PLATE = "{title: {en: Rapporteur}}"
RAPPORTEURS = "people.2.nameplate"


def faults(text: bytes) -> list[tuple[str, str]]:
    """Code and path."""
    with pytest.raises(FaultyFile) as faulty:
        loads(text, "small.yaml")
    return [(f.code, ".".join(map(str, f.path))) for f in faulty.value.faults]


def plate(words: str, part: str = "name") -> bytes:
    """The file with that on the rapporteur's plate."""
    return changed(PLATE, f"{{title: {{en: Rapporteur}}, {part}: {{en: {words}}}}}")


MARKS = ["\\u202e", "\\u202a", "\\u2066", "\\u200f", "\\u061c", "\\U000e0041", "\\b", "\\e", "\\0"]
STRANGE = ["<img src=x onerror=alert(1)>", "javascript:alert(1)", "👩\u200d🚒 Ann", "نمی\u200cخواهم"]
DIFFERENT = [("Niger", "Nigeria"), ("Iran", "Iraq"), ("Austria", "Australia"), ("ลาว", "ไทย"), ("Mali", "Malta")]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        (PLATE, "{title: {en: Rapporteur}, name: {en: WORDS}}", f"{RAPPORTEURS}.name.en"),
        ("{en: ASEAN Secretariat}", "{en: WORDS}", "parties.2.names.en"),
        ("{en: Both}", "{en: WORDS}", "blocs.0.names.en"),
        ("title: {en: Small meeting,", "title: {en: WORDS,", "title.en"),
        ("title: {en: Second}", "title: {en: WORDS}", "agenda.1.title.en"),
        ("{title: {en: Area}", "{title: {en: WORDS}", "proposals.0.areas.0.title.en"),
        ("words: {en: We agree.,", "words: {en: WORDS,", "texts.0.words.en"),
    ],
)
def test_what_turns_the_words_around_it_is_refused_wherever_words_stand(
    old: str, new: str, path: str, mark: str
) -> None:
    assert ("turning", path) in faults(changed(old, new.replace("WORDS", f'"Ann{mark} Lee"')))


@pytest.mark.parametrize("words", STRANGE)
def test_what_is_only_strange_is_text_like_any_other(words: str) -> None:
    assert loads(plate(f'"{words}"'), "small.yaml").people[2].nameplate.name == {"en": words}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ('"Ann\\nLee"', "one_line"),
        (f'"{"A" * (LONGEST + 1)}"', "at_most"),
        ('"Ch\u0430ir"', "one_script"),
        ('"Th\u03b1iland"', "one_script"),
    ],
)
def test_a_name_has_one_line_so_many_letters_and_one_script(words: str, code: str) -> None:
    assert (code, f"{RAPPORTEURS}.name.en") in faults(plate(words))


@pytest.mark.parametrize(
    "words",
    [
        "Chair",
        "CHAIR",
        "Ch air",
        "Cha\u200bir",
        "Cha1r",
        "ChaIr",
        "\u0421\u04bb\u0430\u0456\u0433",
        "\uff23\uff48\uff41\uff49\uff52",
        "Presiding Chair",
        "Président",
        "President\u0301",
        "ประธาน",
        "Thailand",
        "ThaiIand",
        "Thai\u00adland",
        "ไทย",
        "Canada",
        "\U0001d402\U0001d41a\U0001d427\U0001d41a\U0001d41d\U0001d41a",
        "Both",
        "Asean  Secretariat",
    ],
)
@pytest.mark.parametrize("part", ["name", "honorific", "department"])
def test_nobody_passes_for_the_chair_or_for_a_delegation_or_bloc(part: str, words: str) -> None:
    assert [code for code, _ in faults(plate(f'"{words}"', part))] == ["look_alike"]


def test_nobody_but_the_chair_looks_like_the_chairs_name() -> None:
    named = changed("{title: {en: Head, th: หัวหน้า}}", "{title: {en: Head}, name: {en: Mali Sook}}").decode()
    assert loads(named.encode(), "small.yaml")
    twin = named.replace(PLATE, "{title: {en: Rapporteur}, name: {en: Maii S00k}}")
    assert faults(twin.encode()) == [("look_alike", f"{RAPPORTEURS}.name.en")]
    same = named.replace(PLATE, "{title: {en: Rapporteur}, name: {en: Mali Sook}}")
    assert loads(same.encode(), "small.yaml"), "two people may have one name: the delegation stands above it"


def test_the_chair_may_be_called_so_and_a_delegation_by_its_own_name() -> None:
    said = changed("{title: {en: Head, th: หัวหน้า}}", "{title: {en: Chair}, department: {en: Thailand}}")
    assert loads(said, "small.yaml")
    assert loads(plate("Secretariat", "department"), "small.yaml")


def test_two_parties_do_not_look_alike() -> None:
    twins = changed("{en: ASEAN Secretariat}", "{en: Thai1and}")
    assert faults(twins) == [("look_alike", "parties.2.names.en")]
    assert set(faults(changed("names: {en: Both}", 'names: {en: "\\u0421anada"}'))) == {
        ("look_alike", "blocs.0.names.en"),
        ("one_script", "blocs.0.names.en"),
    }


def test_the_message_names_both_in_the_readers_language() -> None:
    with pytest.raises(FaultyFile) as faulty:
        loads(plate("ThaiIand"), "small.yaml")
    (english,), (thai,) = faulty.value.lines("en"), faulty.value.lines("th")
    assert "found “ThaiIand”, expected a name that is not taken for “Thailand”" in english
    assert "ThaiIand" in thai
    assert set(EXPECTED["look_alike"]) == {"en", "th", "fr"}


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_are_different_for_the_eye_stay_different(one: str, other: str) -> None:
    assert drawn(one) != drawn(other)
