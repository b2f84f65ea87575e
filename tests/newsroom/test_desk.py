"""Editors work at a desk that asks nobody else for anything; pictures are served, what was uploaded is not."""

import gc
import re
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.core.files.images import ImageFile
from django.db import transaction
from django.test import Client
from PIL import Image as Painting
from rich.console import Console
from wagtail.images.models import Image
from wagtail.models import Site

from prachum.migrating import migrate
from prachum.newsroom import drafting
from prachum.newsroom.models import NewsPage
from prachum.newsroom.places import index
from prachum.registry import accounts
from prachum.words import LANGUAGES
from tests.newsroom.reading import body, get, page_of
from tests.registry.hall import closed, hall

PASSWORD = "a rather long pass phrase"


def logged_in(role: str) -> Client:
    name = f"{role}-{uuid4().hex[:8]}"
    accounts.add(name, role, PASSWORD)
    client = Client(SERVER_NAME="127.0.0.1")
    assert client.login(username=name, password=PASSWORD)
    return client


@pytest.fixture(scope="module")
def editor() -> Client:
    return logged_in(accounts.EDITOR)


def test_nobody_sees_the_desk_who_has_not_logged_in() -> None:
    answer = get("/editorial/pages/")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/editorial/login/")


@pytest.mark.parametrize(("language", "said"), [("en", "Password"), ("th", "รหัสผ่าน"), ("fr", "Mot de passe")])
def test_the_door_of_the_desk_speaks_its_readers_language(language: str, said: str) -> None:
    answer = get("/editorial/login/", **{"accept-language": language})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert said in re.sub(r"<[^>]+>", "", page)
    assert "Sign in to Wagtail" not in page


def test_the_desk_offers_no_documents(editor: Client) -> None:
    html = editor.get("/editorial/").content.decode()
    assert "/editorial/images/" in html
    assert "/editorial/documents/" not in html


def test_an_editor_finds_edits_and_publishes_what_was_drafted(editor: Client) -> None:
    real = hall(rehearsal=False)
    closed(real)
    made, _ = drafting.draft(real)
    desk = editor.get(f"/editorial/pages/{made.pk}/edit/")
    assert desk.status_code == 200
    assert "Everybody may read the record" in desk.content.decode()
    form = {
        "title": "What an editor wrote",
        "slug": made.slug,
        "lead": made.lead,
        "body-count": "0",
        "pictures-count": "0",
        "action-publish": "yes",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    assert editor.post(f"/editorial/pages/{made.pk}/edit/", form).status_code == 302
    published = NewsPage.objects.get(pk=made.pk)
    assert published.live
    assert "What an editor wrote" in body(published.url)


def test_the_record_of_a_real_meeting_is_closed_with_the_last_page_that_opens_it(editor: Client) -> None:
    real = hall(rehearsal=False)
    closed(real)
    record, pages = f"/meetings/{real.id}/record/", drafting.draft(real)
    for page in pages:
        page.opens_record = True
        page.save_revision().publish()
    for page in pages:
        assert get(record).status_code == 200
        assert editor.post(f"/editorial/pages/{page.pk}/delete/").status_code == 302
    assert not NewsPage.objects.filter(meeting=real.id).exists()
    assert [get(f"{record}{rest}").status_code for rest in ("", "journal.jsonl")] == [404, 404]


@pytest.mark.parametrize("role", [accounts.EDITOR, accounts.OPERATOR])
def test_nobody_deletes_unpublishes_or_moves_the_page_under_which_the_news_of_a_language_stand(role: str) -> None:
    desk, place = logged_in(role), index("en")
    for what in ("delete", "unpublish", "move"):
        alone = f"/editorial/pages/{place.pk}/{what}/"
        assert (desk.get(alone).headers.get("Location"), desk.post(alone).status_code) == ("/editorial/", 302)
        desk.post(f"/editorial/bulk/wagtailcore/page/{what}/?id={place.pk}", {"chooser": place.get_parent().pk})
        assert (index("en").path, index("en").live) == (place.path, True)
    assert desk.get(f"/editorial/pages/{place.pk}/edit/").status_code == 200
    assert get("/en/news/").status_code == 200


def test_a_start_lays_anew_what_is_missing_of_the_places_of_the_news() -> None:
    with transaction.atomic():
        index("en").delete()
        assert not Site.objects.exists()
        migrate(Console())
        assert [get(f"/{language}/news/").status_code for language in LANGUAGES] == [200] * 3
        assert [get(f"/{language}/news/feed/").status_code for language in LANGUAGES] == [200] * 3
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()


def test_a_preview_stands_in_a_frame_of_the_desk_and_nowhere_else(editor: Client, som: UUID) -> None:
    shown = editor.get(f"/editorial/pages/{page_of(som).pk}/view_draft/")
    assert shown.status_code == 200
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in get(page_of(som).url)["Content-Security-Policy"]


def test_the_desk_asks_nobody_else_for_anything(editor: Client, som: UUID) -> None:
    for path in ("/editorial/", f"/editorial/pages/{page_of(som).pk}/edit/"):
        html = editor.get(path).content.decode()
        assert not re.findall(r'(?:src|action|data-url)="(?:https?:)?//[^"]*"', html)
        assert not re.findall(r'<link[^>]* href="(?:https?:)?//[^"]*"', html)


def test_the_desk_speaks_the_editors_language(editor: Client, som: UUID) -> None:
    desk = editor.get(f"/editorial/pages/{page_of(som).pk}/edit/", headers={"accept-language": "th"})
    assert "โปรยข่าว" in desk.content.decode()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves a file open
def test_a_picture_is_served_in_the_size_of_the_page_and_its_original_is_not(som: UUID) -> None:
    painted = BytesIO()
    Painting.new("RGB", (2400, 1600), "#dcb35c").save(painted, "JPEG")
    image = Image.objects.create(title="hall", file=ImageFile(painted, name="hall.jpg"))
    made = page_of(som, "en")
    made.pictures = [("picture", {"image": image, "shows": "The hall <before> the meeting", "caption": "The hall"})]
    made.save_revision().publish()
    html = body(made.url)
    gc.collect()
    found = re.search(r'<img src="(/media/images/[^"]+)" width="1200" height="800" alt="([^"]+)"', html)
    assert found is not None
    assert found.group(2) == "The hall &lt;before&gt; the meeting"
    assert get(found.group(1)).content[:3] == b"\xff\xd8\xff"
    assert get(f"/media/{image.file.name}").status_code == 404
    assert get("/media/images/../prachum.db").status_code == 404
