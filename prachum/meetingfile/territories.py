"""A country's names are CLDR's where the file gives none; its own names always win."""

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from prachum.meetingfile.model import MeetingFile, PartyIn


def names_of(code: str, languages: tuple[str, ...]) -> dict[str, str]:
    """The names of the country with this ISO 3166 alpha-3 code, in the languages that CLDR has; empty if no country."""
    alpha_2 = get_global("territory_aliases").get(code, [None])[0] if len(code) == 3 else None
    if alpha_2 is None:
        return {}
    names = {language: _name(alpha_2, language) for language in languages}
    return {language: name for language, name in names.items() if name}


def _name(alpha_2: str, language: str) -> str:
    try:
        return str(Locale(language).territories.get(alpha_2, ""))
    except UnknownLocaleError:
        return ""


def named(file: MeetingFile) -> MeetingFile:
    """The file with a name for every party in every language of the meeting that CLDR knows."""

    def party(given: PartyIn) -> PartyIn:
        known = names_of(given.code, file.languages)
        return given.model_copy(update={"names": {**known, **given.names}})

    return file.model_copy(update={"parties": tuple(party(given) for given in file.parties)})
