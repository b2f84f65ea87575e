"""The record of a meeting tells all that the public may know of it, to whom it is open, and can be verified."""

import json
import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.utils import timezone
from playwright.sync_api import Browser as Chromium

from prachum.journal import read
from prachum.journal.verify import verify
from prachum.registry import links
from prachum.registry.models import Meeting
from prachum.rules.agenda import AdoptAgenda
from prachum.rules.conclusions import ConfirmConclusion, CorrectConclusion, EnterConclusion, Verb
from prachum.rules.decisions.consensus import EnterText, ObjectToText, PutTextToMeeting
from prachum.rules.delegations import AccreditPerson
from prachum.rules.floor.turns import YieldFloor
from prachum.rules.meeting import OpenMeeting
from prachum.rules.order import SECRETARIAT, ItemId, PersonId, Standing
from prachum.web import record
from prachum.words import LANGUAGES
from tests.meetings.golden import FILES, hold
from tests.registry.hall import MYS_HEAD, THA_HEAD, act, closed, hall, in_session
from tests.web.browsing import ELSEWHERE, Browser
from tests.web.screens import WIDTHS, chromium, page, serving
from tests.web.test_screens import faults

RAPPORTEUR = PersonId("rapporteur")
OPENING = ItemId("opening")


@pytest.fixture(scope="module")
def som() -> UUID:
    """The shipped meeting, held and closed."""
    meeting, departures = hold(next(file for file in FILES if file.stem == "asean-canada-som-19"))
    assert not departures
    return meeting


@pytest.fixture
def running() -> Meeting:
    meeting = hall()
    act(meeting.id, AccreditPerson(RAPPORTEUR, SECRETARIAT, Standing.RAPPORTEUR))
    in_session(meeting)
    return meeting


def opened(meeting: UUID, browser: Browser | None = None, rest: str = "") -> HttpResponse:
    return (browser or Browser()).get(f"/meetings/{meeting}/record/{rest}")


def body(meeting: UUID, language: str = "en", rest: str = "") -> str:
    return opened(meeting, Browser(language=language), rest).content.decode()


def words(html: str) -> str:
    """What is read, without tags."""
    text = html.partition("<main")[2].replace("<br>", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))


def test_a_record_tells_who_attended_spoke_proposed_decided_and_concluded(som: UUID) -> None:
    read_ = words(body(som))
    for said in (
        "Rehearsal, simulated",
        "Malaysia (Dato&#x27; Amran Mohamed Zin)",
        "Secretary-General of the Ministry of Foreign Affairs of Malaysia, as country coordinator",
        "Cambodia, Senior Official on behalf of ASEAN; aligned: Brunei Darussalam, Indonesia",
        "point of order",
        "taken as read: Brunei Darussalam hands in its statement",
        "Green growth",
        "Supported by: Lao PDR, Indonesia, Viet Nam and Philippines.",
        "Adopted by consensus",
        "The Meeting takes note of the proposals tabled in three areas",
        "Both sides · Committed to Correction",
        "The chair declared the meeting closed.",
    ):
        assert said in read_, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_nameplate_that_says_the_standing_says_it_once(som: UUID, language: str) -> None:
    attendance = body(som, language).partition('<ul class="attendance">')[2].partition("</ul>")[0]
    people = re.findall(r"<p>(.*?)</p>", attendance)
    told = [[re.sub(r"<[^>]+>", "", line) for line in person.split("<br>")] for person in people]
    assert told
    assert not [lines for lines in told if len(lines) != len(set(lines))]


def under(html: str, item: str) -> str:
    """What is read under one item."""
    section = html.partition(f'<h3 id="item-{item}"')[2].partition("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", section))


