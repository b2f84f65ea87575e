"""The registry is a Django app because its tables must migrate."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "prachum.registry"
    verbose_name = "Registry"
