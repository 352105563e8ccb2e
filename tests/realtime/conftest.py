"""A stage, and a clock that is put forward."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.realtime.stage import Forward, Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.hub.stop()


@pytest.fixture
async def forward(monkeypatch: pytest.MonkeyPatch) -> Forward:
    """Put the event loop's clock forward, and let what is due happen."""
    loop = asyncio.get_running_loop()
    real, ahead = loop.time, 0.0
    monkeypatch.setattr(loop, "time", lambda: real() + ahead)

    async def put_forward(seconds: float) -> None:
        nonlocal ahead
        ahead += seconds
        for _ in range(3):
            await asyncio.sleep(0)

    return put_forward
