"""Run as a module, this is a worker: bots that hum when they are heard, and an ear that tells whom it heard when."""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Callable
from uuid import UUID

import numpy as np

from prachum.ready import make_ready

make_ready()  # models can be imported only then

from prachum.journal import read  # noqa: E402
from prachum.journal.threads import READER  # noqa: E402
from prachum.media.engine import Address  # noqa: E402
from prachum.media.rooms import Rooms  # noqa: E402
from prachum.rules.order import PersonId  # noqa: E402
from prachum.settings import DATA  # noqa: E402
from prachum.workers.bots import Bot  # noqa: E402
from prachum.workers.line import Line  # noqa: E402
from prachum.workers.listening import Ear  # noqa: E402
from prachum.workers.voices import RATE  # noqa: E402

EAR = "the ear of the soak"
HUM, SECONDS = 440, 10
LOOKS, TELLS = 0.2, 1.0
SAID_AT_ONCE = 8


async def main(meeting: UUID, people: list[PersonId]) -> None:
    """Be in the room until killed; once a second tell who was heard last: person, beginning and end (monotonic)."""
    async with Rooms(Address.of(DATA)) as rooms, asyncio.TaskGroup() as parts:
        ear = Ear(rooms, meeting, gated=False, name=EAR)
        bots = [Bot(rooms, meeting, person, "en") for person in people]
        for line in (ear, *bots):
            parts.create_task(line.run())
        for bot in bots:
            parts.create_task(_hums(bot))
        parts.create_task(_told(meeting, ear, *bots))
        # Who is told of somebody's going is told by their end of the pipe.
        parts.create_task(asyncio.to_thread(_until_alone, os._exit))
        while True:
            await asyncio.sleep(TELLS)
            _tell(ear)


def _tell(ear: Ear) -> None:
    # The ear itself forgets nothing, and what it takes for astray is what it has not been told of yet.
    del ear.heard[:-SAID_AT_ONCE]
    ear.astray.clear()
    said = {"in": ear.joined.is_set(), "heard": [(one.person, one.began, one.ended) for one in ear.heard]}
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def _until_alone(end: Callable[[int], object]) -> None:
    sys.stdin.read()
    end(0)


async def _told(meeting: UUID, *lines: Line) -> None:
    """Follow the journal, which may be busy."""
    while True:
        state = await READER.run(read.state, meeting)
        for line in lines:
            await line.state_changed(state)
        await asyncio.sleep(LOOKS)


async def _hums(bot: Bot) -> None:
    samples = (4600 * np.sin(2 * np.pi * HUM * np.arange(RATE * SECONDS) / RATE)).astype(np.int16)
    while True:
        await bot.say(samples)
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(main(UUID(sys.argv[1]), [PersonId(one) for one in sys.argv[2:]]))
