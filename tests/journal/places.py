"""The alias `journal` can be pointed at one database after the other, in one process."""

import dj_database_url
from django.db import connections

from prachum.journal import store
from prachum.journal.router import ALIAS

SQLITE: dict[str, object] = dict(connections.settings[ALIAS])


def point_at(place: dict[str, object]) -> None:
    """Let the alias `journal` be that database, in all threads that begin from now on and in this one."""
    connections[ALIAS].close()
    del connections[ALIAS]
    connections.settings[ALIAS] = SQLITE | place
    store.forget()


def postgresql(url: str) -> dict[str, object]:
    return {"OPTIONS": {}} | dict(dj_database_url.parse(url))
