"""Where Django's pages are; the live plane answers before they are asked (asgi.py)."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("prachum.web.urls"))]

handler400 = "prachum.web.errors.bad_request"
handler403 = "prachum.web.errors.forbidden"
handler404 = "prachum.web.errors.not_here"
handler500 = "prachum.web.errors.broken"
