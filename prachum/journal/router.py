"""The journal is read and written over a connection of its own; on SQLite that is another file."""

from django.conf import settings
from django.db.models import Model

ALIAS = "journal"


class JournalRouter:
    """Sends the app `journal` to its alias, and everything else to `default`."""

    def db_for_read(self, model: type[Model], **hints: object) -> str | None:
        return ALIAS if model._meta.app_label == ALIAS else None

    def db_for_write(self, model: type[Model], **hints: object) -> str | None:
        return ALIAS if model._meta.app_label == ALIAS else None

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool | None:
        """Both aliases may be one PostgreSQL: its one record of migrations must then hold all apps, whoever migrates.

        A migration that is not allowed is recorded as applied all the same.
        """
        if settings.DATABASES[ALIAS]["ENGINE"] != "django.db.backends.sqlite3":
            return None
        return (app_label == ALIAS) == (db == ALIAS)
