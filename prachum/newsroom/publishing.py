"""Whether everybody may read a real meeting's record follows from its published pages."""

from django.db.models.signals import post_delete
from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from prachum.registry.models import Meeting


def connect() -> None:
    from prachum.newsroom.models import NewsPage

    # Before it deletes a page Wagtail says that it is unpublished, while it still stands there as published.
    for signal in (page_published, page_unpublished, post_delete):
        signal.connect(follow_pages, sender=NewsPage)


def follow_pages(instance: object, **_: object) -> None:
    """Open the record with the first published page that says so, and close it with the last."""
    from prachum.newsroom.models import NewsPage

    assert isinstance(instance, NewsPage)
    if instance.meeting is None:
        return
    meeting = Meeting.objects.filter(id=instance.meeting, rehearsal=False)
    if NewsPage.objects.live().filter(meeting=instance.meeting, opens_record=True).exists():
        meeting.filter(published=None).update(published=timezone.now())
    else:
        meeting.update(published=None)
