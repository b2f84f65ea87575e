"""A letter brings one person's link, in one language, as a text file that its writer alone can read."""

import os
from pathlib import Path

from prachum.registry.models import Meeting, Person
from prachum.when import clock
from prachum.words import in_language, say


def letter(meeting: Meeting, person: Person, link: str, language: str) -> str:
    title = in_language(meeting.title, language)
    if meeting.rehearsal:
        title = f"{title} ({say('site.rehearsal', language)})"
    parts = [
        say("letter.subject", language, meeting=title),
        clock(meeting.scheduled, meeting.zone, language),
        say("letter.body", language, person=called(person, language)),
        link,
        say("letter.keep", language),
    ]
    return "\n\n".join(parts) + "\n"


def called(person: Person, language: str) -> str:
    """What the nameplate says: name and title."""
    plate = person.nameplate
    said = (in_language(plate.get(part, {}), language) for part in ("honorific", "name", "title"))
    honorific, name, title = said
    return ", ".join(filter(None, (f"{honorific} {name}".strip(), title))) or person.person


def write(folder: Path, meeting: Meeting, person: Person, link: str) -> list[Path]:
    """One file per language of the meeting, mode 0600; what is there already is replaced once all are written."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = {}
    for language in meeting.languages:
        path = folder / f"{person.person}.{language}.txt"
        draft = written[path] = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(letter(meeting, person, link, language))
    for path, draft in written.items():
        draft.replace(path)
    return list(written)
