"""Times, texts and clocks are written in a view as strings, maps and whole numbers."""

from datetime import UTC, datetime

from prachum.projections import views
from prachum.rules.order import Clock, Text


def instant(at: datetime) -> views.Instant:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def words(text: Text) -> views.Words:
    return dict(text)


def clock(running: Clock) -> views.Clock:
    shown = views.Clock(spent=running.spent)
    if running.limit is not None:
        shown["limit"] = running.limit
    if running.since is not None:
        shown["since"] = instant(running.since)
    return shown


def due(start: datetime, plus: int) -> views.Due:
    return {"from": instant(start), "plus": plus}
