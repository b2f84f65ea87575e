"""Who may take part no more is refused at every address with every token, and hears nothing (S05, S06, S30)."""

import asyncio
import sys
import time
from typing import Protocol

import pytest

from prachum.media.rooms import room_name
from prachum.registry import accounts, links
from prachum.registry.models import SeatSession, User
from tests.hostile.addresses import LISTENS, opened, plain
from tests.hostile.sitting import Sitting, ear, speaker
from tests.hostile.started import intruder, line_of, quiet
from tests.live.clients import Caller, in_thread
from tests.registry.hall import MYS_HEAD, SECRETARY, THA_HEAD

pytestmark = pytest.mark.engine


async def revoked(there: Sitting, _: Caller) -> None:
    await in_thread(links.revoke, there.meeting, THA_HEAD)


async def withdrawn(there: Sitting, _: Caller) -> None:
    await there.does("delegations.withdraw_accreditation", {"person": THA_HEAD}, SECRETARY)


async def expelled(there: Sitting, _: Caller) -> None:
    await there.does("delegations.expel_person", {"person": THA_HEAD, "reason": {"en": "Disorder"}})


async def closed(there: Sitting, _: Caller) -> None:
    await there.does("meeting.close_meeting")


async def disabled(there: Sitting, thailand: Caller) -> None:
    def disable() -> None:
        (holder,) = User.objects.filter(seat_sessions__meeting=there.meeting, seat_sessions__label="to be disabled")
        accounts.disable(holder)

    await in_thread(disable)


class Ending(Protocol):
    __name__: str

    async def __call__(self, there: Sitting, thailand: Caller, /) -> None: ...


async def comes(there: Sitting, ending: Ending) -> Caller:
    """Thailand comes in by a link, or by the program whose account will be disabled."""
    if ending is not disabled:
        return await there.by_link(THA_HEAD)
    thailand = await there.by_token(THA_HEAD)
    await in_thread(SeatSession.objects.filter(meeting=there.meeting).update, label="to be disabled")
    return thailand


@pytest.mark.parametrize("ending", [revoked, withdrawn, expelled, closed, disabled])
async def test_s05_s06_s30_who_is_out_hears_nothing_and_no_ticket_opens(there: Sitting, ending: Ending) -> None:
    thailand = await comes(there, ending)
    me, malaysia = there.identity(THA_HEAD), there.identity(MYS_HEAD)
    headers = thailand.headers()
    async with (
        ear(there) as listens,
        speaker(there, MYS_HEAD),
        intruder(line_of(thailand), headers) as speaks,
        intruder(line_of(thailand, LISTENS), headers) as lurks,
    ):
        await speaks.until("joined")
        speaks.does("publish", "microphone", 660)
        await asyncio.gather(listens.until_hearing(me), listens.until_hearing(malaysia), lurks.until("packet"))
        lurks.does("drop_signalling")
        await lurks.until("line_ended")
        await lurks.until("packet", since=time.monotonic() + 0.5)
        assert await there.present(THA_HEAD, LISTENS) is not None, "the engine keeps whoever goes on sending"
        began = time.monotonic()
        await ending(there, thailand)
        await quiet(lambda: listens.times[me], lambda: speaks.times("packet"), lambda: lurks.times("packet"))
        figures = [int(1000 * one.last("packet", began)) for one in (speaks, lurks)], listens.last(me, began)
        sys.stderr.write(f"{ending.__name__}: last packets {figures[0]}, last sound of theirs {figures[1]} ms after\n")
        left = await there.rooms.present(room_name(there.meeting.id, 1))
        assert not left.keys() & {me, there.identity(THA_HEAD, LISTENS)}
        if ending not in (closed, expelled):
            await listens.until_hearing(malaysia)
    ticket = (await speaks.until("token"))["token"]
    for shows in (headers, {}):
        assert not await opened(there.up.port, shows, plain(there.meeting.id), ticket)


async def test_s05_who_was_expelled_opens_nothing_by_another_link_nor_when_accredited_again(there: Sitting) -> None:
    thailand, program = await there.by_link(THA_HEAD), await there.by_token(THA_HEAD)
    await expelled(there, thailand)
    # A link that is given out before all are revoked is revoked with them.
    open_sessions = SeatSession.objects.filter(meeting=there.meeting, person=THA_HEAD, ended=None)
    async with asyncio.timeout(20):
        while await in_thread(open_sessions.exists):  # noqa: ASYNC110 what is waited for happens in another program
            await asyncio.sleep(0.05)
    for caller in (thailand, program, await there.by_link(THA_HEAD)):
        assert (await caller.view()).status_code == 404
        assert not await opened(there.up.port, caller.headers(), plain(there.meeting.id), "none")
    body = {"person": THA_HEAD, "delegation": "THA", "standing": "head"}
    await there.does("delegations.accredit_person", body, SECRETARY)
    for caller in (thailand, program):
        assert (await caller.view()).status_code == 404, "what they kept is worth nothing"
    assert (await (await there.by_link(THA_HEAD)).view()).status_code == 200
