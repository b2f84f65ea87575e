"""The desk offers what the newsroom has: documents of meetings come with a part of their own."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("construct_main_menu")
def without_documents(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name != "documents"]
