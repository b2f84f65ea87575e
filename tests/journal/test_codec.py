"""What is said can be written as JSON and read again unchanged, and nothing is written that others would misread."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prachum.journal import codec
from prachum.journal.verify import canonical
from prachum.rules.agenda import AddAgendaItem
from prachum.rules.floor.turns import SpeakerInterrupted, TimeExtended
from prachum.rules.meeting import MeetingSuspended
from prachum.rules.order import ItemId, PersonId
from prachum.rules.procedure import COMMANDS, EVENTS


def anything(of: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type, of whatever kind
    """Any value of a type that commands and events hold."""
    of = getattr(of, "__supertype__", of)
    arguments = get_args(of)
    if of is str:
        return st.text(st.characters(codec="utf-8"), max_size=5)
    if of is int:
        return st.integers(-codec.LARGEST, codec.LARGEST)
    if of is bool:
        return st.booleans()
    if of is datetime:
        zone = st.just(ZoneInfo("Asia/Bangkok"))
        return st.datetimes(datetime(1901, 1, 1), datetime(2200, 1, 1), timezones=zone)  # noqa: DTZ001 bounds are bare
    if isinstance(of, type) and issubclass(of, Enum):
        return st.sampled_from(list(of))
    if is_dataclass(of):
        hints = get_type_hints(of)
        return st.builds(of, **{field.name: anything(hints[field.name]) for field in fields(of)})  # type: ignore[arg-type]
    if get_origin(of) in (Union, UnionType):
        return st.one_of([st.none() if one is NoneType else anything(one) for one in arguments])
    if get_origin(of) is tuple:
        return st.lists(anything(arguments[0]), max_size=2).map(tuple)
    keys = st.sampled_from(("en", "th", "fr")) if arguments[0] is str else anything(arguments[0])
    assert issubclass(get_origin(of) or of, Mapping), of
    return st.dictionaries(keys, anything(arguments[1]), max_size=2)


@pytest.mark.parametrize("name", EVENTS)
@given(entered=st.data())
def test_whatever_is_entered_is_read_as_it_was_written(name: str, entered: st.DataObject) -> None:
    original = entered.draw(anything(EVENTS[name]))
    text = codec.encode(original)
    again = codec.decode_event(name, text)
    assert again == original
    assert codec.encode(again) == text


@pytest.mark.parametrize("name", COMMANDS)
@given(given_twice=st.data())
def test_whatever_is_commanded_is_written_alike_only_where_it_is_the_same(
    name: str, given_twice: st.DataObject
) -> None:
    one, other = (given_twice.draw(anything(COMMANDS[name])) for _ in range(2))
    assert (codec.encode(one) == codec.encode(other)) == (one == other)


def reachable(of: Any) -> set[type]:  # noqa: ANN401 - a type, of whatever kind
    """The dataclasses that a value of this type can hold, its own included."""
    held = list(get_args(of))
    if is_dataclass(of):
        held += get_type_hints(of).values()
    found: set[type] = set().union(*map(reachable, held))
    return found | {of} if is_dataclass(of) and isinstance(of, type) else found


def test_what_may_be_absent_is_nothing_where_it_is_absent() -> None:
    classes: set[type] = set().union(*map(reachable, (*COMMANDS.values(), *EVENTS.values())))
    assert len(classes) > len(COMMANDS) + len(EVENTS)
    optional = [
        (cls.__name__, field.name, field.default)
        for cls in classes
        for field in fields(cls)
        if NoneType in get_args(get_type_hints(cls)[field.name])
    ]
    assert optional
    assert not [(cls, name) for cls, name, default in optional if default is not None]


def test_what_is_absent_is_not_written() -> None:
    item = AddAgendaItem(ItemId("1"), "1", {"en": "Opening"}, 5)
    assert "parent" not in codec.encode(item)
    assert "null" not in codec.encode(item)


def test_a_time_is_written_in_utc() -> None:
    bangkok = datetime(2022, 6, 21, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
    assert codec.plain(bangkok) == "2022-06-21T02:00:00Z"
    assert codec.plain(bangkok.astimezone(UTC)) == "2022-06-21T02:00:00Z"


@pytest.mark.parametrize(
    "value",
    [1.5, float("nan"), 2**53, -(2**53), {"ภาษา": "ไทย"}, datetime(2022, 6, 21), b"x", None, object()],  # noqa: DTZ001 - that is what is wrong with it
)
def test_what_cannot_be_written_exactly_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"exactly|ASCII"):
        codec.plain(value)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        codec.encode(MeetingSuspended({"en": "\ud83d"}))


def test_canonical_json_is_that_of_rfc_8785() -> None:
    # The strings and the order of keys are those of the RFC's section 3.2.2 and 3.2.3, as far as we allow them.
    assert canonical({"string": '€$\x0f\nA\'B"\\\\"/'}) == '{"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    assert canonical({"b": [True, False], "a": 1, "A": {}}) == '{"A":{},"a":1,"b":[true,false]}'


def test_a_kind_that_is_not_known_means_a_newer_journal() -> None:
    with pytest.raises(codec.JournalTooNew, match=r"voting\.vote_taken"):
        codec.decode_event("voting.vote_taken", "{}")


def test_a_field_that_is_not_known_means_a_newer_journal() -> None:
    with pytest.raises(codec.JournalTooNew, match="pace"):
        codec.decode_event("floor.time_extended", '{"seconds":60,"pace":2}')


@pytest.mark.parametrize("body", ['{"seconds":"60"}', '{"seconds":60.0}', '{"seconds":true}', "{}", "[]", "no JSON"])
def test_a_body_that_is_not_of_its_kind_is_named(body: str) -> None:
    with pytest.raises(codec.JournalBroken, match=r"floor\.time_extended"):
        codec.decode_event("floor.time_extended", body)
    assert codec.decode_event("floor.time_extended", '{"seconds":60}') == TimeExtended(60)


def test_a_sealed_body_holds_the_true_author_and_kind() -> None:
    suspended = MeetingSuspended({"en": "Lunch"})
    assert codec.unseal(codec.seal(PersonId("ann"), suspended)) == (PersonId("ann"), suspended)


def test_an_empty_body_is_an_empty_object() -> None:
    assert codec.encode(SpeakerInterrupted()) == "{}"
    assert codec.decode_event("floor.speaker_interrupted", "{}") == SpeakerInterrupted()
