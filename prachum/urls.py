"""Where Django's pages are; the live plane answers before they are asked (asgi.py)."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
