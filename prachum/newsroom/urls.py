"""Where the newsroom's own pages are: the editors' desk and pictures here, the news under each language's address."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_POST
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.views.account import LogoutView

from prachum.newsroom.feeds import News
from prachum.newsroom.pictures import picture

urlpatterns = [
    # Wagtail's own takes the cookie away also where it refuses: a picture on any page would log editors out.
    path("editorial/logout/", require_POST(LogoutView.as_view()), name="wagtailadmin_logout"),
    path("editorial/", include(wagtailadmin_urls)),
    path("media/images/<path:name>", picture, name="picture"),
]
news: list[URLPattern | URLResolver] = [
    path("feed/", News(), name="news-feed"),
    path("", include(wagtail_urls)),
]
