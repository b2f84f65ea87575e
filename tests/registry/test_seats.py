"""A seat is known by a token of which only the hash is kept, and is lost within the second in which it is revoked."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from prachum.registry import accounts, links, seats, taking
from prachum.registry.models import Meeting, PersonalLink, SeatChange, SeatSession, User
from prachum.registry.seats import Change, seat
from prachum.registry.tokens import COOKIE, digest
from tests.registry.hall import CAN_HEAD, MYS_HEAD, THA_HEAD, hall

READS, READ_AND_ACT = frozenset({"read"}), frozenset({"read", "act"})


@pytest.fixture
def real() -> Meeting:
    return hall(rehearsal=False)


@pytest.fixture
def rehearsal() -> Meeting:
    return hall()


@pytest.fixture
def heard() -> Iterator[list[Change]]:
    """The changes of which this process is told."""
    told: list[Change] = []
    stop = seats.on_change(told.append)
    yield told
    stop()


def entered(meeting: Meeting, person: str) -> str:
    """The token of somebody who came by a personal link."""
    link = taking.link_of(links.issue(meeting, person))
    assert link is not None
    return taking.enter(link, None)


def cookie(token: str) -> dict[str, str]:
    return {COOKIE: token}


def test_whoever_came_by_a_personal_link_sits_as_that_person(real: Meeting) -> None:
    theirs = seat(real.id, cookie(entered(real, THA_HEAD)))
    assert theirs is not None
    assert (theirs.person, theirs.scopes, theirs.observer, theirs.bearer) == (THA_HEAD, READ_AND_ACT, False, False)


def test_nobody_comes_into_a_real_meeting_without_a_seat(real: Meeting) -> None:
    assert seat(real.id, {}) is None
    assert seat(real.id, cookie("x" * 43)) is None


def test_a_seat_in_one_meeting_is_none_in_another(real: Meeting) -> None:
    assert seat(hall(rehearsal=False).id, cookie(entered(real, THA_HEAD))) is None


def test_a_meeting_that_does_not_exist_answers_like_one_that_may_not_be_seen() -> None:
    assert seat(uuid4(), {}) is None


def test_anybody_may_watch_a_rehearsal_and_two_watchers_are_two(rehearsal: Meeting) -> None:
    one, other, nameless = (seat(rehearsal.id, sent) for sent in (cookie("one"), cookie("other"), {}))
    assert one is not None
    assert other is not None
    assert nameless is not None
    assert one.observer
    assert one.scopes == READS
    assert one.person != other.person != nameless.person


def test_the_database_holds_no_token(real: Meeting) -> None:
    link, session = links.issue(real, THA_HEAD), entered(real, CAN_HEAD)
    held = accounts.add(f"bridge-{uuid4().hex}", accounts.INTEGRATOR, None)
    bearer = accounts.token(held, real, person="", label="", days=1)
    connection.ensure_connection()
    with connection.cursor() as cursor:
        for table in ("registry_personallink", "registry_seatsession", "registry_seatchange"):
            cursor.execute(f"SELECT * FROM {table}")
            kept = repr(cursor.fetchall())
            assert not [token for token in (link, session, bearer) if token in kept]


def test_a_bearer_token_reads_and_acts_for_one_person_if_that_was_said(real: Meeting) -> None:
    held = accounts.add(f"bridge-{uuid4().hex}", accounts.INTEGRATOR, None)
    reads = accounts.token(held, real, person="", label="screen", days=1)
    acts = accounts.token(held, real, person=THA_HEAD, label="captions", days=1)
    watching, acting = (seat(real.id, {}, f"Bearer {token}") for token in (reads, acts))
    assert watching is not None
    assert acting is not None
    assert (watching.observer, watching.scopes, watching.bearer) == (True, READS, True)
    assert (acting.person, acting.scopes, acting.bearer) == (THA_HEAD, READ_AND_ACT, True)


def test_a_bearer_token_is_no_cookie_and_a_cookie_no_bearer_token(real: Meeting) -> None:
    held = accounts.add(f"bridge-{uuid4().hex}", accounts.INTEGRATOR, None)
    bearer, session = accounts.token(held, real, person="", label="", days=1), entered(real, THA_HEAD)
    assert seat(real.id, cookie(bearer)) is None
    assert seat(real.id, {}, f"Bearer {session}") is None
    assert seat(real.id, cookie(session), "Bearer nonsense") is None, "a wrong header must not fall back to the cookie"
    assert seat(real.id, cookie(session), "Basic eA==") is None


def test_an_expired_session_opens_nothing(real: Meeting) -> None:
    token = entered(real, THA_HEAD)
    SeatSession.objects.filter(digest=digest(token)).update(expires=timezone.now() - timedelta(seconds=1))
    assert seat(real.id, cookie(token)) is None


def test_a_revoked_link_opens_nothing_and_ends_all_that_was_entered_by_it(real: Meeting, heard: list[Change]) -> None:
    link = links.issue(real, THA_HEAD)
    opened = taking.link_of(link)
    assert opened is not None
    devices = [taking.enter(opened, None), taking.enter(opened, None)]
    before = seats.last_change()
    heard.clear()
    assert links.revoke(real, THA_HEAD) == (1, 2)
    assert taking.link_of(link) is None
    assert [seat(real.id, cookie(token)) for token in devices] == [None, None]
    assert [change.what for change in heard] == ["revoked", "revoked"]
    assert seats.changes_since(before) == tuple(heard), "another process follows what this one is told at once"


@pytest.mark.parametrize("sent_out", [False, True])
def test_a_link_that_is_revoked_while_it_is_pressed_opens_nothing(real: Meeting, sent_out: bool) -> None:
    pressed = taking.link_of(links.issue(real, THA_HEAD))
    assert pressed is not None
    before = entered(real, CAN_HEAD)
    if sent_out:
        taking.end_all(real.id, THA_HEAD, "sent_out")
    else:
        links.revoke(real, THA_HEAD)
    with pytest.raises(taking.LinkRevoked):
        taking.enter(pressed, seats.live_session(before, bearer=False))
    assert not SeatSession.objects.filter(meeting=real, person=THA_HEAD).exists()
    assert seat(real.id, cookie(before)) is not None, "the seat that it was to replace is kept"


def test_a_link_tells_when_it_was_first_used(real: Meeting) -> None:
    link = taking.link_of(links.issue(real, THA_HEAD))
    assert link is not None
    taking.enter(link, None)
    first = PersonalLink.objects.get(id=link.id).used
    taking.enter(link, None)
    assert first is not None
    assert PersonalLink.objects.get(id=link.id).used == first


def test_a_new_link_takes_the_place_of_the_old_one_but_ends_no_session(real: Meeting) -> None:
    old = links.issue(real, THA_HEAD)
    opened = taking.link_of(old)
    assert opened is not None
    session = taking.enter(opened, None)
    new = links.issue(real, THA_HEAD)
    assert taking.link_of(old) is None
    assert taking.link_of(new) is not None
    assert seat(real.id, cookie(session)) is not None


def test_a_session_of_a_replaced_link_can_still_be_revoked(real: Meeting) -> None:
    session = entered(real, THA_HEAD)
    links.issue(real, THA_HEAD)
    links.revoke(real, THA_HEAD)
    assert seat(real.id, cookie(session)) is None


def test_a_browser_that_takes_a_second_seat_loses_the_first(real: Meeting, heard: list[Change]) -> None:
    first = entered(real, THA_HEAD)
    link = taking.link_of(links.issue(real, CAN_HEAD))
    assert link is not None
    heard.clear()
    second = taking.enter(link, seats.live_session(first, bearer=False))
    assert seat(real.id, cookie(first)) is None
    assert seat(real.id, cookie(second)) is not None
    assert [(change.person, change.what) for change in heard] == [(THA_HEAD, "replaced"), (CAN_HEAD, "taken")]


def test_a_bot_steps_aside_for_a_visitor_and_comes_back_when_the_visitor_leaves(
    rehearsal: Meeting, heard: list[Change]
) -> None:
    bot = f"Bearer {taking.seat_bot(rehearsal, THA_HEAD)}"
    before = seat(rehearsal.id, {}, bot)
    visitor = taking.take(rehearsal, THA_HEAD, None)
    aside = seat(rehearsal.id, {}, bot)
    assert before is not None
    assert aside is not None
    assert before.person == THA_HEAD
    assert (aside.observer, aside.scopes, aside.session) == (True, READS, before.session)
    assert seats.taken(rehearsal.id) == {THA_HEAD}
    session = seats.live_session(visitor, bearer=False)
    assert session is not None
    heard.clear()
    taking.end(session, "left")
    assert seat(rehearsal.id, {}, bot) == before
    assert [(change.session, change.what) for change in heard] == [
        (str(session.id), "left"),
        (before.session, "regained"),
    ]


def test_the_last_visitor_to_press_has_the_seat(rehearsal: Meeting) -> None:
    one, other = taking.take(rehearsal, THA_HEAD, None), taking.take(rehearsal, THA_HEAD, None)
    first, second = seat(rehearsal.id, cookie(one)), seat(rehearsal.id, cookie(other))
    assert first is not None
    assert first.observer
    assert second is not None
    assert second.person == THA_HEAD


def test_a_disabled_account_has_no_tokens(real: Meeting, heard: list[Change]) -> None:
    held = accounts.add(f"bridge-{uuid4().hex}", accounts.INTEGRATOR, None)
    token = accounts.token(held, real, person=MYS_HEAD, label="", days=1)
    heard.clear()
    assert accounts.disable(held) == 1
    assert seat(real.id, {}, f"Bearer {token}") is None
    assert [change.what for change in heard] == ["disabled"]


def test_whose_session_has_expired_or_whose_account_was_deactivated_is_told_to_all(
    real: Meeting, heard: list[Change]
) -> None:
    over, stays = entered(real, THA_HEAD), entered(real, CAN_HEAD)
    off, kept = (accounts.add(f"bridge-{uuid4().hex}", accounts.INTEGRATOR, None) for _ in range(2))
    accounts.token(off, real, person="", label="", days=1)
    token = accounts.token(kept, real, person=MYS_HEAD, label="", days=1)
    taking.end_lapsed()
    heard.clear()
    SeatSession.objects.filter(digest=digest(over)).update(expires=timezone.now())
    User.objects.filter(id=off.id).update(is_active=False)
    assert taking.end_lapsed() == 2
    assert {(change.meeting, change.person, change.what) for change in heard} == {
        (real.id, THA_HEAD, "expired"),
        (real.id, "", "disabled"),
    }
    assert taking.end_lapsed() == 0
    assert seat(real.id, cookie(stays)) is not None
    assert seat(real.id, {}, f"Bearer {token}") is not None


@pytest.mark.parametrize("several", [False, True])
def test_the_end_of_a_deleted_accounts_tokens_is_told_to_all(real: Meeting, heard: list[Change], several: bool) -> None:
    held = accounts.add(f"bridge-{uuid4().hex}", accounts.INTEGRATOR, None)
    accounts.token(held, real, person=MYS_HEAD, label="", days=1)
    heard.clear()
    if several:
        User.objects.filter(id=held.id).delete()
    else:
        held.delete()
    assert [(change.person, change.what) for change in heard] == [(MYS_HEAD, "disabled")]


def test_ending_twice_is_told_once(rehearsal: Meeting, heard: list[Change]) -> None:
    session = seats.live_session(taking.take(rehearsal, THA_HEAD, None), bearer=False)
    assert session is not None
    heard.clear()
    assert taking.end(session, "left")
    assert not taking.end(session, "left")
    assert len(heard) == 1


def test_a_callback_that_fails_keeps_nobody_from_being_told(rehearsal: Meeting, heard: list[Change]) -> None:
    def fails(change: Change) -> None:
        raise RuntimeError(change.what)

    stop = seats.on_change(fails)
    taking.take(rehearsal, THA_HEAD, None)
    stop()
    taking.take(rehearsal, CAN_HEAD, None)
    assert [change.person for change in heard] == [THA_HEAD, CAN_HEAD]


def test_every_session_of_an_expelled_person_ends_and_the_link_opens_nothing(real: Meeting) -> None:
    link = links.issue(real, THA_HEAD)
    opened = taking.link_of(link)
    assert opened is not None
    session = taking.enter(opened, None)
    assert taking.end_all(real.id, THA_HEAD, "revoked") == 1
    assert seat(real.id, cookie(session)) is None
    assert taking.link_of(link) is None


@pytest.mark.parametrize("known", [True, False])
def test_a_look_costs_at_most_two_queries_each_by_an_index(real: Meeting, known: bool) -> None:
    token = entered(real, THA_HEAD) if known else "unknown"
    seat(real.id, cookie(token))
    with CaptureQueriesContext(connection) as asked:
        seat(real.id, cookie(token))
    assert len(asked) <= 2
    if connection.vendor == "sqlite":
        for query in asked.captured_queries:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                assert not [row for row in cursor.fetchall() if str(row[3]).startswith("SCAN")], query["sql"]


def test_old_changes_are_forgotten(rehearsal: Meeting) -> None:
    taking.take(rehearsal, THA_HEAD, None)
    SeatChange.objects.filter(meeting=rehearsal.id).update(at=timezone.now() - timedelta(days=2))
    taking.take(hall(), THA_HEAD, None)
    assert not SeatChange.objects.filter(meeting=rehearsal.id).exists()


def test_a_visit_outlasts_its_line_by_two_minutes_and_a_seat_in_a_real_meeting_goes_on(
    rehearsal: Meeting, real: Meeting
) -> None:
    here, gone, invited = (
        taking.take(rehearsal, THA_HEAD, None),
        taking.take(rehearsal, CAN_HEAD, None),
        entered(real, MYS_HEAD),
    )
    sessions = {token: seats.live_session(token, bearer=False) for token in (here, gone, invited)}
    long_ago = timezone.now() - taking.VISITS_OUTLAST - timedelta(seconds=1)
    held = sessions[here]
    assert held is not None
    SeatSession.objects.filter(digest__in=map(digest, sessions)).update(seen=long_ago)
    assert taking.still_here([str(held.id), "observer-0"]) >= 1
    assert seats.taken(rehearsal.id) == {THA_HEAD}
    assert seat(real.id, cookie(invited)) is not None
