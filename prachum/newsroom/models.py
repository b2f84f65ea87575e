"""A news page stands once per meeting and language; its dates are its own, not the meeting's."""

from contextlib import suppress
from typing import Any, ClassVar

from django.db import DatabaseError, models, transaction
from django.db.models import F
from django.http import HttpRequest
from django.template.response import TemplateResponse
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from prachum.newsroom import counting, telling
from prachum.newsroom.blocks import Body, Picture
from prachum.newsroom.places import Immovable
from prachum.newsroom.said import said_later
from prachum.registry.models import User

ON_A_PAGE = 20


class NewsIndexPage(Page):
    """The news in one language, the newest first."""

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["newsroom.NewsPage"]
    max_count_per_parent = 3

    def permissions_for_user(self, user: User) -> Immovable:
        return Immovable(user, self)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | telling.index(self, request.GET.get("page", ""), ON_A_PAGE)


class NewsPage(Page):
    """What the public is told of a meeting; a drafted one names the meeting, and says whether it was simulated."""

    lead = models.TextField(blank=True)
    body = StreamField(Body(), blank=True)
    pictures = StreamField([("picture", Picture())], blank=True)
    meeting = models.UUIDField(null=True, editable=False, db_index=True)
    rehearsal = models.BooleanField(default=False, editable=False)
    opens_record = models.BooleanField(default=False)

    parent_page_types: ClassVar = ["newsroom.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("lead", heading=said_later("lead")),
        FieldPanel("body", heading=said_later("body")),
        FieldPanel("pictures", heading=said_later("pictures")),
        FieldPanel("opens_record", heading=said_later("opens_record"), help_text=said_later("opens_record_why")),
    ]

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> TemplateResponse:
        if counting.counts(request, self.pk):
            # Where nothing can be written there is still a page to read.
            with suppress(DatabaseError), transaction.atomic():
                Views.add(self)
        response: TemplateResponse = super().serve(request, *args, **kwargs)
        return response

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | telling.page(self, request)

    @property
    def viewed(self) -> int:
        return Views.objects.filter(page_id=self.pk).values_list("count", flat=True).first() or 0


class Views(models.Model):
    """How often a page was read; kept beside it, so that reading is no revision."""

    page = models.OneToOneField(NewsPage, on_delete=models.CASCADE, related_name="views", primary_key=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.page_id}: {self.count}"

    @classmethod
    def add(cls, page: NewsPage) -> None:
        cls.objects.get_or_create(page=page)
        cls.objects.filter(page=page).update(count=F("count") + 1)


class Draft(models.Model):
    """That a page was drafted for a meeting in a language: once, also if an editor has deleted it since."""

    meeting = models.UUIDField()
    language = models.CharField(max_length=8)
    page = models.ForeignKey(NewsPage, on_delete=models.SET_NULL, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "language"], name="one_page_per_meeting_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.language}"


def newest(language: str) -> models.QuerySet[NewsPage]:
    """What is published in a language, the newest first."""
    pages: models.QuerySet[NewsPage] = NewsPage.objects.live().filter(locale__language_code=language)
    return pages.order_by("-first_published_at", "-pk").select_related("locale")
