"""Our Thai page of the shipped meeting tells every fact of the page that was published then, in words of our own."""

import re
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from prachum import when
from tests.newsroom.published_page import FACTS, known, plain, runs
from tests.newsroom.reading import body, page_of, read

CONTENT = [fact for fact in FACTS if "content" in fact]
FURNITURE = [fact["furniture"] for fact in FACTS if "furniture" in fact]
TOP = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page(som: UUID) -> str:
    return body(page_of(som).url)


def test_every_fact_is_either_content_or_furniture() -> None:
    assert len(CONTENT) + len(FURNITURE) == len(FACTS)
    assert len(CONTENT) > 60
    assert FURNITURE == ["created", "updated", "views", "pictures"]


@pytest.mark.parametrize("fact", CONTENT, ids=lambda fact: str(fact["what"]))
def test_a_fact_is_told(page: str, fact: dict[str, list[str]]) -> None:
    told = read(page)
    assert any(words in told for words in fact["content"])


def test_its_furniture_has_the_values_of_this_run_in_arabic_digits(page: str, som: UUID) -> None:
    furniture = read(page, "dl")
    today = when.day(page_of(som).first_published_at.astimezone(ZoneInfo("Asia/Bangkok")), "th")
    assert furniture.count(today) == 2, "published and updated, each by itself"
    assert re.fullmatch(rf"วันที่เผยแพร่ {today} วันที่ปรับปรุง {today} จำนวนผู้อ่าน [0-9]+", furniture)
    assert "ภาพประกอบ" in read(page)


def test_the_body_has_no_arabic_digit_but_in_names(page: str) -> None:
    told = read(page).replace(read(page, "dl"), "")
    assert not re.findall(r"(?<![A-Za-z-])[0-9]", told)


def test_no_sentence_of_the_published_page_is_repeated(page: str) -> None:
    said = runs(read(page))
    assert len(said) > 1000
    assert not [said[run] for run in said.keys() & known()]


def test_nor_is_any_in_the_meeting_file() -> None:
    said = runs((TOP / "meetings" / "asean-canada-som-19.yaml").read_text())
    assert not [said[run] for run in said.keys() & known()]


def test_a_repeated_sentence_would_be_found() -> None:
    assert len(known()) > 1000
    words = "ที่ประชุมพิจารณาเรื่องที่ไม่เคยมีผู้ใดเขียนถึงมาก่อนเลยแม้แต่ครั้งเดียว"
    assert len(runs(f"คำนำ {words}").keys() & runs(f"{words} คำตาม").keys()) == len(plain(words)) - 39
