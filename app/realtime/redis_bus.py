"""The bus over Redis or Valkey, imported only where there is one: most have none."""

import asyncio
import itertools
from collections.abc import Collection, Mapping
from contextlib import suppress

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.realtime.bus import Nudged
from app.realtime.ending import ended

_log = structlog.get_logger(__name__)

CHANNEL = "fremtidsbilde:reached"
HERE = "fremtidsbilde:here:"
COUNT = "fremtidsbilde:count:"
PRESENT_SECONDS = 4
"""Seconds for which a person counts as here after their process has last said so."""
KEPT_SECONDS = 60
"""Seconds after which Redis forgets a room that no process has spoken of."""
LONGEST_WAIT = 2.0
"""Seconds between two tries to reach Redis, at most: rooms follow each other's log meanwhile."""
PATIENCE = 2.0
"""Seconds that Redis may take to answer; nobody but the bus itself waits for it."""


UNREACHABLE = (RedisError, OSError, RuntimeError)
"""Raised where Redis cannot be spoken to. RuntimeError is uvloop's, of a line that closed as it was written to."""

ADD = """
local sums = {}
for i, name in ipairs(KEYS) do
    local number, seconds = ARGV[2 * i - 1], ARGV[2 * i]
    if number == '0' then
        sums[i] = tonumber(redis.call('GET', name) or 0)
    else
        sums[i] = redis.call('INCRBY', name, number)
        redis.call('EXPIRE', name, seconds)
    end
end
return sums
"""
"""Adds to many counters in one message: two for each counter cost the sender more than all else about them."""


class RedisBus:
    """Redis or Valkey, by publish and subscribe. What cannot be sent is forgotten, not kept."""

    def __init__(self, url: str) -> None:
        self._redis: Redis = Redis.from_url(
            url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, decode_responses=True
        )
        self._add = self._redis.register_script(ADD)
        self._news: dict[str, int] = {}
        self._telling: asyncio.Task[None] | None = None
        self.gone = False

    def reached(self, workshop: str, seq: int) -> None:
        """Tell the others; while one message is on its way, the newest of each room waits and the rest is forgotten."""
        self._news[workshop] = seq
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell(), name="bus")

    async def listen(self, nudged: Nudged) -> None:
        """Hear the others, and come back by itself when Redis does."""
        wait = 0.1
        while True:
            try:
                async with self._redis.pubsub() as ear:
                    await ear.subscribe(CHANNEL)
                    self._reachable(now=True)
                    wait = 0.1
                    asked = False
                    while True:
                        message = await ear.get_message(timeout=PATIENCE)
                        if message is None:
                            if asked:
                                raise TimeoutError
                            await ear.ping()  # silence may be a Redis that hangs, or a line that has gone
                        elif message["type"] == "message":
                            workshop, _, seq = str(message["data"]).rpartition(" ")
                            nudged(workshop, int(seq))
                        asked = message is None
            except (*UNREACHABLE, ValueError) as error:
                self._reachable(now=False, error=type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(LONGEST_WAIT, wait * 2)

    async def here(self, rooms: Mapping[str, Collection[str]]) -> Mapping[str, frozenset[str]]:
        """Who is in each room on any process, by Redis's own clock: those of different machines need not agree.

        All rooms are asked for in one message, as many of them with a way each would take longer than people are kept.
        """
        known = {workshop: frozenset(participants) for workshop, participants in rooms.items()}
        if self.gone or not known:
            return known
        try:
            now = (await self._redis.time())[0]
            async with self._redis.pipeline(transaction=False) as pipeline:
                for workshop, participants in known.items():
                    key = f"{HERE}{workshop}"
                    if participants:
                        pipeline.zadd(key, dict.fromkeys(participants, float(now)))
                    pipeline.zremrangebyscore(key, "-inf", now - PRESENT_SECONDS)
                    pipeline.expire(key, KEPT_SECONDS)
                for workshop in known:
                    pipeline.zrange(f"{HERE}{workshop}", 0, -1)
                answers = (await pipeline.execute())[-len(known) :]
        except UNREACHABLE:
            return known
        return {workshop: known[workshop] | frozenset(there) for workshop, there in zip(known, answers, strict=True)}

    async def counted(self, counts: Mapping[str, tuple[int, int]]) -> Mapping[str, int]:
        """Add to shared counters, all in one round; while Redis is gone it is not tried."""
        if self.gone:
            return {}
        names = [f"{COUNT}{name}" for name in counts]
        numbers = list(itertools.chain.from_iterable(counts.values()))
        for _ in range(2):  # as in _tell
            with suppress(*UNREACHABLE):
                return dict(zip(counts, await self._add(names, numbers), strict=True))
        return {}

    async def close(self) -> None:
        """Let go of all connections."""
        if self._telling is not None:
            await ended(self._telling)
        with suppress(*UNREACHABLE):
            await self._redis.aclose()

    async def _tell(self) -> None:
        while self._news:
            news, self._news = self._news, {}
            for _ in range(2):  # a connection that Redis has closed since it was last used says so only now
                try:
                    await self._publish(news)
                    break
                except UNREACHABLE:
                    continue

    async def _publish(self, news: Mapping[str, int]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for workshop, seq in news.items():
                pipeline.publish(CHANNEL, f"{workshop} {seq}")
            await pipeline.execute()

    def _reachable(self, *, now: bool, error: str = "") -> None:
        if self.gone != (not now):
            self.gone = not now
            _log.info("redis_back") if now else _log.warning("redis_gone", error=error)
