"""A closed meeting is drafted once per language: a rehearsal's pages are out at once, a real one's wait for editors."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner

from prachum.cli import main
from prachum.journal import threads
from prachum.newsroom import drafting
from prachum.newsroom.models import Draft, NewsPage
from prachum.registry.models import Meeting
from prachum.rules.delegations import EraseNameplate
from tests.newsroom.reading import get, page_of
from tests.registry.hall import MYS_HEAD, act, closed, hall, in_session

TOP = Path(__file__).parents[2]


def pages(meeting: Meeting) -> list[NewsPage]:
    return list(NewsPage.objects.filter(meeting=meeting.id))


def ended(*, rehearsal: bool = True) -> Meeting:
    meeting = hall(rehearsal=rehearsal)
    closed(meeting)
    return meeting


def test_the_shipped_meeting_has_a_page_in_each_of_its_languages_each_a_translation_of_the_others(som: UUID) -> None:
    found = [page_of(som, language) for language in ("en", "th", "fr")]
    assert len({page.translation_key for page in found}) == 1
    assert [page.url.split("/")[1] for page in found] == ["en", "th", "fr"]
    assert all(page.live and page.rehearsal for page in found)


def test_a_second_draft_makes_no_second_page() -> None:
    meeting = ended()
    assert len(drafting.draft(meeting)) == 2
    assert drafting.draft(meeting) == []
    assert len(pages(meeting)) == 2


def test_a_page_that_an_editor_deleted_is_not_drafted_again() -> None:
    meeting = ended()
    page, _ = drafting.draft(meeting)
    page.delete()
    assert drafting.draft(meeting) == []
    assert Draft.objects.filter(meeting=meeting.id, page=None).count() == 1


def test_the_page_of_a_real_meeting_waits_for_an_editor() -> None:
    meeting = ended(rehearsal=False)
    page, _ = drafting.draft(meeting)
    assert (page.live, page.has_unpublished_changes, page.rehearsal) == (False, True, False)
    assert get(page.url).status_code == 404


def test_a_meeting_that_goes_on_is_not_drafted() -> None:
    meeting = hall()
    in_session(meeting)
    with pytest.raises(drafting.NotClosed):
        drafting.draft(meeting)
    drafting.draft_closed(frozenset({meeting.id, uuid4()}))
    assert pages(meeting) == []


def test_drafted_anew_a_page_keeps_its_history_and_loses_what_was_erased(som: UUID) -> None:
    meeting = ended()
    page, _ = drafting.draft(meeting)
    assert "Head of the delegation of Malaysia" in page.lead
    act(meeting.id, EraseNameplate(MYS_HEAD))
    again, _ = drafting.draft(meeting, again=True)
    assert again.pk == page.pk
    assert "Head of the delegation of Malaysia" not in again.lead
    assert again.revisions.count() == 2


async def test_whoever_follows_drafts_what_has_closed_before_and_what_closes_now() -> None:
    before, now = await asyncio.to_thread(ended), await asyncio.to_thread(hall)
    following = asyncio.create_task(drafting.follow())
    await drafted(before)
    await asyncio.to_thread(closed, now)
    await drafted(now)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    await threads.READER.run(lambda: None)
    threads.READER.close()


async def drafted(meeting: Meeting) -> None:
    for _ in range(200):
        if await asyncio.to_thread(pages, meeting):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("no page was drafted")


def test_the_terminal_says_what_it_drafted_and_that_nothing_is_left() -> None:
    meeting, terminal = ended(rehearsal=False), CliRunner(env={"LANG": "en_GB.UTF-8"})
    first = terminal.invoke(main, ["draft", meeting.ref])
    assert first.exit_code == 0
    assert "waiting for an editor" in first.output
    assert "was drafted before" in terminal.invoke(main, ["draft", meeting.ref]).output
    assert "waiting" in terminal.invoke(main, ["draft", meeting.ref, "--again"]).output


def test_the_terminal_says_why_nothing_can_be_drafted() -> None:
    meeting, terminal = hall(), CliRunner(env={"LANG": "en_GB.UTF-8"})
    assert "has not closed" in terminal.invoke(main, ["draft", meeting.ref]).output
    assert "No meeting here" in terminal.invoke(main, ["draft", "nowhere"]).output


def test_nobody_below_imports_the_newsroom() -> None:
    above = {"asgi.py", "cli.py", "urls.py", "settings.py"}
    naming = {path for path in (TOP / "prachum").rglob("*.py") if "prachum.newsroom" in path.read_text()}
    assert {path.name for path in naming if "newsroom" not in path.parent.parts} <= above
