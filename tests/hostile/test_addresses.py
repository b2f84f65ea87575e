"""At no address, however it is spelled, does any token open the engine to somebody who has no seat now (S05)."""

import time
from collections.abc import Iterator
from urllib.parse import unquote
from uuid import uuid4

import pytest

from prachum.asgi import Application
from prachum.live import admit
from prachum.media import returning
from prachum.media.engine import Address
from prachum.media.plane import Media
from prachum.media.rooms import Permission, Rooms, room_name
from prachum.registry import accounts, links, seats, taking
from prachum.registry.models import Meeting, User
from prachum.rules.delegations import ExpelPerson, WithdrawAccreditation
from prachum.rules.meeting import CloseMeeting
from tests.hostile.addresses import LISTENS, opened, plain, spellings, status
from tests.hostile.tickets import forged
from tests.live.clients import Caller, Served, come, in_thread
from tests.live.conftest import serve_alone
from tests.registry.hall import CAN_HEAD, MYS_HEAD, SECRETARY, THA_HEAD, act, hall, in_session


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """An installation whose door is as always, and whose engine does not answer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(returning, "WAITED", 0.01)
        patch.setenv("PRACHUM_LIVEKIT_URL", "http://127.0.0.1:9")
        patch.setenv("PRACHUM_LIVEKIT_KEY", "key")
        patch.setenv("PRACHUM_LIVEKIT_SECRET", "secret" * 8)
        yield from serve_alone(Application(Media()))


@pytest.fixture(autouse=True)
def guessing_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever guesses so much has to wait, and the door would say no more than that."""
    monkeypatch.setattr(admit, "_spent", lambda network: True)


@pytest.fixture
def real() -> Meeting:
    held = hall(rehearsal=False)
    in_session(held)
    return held


def port_of(caller: Caller) -> int:
    return int(caller.address.rpartition(":")[2])


def ticket(meeting: Meeting) -> str:
    """As good a token as the engine has ever given to anybody."""
    everything = Permission(frozenset({"microphone", "camera", "screen", "screen_sound"}))
    rooms = Rooms(Address("", "key", "secret" * 8))
    return rooms.token(room_name(meeting.id, 1), rooms.identity(meeting.id, THA_HEAD), everything)


async def test_s05_with_a_seat_the_usual_addresses_open(real: Meeting, served: Served) -> None:
    thailand = await come(served, real, THA_HEAD)
    for one in plain(real.id):
        assert await status(port_of(thailand), one, thailand.headers()) == 503


async def test_s05_without_a_seat_nothing_opens_however_it_is_spelled(real: Meeting, served: Served) -> None:
    nobody = Caller(served.address, real.id)
    every = spellings(real.id, port_of(nobody))
    assert not await opened(port_of(nobody), nobody.headers(), every, ticket(real))
    assert not await opened(port_of(nobody), {}, plain(real.id), *forged(ticket(real)))


async def test_s05_a_seat_opens_its_own_lines_only_however_they_are_spelled(real: Meeting, served: Served) -> None:
    thailand = await come(served, real, THA_HEAD)
    mine = {f"/api/meetings/{real.id}/line/{name}/rtc" for name in ("speak", LISTENS)}
    found = await opened(port_of(thailand), thailand.headers(), spellings(real.id, port_of(thailand)), ticket(real))
    assert found
    for _, address, _ in found:
        path = address.split()[1].partition("?")[0].removeprefix(f"http://127.0.0.1:{port_of(thailand)}")
        assert unquote(path) in {f"{line}{end}" for line in mine for end in ("", "/v1", "/validate", "/v1/validate")}, (
            address
        )


async def test_s05_a_seat_elsewhere_opens_nothing_here(real: Meeting, served: Served) -> None:
    elsewhere = await in_thread(hall, rehearsal=False)
    await in_thread(in_session, elsewhere)
    thailand = await come(served, elsewhere, THA_HEAD)
    assert not await opened(port_of(thailand), thailand.headers(), plain(real.id), ticket(real))
    nowhere = plain(uuid4())
    assert not await opened(port_of(thailand), thailand.headers(), nowhere, ticket(real))


async def test_s05_who_looks_on_has_no_line_that_speaks(served: Served) -> None:
    rehearsal = await in_thread(hall)
    await in_thread(in_session, rehearsal)
    visitor = Caller(served.address, rehearsal.id)
    speaks, v1, listens, asks = plain(rehearsal.id)
    assert not await opened(port_of(visitor), visitor.headers(), [speaks, v1, asks], ticket(rehearsal))
    assert await status(port_of(visitor), listens, visitor.headers()) == 503


ENDINGS = {
    "revoked": lambda meeting: links.revoke(meeting, THA_HEAD),
    "withdrawn": lambda meeting: act(meeting.id, WithdrawAccreditation(THA_HEAD), SECRETARY),
    "expelled": lambda meeting: act(meeting.id, ExpelPerson(THA_HEAD, {"en": "Disorder"}), MYS_HEAD),
    "closed": lambda meeting: act(meeting.id, CloseMeeting(), MYS_HEAD),
    "disabled": lambda meeting: [accounts.disable(one) for one in User.objects.filter(seat_sessions__meeting=meeting)],
}


@pytest.mark.parametrize("ending", ENDINGS)
async def test_s05_who_is_out_opens_nothing_from_that_moment(
    real: Meeting, served: Served, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """However late it is looked whose seats have changed: on a full machine that takes a while."""
    thailand, canada = await come(served, real, THA_HEAD), await come(served, real, CAN_HEAD)
    if ending == "disabled":
        holder = await in_thread(User.objects.create_user, f"integrator-{uuid4().hex[:12]}")
        token = await in_thread(taking.give_token, real, holder, label="", person=THA_HEAD)
        thailand = Caller(served.address, real.id, bearer=token)
    ways = list(plain(real.id))
    assert await status(port_of(thailand), ways[0], thailand.headers()) == 503
    look = seats.changes_since

    def late(seq: int) -> tuple[seats.Change, ...]:
        time.sleep(2)
        return look(seq)

    monkeypatch.setattr(seats, "changes_since", late)
    await in_thread(ENDINGS[ending], real)
    every = spellings(real.id, port_of(thailand))
    assert not await opened(port_of(thailand), thailand.headers(), every, ticket(real))
    others = await status(port_of(canada), ways[0], canada.headers())
    assert others == (403 if ending == "closed" else 503)