@pytest.mark.parametrize(
    ("language", "adopted", "nobody"),
    [
        ("en", "The agenda was adopted.", "No intervention."),
        ("th", "ที่ประชุมรับรองระเบียบวาระ", "ไม่มีถ้อยแถลง"),
        ("fr", "L’ordre du jour a été adopté.", "Aucune intervention."),
    ],
)
def test_the_adoption_of_the_agenda_stands_under_its_item(som: UUID, language: str, adopted: str, nobody: str) -> None:
    read_ = body(som, language)
    assert re.search(rf"{adopted} \d\d:\d\d:\d\d", under(read_, "adoption"))
    assert nobody in under(read_, "adoption")
    assert words(read_).partition("prachum verify")[0].count(adopted) == 1
    assert nobody not in under(read_, "opening")


def test_an_agenda_that_was_adopted_under_no_item_was_adopted_before_them_all() -> None:
    meeting = hall()
    act(meeting.id, OpenMeeting(), MYS_HEAD)
    act(meeting.id, AdoptAgenda(), MYS_HEAD)
    assert "The agenda was adopted." in words(body(meeting.id)).partition("No intervention.")[0]


def test_french_has_a_space_before_its_colons(som: UUID) -> None:
    read_ = body(som, "fr")
    assert "Présentée par\u00a0:" in read_
    assert "au nom de l’ASEAN\u00a0; s’y associent\u00a0: Brunéi Darussalam" in read_
    assert not re.search(r"[a-zé]:\s", words(read_).partition("prachum verify")[0])


def test_the_times_of_a_record_add_up(som: UUID) -> None:
    state = read.state(som)
    told = re.findall(r'<th scope="row">.*?</th><td>(\d+)</td><td>([\d:]+)</td>', body(som))
    assert sum(int(count) for count, _ in told[:-1]) == len(state.floor.interventions)
    seconds = [int(spent.split(":")[0]) * 60 + int(spent.split(":")[1]) for _, spent in told[:-1]]
    assert 0 <= sum(past.spent for past in state.floor.interventions) / 1000 - sum(seconds) < len(seconds)


def test_what_was_exported_from_the_page_verifies_against_the_digest_on_it(som: UUID) -> None:
    lines = opened(som, rest="journal.jsonl").content.decode().splitlines()
    digest = read.head(som).digest
    assert verify(lines, head=digest).head == len(lines)
    assert f"--head {len(lines)}:{digest}" in body(som)


