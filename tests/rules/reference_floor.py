"""The floor is told once more, from docs/rules-of-procedure.md alone."""

from collections import Counter
from dataclasses import dataclass
from typing import cast

from prachum.rules.floor import points, speakers, turns
from prachum.rules.order import SECRETARIAT, Standing, has_text
from prachum.rules.presets import Kind, ListOrder, WhenOver
from tests.rules.reference import Chapters, Turn, must


@dataclass
class Place:
    """A place on a list of speakers; `number` counts all who ever asked."""

    delegation: str
    kind: Kind
    side: str
    number: int

    @property
    def id(self) -> str:
        return self.delegation + (".reply" if self.replies else "")

    @property
    def replies(self) -> bool:
        return self.kind is Kind.RIGHT_OF_REPLY


class Floor(Chapters):
    """Chapter 5."""

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[str, list[Place]] = {}
        self.closed_lists: set[str] = set()
        self.by_hand: dict[str, list[str]] = {}
        self.asked_so_far = 0
        self.spoken: Counter[str] = Counter()
        self.heard: list[tuple[str | None, str]] = []
        self.replies_given: Counter[tuple[str, str]] = Counter()

    # Who may speak, and in what order

    def may_speak(self, who: str) -> bool:
        """A head or alternate, an adviser with leave, a member of the secretariat; and their party may speak."""
        standing, party = self.standing(who), self.parties.get(self.delegation(who))
        speaks = standing in (Standing.HEAD, Standing.ALTERNATE, Standing.SECRETARIAT) or who in self.leave
        return speaks and (party is None or party.speaks)

    def side(self, delegation: str, bloc: str | None) -> str:
        """For whom one speaks where the list alternates: a bloc, or a delegation that is in none."""
        return bloc or next((code for code, members in self.blocs.items() if delegation in members), delegation)

    def in_order(self, item: str) -> list[Place]:
        places, by_hand = self.places.get(item, []), self.by_hand.get(item, [])

        def before_others(place: Place) -> tuple[object, ...]:
            last = place.replies and self.rules.replies_after_list
            if place.id in by_hand:
                return (last, True, by_hand.index(place.id))
            waits = place.delegation != SECRETARIAT or self.rules.secretariat_waits
            return (last, waits, len(by_hand), self.rank(item, place), place.number)

        return sorted(places, key=before_others)

    def rank(self, item: str, place: Place) -> int:
        match self.rules.order:
            case ListOrder.PRECEDENCE:
                party = self.parties.get(place.delegation)
                return party.precedence if party is not None else 0
            case ListOrder.LEAST_HEARD:
                return self.spoken[place.delegation]
            case ListOrder.ALTERNATING:
                heard = sum(under == item and side == place.side for under, side in self.heard)
                earlier = [other for other in self.places[item] if other.number < place.number]
                return heard + sum(other.side == place.side for other in earlier)
            case ListOrder.REQUESTED:
                return 0

    def waits(self, item: str, place: str) -> Place | None:
        return next((each for each in self.places.get(item, []) if each.id == place), None)

    def lists(self, item: str, delegation: str, kind: Kind, bloc: str | None = None) -> None:
        self.asked_so_far += 1
        self.places.setdefault(item, []).append(Place(delegation, kind, self.side(delegation, bloc), self.asked_so_far))

    def strikes(self, item: str, place: str) -> None:
        self.places[item] = [each for each in self.places[item] if each.id != place]
        if place in self.by_hand.get(item, []):
            self.by_hand[item].remove(place)

    def list_is_gone(self, item: str) -> None:
        self.places.pop(item, None)
        self.by_hand.pop(item, None)
        self.closed_lists.discard(item)

    # The list of speakers

    def must_be_ahead(self, item: str) -> None:
        """The lists of items that are closed stay as they are."""
        must(item in self.items and self.items[item].status != "closed")

    def request_floor(self, who: str, command: speakers.RequestFloor) -> None:
        item, delegation = command.item, self.delegation(who)
        self.must_be_ahead(item)
        must(self.may_speak(who))
        must(self.items[item].status == "open" or self.rules.inscription_before_item)
        must(item not in self.closed_lists and self.waits(item, delegation) is None)
        members = {*self.blocs.get(command.bloc or "", ())}
        must(command.bloc is None or delegation in members)
        must({*command.aligned} <= members - {delegation} and len({*command.aligned}) == len(command.aligned))
        own = Kind.SECRETARIAT if delegation == SECRETARIAT else Kind.STATEMENT
        self.lists(item, delegation, Kind.FOR_BLOC if command.bloc else own, command.bloc)

    def request_right_of_reply(self, who: str, command: speakers.RequestRightOfReply) -> None:
        item, delegation = command.item, self.delegation(who)
        must(item in self.items and item == self.current() and self.may_speak(who))
        must(item not in self.closed_lists or self.rules.replies_on_closed_list)
        must(self.waits(item, delegation + ".reply") is None)
        must(self.replies_given[item, delegation] < self.rules.replies_per_item)
        self.lists(item, delegation, Kind.RIGHT_OF_REPLY)

    def withdraw_request(self, who: str, command: speakers.WithdrawRequest) -> None:
        self.must_be_ahead(command.item)
        place = self.waits(command.item, command.request)
        must(place is not None and place.delegation == self.delegation(who))
        self.strikes(command.item, command.request)

    def add_to_list_of_speakers(self, who: str, command: speakers.AddToListOfSpeakers) -> None:
        item, delegation = command.item, command.delegation
        self.must_be_ahead(item)
        must(self.delegation(command.speaker) == delegation and self.may_speak(command.speaker))
        must(self.waits(item, delegation) is None)
        self.lists(item, delegation, Kind.SECRETARIAT if delegation == SECRETARIAT else Kind.STATEMENT)

    def remove_from_list_of_speakers(self, who: str, command: speakers.RemoveFromListOfSpeakers) -> None:
        self.must_be_ahead(command.item)
        must(self.waits(command.item, command.request) is not None)
        self.strikes(command.item, command.request)

    def reorder_list_of_speakers(self, who: str, command: speakers.ReorderListOfSpeakers) -> None:
        self.must_be_ahead(command.item)
        places = {place.id: place for place in self.places.get(command.item, [])}
        must(bool(places) and sorted(command.requests) == sorted(places))
        replies = [places[request].replies for request in command.requests]
        must(not self.rules.replies_after_list or replies == sorted(replies))
        self.by_hand[command.item] = list(command.requests)

    def close_list_of_speakers(self, who: str, command: speakers.CloseListOfSpeakers) -> None:
        self.must_be_ahead(command.item)
        must(command.item not in self.closed_lists)
        self.closed_lists.add(command.item)

    def reopen_list_of_speakers(self, who: str, command: speakers.ReopenListOfSpeakers) -> None:
        self.must_be_ahead(command.item)
        must(command.item in self.closed_lists)
        self.closed_lists.discard(command.item)

    def take_as_read(self, who: str, command: speakers.TakeAsRead) -> None:
        item, delegation = command.item, self.delegation(who)
        self.must_be_ahead(item)
        must(self.may_speak(who) and has_text(command.text))
        place = self.waits(item, delegation)
        if place is not None:
            self.strikes(item, delegation)
        self.heard.append((item, place.side if place is not None else self.side(delegation, None)))
        self.writes(who, command.text)

    # Turns

    def give_floor(self, who: str, command: turns.GiveFloor) -> None:
        to, item = command.to, self.current()
        must(self.delegation(command.speaker) == to and self.may_speak(command.speaker) and self.on_line(to))
        if self.point is not None:
            must(to == self.point and self.holder is None)
            limit = self.rules.limits.get(Kind.POINT_OF_ORDER)
            self.holder = Turn(to, command.speaker, Kind.POINT_OF_ORDER, item, limit, self.side(to, None))
            return
        must(item is not None and (self.holder is None or self.holder.delegation == command.instead_of != to))
        self.speaks_next(cast(str, item), to, command.speaker)

    def speaks_next(self, item: str, to: str, speaker: str) -> None:
        """The first place of the delegation is used, if it has one."""
        waiting = self.in_order(item)
        place = next((place for place in waiting if place.delegation == to), None)
        kind, side = Kind.SECRETARIAT if to == SECRETARIAT else Kind.STATEMENT, self.side(to, None)
        if place is not None:
            statements = [other for other in waiting if not other.replies]
            must(not (place.replies and self.rules.replies_after_list and statements))
            kind, side = place.kind, place.side
            self.strikes(item, place.id)
        self.turn_ends()
        self.holder = Turn(to, speaker, kind, item, self.limit(kind, item, to), side)
        self.points_withdrawn.clear()
        if kind is Kind.RIGHT_OF_REPLY:
            self.replies_given[item, to] += 1

    def limit(self, kind: Kind, item: str, delegation: str) -> int | None:
        own = self.items[item].statement_seconds
        if kind is Kind.STATEMENT and own is not None:
            return own
        second = self.replies_given[item, delegation] > 0 and self.rules.second_reply is not None
        return self.rules.second_reply if kind is Kind.RIGHT_OF_REPLY and second else self.rules.limits.get(kind)

    def turn_ends(self) -> None:
        if self.holder is not None:
            self.counts(self.holder)
        self.holder, self.interrupted = None, False

    def counts(self, turn: Turn) -> None:
        self.spoken[turn.delegation] += turn.spent
        self.heard.append((turn.item, turn.side))

    def leaves_the_floor(self, who: str) -> None:
        """Somebody who may no longer take part has no turn any more, also not one that a point of order stopped."""
        if self.holder is not None and self.holder.speaker == who:
            self.turn_ends()
        if self.held_over is not None and self.held_over.speaker == who:
            self.counts(self.held_over)
            self.held_over = None

    def yield_floor(self, who: str, command: turns.YieldFloor) -> None:
        must(self.holder is not None and self.holder.delegation == self.delegation(who))
        self.turn_ends()

    def take_floor_back(self, who: str, command: turns.TakeFloorBack) -> None:
        turn = self.holder
        must(turn is not None and turn.delegation == command.holder)
        if who == "clock":
            limit = cast(Turn, turn).limit
            must(self.rules.when_over is WhenOver.TAKE_BACK and limit is not None)
            must(self.speaks() and cast(Turn, turn).spent >= (cast(int, limit) + self.rules.grace) * 1000)
        self.turn_ends()

    def extend_time(self, who: str, command: turns.ExtendTime) -> None:
        must(self.holder is not None and self.holder.limit is not None and 1 <= command.seconds <= 3600)
        turn = cast(Turn, self.holder)
        turn.limit = cast(int, turn.limit) + command.seconds

    def interrupt_speaker(self, who: str, command: turns.InterruptSpeaker) -> None:
        must(self.holder is not None and self.holder.speaker != who and not self.interrupted)
        self.interrupted = True

    def end_interruption(self, who: str, command: turns.EndInterruption) -> None:
        must(self.interrupted)
        self.interrupted = False

    def call_to_order(self, who: str, command: turns.CallToOrder) -> None:
        must(command.delegation in self.present)

    # Points of order

    def raise_point_of_order(self, who: str, command: points.RaisePointOfOrder) -> None:
        delegation = self.delegation(who)
        must(self.point is None and delegation in self.parties and self.may_speak(who))
        must(self.on_line(delegation) and (self.holder is None or self.holder.delegation != delegation))
        must(self.points_withdrawn[delegation] < 2)
        self.point, self.held_over, self.holder, self.interrupted = delegation, self.holder, None, False

    def withdraw_point_of_order(self, who: str, command: points.WithdrawPointOfOrder) -> None:
        must(self.point is not None and self.point == self.delegation(who))
        self.points_withdrawn[self.delegation(who)] += 1
        self.speaker_goes_on()

    def rule_on_point_of_order(self, who: str, command: points.RuleOnPointOfOrder) -> None:
        must(self.point is not None)
        self.speaker_goes_on()

    def speaker_goes_on(self) -> None:
        self.turn_ends()
        self.holder, self.held_over, self.point = self.held_over, None, None
