"""Playing lines: participants join and say them, each line once, at a rate."""

import asyncio
import random
import secrets
import time
from collections.abc import Sequence
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx2

from app.simulate.follower import PATIENCE
from app.simulate.lines import Line
from app.simulate.participant import Simulated
from app.simulate.report import Report

Crowd = dict[str, list[Simulated]]
"""Those who take part, by group."""

AT_ONCE = 50
"""Ways in that are under way at a time."""


async def simulate(
    base: str,
    code: str,
    lines: Sequence[Line],
    *,
    participants: int,
    rate: float,
    groups: Sequence[str],
    seed: int | None = None,
    sent_at: dict[str, float] | None = None,
) -> Report:
    """Let ``participants`` play ``lines`` at ``rate`` statements a second in all; each line is said once.

    A line with a group goes to a participant of it where there is one. ``sent_at`` is filled with each text's moment of
    sending, on the clock of ``time.perf_counter``.
    """
    chance = random.Random(seed)  # noqa: S311 - pace and order, nothing secret
    started = time.perf_counter()
    crowd = await gathered(base, code, lines, participants=participants, groups=groups, chance=chance)
    report = await played(crowd, lines, rate=rate, chance=chance, sent_at=sent_at)
    report.seconds = round(time.perf_counter() - started, 1)
    await asyncio.gather(*(person.close() for person in everyone(crowd)))
    return report.close()


def everyone(crowd: Crowd) -> list[Simulated]:
    """All of a crowd, group by group."""
    return [person for people in crowd.values() for person in people]


async def gathered(
    base: str, code: str, lines: Sequence[Line], *, participants: int, groups: Sequence[str], chance: random.Random
) -> Crowd:
    """Let participants join, of such groups as the lines are from."""
    wanted = [line.group for line in lines if line.group in groups] or list(groups)
    crowd: Crowd = {}
    for _ in range(participants):
        group = chance.choice(wanted)
        crowd.setdefault(group, []).append(Simulated(base, code, group, groups))
    coming = everyone(crowd)
    async with browser() as http:
        for start in range(0, len(coming), AT_ONCE):
            await asyncio.gather(*(person.join(http) for person in coming[start : start + AT_ONCE]))
    return crowd


def browser() -> httpx2.AsyncClient:
    """What all come in by: it keeps no cookies, as each has their own."""
    no_jar = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return httpx2.AsyncClient(timeout=PATIENCE, trust_env=False, cookies=no_jar)


async def played(
    crowd: Crowd,
    lines: Sequence[Line],
    *,
    rate: float,
    chance: random.Random,
    sent_at: dict[str, float] | None = None,
) -> Report:
    """Say all lines, each once, and return what came of it when all are answered."""
    people = everyone(crowd)
    report = Report(participants=len(people))
    saying: list[asyncio.Task[None]] = []
    for line in lines:
        person = chance.choice(crowd.get(line.group) or people)
        if sent_at is not None:
            sent_at[line.text] = time.perf_counter()
        saying.append(asyncio.create_task(_say(person, line.text, report)))
        await asyncio.sleep(chance.expovariate(rate))
    await asyncio.gather(*saying)
    return report


async def _say(person: Simulated, text: str, report: Report) -> None:
    command = secrets.token_urlsafe(12)
    start = time.perf_counter()
    report.note(command, await person.say(text, command), time.perf_counter() - start)
