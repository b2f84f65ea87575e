"""Every command has one envelope on the wire, made here around the pure dataclass, which knows nothing of it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, reduce
from operator import or_
from typing import Annotated, Literal, get_args, get_type_hints
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Discriminator, TypeAdapter, ValidationError, create_model

from prachum.live.wire import Malformed, dumped
from prachum.rules.order import INSTALLATION, ItemId, PersonId, is_name
from prachum.rules.procedure import COMMANDS, MAY, Command

LONGEST_NAME, LONGEST_TEXT, MOST_ITEMS = 200, 20_000, 500
"""Characters of an id or reason code, characters of a text in one language, entries of a list or languages."""
OPEN_TO_PEOPLE: Mapping[str, type[Command]] = {
    name: cls for name, cls in COMMANDS.items() if MAY[cls] - set(INSTALLATION.values())
}
"""The commands that somebody with a seat may be allowed to give; the others are the installation's own."""


def address(name: str) -> str:
    """`floor.request_floor` → `request-floor`, as it stands in the command's address."""
    return name.partition(".")[2].replace("_", "-")


BY_ADDRESS: Mapping[str, str] = {address(name): name for name in COMMANDS}
assert len(BY_ADDRESS) == len(COMMANDS), "two chapters have a command of the same name"


@dataclass(frozen=True, slots=True)
class Sent:
    """A command as somebody sent it: `id` is theirs, and the same id with the same body is the same command."""

    id: UUID
    command: Command


@cache
def envelope(name: str) -> type[BaseModel]:
    """The envelope of one command; its title is the command's name."""
    cls = COMMANDS[name]
    return create_model(
        f"{cls.__name__}Message",
        __config__=ConfigDict(extra="forbid", frozen=True, strict=True),
        __doc__=cls.__doc__,
        id=(UUID, ...),
        kind=(Literal[name], ...),  # type: ignore[arg-type] # known only here
        body=(cls, ...),
    )


@cache
def messages() -> TypeAdapter[BaseModel]:
    """All envelopes that a seat can send, told apart by `kind`."""
    union = reduce(or_, (envelope(name) for name in OPEN_TO_PEOPLE))
    return TypeAdapter(Annotated[union, Discriminator("kind")])  # type: ignore[arg-type] # built above


def read(name: str, said: dict[str, object]) -> Sent:
    """The command in a message's JSON object, sent to the address of `name`; Malformed says what is wrong where."""
    try:
        message = envelope(name).model_validate_json(dumped(said))
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(step) for step in fault["loc"])
        raise Malformed("wire.not_the_command", f"{where}: {fault['msg']}"[:300]) from None
    command: Command = message.body  # type: ignore[attr-defined] # made in envelope()
    _named(command)
    _bounded(command, "body")
    sent_as: UUID = message.id  # type: ignore[attr-defined]
    return Sent(sent_as, command)


def _named(command: Command) -> None:
    """Refuse an id that is none: where a person has no nameplate yet, or an item no title, the id is what is shown."""
    for field, hint in get_type_hints(type(command)).items():
        said = getattr(command, field)
        if {hint, *get_args(hint)} & {PersonId, ItemId} and said is not None and not is_name(said):
            raise Malformed("wire.not_the_command", f"body.{field}: no id")


def _bounded(value: object, where: str) -> None:
    """Refuse what no chamber needs: names and texts without end, lists without end, keys that are no language."""
    match value:
        case str() if len(value) > LONGEST_NAME:
            raise Malformed("wire.too_long", where)
        case tuple() if len(value) > MOST_ITEMS:
            raise Malformed("wire.too_long", where)
        case tuple():
            for number, item in enumerate(value):
                _bounded(item, f"{where}.{number}")
        case Mapping():
            _texts(value, where)
        case _ if is_dataclass(value) and not isinstance(value, type):
            for field in fields(value):
                _bounded(getattr(value, field.name), f"{where}.{field.name}")


def _texts(texts: Mapping[str, object], where: str) -> None:
    """Every mapping in a command that people send is a text: language → words."""
    if len(texts) > 20 or not all(key.islower() and 2 <= len(key) <= 3 for key in texts):
        raise Malformed("wire.not_a_language", where)
    if any(isinstance(words, str) and len(words) > LONGEST_TEXT for words in texts.values()):
        raise Malformed("wire.too_long", where)
