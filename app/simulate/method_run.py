"""A whole workshop by a method: a facilitator goes from step to step, and everybody follows and does what is asked."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.simulate.facilitator import Facilitator
from app.simulate.follower import Follower, Part
from app.simulate.ledger import Balance
from app.simulate.lines import AT_HAND, Line, Pool
from app.simulate.participant import Simulated
from app.simulate.playing import browser, everyone, gathered
from app.simulate.report import Report, in_ms
from app.simulate.tasks import Doing, Task, asked
from app.workshop.method import Cluster, Commit, Merge, Method, Rotate, Round, Share, Timeline, Vote, Write

BEGINNING = 50.0
"""People who get going each second at the pace of 1, when a step asks something of them."""
LEAST_SPREAD = 1.0
LOOK = 1.0
"""Seconds for which a step lasts in which phones are asked nothing, at the pace of 1."""
BOUND = 30.0
"""Seconds after which nobody begins anything more in a step, at the pace of 1."""
PING = 20.0
SETTLED = 10.0
"""Seconds in which the desk must show what has been acknowledged."""


class CannotRun(Exception):
    """The method cannot be run in this workshop, for the reason that it gives."""


@dataclass(slots=True)
class Next:
    """One press of *Next*: seconds from sending it to the acknowledgement, and to each phone that came to the step."""

    number: int
    kind: str
    acknowledged: float
    arrived: list[float]
    missed: int
    done: int = 0
    """Commands that were acknowledged in the step."""

    def figures(self) -> dict[str, object]:
        """Its figures, in milliseconds."""
        half, most, longest = in_ms(self.arrived)
        given = {"number": self.number, "kind": self.kind, "ack_ms": in_ms([self.acknowledged])[0]}
        return {**given, "p50_ms": half, "p99_ms": most, "max_ms": longest, "missed": self.missed, "done": self.done}


@dataclass(slots=True)
class MethodReport:
    """What came of it all."""

    code: str
    method: str
    given: Report
    steps: list[Next] = field(default_factory=list)
    balance: Balance = field(default_factory=Balance)

    @property
    def well(self) -> bool:
        """Whether everybody came along, every outcome is known, and nothing is lost or doubled."""
        missed = sum(step.missed for step in self.steps)
        return not (missed or self.given.unknown or self.balance.lost or self.balance.doubled)

    def figures(self) -> dict[str, object]:
        """All steps together. ``next``: until a phone was at the step; ``after_ack``: from the acknowledgement on."""
        facts: dict[str, object] = {"code": self.code, "method": self.method, "steps": len(self.steps)}
        facts |= self.given.close().figures()
        arrived = in_ms([at for step in self.steps for at in step.arrived])
        later = in_ms([max(0.0, at - step.acknowledged) for step in self.steps for at in step.arrived])
        for name, ranks in (("next", arrived), ("after_ack", later)):
            facts |= dict(zip((f"{name}_p50_ms", f"{name}_p99_ms", f"{name}_max_ms"), ranks, strict=True))
        facts["missed"] = sum(step.missed for step in self.steps)
        return facts | {"lost": len(self.balance.lost), "doubled": len(self.balance.doubled)}


async def run_method(
    base: str,
    secret: str,
    method: Method,
    *,
    participants: int,
    groups: Sequence[str],
    lines: Sequence[Line] = AT_HAND,
    pace: float = 1.0,
    seed: int | None = None,
) -> MethodReport:
    """Run ``method`` in the workshop to which the one-time link with this secret lets a facilitator in.

    A step lasts until all have done what it asks, which they get going with over a few seconds times ``pace``.

    Raises:
        NotLetIn, NoSuchWorkshop, CannotRun, httpx2.HTTPError
    """
    chance = random.Random(seed)  # noqa: S311 - pace and choices, nothing secret
    started = time.perf_counter()
    base = base.rstrip("/")
    async with browser() as http:
        desk = await Facilitator.enter(http, base, secret)
    here: list[Follower] = [desk]
    staying = asyncio.create_task(_stay(here))
    try:
        await _choose(desk, method)
        crowd = await gathered(base, desk.code, lines, participants=participants, groups=groups, chance=chance)
        here += everyone(crowd)
        run = _Run(desk, everyone(crowd), method, Doing(Pool(lines, chance), chance, desk.report), pace)
        steps = [await run.step(index) for index in range(len(method.steps))]
        balance = await run.look_back()
    finally:
        staying.cancel()
        await asyncio.gather(*(one.close() for one in here))
    desk.report.participants = participants
    desk.report.seconds = round(time.perf_counter() - started, 1)
    return MethodReport(desk.code, method.id, desk.report, steps, balance)


async def _choose(desk: Facilitator, method: Method) -> None:
    """Take the method, in a workshop where no step has been begun.

    Raises:
        CannotRun
    """
    if (desk.screen.get("agenda") or {}).get("now"):
        raise CannotRun("step_begun")
    plain = method.model_dump(mode="json", by_alias=True, exclude_none=True)
    answer = await desk.press("choose_method", method=plain)
    if answer is None or answer["type"] != "ack":
        raise CannotRun(answer["reason"] if answer else "no answer")


class _Run:
    """A method under way."""

    def __init__(
        self, desk: Facilitator, people: Sequence[Simulated], method: Method, doing: Doing, pace: float
    ) -> None:
        self.people = people
        self.doing = doing
        self._desk = desk
        self._method = method
        self._pace = pace
        self._balance = Balance()

    async def step(self, index: int) -> Next:
        """Press *Next*, see everybody come, and let all do what is asked of them."""
        step, doing = self._method.steps[index], self.doing
        task, before = asked(step), doing.report.acknowledged
        doing.spread = self._pace * max(LEAST_SPREAD, len(self.people) / BEGINNING)
        doing.until = asyncio.get_running_loop().time() + max(BOUND, 2 * doing.spread) * max(1.0, self._pace)
        starting: asyncio.Future[Task | None] = asyncio.get_running_loop().create_future()
        taking_part = [asyncio.create_task(self._take_part(n, index + 1, starting)) for n in range(len(self.people))]
        sent = time.perf_counter()
        answer = await self._go_to(index)
        acknowledged = time.perf_counter() - sent
        try:
            if answer != "ack":
                raise CannotRun(answer)
            await self._desk.until(lambda: self._desk.step == index + 1)
            starting.set_result(task if self._desk.asks(step) else None)
            await self._desk.work(step, doing.chance)
            came = await asyncio.gather(*taking_part)
        finally:
            for one in taking_part:
                one.cancel()
        if isinstance(step, Cluster) and task is not None:
            await self._desk.until(lambda: self._hands() == Balance(), SETTLED)
            self._balance += self._hands()
        await self._desk.finish(step, doing.chance)
        if task is None:
            await asyncio.sleep(LOOK * self._pace)
        arrived = [at - sent for at in came if at is not None]
        done = doing.report.acknowledged - before
        return Next(index + 1, step.kind, acknowledged, arrived, len(came) - len(arrived), done)

    async def look_back(self) -> Balance:
        """Go through the steps in which something came in once more, and hold the ledger against what is there."""
        ledger, desk = self.doing.ledger, list[Part]()
        papers: dict[int, list[Part]] = {number: [] for number in range(len(self.people))}
        for index, step in enumerate(self._method.steps):
            if not isinstance(step, Write | Merge | Rotate | Round | Share | Vote | Timeline | Commit):
                continue
            await self._go_to(index)
            await self._desk.until(lambda: self._desk.step == index + 1)  # noqa: B023 - waited for in this turn
            desk += self._desk.screen.values()
            if isinstance(step, Vote) and (ballot := self._desk.ballot) is not None:
                voted = await asyncio.gather(*(_paper(person, ballot["ballot"]) for person in self.people))
                for number, paper in enumerate(voted):
                    papers[number] += paper
        await self._go_to(len(self._method.steps) - 1)
        for number, person in enumerate(self.people):
            papers[number] += [part for part in person.own.values() if part["kind"] != "own_ballot"]
        return self._balance + ledger.desk(desk) + ledger.own_lists(papers)

    def _hands(self) -> Balance:
        return self.doing.ledger.hands(self._desk.screen.values())

    async def _go_to(self, index: int) -> str:
        answer = await self._desk.press("go_to", step=index)
        return "no answer" if answer is None else "ack" if answer["type"] == "ack" else str(answer["reason"])

    async def _take_part(self, number: int, step: int, starting: asyncio.Future[Task | None]) -> float | None:
        """Follow to a step, and do what it asks when the desk is there too; when this one came to it."""
        person = self.people[number]
        if not await person.until(lambda: person.step == step):
            return None
        came = person.since
        task = await asyncio.shield(starting)
        if task is not None:
            await task(self.doing, person, number)
        return came


async def _paper(person: Simulated, ballot: str) -> list[Part]:
    """What one's own paper in a vote says."""
    there = await person.until(lambda: person.own.get("own-vote", {}).get("ballot") == ballot)
    return [person.own["own-vote"]] if there else []


async def _stay(people: Sequence[Follower]) -> None:
    """Let everybody be heard now and then: who is silent for long is taken for gone."""
    while True:
        await asyncio.sleep(PING)
        await asyncio.gather(*(person.ping() for person in people))
