"""A stream begins with a whole view, goes on with patches, and says twice in four seconds that it is alive."""

import asyncio
from collections.abc import Callable

from prachum.registry.models import Meeting
from prachum.rules.order import PersonId
from tests.live.clients import Caller, following
from tests.registry.hall import MYS_HEAD, THA_HEAD


async def test_a_stream_begins_with_the_whole_view_and_a_heartbeat_at_once(
    begun: Meeting, look: Callable[[Meeting], Caller]
) -> None:
    async with look(begun).stream() as stream:
        await stream.until("here")
        assert stream.status == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert [said.name for said in stream.seen] == ["view", "here"]
        assert stream.view["meeting"]["phase"] == "open"
