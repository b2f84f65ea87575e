"""The registry is a Django app because its tables must migrate."""

from django.apps import AppConfig
from django.db.models.signals import pre_delete


class RegistryConfig(AppConfig):
    name = "prachum.registry"
    verbose_name = "Registry"

    def ready(self) -> None:
        from prachum.registry import accounts
        from prachum.registry.models import User

        pre_delete.connect(accounts.before_deletion, sender=User)
