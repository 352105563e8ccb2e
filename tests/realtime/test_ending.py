"""A task that is to end does, also where it takes the first cancelling for something else."""

import asyncio

from app.realtime.ending import ended


async def test_a_task_that_takes_the_first_cancelling_for_a_timeout_ends_all_the_same() -> None:
    deaf = 2

    async def listening() -> None:
        nonlocal deaf
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                if not deaf:
                    raise
                deaf -= 1

    task = asyncio.create_task(listening())
    await asyncio.sleep(0)
    await asyncio.wait_for(ended(task), 10)
    assert task.cancelled()


async def test_one_that_fails_while_it_ends_is_let_go() -> None:
    async def failing() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            raise OSError

    task = asyncio.create_task(failing())
    await asyncio.sleep(0)
    await asyncio.wait_for(ended(task), 10)
    assert isinstance(task.exception(), OSError)
