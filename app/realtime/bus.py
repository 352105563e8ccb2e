"""The bus between processes: it only nudges. "Room R has reached seq N"; whoever has R in memory reads the log.

A lost nudge costs a moment, as every process also looks for itself each second. So nothing here is ever waited for, and
without Redis, or while it is away, rooms go on. Presence and counts travel the same way and run out by themselves.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import Protocol

Nudged = Callable[[str, int], None]


class Bus(Protocol):
    """What rooms need of the other processes. ``gone``: nobody can be reached now."""

    gone: bool

    def reached(self, workshop: str, seq: int) -> None:
        """Tell the others, some time soon."""
        ...

    async def listen(self, nudged: Nudged) -> None:
        """Hear what the others tell, until cancelled."""
        ...

    async def here(self, rooms: Mapping[str, Collection[str]]) -> Mapping[str, frozenset[str]]:
        """Say who is in which room here, and learn who is there anywhere; those here where nobody can be asked."""
        ...

    async def counted(self, counts: Mapping[str, tuple[int, int]]) -> Mapping[str, int]:
        """Add to counters that all processes share, each kept for so many seconds; returns their sums.

        None where nobody answers: what could not be added is forgotten, and whoever counts goes on alone.
        """
        ...

    async def close(self) -> None:
        """Let go of all connections."""
        ...


class Alone:
    """The bus of one process: there is nobody else."""

    gone = False

    def reached(self, workshop: str, seq: int) -> None: ...

    async def listen(self, nudged: Nudged) -> None:  # noqa: ARG002 - the bus's own
        await asyncio.Event().wait()

    async def here(self, rooms: Mapping[str, Collection[str]]) -> Mapping[str, frozenset[str]]:
        return {workshop: frozenset(participants) for workshop, participants in rooms.items()}

    async def counted(self, counts: Mapping[str, tuple[int, int]]) -> Mapping[str, int]:  # noqa: ARG002 - the bus's own
        return {}

    async def close(self) -> None: ...


def bus_at(url: str) -> Bus:
    """The bus at this address; without one, a process is alone."""
    if not url:
        return Alone()
    from app.realtime.redis_bus import RedisBus  # noqa: PLC0415 - most have none

    return RedisBus(url)
