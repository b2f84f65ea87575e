"""The newsroom is a Django app because its tables must migrate; nobody imports it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NewsroomConfig(AppConfig):
    name = "prachum.newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from prachum.newsroom.places import prepare
        from prachum.newsroom.publishing import connect

        post_migrate.connect(prepare, sender=self)
        connect()
