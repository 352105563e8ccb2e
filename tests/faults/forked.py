"""A server that is killed many times, and started again on the same data and port."""

import asyncio
from pathlib import Path
from typing import Any

from tests.nursery import Nursery
from tests.process import Process


class Forked(Process):
    """``fremtidsbilde serve`` out of a nursery of its own choice, with a fault of ``plants.py`` if one is named."""

    def __init__(self, nursery: Nursery, data: Path, /, plant: str = "", **settings: Any) -> None:
        super().__init__(data, **settings)
        self._nursery = nursery
        self._plant = plant

    async def begin(self) -> None:
        """Start it, and do not wait."""
        order = (self._words(), self.output, self._environment(), self._plant)
        self._process = await asyncio.to_thread(self._nursery.fork, *order)
