"""How often somebody may do something: counted by who they are, or at the door by where they come from.

Whether one more is within its bound is decided here in memory, at once. Where processes share a Redis, each tells it
some times a second what it has counted, and learns what all have: nothing that a person does waits for that. What comes
to several processes within one such moment may pass a bound by as much. While Redis is away, each counts for itself.
"""

import asyncio
import math
import time
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import NamedTuple

from app.realtime.bus import Bus

MINUTE = 60
HOUR = 3_600
TELL_EVERY = 0.2
"""Seconds between two rounds: more often than a hand sends, and one short message each for all that was counted."""
ASK_WITHIN = 0.25
"""Seconds that a question to Redis may take, where one is asked at all."""


class Count(NamedTuple):
    """One counter: of one thing, by one person or address, in one stretch of so many seconds of the clock."""

    of: str
    per: int
    stretch: int


class Throttle:
    """Counts in a sliding window: those of this minute (or hour), and of the one before the share that is still near.

    It holds the names of two stretches and no more. ``clock`` gives seconds since 1970; ``shared``: there are others to
    be told what was counted.
    """

    def __init__(self, clock: Callable[[], float] = time.time, *, shared: bool = True) -> None:
        self._clock = clock
        self._shared = shared
        self._stretch = {MINUTE: 0, HOUR: 0}
        self._now: dict[int, dict[str, int]] = {MINUTE: {}, HOUR: {}}
        self._before: dict[int, dict[str, int]] = {MINUTE: {}, HOUR: {}}
        self._news: dict[Count, int] = {}
        self._last: list[Count] = []

    def hit(self, what: str, whom: str, most: int, per: int = MINUTE) -> int:
        """Count one. Returns 0 where it is within the bound; else it is not counted: the seconds to wait."""
        of, into = f"{what} {whom}", self._turned(per)
        wait = self._wait(of, into, most, per)
        if wait == 0:
            self._now[per][of] = self._now[per].get(of, 0) + 1
            if self._shared:
                count = Count(of, per, self._stretch[per])
                self._news[count] = self._news.get(count, 0) + 1
        return wait

    def spent(self, what: str, whom: str, most: int, per: int = MINUTE) -> bool:
        """Whether one more would be past the bound; counts nothing."""
        return self._wait(f"{what} {whom}", self._turned(per), most, per) > 0

    def seen(self, what: str, whom: str, per: int = MINUTE) -> bool:
        """Whether this has been counted at all, in this stretch or the one before."""
        of = f"{what} {whom}"
        self._turned(per)
        return of in self._now[per] or of in self._before[per]

    def take_news(self) -> dict[Count, int]:
        """What has been counted here since this was last asked; and none of what is to be asked for.

        That is the stretch before, and once more what was told the last time: others may have told of it since.
        """
        last, self._last = self._last, list(self._news)
        news, self._news = self._news, {}
        return dict.fromkeys([*last, *(count._replace(stretch=count.stretch - 1) for count in news)], 0) | news

    def learn(self, sums: Mapping[Count, int]) -> None:
        """Take over what all processes have counted together, where it is more."""
        for per in self._stretch:
            self._turned(per)
        for count, number in sums.items():
            ago = self._stretch[count.per] - count.stretch
            if ago in (0, 1) and number:
                there = (self._now, self._before)[ago][count.per]
                there[count.of] = max(there.get(count.of, 0), number + self._news.get(count, 0))

    def names(self, what: str, whom: str, per: int) -> list[Count]:
        """The counters that say how often ``whom`` has done this."""
        self._turned(per)
        return [Count(f"{what} {whom}", per, self._stretch[per] - ago) for ago in (0, 1)]

    def _wait(self, of: str, into: float, most: int, per: int) -> int:
        now, before = self._now[per].get(of, 0), self._before[per].get(of, 0)
        if math.floor(before * (1 - into / per)) + now < most:
            return 0
        at = per if now >= most else per * (1 - (most - now) / before)
        return max(1, math.ceil(at - into))

    def _turned(self, per: int) -> float:
        """Begin a new stretch where the clock has; returns the seconds that this one has lasted."""
        stretch, into = divmod(self._clock(), per)
        passed = int(stretch) - self._stretch[per]
        if passed:  # set back, or years ahead: what was counted is not of this time
            self._before[per] = self._now[per] if passed == 1 else {}
            self._now[per] = {}
            self._stretch[per] = int(stretch)
        return into


class Sharing:
    """Lets all processes count together. Redis learns no addresses: names that only holders of ``secret`` can make."""

    def __init__(self, throttle: Throttle, bus: Bus, secret: str) -> None:
        self._throttle = throttle
        self._bus = bus
        self._asking: set[asyncio.Task[None]] = set()
        self._key = blake2b(secret.encode()).digest()

    async def keep_telling(self) -> None:
        """Tell and learn, until cancelled."""
        while True:
            await asyncio.sleep(TELL_EVERY)
            await self._told(self._throttle.take_news())

    async def ask(self, *done: tuple[str, str], per: int = MINUTE) -> None:
        """Learn at once how often what was done by whom elsewhere; where nobody answers within a moment, let it be."""
        wanted = {count: 0 for what, whom in done for count in self._throttle.names(what, whom, per)}
        asking = asyncio.create_task(self._told(wanted), name="ask")
        self._asking.add(asking)  # not cancelled when nobody waits any more: that would cost the connection
        asking.add_done_callback(self._asking.discard)
        await asyncio.wait([asking], timeout=ASK_WITHIN)

    async def _told(self, news: Mapping[Count, int]) -> None:
        named = {self._name(count): count for count in news}
        counts = {name: (news[count], 2 * count.per) for name, count in named.items()}
        sums = await self._bus.counted(counts) if counts else {}
        self._throttle.learn({named[name]: number for name, number in sums.items()})

    def _name(self, count: Count) -> str:
        return f"{blake2b(count.of.encode(), key=self._key, digest_size=12).hexdigest()}:{count.per}:{count.stretch}"
