"""Where Django's pages are; the live plane answers before they are asked (asgi.py)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from prachum.newsroom.urls import news

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("prachum.web.urls")),
    path("", include("prachum.newsroom.urls")),
    *i18n_patterns(path("news/", include(news))),
]

handler400 = "prachum.web.errors.bad_request"
handler403 = "prachum.web.errors.forbidden"
handler404 = "prachum.web.errors.not_here"
handler500 = "prachum.web.errors.broken"
