"""When a meeting has closed, a page is drafted in each of its languages; a rehearsal's is published at once, marked."""

import asyncio
import logging
from html import escape
from uuid import UUID

from django.db import transaction
from wagtail.models import Locale

from prachum.journal import read
from prachum.journal.follow import changes
from prachum.journal.threads import Thread
from prachum.journal.unreadable import UNREADABLE
from prachum.newsroom.models import Draft, NewsPage
from prachum.newsroom.places import index
from prachum.projections.communique import Communique, communiques
from prachum.registry.models import Meeting
from prachum.rules.meeting import Phase

LONGEST_TITLE = 255
REST = 2.0
"""Seconds between two looks at what has closed."""
NEWSROOM = Thread("newsroom")
log = logging.getLogger(__name__)


class NotClosed(Exception):
    """The meeting goes on, or has not begun."""


async def follow() -> None:
    """Draft whatever has closed and was not drafted, and then, for ever, whatever closes."""
    try:
        async for meetings in changes():
            await NEWSROOM.run(draft_closed, meetings)
            # A page can wait, and acts in quick succession must not wait for it: what changes meanwhile comes as one.
            await asyncio.sleep(REST)
    finally:
        NEWSROOM.close()


def draft_closed(meetings: frozenset[UUID]) -> None:
    """Of these meetings (none named: of all) draft those that have closed without a page."""
    open_ = Meeting.objects.exclude(id__in=Draft.objects.values("meeting"))
    for meeting in open_.filter(id__in=meetings) if meetings else open_:
        try:
            draft(meeting)
        except (NotClosed, read.UnknownMeeting, *UNREADABLE):
            continue
        except Exception:
            # The others are to be drafted all the same, and this one is tried again at the next start.
            log.exception("no page could be drafted of %s", meeting.id)


@transaction.atomic
def draft(meeting: Meeting, *, again: bool = False) -> list[NewsPage]:
    """The pages newly drafted of a closed meeting; `again` also those that were drafted before, as a new revision.

    Raises NotClosed. A second call drafts nothing, unless `again`.
    """
    state = read.state(meeting.id)
    if state.meeting.phase is not Phase.CLOSED:
        raise NotClosed(str(meeting.id))
    drafted: list[NewsPage] = []
    for said in communiques(state):
        known, new = Draft.objects.select_related("page").get_or_create(meeting=meeting.id, language=said.language)
        if new or again:
            known.page = _written(meeting, said, known.page, drafted)
            known.save()
            drafted.append(known.page)
    return drafted


def _written(meeting: Meeting, said: Communique, page: NewsPage | None, others: list[NewsPage]) -> NewsPage:
    if page is None:
        locale = Locale.objects.get(language_code=said.language)
        slug = f"{meeting.ref}-{str(meeting.id)[:8]}"
        page = NewsPage(slug=slug, locale=locale, live=False, meeting=meeting.id, rehearsal=said.rehearsal)
        if others:
            page.translation_key = others[0].translation_key
        _fill(page, said)
        index(said.language).add_child(instance=page)
    else:
        page = page.get_latest_revision_as_object()
        _fill(page, said)
    revision = page.save_revision()
    if said.rehearsal:
        revision.publish()
        page.refresh_from_db()
    return page


def _fill(page: NewsPage, said: Communique) -> None:
    page.title = _short(said.title)
    page.draft_title = page.title
    page.lead = said.lead
    page.search_description = said.lead
    page.opens_record = said.rehearsal
    stream: list[tuple[str, object]] = []
    for paragraph in said.body:
        stream.append(("paragraph", f"<p>{escape(paragraph.words, quote=False)}</p>"))
        if paragraph.points:
            stream.append(("points", list(paragraph.points)))
    page.body = [(name, _rich(value) if name == "paragraph" else value) for name, value in stream]


def _rich(source: object) -> object:
    from wagtail.rich_text import RichText

    return RichText(str(source))


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
