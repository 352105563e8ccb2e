"""How tasks end: not by themselves, and for good when they are told to."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

import structlog

_log = structlog.get_logger(__name__)

AGAIN = 1.0
"""Seconds after which work that has failed is begun again."""


async def lasting(name: str, work: Callable[[], Awaitable[object]]) -> NoReturn:
    """Do what never ends, and begin it again where it does: a server that has lost it would fall behind in silence."""
    while True:
        try:
            await work()
        except Exception as error:  # whatever it is
            _log.error("task_failed", task=name, error=type(error).__name__)
        await asyncio.sleep(AGAIN)


async def ended(task: "asyncio.Task[Any]") -> None:
    """Cancel ``task`` until it has ended.

    Once may not be enough: a library that waits with a time limit can take the cancelling for its own limit, where both
    come at the same moment, and go on. A server that then waited for the task would never stop.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=0.5)
