"""The shelf: files that many fetch, made once and kept as long as what stands in them is still what is told."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from app.region.vision import Vision
from app.working.order import Order
from app.working.press import Press, Ready

MOST = 8
"""Files that are kept: each has half a megabyte or so."""


@dataclass(frozen=True, slots=True)
class _Kept:
    vision: Vision
    file: "asyncio.Task[tuple[Ready, bytes]]"


class Shelf:
    """Files in this process's memory. ``press`` makes those that nobody shares.

    A file is kept for as long as the vision reads as it did when the file was made, and not for when it was asked for.
    """

    def __init__(self, press: Press) -> None:
        self.press = press
        self._kept: dict[tuple[str, str], _Kept] = {}

    def has(self, order: Order, vision: Vision) -> bool:
        """Whether a file is there, or is being made, with all that stands in ``vision`` and no more."""
        return (kept := self._kept.get((order.vision, order.format))) is not None and kept.vision == vision

    async def shared(self, order: Order, vision: Vision, now: datetime) -> tuple[Ready, bytes]:
        """Return a file of a vision's version, which reads as ``vision`` now; all who ask at once wait for the same.

        Raises:
            press.Unmade
        """
        key = (order.vision, order.format)
        if not self.has(order, vision):
            self._kept.pop(key, None)
            while len(self._kept) >= MOST:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = _Kept(vision, asyncio.create_task(self.press.whole(order, now)))
        task = self._kept[key].file
        try:
            ready, content = await asyncio.shield(task)
        except BaseException:
            if task.done():
                self._let_go(key, task)
            raise
        if ready.fingerprint != vision.fingerprint:  # something was told, or told no more, while it waited to be made
            self._let_go(key, task)
        return ready, content

    def _let_go(self, key: tuple[str, str], task: "asyncio.Task[tuple[Ready, bytes]]") -> None:
        if (kept := self._kept.get(key)) is not None and kept.file is task:
            del self._kept[key]
