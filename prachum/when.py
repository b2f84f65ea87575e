"""A time is told in its meeting's zone, which is named; in Thai the years are those of the Buddhist era."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_time

BUDDHIST_ERA = 543


def clock(at: datetime, zone: str, language: str) -> str:
    """`21 June 2022, 09:00 (UTC+7)`."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day(local, language)}, {format_time(local, 'HH:mm', locale=language)} ({offset(local)})"


def day(local: datetime, language: str) -> str:
    if language != "th":
        written = format_datetime(local, "d MMMM y", locale=language)
        return re.sub("^1 ", "1er ", written) if language == "fr" else written
    # Babel knows the Gregorian calendar only.
    return f"{format_datetime(local, 'd MMMM', locale='th')} {local.year + BUDDHIST_ERA}"


def offset(local: datetime) -> str:
    """`UTC+7`, `UTC−3:30`, `UTC`."""
    east = local.utcoffset()
    minutes = int(east.total_seconds()) // 60 if east else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"
