"""However many do it at the same moment, it is done in one order, once, and everybody sees the same."""

import asyncio
from random import Random

import aiohttp

from tests.crash import ledger
from tests.crash.assembly import ITEM, Head, assembled
from tests.crash.delegate import Delegate
from tests.crash.installation import Installation
from tests.crash.racing import Said, races

ROUNDS = 25
"""A thousand are `scripts/soak races`."""


async def test_of_two_who_are_given_the_floor_at_once_one_has_it(shared: Installation) -> None:
    """R01."""
    meeting, heads = await asyncio.to_thread(assembled, 3)
    found = await races(shared.address, meeting, heads, ROUNDS)
    assert found == {"rounds": ROUNDS, "one won": ROUNDS, "refused by floor.held": ROUNDS, "screens otherwise": 0}
    given = [kind for _, kind, _ in ledger.told(meeting, shared.home) if kind == "floor.floor_given"]
    assert len(given) == ROUNDS


async def test_a_list_that_all_enter_at_once_while_two_reorder_it_is_as_the_journal_says(shared: Installation) -> None:
    """R11."""
    meeting, heads = await asyncio.to_thread(assembled, 100, 2)
    *delegates, one_desk, other_desk = heads
    chance = Random(11)
    async with aiohttp.ClientSession(shared.address, connector=aiohttp.TCPConnector(limit=0)) as client:
        said = Said(client, meeting)

        async def reorders(desk: Head) -> int:
            done = 0
            for turn in range(300):
                if turn >= 12 and done:
                    break
                listed = list((await said.view(desk))["floor"]["lists"].get(ITEM, {"requests": {}})["requests"])
                chance.shuffle(listed)
                order: dict[str, object] = {"item": ITEM, "requests": listed}
                done += await said.give(desk, "floor.reorder_list_of_speakers", order) == 200
            return done

        asked = [said.give(one, "floor.request_floor", {"item": ITEM}) for one in delegates]
        *statuses, reordered, again = await asyncio.gather(*asked, reorders(one_desk), reorders(other_desk))
        assert statuses == [200] * 100
        view = await said.view(one_desk)
    order: list[str] = []
    for _, kind, body in ledger.told(meeting, shared.home):
        if kind == "floor.floor_requested":
            order.append(body["request"])
        elif kind == "floor.list_of_speakers_reordered":
            assert sorted(order) == sorted(body["requests"]), "nobody is lost from the list, and nobody twice on it"
            order = body["requests"]
    assert reordered + again > 0
    assert sorted(order) == sorted(one.delegation for one in delegates)
    assert list(view["floor"]["lists"][ITEM]["requests"]) == order


async def test_whoever_comes_while_everybody_acts_sees_what_the_journal_says(shared: Installation) -> None:
    """R08, and R07 as far as a gap would show."""
    meeting, heads = await asyncio.to_thread(assembled, 16)
    works, comers = asyncio.Event(), [*heads] * 4
    acting = [Delegate(head, meeting, Random(number), lambda _: None, (0, 0)) for number, head in enumerate(heads)]
    coming = [Delegate(head, meeting, Random(), lambda _: None) for head in comers]
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(shared.address, connector=connector, read_bufsize=2**22) as client:
        works.set()
        tasks = [asyncio.create_task(one.take_part(client, works)) for one in acting]
        for one in coming:
            tasks.append(asyncio.create_task(one.take_part(client, asyncio.Event())))
            await asyncio.sleep(0.02)
        works.clear()
        async with asyncio.timeout(60):
            while not all(one.idle for one in acting) or not all(one.live for one in coming):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            last = await asyncio.to_thread(ledger.chain, meeting)
            while not all(one.view["seq"] == last for one in (*acting, *coming)):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    expected = await asyncio.to_thread(ledger.views, meeting, heads)
    assert sum(len(one.acts) for one in acting) > 100
    assert [one.gaps for one in (*acting, *coming)] == [0] * (len(acting) + len(coming))
    for one in (*acting, *coming):
        assert one.view == expected[one.head.person]
