"""A rehearsal's time passes by its own durations: at natural speed, faster, or without waiting at all."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class Pace:
    """True time from `began` on, `speed` times as fast as the machine's; without a speed nobody waits."""

    began: datetime
    speed: float | None = 1.0
    monotonic: Callable[[], float] = time.monotonic
    _passed: timedelta = timedelta()
    _since: float = field(init=False)

    def __post_init__(self) -> None:
        self._since = self.monotonic()

    def now(self) -> datetime:
        if self.speed is None:
            return self.began + self._passed
        return self.began + timedelta(seconds=(self.monotonic() - self._since) * self.speed)

    async def until(self, moment: datetime) -> None:
        """Return when it is that moment, at once if it has passed."""
        if self.speed is None:
            self._passed = max(self._passed, moment - self.began)
            return
        if (ahead := (moment - self.now()).total_seconds()) > 0:
            await asyncio.sleep(ahead / self.speed)
            await self.until(moment)  # a machine that sleeps may wake us early
