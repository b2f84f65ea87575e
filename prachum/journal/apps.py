"""The journal is a Django app because it has a table, guarded by triggers whose absence a system check reports."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "prachum.journal"

    def ready(self) -> None:
        from prachum.journal import guards

        guards.register()
