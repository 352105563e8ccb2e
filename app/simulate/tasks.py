"""What a step asks of those who take part, told to them by their own screens alone."""

import asyncio
import random
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from app.simulate.ledger import Entry, Kind, Ledger
from app.simulate.lines import Pool
from app.simulate.participant import Simulated
from app.simulate.report import Report
from app.workshop.method import Cluster, Commit, Merge, Rotate, Round, Share, Step, Timeline, Vote, Write

MOST_STATEMENTS = 3
MOST_SORTED = 4
PLAN_LIMIT = 280
"""Characters of a milestone or a commitment."""

AGAIN = 0.2
"""The share of those who think better of what they have voted."""


@dataclass(slots=True)
class Doing:
    """What all who take part have in common.

    ``spread``: seconds over which they get going; ``until``: when, in the event loop's time, nobody begins any more.
    """

    words: Pool
    chance: random.Random
    report: Report
    ledger: Ledger = field(default_factory=Ledger)
    spread: float = 1.0
    until: float = 0.0

    async def moment(self) -> bool:
        """Think for a while; whether there is time left to do something."""
        await asyncio.sleep(self.chance.uniform(0, self.spread))
        return self.left > 0

    @property
    def left(self) -> float:
        """Seconds in which something can still be begun."""
        return self.until - asyncio.get_running_loop().time()

    async def give(self, person: Simulated, entry: Entry | None, kind: str, command: str, **fields: Any) -> None:
        """Give a command, and write down what came of it; ``entry``: what must be seen of it at the end."""
        start = time.perf_counter()
        answer = await person.give({"type": kind, "id": command, **fields})
        self.report.note(command, answer, time.perf_counter() - start)
        if entry is not None:
            self.ledger.note(entry, answer)


Task = Callable[[Doing, Simulated, int], Awaitable[None]]
"""Done by a participant, whose number is the last argument."""


async def write(doing: Doing, person: Simulated, number: int) -> None:
    """One to three statements."""
    for _ in range(doing.chance.randint(1, MOST_STATEMENTS)):
        stage = person.screen["stage"]
        if not await doing.moment() or not stage["submissions"]:
            return
        text, command = doing.words.next(person.group, stage["limit"]), _id()
        entry = Entry("statement", number, command, (text,))
        await doing.give(person, entry, "say", command, text=text, into=stage["into"])


async def share(doing: Doing, person: Simulated, number: int) -> None:
    """Whoever sits on the first chair writes what the table shares, out of what its people wrote alone."""
    if not await person.until(lambda: "own-share" in person.own and "own-seat" in person.own, doing.left):
        return
    while person.own["own-seat"]["seat"] == 1 and person.own["own-share"]["left"] and await doing.moment():
        there = [source["option"] for source in person.own.get("own-sources", {}).get("sources", ())]
        text, command = doing.words.next(person.group, person.screen["stage"]["limit"]), _id()
        sources = doing.chance.sample(there, min(2, len(there)))
        entry = Entry("statement", number, command, (text,))
        await doing.give(person, entry, "share_idea", command, text=text, sources=sources)
        await person.until(lambda: _stands(person, command), doing.left)  # noqa: B023 - waited for in this turn


async def speak(doing: Doing, person: Simulated, _number: int) -> None:
    """Wait for one's turn at the table, say something, and pass it on."""
    if await person.until(lambda: person.own.get("own-seat", {}).get("mine"), doing.left):
        seat = person.own["own-seat"]
        await doing.give(person, None, "pass_turn", _id(), table=seat["table"], since=seat["turn"])


async def sort(doing: Doing, person: Simulated, number: int) -> None:
    """Place a few statements, each where it may belong; there are none to place before there are themes."""
    for _ in range(doing.chance.randint(1, MOST_SORTED)):
        if not await person.until(lambda: person.own.get("own-sort", {}).get("themes"), doing.left):
            return
        asked = person.own["own-sort"]
        if not asked["statement"] or not await doing.moment():
            return
        theme = doing.chance.choice(asked["themes"])
        entry = Entry("hand", number, asked["statement"], (theme["label"],))
        await doing.give(person, entry, "sort", _id(), statement=asked["statement"], to=theme["option"])


async def vote(doing: Doing, person: Simulated, number: int) -> None:
    """Some of the options on one's own paper, as many as there are votes at most; a few vote again."""
    if not await person.until(lambda: "own-vote" in person.own, doing.left):
        return
    for _ in range(1 + (doing.chance.random() < AGAIN)):
        paper = person.own["own-vote"]
        options = [choice["option"] for choice in paper["choices"]]
        if not options or not paper["open"] or not await doing.moment():
            return
        votes = doing.chance.randint(1, paper["votes"])
        once = min(votes, len(options))
        chosen = doing.chance.choices(options, k=votes) if paper["several"] else doing.chance.sample(options, once)
        entry = Entry("vote", number, paper["ballot"], tuple(sorted(chosen)))
        await doing.give(person, entry, "cast_vote", _id(), ballot=paper["ballot"], options=chosen)


async def place(doing: Doing, person: Simulated, number: int) -> None:
    """One milestone, somewhere on the way back from 2040."""
    places = person.screen["stage"]["places"]
    if places and await doing.moment():
        entry = _plan(doing, person, number, "milestone", doing.chance.choice(places))
        text, at = entry.words
        await doing.give(person, entry, "add_milestone", entry.name, text=text, place=at)


async def promise(doing: Doing, person: Simulated, number: int) -> None:
    """One commitment."""
    if await doing.moment():
        entry = _plan(doing, person, number, "commitment")
        await doing.give(person, entry, "promise", entry.name, what=entry.words[0], when="2027")


def asked(step: Step) -> Task | None:
    """What a step asks of phones; a talk, tables that tell and people who move on ask nothing of them."""
    match step:
        case Write(writes="everyone") | Rotate(moves="sheets", writes="everyone"):
            return write
        case Share() | Merge(writes="tables") | Rotate(writes="tables") | Round(writes="tables"):
            return share
        case Round(turns="people"):
            return speak
        case Cluster(by="everyone"):
            return sort
        case Vote():
            return vote
        case Timeline(writes="everyone"):
            return place
        case Commit():
            return promise
        case _:
            return None


def _plan(doing: Doing, person: Simulated, number: int, kind: Kind, *more: str) -> Entry:
    return Entry(kind, number, _id(), (doing.words.next(person.group, PLAN_LIMIT), *more))


def _stands(person: Simulated, idea: str) -> bool:
    """Whether an idea is among those that one's table shares."""
    return any(there["statement"] == idea for there in person.own["own-share"]["ideas"])


def _id() -> str:
    return secrets.token_urlsafe(12)
