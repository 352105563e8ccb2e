"""People at their screens through all faults: they write, send again what has no answer, and come back."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from websockets.exceptions import WebSocketException

from tests.faults.history import Given, History
from tests.routes.line import Line, Message, until
from tests.server import Room, Site, cookies_of, new_id

Base = Callable[[], str]
"""The address of a server, asked for anew each time that somebody connects."""

OUTBOX = 3
"""Commands that one person has on the way at most."""
AGAIN = {"too_fast", "not_saved"}
PING = 1.0
SILENCE = 4.0
"""Seconds between pings, and of silence after which a line is given up: as the pages do (20 and 8), in a hurry."""


class Person:
    """Somebody at one screen. ``screen`` and ``own`` are what they see; they stay when the line goes."""

    def __init__(self, base: Base, code: str, seen: str, cookies: str, history: History) -> None:
        self.base = base
        self.code = code
        self.seen = seen
        self.cookies = cookies
        self.history = history
        self.screen: dict[str, Message] = {}
        self.own: dict[str, Message] = {}
        self.cursor = ""
        self.line: Line | None = None
        self.outbox: dict[str, Given] = {}
        self.writing = False
        self.returns = 0
        self._living = asyncio.create_task(self._live())

    @property
    def there(self) -> bool:
        """Whether the line is open and has brought a screen, and everything has its answer."""
        line = self.line
        return line is not None and line.close_code is None and bool(line.frames) and not self.outbox

    def next(self) -> Message | None:
        """A command to give next, if any."""
        return None

    def pause(self) -> float:
        """Seconds until the next one."""
        return random.uniform(0.01, 0.06)

    async def leave(self) -> None:
        """Close the screen."""
        self._living.cancel()
        await asyncio.wait([self._living])

    async def _live(self) -> None:
        while True:
            with suppress(OSError, WebSocketException, TimeoutError):
                async with asyncio.timeout(SILENCE):
                    line = await Line.open(self.base(), self.code, self.seen, self.cookies, since=self.cursor)
                await self._over(line)
            self.returns += 1
            await asyncio.sleep(random.uniform(0.02, 0.3))

    async def _over(self, line: Line) -> None:
        line.screen, line.own = self.screen, self.own
        self.line = line
        tasks = [asyncio.create_task(self._give(line, given)) for given in self.outbox.values()]
        try:
            await self._until_it_breaks(line, tasks)
        finally:
            for task in tasks:
                task.cancel()
            for given in self.outbox.values():
                given.unanswered += given.sends > 0
            self.line, self.cursor = None, line.cursor or self.cursor
            line.socket.transport.abort()
            await line.close()

    async def _until_it_breaks(self, line: Line, tasks: list[asyncio.Task[None]]) -> None:
        heard, since, pinged = 0, time.monotonic(), time.monotonic()
        while line.close_code is None:
            now, hears = time.monotonic(), len(line.frames) + len(line.heard)
            if hears != heard:
                heard, since = hears, now
            if now - since > SILENCE:
                return
            if now - pinged > PING:
                pinged = now
                await line.send({"type": "ping"})
            while self.writing and len(self.outbox) < OUTBOX and (message := self.next()) is not None:
                given = self.outbox[message["id"]] = self.history.gives(self.cookies, message)
                tasks.append(asyncio.create_task(self._give(line, given)))
            tasks[:] = [task for task in tasks if not task.done()]
            await asyncio.sleep(self.pause())

    async def _give(self, line: Line, given: Given) -> None:
        """Send a command until it is answered or the line breaks."""
        with suppress(OSError, WebSocketException, AssertionError):
            while True:
                given.sends += 1
                answer = await line.ask(given.message)
                if answer.get("reason") not in AGAIN:
                    break
                given.unanswered += answer["reason"] == "not_saved"
                await asyncio.sleep(min(1.0, answer["facts"].get("retry_after", 0.1)))
            self.history.answered(given, answer)
            del self.outbox[given.id]
            self.heard_of(given)

    def heard_of(self, given: Given) -> None:
        """Learn how a command went."""


class Phone(Person):
    """A participant who says much, changes some of it, and takes some back."""

    def __init__(self, base: Base, code: str, cookies: str, history: History) -> None:
        super().__init__(base, code, "phone", cookies, history)
        self.mine: list[str] = []

    def next(self) -> Message | None:
        command = new_id()
        what = random.random()
        if self.mine and what < 0.05:
            taken_back = self.mine.pop(random.randrange(len(self.mine)))
            return {"type": "withdraw", "id": command, "statement": taken_back}
        if self.mine and what < 0.15:
            changed = random.choice(self.mine)
            return {"type": "edit", "id": command, "statement": changed, "text": f"Endret {command}"}
        return {"type": "say", "id": command, "text": f"Utsagn {command}"}

    def heard_of(self, given: Given) -> None:
        if given.outcome == "ok" and given.message["type"] == "say":
            self.mine.append(given.id)


class Desk(Person):
    """A facilitator who puts cards into themes, hides some, and now and then takes an act back."""

    def __init__(self, base: Base, code: str, cookies: str, history: History) -> None:
        super().__init__(base, code, "desk", cookies, history)

    def pause(self) -> float:
        return random.uniform(0.05, 0.2)

    def next(self) -> Message | None:
        cards = [str(part["statement"]) for part in self.screen.values() if part["kind"] == "desk_card"]
        themes = [str(part["theme"]) for part in self.screen.values() if part["kind"] == "desk_theme"]
        command = new_id()
        what = random.random()
        if not cards:
            return None
        some = random.sample(cards, min(3, len(cards)))
        if len(themes) < 4 and what < 0.3:
            return {"type": "make_theme", "id": command, "title": f"Tema {command}"}
        if themes and what < 0.6:
            return {"type": "move", "id": command, "statements": some, "to": random.choice(themes)}
        if themes and what < 0.7:
            return {"type": "rename_theme", "id": command, "theme": random.choice(themes), "title": f"Tema {command}"}
        if what < 0.8 and (act := self.screen.get("acts", {}).get("act")):
            return {"type": "undo", "id": command, "act": act}
        return {"type": random.choice(["hide", "show"]), "id": command, "statements": some}


@dataclass(frozen=True)
class Tickets:
    """A room, and the cookies with which one comes in."""

    room: Room
    desk: str
    wall: str
    phones: list[str]


async def tickets(server: Site, phones: int) -> Tickets:
    """A new room that is revealed, with so many phones, a wall and a desk."""
    room, opened = await server.open_room()
    assert (await opened.command("reveal"))["type"] == "ack"
    desk = str(opened.socket.request.headers["cookie"])  # type: ignore[union-attr]  # it is open
    await opened.close()
    wall = cookies_of(await server.wall(room))
    joined = []
    for _ in range(phones):
        phone = await server.participant(room.code)
        joined.append(cookies_of(phone))
        await phone.aclose()
    return Tickets(room, desk, wall, joined)


class Crowd:
    """A room full of people, and the comparison of their screens with fresh ones. Leaving it sends all of them home."""

    def __init__(self, room: Room, history: History, people: Sequence[Person]) -> None:
        self.room = room
        self.history = history
        self.people = people

    @classmethod
    async def gather(cls, server: Site, phones: int, bases: Sequence[Base] = ()) -> Self:
        """A room that is revealed, with a desk, a wall and so many phones; ``bases``: servers, in turn."""
        return cls.of(await tickets(server, phones), bases or [lambda: server.base])

    @classmethod
    def of(cls, given: "Tickets", bases: Sequence[Base], history: History | None = None) -> Self:
        """The people who have these tickets."""
        history, code = history or History(), given.room.code
        people: list[Person] = [
            Desk(bases[0], code, given.desk, history),
            Person(bases[-1], code, "wall", given.wall, history),
        ]
        people += [Phone(bases[n % len(bases)], code, cookies, history) for n, cookies in enumerate(given.phones)]
        return cls(given.room, history, people)

    async def __aenter__(self) -> Self:
        await until(lambda: all(person.there for person in self.people), 60)
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(person.leave() for person in self.people))

    @property
    def unanswered(self) -> int:
        """Commands that are on their way."""
        return sum(len(person.outbox) for person in self.people)

    async def write(self, commands: int = 1) -> None:
        """Let everybody write, and return when so many more commands have been acknowledged."""
        for person in self.people:
            person.writing = True
        enough = self.history.acknowledged + commands
        await until(lambda: self.history.acknowledged >= enough, 60)

    async def settle(self, patience: float = 60) -> float:
        """Let nobody write any more; the seconds until all is answered and each screen equals a fresh one."""
        began = time.monotonic()
        for person in self.people:
            person.writing = False
        await until(lambda: all(person.there for person in self.people), patience)
        fresh = await asyncio.gather(*(Line.open(p.base(), p.code, p.seen, p.cookies) for p in self.people))
        try:
            await until(lambda: self._differing(fresh) == [], patience)
            return time.monotonic() - began
        except AssertionError:
            raise AssertionError(f"screens that differ from fresh ones: {self._differing(fresh)}") from None
        finally:
            await asyncio.gather(*(line.close() for line in fresh))

    def _differing(self, fresh: Sequence[Line]) -> list[str]:
        return [
            f"{person.seen} {_difference(line.screen, person.screen) or _difference(line.own, person.own)}"
            for person, line in zip(self.people, fresh, strict=True)
            if not line.frames or (line.screen, line.own) != (person.screen, person.own)
        ]


def _difference(fresh: dict[str, Message], screen: dict[str, Message]) -> list[str]:
    """The ids of parts that differ, some of them."""
    return [part for part in fresh.keys() | screen.keys() if fresh.get(part) != screen.get(part)][:5]
