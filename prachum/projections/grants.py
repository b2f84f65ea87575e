"""Who may send sound and pictures and who is heard follows from the state alone; the media engine is told."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from prachum.rules.floor.holding import on_deck
from prachum.rules.meeting import Phase
from prachum.rules.order import DelegationId, PersonId, Standing
from prachum.rules.presets import Kind
from prachum.rules.procedure import State

Source: TypeAlias = Literal["microphone", "camera", "screen"]
FACES = (Standing.HEAD, Standing.ALTERNATE, Standing.ADVISER)
"""Whose camera stands for a delegation, if nobody of it speaks or chairs."""


@dataclass(frozen=True, slots=True)
class Grants:
    """`publish` has no empty set: who may send nothing is absent. `heard` is the play-gate, `ducked` by 15 dB."""

    epoch: int
    publish: Mapping[PersonId, frozenset[Source]]
    heard: frozenset[PersonId]
    ducked: frozenset[PersonId]

    def may(self, source: Source) -> tuple[PersonId, ...]:
        """Who may publish a source, in the order of their ids."""
        return tuple(sorted(person for person, sources in self.publish.items() if source in sources))


def grants(state: State) -> Grants:
    """What everybody may send and who is heard, at this entry."""
    publish: defaultdict[PersonId, set[Source]] = defaultdict(set)
    known = state.delegations.people
    for person in _microphones(state):
        if person in known:
            publish[person].add("microphone")
    for person in _cameras(state):
        publish[person].add("camera")
    for person in _screens(state):
        if person in known:
            publish[person].add("screen")
    speaker = _heard_speaker(state)
    heard = {speaker} if speaker is not None else set()
    if state.meeting.phase is Phase.OPEN and state.meeting.presiding in known:
        heard.add(state.meeting.presiding)
    ducked = frozenset({speaker}) if speaker is not None and state.floor.interrupted else frozenset()
    return Grants(
        state.delegations.epoch,
        {person: frozenset(sources) for person, sources in publish.items()},
        frozenset(heard),
        ducked,
    )


def _chairs(state: State) -> tuple[PersonId, ...]:
    """The presiding chair, then the others."""
    return (state.meeting.presiding, *state.meeting.setup.chairs)


def _microphones(state: State) -> Iterator[PersonId]:
    """The chairs always; in session the holder of the floor, and the one who prepares to speak next."""
    yield from _chairs(state)
    floor = state.floor
    if state.meeting.phase is not Phase.OPEN:
        return
    turn = floor.holder or floor.held_over
    if turn is not None:
        yield turn.speaker
    next_one = _prepares(state)
    if next_one is not None:
        yield next_one


def _prepares(state: State) -> PersonId | None:
    """Who speaks next: the mover of a point of order, after them the speaker whom it stopped, else who is on deck."""
    floor = state.floor
    if floor.point is not None and not floor.point.heard:
        return floor.point.speaker if state.lines.on_line(floor.point.delegation) else None
    if floor.point is not None and floor.held_over is not None:
        return floor.held_over.speaker
    asked = on_deck(state)
    return asked.speaker if asked is not None and state.lines.on_line(asked.delegation) else None


def _cameras(state: State) -> Iterator[PersonId]:
    seated: defaultdict[DelegationId, dict[PersonId, Standing]] = defaultdict(dict)
    for person in state.delegations.people.values():
        if person.id in state.delegations.seated:
            seated[person.delegation][person.id] = person.standing
    speaker = state.floor.holder.speaker if state.floor.holder is not None else None
    for delegation, present in seated.items():
        if not state.lines.on_line(delegation):
            continue
        front = (speaker, *_chairs(state))
        faces = (one for face in FACES for one, standing in present.items() if standing is face)
        seen = next((one for one in (*front, *faces) if one in present), None)
        if seen is not None:
            yield seen


def _screens(state: State) -> Iterator[PersonId]:
    yield state.meeting.presiding
    if state.meeting.phase is Phase.OPEN and state.floor.holder is not None:
        yield state.floor.holder.speaker


def _heard_speaker(state: State) -> PersonId | None:
    """The holder, an interruption apart, while their time would run."""
    turn = state.floor.holder
    if turn is None or not state.meeting.runs or not state.lines.on_line(turn.delegation):
        return None
    if state.floor.point is not None and turn.kind is not Kind.POINT_OF_ORDER:
        return None
    return turn.speaker if turn.speaker in state.delegations.people else None


def identity(meeting: str, line: str) -> str:
    """The name under which a person's line (or a further one, `person~line`) is known to the media engine.

    It says nothing to whoever does not know the meeting; who does, finds the person by the view's `media.lines`.
    """
    return hashlib.sha256(f"{meeting}|{line}".encode()).hexdigest()