def test_an_export_that_one_has_is_not_sent_again(som: UUID) -> None:
    first = opened(som, rest="journal.jsonl")
    assert first["ETag"] == f'"{read.head(som).digest}"'
    again = Browser().get(f"/meetings/{som}/record/journal.jsonl", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_corrected_conclusion_and_its_correction_are_both_shown_and_an_unconfirmed_one_is_not(
    running: Meeting,
) -> None:
    def told(text: str) -> dict[str, str]:
        return {"en": text}

    act(running.id, EnterConclusion(OPENING, Verb.NOTED, told("what was said first")), RAPPORTEUR)
    act(running.id, ConfirmConclusion("c1"), MYS_HEAD)
    act(running.id, CorrectConclusion("c1", Verb.NOTED, told("what was meant")), RAPPORTEUR)
    act(running.id, ConfirmConclusion("c2"), MYS_HEAD)
    act(running.id, EnterConclusion(OPENING, Verb.NOTED, told("what nobody confirmed")), RAPPORTEUR)
    read_ = words(body(running.id))
    assert "Corrected by a later entry what was said first" in read_
    assert "Correction what was meant" in read_
    assert "nobody confirmed" not in read_


def test_an_objection_to_the_chair_alone_is_in_no_record(running: Meeting) -> None:
    act(running.id, EnterText("t", 1, {"en": "A text"}, {"en": "Words"}))
    act(running.id, YieldFloor(), THA_HEAD)
    act(running.id, PutTextToMeeting("t", 1), MYS_HEAD)
    act(running.id, ObjectToText("t", 1, openly=False, reason={"en": "for the chair only"}), THA_HEAD)
    assert "for the chair only" in str([entry.event for entry in read.entries(running.id)])
    for rest in ("", "journal.jsonl"):
        assert "for the chair only" not in body(running.id, rest=rest)
    assert "Not for the public" in body(running.id)


def test_a_meeting_that_goes_on_has_a_record_so_far(running: Meeting) -> None:
    assert "This is its record so far" in body(running.id)
    before = read.head(running.id).digest
    assert before in body(running.id)
    closed(other := hall())
    assert "so far" not in body(other.id)


def test_the_record_of_a_real_meeting_opens_to_everybody_once_it_is_published() -> None:
    real, stranger, seated = hall(rehearsal=False), Browser(ELSEWHERE), Browser()
    closed(real)
    seated.post("/enter/", {"token": links.issue(real, THA_HEAD)})
    answers = [opened(real.id, seated), opened(real.id, stranger), opened(uuid4(), stranger)]
    assert [answer.status_code for answer in answers] == [200, 404, 404]
    assert "Rehearsal" not in answers[0].content.decode()
    hidden = opened(real.id, seated, "journal.jsonl")
    assert hidden["Cache-Control"] == "private, no-cache"
    Meeting.objects.filter(id=real.id).update(published=timezone.now())
    assert opened(real.id, stranger).status_code == 200
    assert f"/meetings/{real.id}/record/" in stranger.get("/").content.decode()


@pytest.mark.parametrize("rest", ["", "journal.jsonl"])
def test_unknown_and_forbidden_answer_alike(rest: str) -> None:
    real = hall(rehearsal=False)
    there, nowhere = (opened(one, Browser(ELSEWHERE), rest) for one in (real.id, uuid4()))
    assert (there.status_code, nowhere.status_code) == (404, 404)

    def telling(answer: HttpResponse) -> list[str]:
        lines = answer.content.decode().splitlines()
        return [line for line in lines if "csrfmiddlewaretoken" not in line]

    assert telling(there) == telling(nowhere)


def test_a_long_journal_is_told_a_page_at_a_time_and_every_entry_has_an_address(
    som: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "PAGE", 50)
    found: list[int] = []
    for begin in re.findall(r'href="\?from=(\d+)#journal"', body(som)):
        shown = body(som, rest=f"?from={begin}")
        found += [int(seq) for seq in re.findall(r'<li id="e(\d+)"', shown)]
    runs = re.findall(r">(\d+)–(\d+)</a>", body(som, rest="?from=130"))
    withheld = {seq for first, last in runs for seq in range(int(first) + 1, int(last) + 1)}
    assert [*found] == [seq for seq in range(1, read.head(som).seq + 1) if seq not in withheld]


@pytest.mark.parametrize("asked", ["", "x", "-1", "0", "999999999", "9" * 400, "²"])
def test_asking_for_an_entry_that_is_not_there_shows_some_page(som: UUID, asked: str) -> None:
    assert opened(som, rest=f"?from={asked}").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_public_export_holds_exactly_what_the_page_may_tell(som: UUID, language: str) -> None:
    lines = [json.loads(line) for line in opened(som, rest="journal.jsonl").content.decode().splitlines()]
    withheld = {line["seq"] for line in lines if "body" not in line}
    shown = re.findall(r'<li id="e(\d+)" class="withheld"><a[^>]*>\d+(?:–(\d+))?<', body(som, language))
    assert {seq for first, last in shown for seq in range(int(first), int(last or first) + 1)} == withheld


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_passes_axe_fits_the_screen_and_prints_without_what_is_pressed(
    som: UUID, address: str, browser: Chromium, monkeypatch: pytest.MonkeyPatch, language: str, width: int
) -> None:
    monkeypatch.setattr(record, "PAGE", 20)
    with page(browser, language=language, width=width) as shown:
        shown.goto(f"{address}/meetings/{som}/record/")
        assert not faults(shown)
        shown.emulate_media(media="print")
        assert shown.locator("header.site").is_hidden()
        assert shown.get_by_role("link", name=re.compile("JSON Lines")).is_hidden()
