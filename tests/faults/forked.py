"""A server that is killed many times, and started again on the same data and port."""

import asyncio
import random
import socket
from pathlib import Path
from typing import Any

from tests.nursery import Nursery
from tests.process import Process

BELOW_CLIENTS = (15_000, 32_000)
"""Ports that no client's end gets by chance: who connects to a dead server from its own port talks to himself."""


class Forked(Process):
    """``fremtidsbilde serve`` out of a nursery of its own choice, with a fault of ``plants.py`` if one is named."""

    def __init__(self, nursery: Nursery, data: Path, /, plant: str = "", **settings: Any) -> None:
        super().__init__(data, **settings)
        self._nursery = nursery
        self._plant = plant
        self._port = self.port = _free_port()
        self.base = f"http://127.0.0.1:{self._port}"

    async def begin(self) -> None:
        """Start it, and do not wait."""
        order = (self._words(), self.output, self._environment(), self._plant)
        self._process = await asyncio.to_thread(self._nursery.fork, *order)


def _free_port() -> int:
    while True:
        port = random.randint(*BELOW_CLIENTS)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
