"""Whether everybody may read a real meeting's record follows from its published pages."""

from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from prachum.registry.models import Meeting


def connect() -> None:
    from prachum.newsroom.models import NewsPage

    for signal in (page_published, page_unpublished):
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
