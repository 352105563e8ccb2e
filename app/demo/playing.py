"""The demo's participants: they say what they came to say, and then stay, as people do, with a word now and then."""

import asyncio
import random
import secrets
from collections import deque
from collections.abc import Sequence

from websockets.exceptions import WebSocketException

from app.simulate import Crowd, Line, Simulated, everyone, gathered, played

PAUSE = 20.0
"""Seconds between two words of those who stay, on average."""

PING = 20.0
"""Seconds between two signs of life from each: who is silent for long is taken for gone."""

KEPT = 40
"""Words said since that stand at a time: older ones are taken back, so that a demo left alone stays readable."""

ONCE_MORE = ("Enig: ", "Viktig! ", "Ja! ", "I 2040 også: ")
ADDED = (" Det er viktig.", " For alle.", " Hver dag.")
LIMIT = 280


async def play(
    base: str, code: str, lines: Sequence[Line], *, participants: int, rate: float, groups: Sequence[str]
) -> None:
    """Say the lines, and go on until cancelled."""
    chance = random.Random()  # noqa: S311 - pace and order, nothing secret
    crowd = await gathered(base, code, lines, participants=participants, groups=groups, chance=chance)
    async with asyncio.TaskGroup() as tasks:
        for person in everyone(crowd):
            tasks.create_task(_here(person))
        await played(crowd, lines, rate=rate, chance=chance)
        await stay(crowd, lines, chance=chance, pause=PAUSE)


async def stay(crowd: Crowd, lines: Sequence[Line], *, chance: random.Random, pause: float) -> None:
    """Now and then, somebody says a line once more in words of their own, or changes what they said."""
    said: deque[tuple[Simulated, str, str]] = deque()
    people = everyone(crowd)
    while people:
        await asyncio.sleep(chance.expovariate(1 / pause))
        if said and chance.random() < 0.3:
            person, statement, text = said[chance.randrange(len(said))]
            added = (text + chance.choice(ADDED))[:LIMIT]
            await _give(person, {"type": "edit", "statement": statement, "text": added})
        else:
            line = chance.choice(lines)
            person = chance.choice(crowd.get(line.group) or people)
            statement, text = _id(), (chance.choice(ONCE_MORE) + line.text)[:LIMIT]
            answer = await _give(person, {"type": "say", "id": statement, "text": text})
            if answer is not None and answer["type"] == "ack":
                said.append((person, statement, text))
        if len(said) > KEPT:
            person, statement, _ = said.popleft()
            await _give(person, {"type": "withdraw", "statement": statement})


async def _give(person: Simulated, command: dict[str, str]) -> dict[str, object] | None:
    return await person.give({"id": _id(), **command})


async def _here(person: Simulated) -> None:
    """Stay connected; where the socket has been closed, come back."""
    while True:
        await asyncio.sleep(PING)
        if not await person.ping():
            await _back(person)


async def _back(person: Simulated) -> None:
    try:
        await person.close()
        await person.open()
    except (OSError, WebSocketException):
        return


def _id() -> str:
    return secrets.token_urlsafe(12)
