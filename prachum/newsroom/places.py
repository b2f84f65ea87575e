"""There is one page of news per language, under the root of Wagtail's tree, from the first migration on."""

from django.conf import settings
from django.db import connections
from wagtail.models import Locale, Page, PagePermissionTester, Site

from prachum.words import say

WELCOME = "Welcome to your new Wagtail site!"


class Immovable(PagePermissionTester):
    """Not even an operator takes one of these pages away: Wagtail's site may go with it, and every address of news."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_move_to(self, destination: Page) -> bool:
        return False


def prepare(using: str = "default", **_: object) -> None:
    """Make what is missing; called after every migration, and whenever an installation is started."""
    from prachum.newsroom.models import NewsIndexPage

    # Other apps may be migrated alone, and before this one.
    if using != "default" or NewsIndexPage._meta.db_table not in connections[using].introspection.table_names():
        return
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code, _ in settings.LANGUAGES}
    first = NewsIndexPage.objects.order_by("id").first()
    for language, locale in locales.items():
        if NewsIndexPage.objects.filter(locale=locale).exists():
            continue
        made = NewsIndexPage(title=say("news.title", language), slug=f"news-{language}", locale=locale)
        if first is not None:
            made.translation_key = first.translation_key
        Page.get_first_root_node().add_child(instance=made)
        first = first or made
    if not Site.objects.filter(root_page__newsindexpage__isnull=False, is_default_site=True).exists():
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", site_name="Prachum", root_page=first, is_default_site=True)
        Page.objects.filter(depth=2, title=WELCOME).delete()


def index(language: str) -> "Page":
    """The page under which the news in that language stand."""
    from prachum.newsroom.models import NewsIndexPage

    return NewsIndexPage.objects.get(locale__language_code=language)
